package first

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"

	"guichet/forms"
	"guichet/kiosk/event"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/loop"
)

// A code is groups of so many letters and digits, see [wire.EnrolmentCode].
const (
	groups    = 6
	groupSize = 4
)

// fieldOf names the field of a group, 0 to 5.
func fieldOf(group int) string { return "group" + strconv.Itoa(group+1) }

// groupsOf are the groups of an input, letters and digits alone.
func groupsOf(in forms.Input) forms.Input {
	out := forms.Input{}
	for i := range groups {
		s := strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return -1
			}
			return unicode.ToUpper(r)
		}, in[fieldOf(i)])
		if r := []rune(s); len(r) > groupSize {
			s = string(r[:groupSize])
		}
		out[fieldOf(i)] = s
	}
	return out
}

// code is what was typed, as one word.
func (p *Page) code() string {
	var all strings.Builder
	for i := range groups {
		all.WriteString(p.typed[fieldOf(i)])
	}
	return all.String()
}

// try asks the hub, beside the loop. What cannot be a code is said at once, at the
// group that it is about.
func (p *Page) try() {
	if p.said = p.wrongBeforehand(); p.said.key != "" {
		return
	}
	p.id++
	p.trying = true
	id, code := p.id, p.code()
	p.jobs.Go(func() {
		ctx, cancel := context.WithTimeout(p.ctx, longest)
		defer cancel()
		_, err := loop.Within(ctx, slack, func() (struct{}, error) { return struct{}{}, p.cfg.Enrol(ctx, code) })
		p.events.Put(tried{id, err})
	})
}

// longest is more than fleet.Enrol takes for its two requests; slack is how long it
// may take to come back once its context has ended.
const (
	longest = 90 * time.Second
	slack   = time.Second
)

func (p *Page) wrongBeforehand() said {
	missing := groups*groupSize - len([]rune(p.code()))
	for i := range groups {
		field := fieldOf(i)
		switch group := p.typed[field]; {
		case missing == groups*groupSize:
			return said{key: "first.problem.empty", field: field}
		case missing == 1 && len([]rune(group)) < groupSize:
			return said{key: "first.problem.short_one", field: field}
		case len([]rune(group)) < groupSize:
			return said{key: "first.problem.short", args: []string{"n", strconv.Itoa(missing)}, field: field}
		}
	}
	for i := range groups {
		if strings.ContainsFunc(p.typed[fieldOf(i)], func(r rune) bool { return !inCodes(r) }) {
			return said{key: "first.problem.letter", field: fieldOf(i)}
		}
	}
	return said{}
}

// inCodes tells whether a code may have this letter, as it is typed.
func inCodes(r rune) bool {
	_, err := wire.ReadCode(strings.Repeat(string(r), groups*groupSize))
	return err == nil
}

// back says what came of a try, on a page of its own: a key that is on its way goes
// nowhere. What was typed stays.
func (p *Page) back(t tried) {
	if t.id != p.id {
		return
	}
	p.trying = false
	if t.err == nil {
		p.typed, p.over = forms.Input{}, true
		return
	}
	p.id++
	p.said = p.mishap(t.err)
	name := event.EnrolRefused
	p.cfg.Log.Log(context.Background(), name.Level(), string(name), "why", strings.TrimPrefix(p.said.key, "first.problem."), "error", t.err.Error())
}
