package hours

import (
	"fmt"
	"slices"
	"strings"
)

// Limits of what is read.
const (
	maxLength = 300
	maxRules  = 20
)

// Error is what is wrong with opening hours, where, and what to write instead.
type Error struct {
	At         int // byte of the text, from 1
	What, Mend string
}

func (e *Error) Error() string { return fmt.Sprintf("hours: character %d: %s", e.At, e.What) }

const exampleMend = `write it like "Mo-Fr 08:30-12:00,13:30-17:00; PH off"`

// Parse reads opening hours. The error is an [*Error].
func Parse(text string) (Hours, error) {
	if len(text) > maxLength {
		return Hours{}, &Error{maxLength, fmt.Sprintf("longer than %d characters", maxLength), "write fewer rules"}
	}
	h := Hours{text: text}
	start := 0
	for _, part := range strings.SplitAfter(text, ";") {
		r := &reader{text: strings.TrimSuffix(part, ";"), base: start}
		start += len(part)
		read, err := r.rule()
		if err != nil {
			return Hours{}, err
		}
		if slices.ContainsFunc(h.rules, read.hides) {
			return Hours{}, r.fail(0, "write first what holds all year, then months and school holidays, and PH last", "this rule undoes one before it")
		}
		if h.rules = append(h.rules, read); len(h.rules) > maxRules {
			return Hours{}, r.fail(0, "write fewer rules", "more than %d rules", maxRules)
		}
	}
	return h, nil
}

// hides tells whether a rule undoes one before it, and nobody means that. One
// that holds all year comes after one for a month or a holiday: "PH off; Mo-Fr
// 08:30-12:00" is open on the holidays that fall from Monday to Friday. One for
// some months or for school holidays comes after one for public holidays: "PH
// off; Jul-Aug Mo-Fr 08:30-12:00" is open on 14 July. A single date may: "PH off;
// May 8 10:00-11:00".
func (r rule) hides(before rule) bool {
	general := len(r.periods) == 0 && !r.public && !r.school
	special := len(before.periods) > 0 || before.public || before.school
	reopens := before.public && !r.public && !r.off && !r.oneDate()
	return general && special || reopens
}

func (r rule) oneDate() bool {
	return len(r.periods) > 0 && !slices.ContainsFunc(r.periods, func(p period) bool { return p.from.day == 0 || p.from != p.to })
}

// reader reads one rule.
type reader struct {
	text string
	base int // where the rule stands in the whole
	pos  int
}

func (r *reader) fail(at int, mend, what string, args ...any) error {
	return &Error{r.base + at + 1, fmt.Sprintf(what, args...), mend}
}

func (r *reader) spaces() bool {
	from := r.pos
	for r.pos < len(r.text) && r.text[r.pos] == ' ' {
		r.pos++
	}
	return r.pos > from
}

func (r *reader) end() bool { return r.pos == len(r.text) }

// take passes a text that stands here.
func (r *reader) take(s string) bool {
	if !strings.HasPrefix(r.text[r.pos:], s) {
		return false
	}
	r.pos += len(s)
	return true
}

// word is the letters that stand here, not passed yet.
func (r *reader) word() string {
	end := r.pos
	for end < len(r.text) && (r.text[end]|0x20 >= 'a' && r.text[end]|0x20 <= 'z' || r.text[end] >= 0x80) {
		end++
	}
	return r.text[r.pos:end]
}

func (r *reader) rule() (rule, error) {
	var out rule
	r.spaces()
	if r.end() {
		return out, r.fail(r.pos, exampleMend, "nothing is written here")
	}
	if r.take("24/7") {
		out.always, out.spans = true, []span{{0, 24 * 60}}
		return out, r.done()
	}
	if err := r.periods(&out); err != nil {
		return out, err
	}
	if err := r.days(&out); err != nil {
		return out, err
	}
	if err := r.times(&out); err != nil {
		return out, err
	}
	return out, r.done()
}

func (r *reader) done() error {
	r.spaces()
	if r.end() {
		return nil
	}
	return r.fail(r.pos, exampleMend, "%q is not read here", r.rest())
}

// rest is the word or sign that stands here, for a message.
func (r *reader) rest() string {
	rest, _, _ := strings.Cut(r.text[r.pos:], " ")
	return rest[:min(len(rest), 20)]
}

var (
	monthNames = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	dayNames   = []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}
)

// days reads "Mo-Fr,PH", and "SH Mo-Fr".
func (r *reader) days(out *rule) error {
	if !slices.Contains(dayNames, r.word()) && !slices.Contains(holidayNames, r.word()) {
		return nil
	}
	if err := r.dayList(out); err != nil {
		return err
	}
	at := r.pos
	if r.spaces(); !out.hasDays && slices.Contains(dayNames, r.word()) {
		out.both = true
		return r.dayList(out)
	}
	r.pos = at
	return nil
}

var holidayNames = []string{"PH", "SH"}

func (r *reader) dayList(out *rule) error {
	for {
		switch {
		case r.take("PH"):
			out.public = true
		case r.take("SH"):
			out.school = true
		default:
			if err := r.dayRange(out); err != nil {
				return err
			}
		}
		if !r.take(",") {
			return nil
		}
		r.spaces()
	}
}

func (r *reader) dayRange(out *rule) error {
	from, err := r.day()
	if err != nil {
		return err
	}
	to := from
	if r.take("-") {
		if to, err = r.day(); err != nil {
			return err
		}
	}
	out.hasDays = true
	for d := from; ; d = (d + 1) % 7 {
		out.days[d] = true
		if d == to {
			return nil
		}
	}
}

func (r *reader) day() (int, error) {
	i := slices.Index(dayNames, r.word())
	if i < 0 {
		return 0, r.fail(r.pos, "the days are Mo, Tu, We, Th, Fr, Sa, Su; holidays are PH, those of schools SH", "%q is not a day", r.rest())
	}
	r.pos += 2
	return i, nil
}
