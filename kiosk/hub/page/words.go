package page

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/forms"
	"guichet/forms/cog"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	kioskwords "guichet/kiosk/words"
)

//go:embed texts/fr.yaml
var frenchFile []byte

// words says things in French.
type words struct {
	texts forms.Catalog
	dates forms.Catalog
	place *time.Location
	now   func() time.Time
}

func newWords(place *time.Location, now func() time.Time) (words, error) {
	texts, err := forms.ReadCatalog(forms.French, "texts/fr.yaml", frenchFile)
	if err != nil {
		return words{}, fmt.Errorf("page: %w", err)
	}
	return words{texts, kioskwords.For(forms.French), place, now}, nil
}

// text is a sentence; args are names and values, of any kind that prints.
func (w words) text(key string, args ...any) string {
	pairs := make([]string, len(args))
	for i, a := range args {
		pairs[i] = fmt.Sprint(a)
	}
	return w.texts.Text(key, pairs...)
}

// known is a text for a word that came from elsewhere; the word itself where
// there is no text yet, so that nothing is hidden.
func (w words) known(prefix, word string) string {
	key := prefix + "." + strings.NewReplacer(" ", "_", "-", "_").Replace(word)
	if word == "" || !w.texts.Has(key) {
		return w.text(prefix+".other", "word", word)
	}
	return w.text(key)
}

// count is a sentence about a number: key.one for 0 and 1, as French has it,
// key.many above.
func (w words) count(key string, n int, args ...any) string {
	form := ".many"
	if n < 2 {
		form = ".one"
	}
	if n == 0 && w.texts.Has(key+".none") {
		form = ".none"
	}
	return w.text(key+form, append(args, "n", thousands(n))...)
}

// thousands writes 34900 as "34 900", with a space that does not break.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// day writes "samedi 21 novembre 2026".
func (w words) day(t time.Time) string { return kioskwords.LongDate(w.dates, t.In(w.place)) }

// moment writes "21 novembre 2026 à 19 h 42", or the time alone for today.
func (w words) moment(t time.Time) string {
	if t.IsZero() {
		return w.text("time.never")
	}
	t, now := t.In(w.place), w.now().In(w.place)
	clock := kioskwords.Time(w.dates, t)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return w.text("time.today", "time", clock)
	}
	return w.text("time.at", "day", kioskwords.Date(w.dates, t), "time", clock)
}

// ago writes how long ago something was: "il y a 12 min".
func (w words) ago(t time.Time) string {
	if t.IsZero() {
		return w.text("time.never")
	}
	return w.text("time.ago", "span", w.span(w.now().Sub(t)))
}

// span writes a length of time as people say it.
func (w words) span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return w.count("time.seconds", max(1, int(d/time.Second)))
	case d < time.Hour:
		return w.count("time.minutes", int(d/time.Minute))
	case d < 48*time.Hour:
		return w.count("time.hours", int(d/time.Hour))
	}
	return w.count("time.days", int(d/(24*time.Hour)))
}

func (w words) has(key string) bool { return w.texts.Has(key) }

// done is what was done, for a word of the address; "" for any other word, as
// the address is anybody's.
func (w words) done(word string) string {
	if word == "" || !w.texts.Has("done."+word) {
		return ""
	}
	return w.text("done." + word)
}

func (w words) state(s string) string        { return w.text("state." + s) }
func (w words) alert(a wire.Alert) string    { return w.known("alert", a.Name) }
func (w words) whoMends(a wire.Alert) string { return w.known("mends", a.Who) }
func (w words) step(step string) string      { return w.known("step", step) }
func (w words) printer(state string) string  { return w.known("printer", state) }
func (w words) paper(paper string) string    { return w.known("paper", paper) }
func (w words) refused(word string) string   { return w.known("refused", word) }
func (w words) act(a store.Act) string       { return w.known("act", a.What) }

// why is what stopped a pack or a roll-out: a refusal, or an alert.
func (w words) why(word string) string {
	if w.texts.Has("alert." + word) {
		return w.text("alert." + word)
	}
	return w.known("why", word)
}

// far is how far a pack is on its way to the citizen, of 4.
func far(step string) int {
	return 1 + slices.Index([]string{wire.Fetching, wire.Installed, wire.Active, wire.Shown}, step)
}

// share writes a part of one as a percentage for a field: "12.5".
func (w words) share(f float64) string { return strconv.FormatFloat(f*100, 'f', -1, 64) }

// townName is the name of a commune, or its code where it has none.
func townName(code string) string {
	if c, ok := cog.Find(code); ok {
		return c.Name
	}
	return code
}
