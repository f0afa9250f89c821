package words

import (
	"slices"
	"testing"
	"time"

	"guichet/forms"
)

func TestEveryLanguageHasTheSameKeysAndPlaceholders(t *testing.T) {
	catalogs, err := read(files)
	if err != nil {
		t.Fatal(err)
	}
	french := catalogs[forms.French]
	for _, lang := range Languages[1:] {
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

func TestHowThingsAreWritten(t *testing.T) {
	at := time.Date(2026, 5, 1, 19, 2, 0, 0, time.UTC)
	fr, en := For(forms.French), For(forms.English)
	for _, c := range []struct{ got, want string }{
		{Date(fr, at), "1er mai 2026"},
		{LongDate(fr, at), "vendredi 1er mai 2026"},
		{Date(en, at), "1 May 2026"},
		{Time(fr, at), "19 h 02"},
		{Time(en, at), "19:02"},
		{Money(123456), "1\u00a0234,56\u00a0€"},
		{Phone("+33612345678"), "06\u00a012\u00a034\u00a056\u00a078"},
		{Reference("482739156z"), "482 739 156 Z"},
		{Reference("not one"), "not one"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
