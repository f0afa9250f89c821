package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// wanted is what the pack needs of its texts.
type wanted struct {
	required map[string]strictyaml.Place // key → what needs it
	optional map[string]bool
	numbered map[string]bool     // may hold {n}, the number of the instance
	values   map[string][]string // computed values that it may hold: {prix}
}

// checkTexts compares the texts of every language with what the manifest and
// the form need, and with one another.
func (l *loader) checkTexts() {
	w := l.wantedTexts()
	known := slices.Sorted(maps.Keys(w.required))
	known = append(known, slices.Sorted(maps.Keys(w.optional))...)
	for _, lang := range l.languages() {
		texts, ok := l.texts[lang]
		if !ok {
			continue // the file is missing or not YAML, and said so
		}
		l.missingTexts(lang, texts, w)
		for key, t := range texts {
			if !w.knows(key) {
				l.unknownText(t, key, known)
				continue
			}
			l.checkPlaceholders(key, t, w)
		}
		l.checkPitfalls(texts)
		l.checkReminderTexts(texts)
	}
}

func (w *wanted) knows(key string) bool {
	_, required := w.required[key]
	return required || w.optional[key]
}

// unknownText looks for what was meant, but not for ever: texts of another
// pack are all unknown.
func (l *loader) unknownText(t strictyaml.Text, key string, known []string) {
	mend := "remove it"
	if l.unknownTexts++; l.unknownTexts <= 100 {
		mend = strictyaml.MendName(key, near(key, known))
	}
	l.fault(t.Place, fmt.Sprintf("unknown text %.80q", key), mend)
}

// near keeps the texts of the same page, so that a mend that lists them stays
// short; all of them where the page is not known either.
func near(key string, known []string) []string {
	if _, ok := strictyaml.Nearest(key, known); ok {
		return known
	}
	page, _, _ := strings.Cut(key, ".")
	return slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.HasPrefix(k, page+".") })
}

func (l *loader) missingTexts(lang forms.Lang, texts map[string]strictyaml.Text, w *wanted) {
	for key, place := range w.required {
		if _, ok := texts[key]; !ok {
			l.add(forms.Fault{File: textFile(lang), What: fmt.Sprintf("text %q is missing", key), Mend: "write it, for " + place.String()})
		}
	}
	for key := range w.optional {
		_, here := texts[key]
		if at, ok := l.elsewhere(key); ok && !here {
			l.add(forms.Fault{File: textFile(lang), What: fmt.Sprintf("text %q is missing", key), Mend: "translate it from " + at.String()})
		}
	}
}

// reminderLength is how long a reminder may be, in characters, so that its
// event fits into a symbol: see [Calendar].
const reminderLength = 100

func (l *loader) checkReminderTexts(texts map[string]strictyaml.Text) {
	for _, r := range l.form.Reminders {
		t := texts["reminder."+r.ID]
		if n := utf8.RuneCountInString(t.Text); n > reminderLength {
			l.fault(t.Place, fmt.Sprintf("the reminder has %d characters, at most %d", n, reminderLength), "say it shorter")
		}
	}
}

// checkPitfalls: the frequent errors of a page are numbered from 1, without a
// hole.
func (l *loader) checkPitfalls(texts map[string]strictyaml.Text) {
	eachPage(l.form, func(p *forms.Page, _ []any) {
		for n := 2; n <= forms.MaxPitfalls; n++ {
			t, here := texts[p.PitfallKey(n)]
			if _, before := texts[p.PitfallKey(n-1)]; here && !before {
				l.fault(t.Place, fmt.Sprintf("text %q without the one before it", p.PitfallKey(n)), "number the frequent errors from 1")
			}
		}
	})
}

// elsewhere is where an optional text stands in the first language that has it.
func (l *loader) elsewhere(key string) (strictyaml.Place, bool) {
	for _, lang := range l.languages() {
		if t, ok := l.texts[lang][key]; ok {
			return t.Place, true
		}
	}
	return strictyaml.Place{}, false
}

func (l *loader) checkPlaceholders(key string, t strictyaml.Text, w *wanted) {
	for _, name := range forms.Placeholders(t.Text) {
		_, computed := l.computedNeeds[name]
		switch {
		case name == "n" && w.numbered[key], slices.Contains(w.values[key], name):
		case computed:
			l.fault(t.Place, fmt.Sprintf("{%s} cannot stand in %q", name, key), "write it in the help or the text of a page after those that it is worked out of, or in a reminder")
		default:
			l.fault(t.Place, fmt.Sprintf("nothing fills {%s} in %q", name, key), "remove it; {n} is the number of an instance, inside a repeat")
		}
	}
}
