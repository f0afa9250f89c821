package words

import (
	"testing"
	"time"

	"guichet/forms"
	"guichet/forms/formtest"
)

// No line ends inside "8 h 30", "25 €", or in front of a question mark.
func TestNothingThatIsReadAsOneIsTorn(t *testing.T) {
	for folder, langs := range map[string][]forms.Lang{".": Languages, "staff": StaffLanguages} {
		catalogs, err := read(files, folder, langs)
		if err != nil {
			t.Fatal(err)
		}
		for lang, c := range catalogs {
			for _, key := range c.Keys() {
				if torn := formtest.Torn(c.Text(key), lang != forms.English); torn != "" {
					t.Errorf("%s %s %s may be torn at %q", folder, lang, key, torn)
				}
			}
		}
	}
}

func TestWhatIsComposedIsNotTorn(t *testing.T) {
	at := time.Date(2026, 5, 1, 19, 2, 0, 0, time.UTC)
	for _, lang := range Languages {
		c := For(lang)
		for _, s := range []string{
			Date(c, at), LongDate(c, at), Date(c, at.AddDate(0, 0, 9)), Time(c, at), Money(123456),
			Phone("+33612345678"), Phone("+442079460000"), Reference("482739156z"), forms.GroupThousands("12500"),
		} {
			if torn := formtest.Torn(s, lang != forms.English); torn != "" {
				t.Errorf("%s: %q may be torn at %q", lang, s, torn)
			}
		}
	}
}
