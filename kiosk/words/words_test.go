package words

import (
	"slices"
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/health"
)

func TestEveryLanguageHasTheSameKeysAndPlaceholders(t *testing.T) {
	t.Run("citizens", func(t *testing.T) { checkSame(t, ".", Languages) })
	t.Run("staff", func(t *testing.T) { checkSame(t, "staff", StaffLanguages) })
}

func checkSame(t *testing.T, folder string, langs []forms.Lang) {
	t.Helper()
	catalogs, err := read(files, folder, langs)
	if err != nil {
		t.Fatal(err)
	}
	french := catalogs[forms.French]
	for _, lang := range langs[1:] {
		other := catalogs[lang]
		for _, key := range french.Keys() {
			want, got := forms.Placeholders(french.Text(key)), forms.Placeholders(other.Text(key))
			if !other.Has(key) {
				t.Errorf("%s lacks %s", lang, key)
			} else if !slices.Equal(want, got) {
				t.Errorf("%s %s has placeholders %v, French %v", lang, key, got, want)
			}
		}
		for _, key := range other.Keys() {
			if !french.Has(key) {
				t.Errorf("%s has %s, French has not", lang, key)
			}
		}
	}
}

// Whoever reads that something is wrong reads what to do about it as well.
func TestEveryConditionHasItsWords(t *testing.T) {
	c := ForStaff(forms.French)
	for _, n := range health.Names() {
		for _, part := range []string{"title", "meanwhile", "mend"} {
			if key := "health." + string(n) + "." + part; !c.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
		rule, _ := health.RuleOf(n)
		if key := "health.who." + string(rule.Who); !c.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
}

func TestHowThingsAreWritten(t *testing.T) {
	at := time.Date(2026, 5, 1, 19, 2, 0, 0, time.UTC)
	fr, en := For(forms.French), For(forms.English)
	for _, c := range []struct{ got, want string }{
		{Date(fr, at), "1er\u00a0mai 2026"},
		{LongDate(fr, at), "vendredi 1er\u00a0mai 2026"},
		{Date(en, at), "1\u00a0May 2026"},
		{Time(fr, at), "19\u00a0h\u00a002"},
		{Time(en, at), "19:02"},
		{Money(123456), "1\u00a0234,56\u00a0€"},
		{Phone("+33612345678"), "06\u00a012\u00a034\u00a056\u00a078"},
		{Reference("482739156z"), "482\u00a0739\u00a0156\u00a0Z"},
		{Reference("not one"), "not one"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
