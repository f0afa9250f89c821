package hours

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/forms"
)

// Sentence says the hours in the language of the kiosk's words, a sentence for
// each thing to know: "Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à
// 17 h.", "Fermé les jours fériés." The words are "hours.*", "weekday.*" and
// "month.*".
func (h Hours) Sentence(words forms.Catalog) []string {
	t := teller{words}
	var out []string
	for _, g := range h.groups() {
		for _, s := range t.group(g) {
			out = append(out, sentence(s))
		}
	}
	if len(out) == 0 {
		return []string{sentence(words.Text("hours.closed"))}
	}
	return out
}

// group is what the rules say of the same part of the year and the same kind
// of holiday, day by day.
type group struct {
	periods []period
	holiday string // "", "public" or "school"
	said    [7]bool
	spans   [7][]span
}

func (h Hours) groups() []*group {
	var out []*group
	for _, r := range h.rules {
		if !r.both && (r.hasDays || !r.public && !r.school) {
			out = within(out, r, "")
		}
		if r.public {
			out = within(out, r, "public")
		}
		if r.school {
			out = within(out, r, "school")
		}
	}
	return out
}

// within puts a rule into its group, over what earlier rules say there.
func within(groups []*group, r rule, holiday string) []*group {
	i := slices.IndexFunc(groups, func(g *group) bool {
		return g.holiday == holiday && slices.Equal(g.periods, r.periods)
	})
	if i < 0 {
		i, groups = len(groups), append(groups, &group{periods: r.periods, holiday: holiday})
	}
	everyDay := !r.hasDays || holiday != "" && !r.both
	for d := range 7 {
		if everyDay || r.days[d] {
			groups[i].said[d], groups[i].spans[d] = true, r.spans
		}
	}
	return groups
}

// week is the days in the order that people name them.
var week = []int{1, 2, 3, 4, 5, 6, 0}

// alike parts the days of a group into those with the same hours.
func (g *group) alike() [][]int {
	var out [][]int
	for _, d := range week {
		if !g.said[d] {
			continue
		}
		i := slices.IndexFunc(out, func(same []int) bool { return slices.Equal(g.spans[same[0]], g.spans[d]) })
		if i < 0 {
			i, out = len(out), append(out, nil)
		}
		out[i] = append(out[i], d)
	}
	return out
}

// teller writes with the words of one language.
type teller struct{ words forms.Catalog }

func (t teller) say(key string, args ...string) string { return t.words.Text("hours."+key, args...) }

func (t teller) group(g *group) []string {
	var out []string
	when := t.when(g)
	for _, days := range g.alike() {
		spans := g.spans[days[0]]
		switch {
		case len(spans) == 0 && len(days) == 7 && when != "":
			out = append(out, t.say("closed_when", "when", when))
		case len(spans) == 0 && when == "":
			// who is not there on Wednesdays has no line for Wednesday
		case len(spans) == 0:
			out = append(out, t.in(when, t.say("closed_when", "when", t.days(days))))
		case len(days) == 7 && when != "":
			out = append(out, t.say("line", "days", when, "times", t.times(spans)))
		default:
			out = append(out, t.in(when, t.say("line", "days", t.days(days), "times", t.times(spans))))
		}
	}
	return out
}

func (t teller) in(when, line string) string {
	if when == "" {
		return line
	}
	return t.say("in_period", "period", when, "line", line)
}

// when is the part of the year and the holidays that a group is about.
func (t teller) when(g *group) string {
	var parts []string
	if len(g.periods) > 0 {
		parts = append(parts, t.join(g.periods))
	}
	if g.holiday != "" {
		parts = append(parts, t.say(g.holiday))
	}
	return strings.Join(parts, ", ")
}

func (t teller) join(periods []period) string {
	var parts []string
	for _, p := range periods {
		parts = append(parts, t.period(p))
	}
	return t.list(parts)
}

func (t teller) period(p period) string {
	switch {
	case p.from == p.to && p.from.day == 0:
		return t.say("month." + strconv.Itoa(p.from.month))
	case p.from.day == 0:
		to := t.words.Text("month." + strconv.Itoa(p.to.month))
		return t.say("months", "from", t.say("month_from."+strconv.Itoa(p.from.month)), "to", to)
	case p.from == p.to:
		return t.say("date_one", "date", t.date(p.from))
	}
	return t.say("dates", "from", t.date(p.from), "to", t.date(p.to))
}

func (t teller) date(d monthDay) string {
	key := "date"
	if d.day == 1 {
		key = "date_first"
	}
	return t.say(key, "day", strconv.Itoa(d.day), "month", t.words.Text("month."+strconv.Itoa(d.month)))
}

// days is "du lundi au mercredi et le vendredi": three days in a row are a
// range.
func (t teller) days(days []int) string {
	if len(days) == 7 {
		return t.say("every_day")
	}
	var parts []string
	for len(days) > 0 {
		n := run(days)
		if n < 3 {
			n = 1
			parts = append(parts, t.say("day", "day", t.weekday(days[0])))
		} else {
			parts = append(parts, t.say("range", "from", t.weekday(days[0]), "to", t.weekday(days[n-1])))
		}
		days = days[n:]
	}
	return t.list(parts)
}

// run is how many days follow one another at the beginning of a list.
func run(days []int) int {
	n := 1
	for n < len(days) && days[n] == (days[n-1]+1)%7 {
		n++
	}
	return n
}

func (t teller) weekday(d int) string { return t.words.Text("weekday." + strconv.Itoa(d)) }

func (t teller) times(spans []span) string {
	if len(spans) == 1 && spans[0] == (span{0, 24 * 60}) {
		return t.say("all_day")
	}
	out := ""
	for i, s := range spans {
		one := t.say("span", "from", t.time(s.from), "to", t.time(s.to))
		if i == 0 {
			out = one
			continue
		}
		out = t.say("spans", "first", out, "next", one)
	}
	return out
}

func (t teller) time(minutes int) string {
	switch {
	case minutes%(24*60) == 0:
		return t.say("midnight")
	case minutes%60 == 0:
		return t.say("hour", "hour", strconv.Itoa(minutes/60))
	}
	minute := strconv.Itoa(minutes % 60)
	if len(minute) < 2 {
		minute = "0" + minute
	}
	return t.words.Text("time", "hour", strconv.Itoa(minutes/60), "minute", minute)
}

// list is "a, b et c".
func (t teller) list(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return t.say("and", "first", strings.Join(parts[:last], ", "), "last", parts[last])
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:] + "."
}
