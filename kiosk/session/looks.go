package session

import (
	"slices"

	"guichet/forms"
	"guichet/kiosk/words"
)

// Looks is how pages look that are of no visit: the front desk's, and those of the
// first start.
type Looks struct {
	Lang  forms.Lang
	Size  Size
	Theme Theme
}

// Take changes it as somebody asks; false where that is no such event. What is not
// on offer changes nothing.
func (l *Looks) Take(e any, langs []forms.Lang) bool {
	switch e := e.(type) {
	case SetLang:
		if slices.Contains(langs, e.Lang) {
			l.Lang = e.Lang
		}
	case SetSize:
		if e.Size >= Normal && e.Size <= Small {
			l.Size = e.Size
		}
	case SetTheme:
		if e.Theme >= Light && e.Theme <= Contrast {
			l.Theme = e.Theme
		}
	default:
		return false
	}
	return true
}

// LangChoices are languages under their own names.
func LangChoices(langs []forms.Lang) []LangChoice {
	out := make([]LangChoice, len(langs))
	for i, l := range langs {
		out[i] = LangChoice{Lang: l, Name: words.For(l).Text("session.language")}
	}
	return out
}
