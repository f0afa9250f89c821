package hours

import (
	"slices"

	"guichet/forms"
)

// Hours are opening hours that were read. The zero Hours is never open.
type Hours struct {
	text  string
	rules []rule
}

// SaysHolidays tells whether the hours say anything of public holidays, or need
// not: they are open on no day of the week.
func (h Hours) SaysHolidays() bool {
	said := slices.ContainsFunc(h.rules, func(r rule) bool { return r.public || r.always })
	return said || !slices.ContainsFunc(h.rules, func(r rule) bool { return !r.off && !r.both })
}

// EverOpen tells whether some rule opens at all: "off" does not.
func (h Hours) EverOpen() bool {
	return slices.ContainsFunc(h.rules, func(r rule) bool { return len(r.spans) > 0 })
}

// String is the text that was read.
func (h Hours) String() string { return h.text }

// Calendar tells holidays; a nil function knows of none.
type Calendar struct {
	Public func(forms.Day) bool // jours fériés
	School func(forms.Day) bool // vacances scolaires
}

func (c Calendar) public(d forms.Day) bool { return c.Public != nil && c.Public(d) }
func (c Calendar) school(d forms.Day) bool { return c.School != nil && c.School(d) }

// rule is what stands between two ";".
type rule struct {
	periods        []period // none: all year
	days           [7]bool  // 0 is Sunday
	hasDays        bool
	public, school bool // PH, SH
	both           bool // "SH Mo-Fr": a holiday and one of the days, not either
	spans          []span
	off            bool
	always         bool // 24/7
}

// span is a span of a day, in minutes from midnight.
type span struct{ from, to int }

// period is from a day of the year to another, both in it; it may go over the
// end of the year.
type period struct{ from, to monthDay }

type monthDay struct {
	month int
	day   int // 0: the whole month
}

func (p period) has(d forms.Day) bool {
	at := d.Month*100 + d.Day
	from := p.from.month*100 + p.from.day
	to := p.to.month*100 + p.to.day
	if p.to.day == 0 {
		to = p.to.month*100 + 31
	}
	if from <= to {
		return from <= at && at <= to
	}
	return at >= from || at <= to
}

func (r rule) fits(d forms.Day, cal Calendar) bool {
	return r.inPeriod(d) && r.onDay(d, cal)
}

func (r rule) inPeriod(d forms.Day) bool {
	for _, p := range r.periods {
		if p.has(d) {
			return true
		}
	}
	return len(r.periods) == 0
}

func (r rule) onDay(d forms.Day, cal Calendar) bool {
	holiday := r.public && cal.public(d) || r.school && cal.school(d)
	weekday := r.days[d.Weekday()]
	switch {
	case r.both:
		return holiday && weekday
	case !r.hasDays && !r.public && !r.school:
		return true
	}
	return holiday || weekday
}

// on is the spans of a day: those of the last rule that fits it.
func (h Hours) on(d forms.Day, cal Calendar) []span {
	for i := len(h.rules) - 1; i >= 0; i-- {
		if h.rules[i].fits(d, cal) {
			return h.rules[i].spans
		}
	}
	return nil
}
