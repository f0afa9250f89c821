package staff

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"guichet/forms"
	"guichet/kiosk/event"
	"guichet/kiosk/session"
)

// maxNumber is how many digits are taken.
const maxNumber = 12

// buildPin asks for the number. Where the door waits, it says for how long.
func (m *Mode) buildPin(v *session.View) {
	l := m.leaf
	if m.cfg.Badge != nil && m.cfg.Works.Sticks != nil && !m.busy(atStick) && !m.busy(atDoor) {
		v.Other = m.button("staff.pin.key", m.key)
	}
	switch {
	case m.judging():
		m.paragraph(v, "staff.wait")
	case m.noNumber():
		m.paragraph(v, "staff.pin.none")
		m.paragraph(v, "staff.pin.none_how")
	case !l.until.IsZero():
		m.paragraph(v, "staff.pin.waits", "time", m.span(time.Until(l.until)))
	default:
		v.Blocks = append(v.Blocks, session.Fields{Items: []session.Field{{
			Field:  forms.Field{Name: forms.Value, Pad: forms.PadNumber, MaxLength: maxNumber, Secret: true},
			Label:  m.say("staff.pin.label"),
			Value:  session.Text{S: l.typed, Personal: l.typed != ""},
			Masked: true,
		}}})
		v.Next = session.Button{Text: m.say("staff.pin.enter"), Do: session.Answered{Page: l.id}}
	}
}

// asks tells whether the page takes a number now.
func (m *Mode) asks() bool {
	return m.leaf.place == pin && !m.noNumber() && m.leaf.until.IsZero() && !m.judging()
}

// judging tells whether a number, or the key of this page, is looked at. What else
// is done with a stick, for who was here before, keeps nobody out.
func (m *Mode) judging() bool { return m.busy(atDoor) || m.running[atStick] == m.leaf.id }

func (m *Mode) typed(in forms.Input) {
	if m.asks() {
		m.leaf.typed = digits(in[forms.Value])
	}
}

// digits are those of a text, as many as a number may have.
func digits(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	return s[:min(len(s), maxNumber)]
}

// verdict is what the door says of a number.
type verdict struct {
	in   bool
	left int
}

// numbered tries a number. The letters are forgotten before it is looked at.
func (m *Mode) numbered(in forms.Input) {
	if !m.asks() {
		return
	}
	number := digits(in[forms.Value])
	if number == "" {
		number = m.leaf.typed
	}
	m.leaf.typed = ""
	if number == "" {
		m.leaf.said = said{key: "staff.pin.empty", bad: true}
		return
	}
	d := m.cfg.Door
	m.begin(deed{lane: atDoor, name: "number", entry: true, limit: 20 * time.Second, then: m.decided,
		work: func(context.Context) reply {
			in, err := d.Try(number)
			return reply{value: verdict{in, d.Left()}, err: err}
		}})
}

// decided lets in, or says what came of a number on a new page, so that a key
// that is still on its way goes nowhere.
func (m *Mode) decided(r reply) {
	v, _ := r.value.(verdict)
	switch {
	case r.err == nil && v.in:
		m.came("number")
		return
	case r.said.key != "":
		m.turnSaying(pin, r.said)
		return
	case errors.Is(r.err, ErrWait):
		m.turn(pin, "")
		return
	}
	m.turnSaying(pin, m.wrong(v.left))
}

func (m *Mode) wrong(left int) said {
	switch left {
	case 0:
		return said{key: "staff.pin.wrong", bad: true}
	case 1:
		return said{key: "staff.pin.wrong_one", bad: true}
	}
	return said{key: "staff.pin.wrong_left", args: []string{"n", strconv.Itoa(left)}, bad: true}
}

// entered logs what came of a number or a key, for who has gone meanwhile as well.
// Who comes in has a line of his own; who has no stick has tried nothing.
func (m *Mode) entered(e done, here bool) {
	v, _ := e.reply.value.(verdict)
	switch err := e.reply.err; {
	case v.in && !here:
		m.log(event.StaffDid, "did", e.name, "outcome", "done", "seen", false)
	case v.in, errors.Is(err, ErrNoStick):
	case err != nil:
		m.log(event.StaffRefused, "by", e.name, "error", err.Error())
	default:
		m.log(event.StaffRefused, "by", e.name, "left", v.left)
	}
}

func (m *Mode) came(by string) {
	m.inside = true
	m.log(event.StaffCame, "by", by)
	m.turn(home, "")
}

// key looks for a key on the USB stick that is plugged in.
func (m *Mode) key() {
	c := m.cfg
	m.begin(deed{lane: atStick, name: "key", entry: true, limit: 30 * time.Second, then: m.unlocked,
		work: func(ctx context.Context) reply {
			file, serial, err := c.Works.Sticks.Key(ctx)
			c.Works.Sticks.Close() // what was read is here
			if err != nil {
				return sorry(err, "staff.pin.key_failed")
			}
			if err := c.Badge(file, serial); err != nil {
				return reply{said: said{key: "staff.pin.key_wrong", bad: true}, err: err}
			}
			if c.Door != nil {
				c.Door.Open()
			}
			return reply{value: verdict{in: true}}
		}})
}

func (m *Mode) unlocked(r reply) {
	if v, ok := r.value.(verdict); ok && v.in {
		m.came("key")
		return
	}
	if errors.Is(r.err, ErrNotOurs) {
		m.leaf.said.key = "staff.pin.key_wrong"
	}
}

// doorway is what the files of the door say.
type doorway struct {
	wait time.Duration
	none bool // nobody has chosen a number
}

// lookDoor asks how long the door waits: its files are read beside the loop.
func lookDoor(_ context.Context, c *Config) (any, error) {
	if !c.Door.Ready() {
		return doorway{none: true}, nil
	}
	return doorway{wait: c.Door.Wait()}, nil
}

func (m *Mode) foundDoor() {
	if wait := m.leaf.found.(doorway).wait; wait > 0 {
		m.leaf.until, m.leaf.typed = time.Now().Add(wait), ""
	}
}

// noNumber tells whether there is none to ask for, as far as one has looked.
func (m *Mode) noNumber() bool {
	d, _ := m.leaf.found.(doorway)
	return m.cfg.Door == nil || d.none
}
