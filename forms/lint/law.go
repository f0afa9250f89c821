package lint

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"guichet/forms"
)

// What is held against the law, beside what pack.Load asks for (an authority
// that can be reached, an address of the law, two people with their hours).
const (
	// SilenceDays is after how many days silence is an answer: two months
	// (CRPA, articles L231-1 and L231-4). Who answers later has answered.
	SilenceDays = 60
	// LongDays is how long answers are kept at most without a word: five
	// years. What the law wants to be kept longer is not kept at a desk.
	LongDays = 5 * 366
)

// lawful holds the manifest and its texts against the law.
func (l *linter) lawful() {
	p := l.pack
	if p.AnswerDays > SilenceDays {
		l.manifestSays(Advice, fmt.Sprintf("an answer within %d days: after 2 months silence is an answer (CRPA L231-1, L231-4)", p.AnswerDays), "write 60 or less, unless a law gives you longer", "answer_days")
	}
	if p.RetentionDays > LongDays {
		l.manifestSays(Advice, fmt.Sprintf("answers are kept %d days", p.RetentionDays), "keep them no longer than the procedure lasts (RGPD, article 5, 1, e)", "retention_days")
	}
	for _, t := range l.texts {
		switch t.key {
		case "pack.keep":
			l.keeps(t)
		case "pack.legal":
			l.legal(t)
		}
	}
	for i, c := range p.Contacts {
		if h, ok := c.Opening(); ok && !h.SaysHolidays() {
			l.manifestSays(Advice, "the hours do not say what holds on public holidays: the kiosk takes them for open", "write “; PH off” at the end, or the hours of these days", "contacts", i, "hours")
		}
	}
	l.numbersOfPeople(p.Form.Pages)
	l.placeholders()
}

func (l *linter) manifestSays(level Level, what, mend string, path ...any) {
	l.add(Finding{Place: l.manifest.At(path...), Level: level, Rule: "law", What: what, Mend: mend})
}

// duration reads "400 jours", "un an", "six months".
var duration = sync.OnceValue(func() *regexp.Regexp {
	in := slices.Concat(slices.Sorted(maps.Keys(numbers)), slices.Sorted(maps.Keys(moreNumbers)))
	return regexp.MustCompile(`(?i)(\d+|` + strings.Join(in, "|") + `)[\s\x{a0}]+(jours?|mois|ans?|années?|days?|months?|years?|semaines?|weeks?)`)
})

var daysOf = map[string]int{"j": 1, "d": 1, "s": 7, "w": 7, "m": 30, "a": 365, "y": 365}

// keeps wants the text about what is kept to say for how long, as the manifest
// does, and whom to complain to: RGPD, article 13, 2, a, b and d (their letters
// from memory).
func (l *linter) keeps(t text) {
	found := duration().FindAllStringSubmatch(t.s, -1)
	days := l.pack.RetentionDays
	right := slices.ContainsFunc(found, func(m []string) bool {
		said := number(m[1]) * daysOf[strings.ToLower(m[2][:1])]
		return 10*said >= 9*days && 10*said <= 11*days
	})
	switch {
	case len(found) == 0:
		l.say(t, Error, "law", t.s, "the text does not say how long answers are kept", "", fmt.Sprintf("write a sentence with “%d” and its unit, as retention_days has it", days))
	case !right:
		l.say(t, Error, "law", t.s, fmt.Sprintf("the text says %s, retention_days says %d days", found[0][0], days), "", "write the same time in both")
	}
	if t.lang == l.pack.Languages[0] && !mentions(t.s, "commission nationale", "cnil", "data protection authority") {
		l.say(t, Advice, "law", t.s, "the text does not say whom to complain to", "", "name the Commission nationale de l’informatique et des libertés (RGPD, article 13, 2, d)")
	}
	if t.lang == l.pack.Languages[0] && !mentions(t.s, "corriger", "rectifier", "voir", "accéder", "accès") {
		l.say(t, Advice, "law", t.s, "the text does not say that one may see and correct what is kept", "", "write “Vous pouvez demander à voir vos réponses et à les corriger.” (RGPD, article 13, 2, b)")
	}
}

func number(s string) int {
	lower := strings.ToLower(s)
	if n, ok := moreNumbers[lower]; ok {
		return n
	}
	n, err := strconv.Atoi(cmp.Or(numbers[lower], s))
	if err != nil {
		return 0
	}
	return n
}

// moreNumbers are those that [numbers] lacks: articles, and English ones.
var moreNumbers = map[string]int{
	"un": 1, "une": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eight": 8, "nine": 9, "ten": 10,
	"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90,
}

// legal wants the law to be named in words, not only by its address.
func (l *linter) legal(t text) {
	if t.lang == l.pack.Languages[0] && !mentions(t.s, "article", "code", "loi", "décret", "règlement", "arrêté", "délibération") {
		l.say(t, Advice, "law", t.s, "the text names no law", "", "name the article, the code or the decision of the council that the procedure rests on")
	}
}

func mentions(s string, words ...string) bool {
	lower := strings.ToLower(s)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
}

// numbersOfPeople asks to think twice about the number of social security: who
// may use it, and for what, is said by décret n° 2019-341 (from memory).
func (l *linter) numbersOfPeople(pages []forms.Page) {
	for i, p := range pages {
		asks := p.Type == forms.NIR || slices.ContainsFunc(p.Pages, func(in forms.Page) bool { return in.Type == forms.NIR })
		if asks {
			l.add(Finding{Place: l.form.At("pages", i), Level: Advice, Rule: "law", What: fmt.Sprintf("page %q asks for a social security number", p.ID),
				Mend: "make sure that a law allows it for this procedure; ask your data protection officer"})
		}
	}
}

// placeholders wants every language to have the same ones.
func (l *linter) placeholders() {
	first := map[string]text{}
	for _, t := range l.texts {
		one, ok := first[t.key]
		if !ok {
			first[t.key] = t
			continue
		}
		if want, got := forms.Placeholders(one.s), forms.Placeholders(t.s); !slices.Equal(want, got) {
			l.say(t, Error, "translated", t.s, fmt.Sprintf("%s here, %s in %s", braces(got), braces(want), one.lang), "", "write the same places to fill in every language")
		}
	}
}

func braces(names []string) string {
	if len(names) == 0 {
		return "nothing to fill"
	}
	return "{" + strings.Join(names, "}, {") + "}"
}
