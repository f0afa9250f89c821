package staff_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"

	"pgregory.net/rapid"
)

// Whatever is pressed, typed, plugged in, unplugged or waited for, in any order:
// nothing breaks, every page has its way out, the number is nowhere, and the
// glass goes back to the citizens once nobody touches it.
func TestAnySequence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		inside := rapid.Bool().Draw(rt, "inside")
		steps := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 1, 80).Draw(rt, "steps")
		fault := ""
		play(t, func(d *desk) {
			if inside {
				d.come()
			}
			for _, n := range steps {
				d.oneStep(spread(n))
			}
			fault = d.afterwards()
		})
		if fault != "" {
			rt.Fatal(fault)
		}
	})
}

// spread makes of rapid's numbers, which are mostly small, any number.
func spread(n int) int { return int(uint32(n+1) * 2654435761 >> 8 & (1<<20 - 1)) }

// afterwards waits until nobody can be there any more, comes back, and says what
// is wrong, if anything.
func (d *desk) afterwards() string {
	d.wait(15 * time.Minute)
	if came, left := strings.Count(d.log.String(), "staff_came"), strings.Count(d.log.String(), "staff_left"); came != left {
		return fmt.Sprintf("came in %d times, left %d times", came, left)
	}
	if d.here || d.twice > 0 {
		return fmt.Sprintf("still here: %v; given back by nobody: %d times", d.here, d.twice)
	}
	before := d.seen()
	d.hold()
	if d.seen() != before+1 || spaces(d.view().Title.S) != "Espace réservé à la mairie" {
		return "nobody can come back; last seen\n" + dump(d.view())
	}
	if strings.Contains(d.log.String(), "outcome=broken") {
		return "log:\n" + d.log.String()
	}
	return secretIn(d)
}

// oneStep does something: mostly what the page offers, else anything else.
func (d *desk) oneStep(n int) {
	v := d.view()
	switch kind, n := n%16, n/16; {
	case kind < 7:
		if all := buttonsOf(v); len(all) > 0 {
			d.send(all[n%len(all)].Do)
		}
	case kind < 8:
		d.send(session.Answered{Page: v.Page, Input: forms.Input{forms.Value: number}})
	case kind < 10:
		d.send(session.Typed{Page: v.Page, Input: forms.Input{forms.Value: number[:n%len(number)+1]}})
	case kind < 11:
		d.send(anyEvent(v, n))
	case kind < 12:
		d.send(session.StaffAsked{})
	case kind < 14:
		d.wait(time.Duration(n%4000) * 10 * time.Millisecond)
	default:
		d.k.Set(func(s *stafftest.State) { happens(s, n) })
	}
}

// anyEvent is any event, for the page on the glass or another.
func anyEvent(v session.View, n int) session.Event {
	page := v.Page
	if n%5 == 0 {
		page -= session.PageID(n % 3)
	}
	all := []session.Event{
		session.Touched{}, session.Typed{Page: page}, session.Typed{Page: page, Input: forms.Input{"x": "é", forms.Value: "99999999999999999"}},
		session.Answered{Page: page}, session.Back{Page: page}, session.StartAgain{Page: page}, session.Next{Page: page},
		session.Pressed{Page: page, Do: "staff.paper.new"}, session.Pressed{Page: page, Do: "staff.home.title"}, session.Pressed{Page: page},
		session.SetLang{Lang: forms.English}, session.SetLang{Lang: "tlh"}, session.SetSize{Size: session.Huge}, session.SetSize{Size: -1},
		session.SetTheme{Theme: session.Dark}, session.SetTheme{Theme: 99}, session.PrinterChanged{}, session.HealthChanged{},
		session.StaffHere{On: true}, session.Leave{Page: page}, nil,
	}
	return all[n%len(all)]
}

// happens changes the kiosk.
func happens(s *stafftest.State, n int) {
	deeds := []string{
		"feed", "test", "new_roll", "waiting", "deliver", "install", "back", "check", "levels", "picture", "call", "brightness",
		"volume", "facts", "set_clock", "restart", "reboot", "power_off", "key", "export", "close", "end_visit",
	}
	deed, all := deeds[n/16%len(deeds)], health.Names()
	switch n % 16 {
	case 0:
		s.Paper.Status.Paper = printer.Paper(n / 16 % 4)
	case 1:
		s.Paper.Gone, s.Paper.Model = n/16%2 == 0, []string{"", "Epson"}[n/32%2]
	case 2:
		s.Stick.In, s.Stick.Key = n/16%3 > 0, []byte([]string{"", badge, badge}[n/16%3])
	case 3, 4:
		s.Visit = n/16%2 == 0
	case 5:
		name := all[n/16%len(all)]
		rule, _ := health.RuleOf(name)
		s.Health = append(s.Health, health.Condition{Name: name, Rule: rule, Since: time.Now()})
	case 6:
		s.Health = nil
	case 7, 8:
		s.Fail[deed] = []error{nil, errors.New("fake"), staff.ErrNoHelper, staff.ErrNoHub, context.Canceled}[n/512%5]
	case 9, 10:
		s.Takes[deed] = time.Duration(n/512%300) * time.Second
	case 11:
		s.Deaf[deed] = true
	case 12:
		s.Panics[deed] = n/512%2 == 0
	case 13:
		s.Packs = s.Packs[:min(n/16%3, len(s.Packs))]
	case 14:
		s.Waiting.Waiting, s.Waiting.Hub = n/16%3, n/48%2 == 0
	case 15:
		s.Picture, s.Brightness = nil, n/16%120-10
	}
}

// secretIn finds what no view and no line of the log may hold.
func secretIn(d *desk) string {
	if strings.Contains(d.log.String(), number[:4]) {
		return "the number is in the log:\n" + d.log.String()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, v := range d.views {
		if fault := faultIn(v); fault != "" {
			return fault + "\n" + dump(v)
		}
	}
	return ""
}

// faultIn says what no view may ever be.
func faultIn(v session.View) string {
	if fault := missing(v); fault != "" {
		return fault
	}
	deep := fmt.Sprintf("%#v", unmasked(v))
	switch {
	case strings.Contains(deep, number[:4]):
		return "the number is on the page"
	case v.Page < 1<<63 || v.State != session.Staff || v.Title.Empty():
		return "no page of staff mode"
	case v.StartAgain.Do == nil && v.Title.Key != "staff.cleaning.title":
		return "no way out"
	}
	return ""
}

// unmasked is a view without what its masked field holds.
func unmasked(v session.View) session.View {
	v.Blocks = slices.Clone(v.Blocks)
	for i, b := range v.Blocks {
		if f, ok := b.(session.Fields); ok {
			f.Items = slices.Clone(f.Items)
			for j := range f.Items {
				if f.Items[j].Masked && (f.Items[j].Value.Empty() || f.Items[j].Value.Personal) {
					f.Items[j].Value = session.Text{}
				}
			}
			v.Blocks[i] = f
		}
	}
	if v.Problem != nil {
		v.Title.S += v.Problem.Text.S
		v.Problem = nil
	}
	return v
}

// missing finds a key that stands where a sentence should, and a button that does
// nothing.
func missing(v session.View) string {
	for _, b := range buttonsOf(v) {
		if b.Do == nil {
			return "the button " + b.Text.S + " does nothing"
		}
	}
	for _, text := range textsOf(v) {
		if text.Key != "" && text.S == text.Key || strings.ContainsAny(text.S, "{}") {
			return "no text for " + text.Key
		}
	}
	return ""
}

func textsOf(v session.View) []session.Text {
	all := []session.Text{v.Title, v.Notice, v.Progress}
	if v.Problem != nil {
		all = append(all, v.Problem.Text)
	}
	for _, b := range buttonsOf(v) {
		all = append(all, b.Text)
	}
	for _, b := range v.Blocks {
		switch b := b.(type) {
		case session.Paragraph:
			all = append(all, b.Text)
		case session.Drawing:
			all = append(all, b.Text)
		case session.Level:
			all = append(all, b.Label)
		case session.Picture:
			all = append(all, b.Alt)
		case session.Tiles:
			for _, t := range b.Items {
				all = append(all, t.Detail)
			}
		case session.Rows:
			for _, r := range b.Items {
				all = append(append(all, r.Label), r.Values...)
			}
		case session.Fields:
			for _, f := range b.Items {
				all = append(all, f.Label)
			}
		}
	}
	return all
}
