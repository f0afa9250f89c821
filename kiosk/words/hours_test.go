package words

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/hours"
)

// TestHoursInSentences: a line of the want is a sentence; "_" is a
// non-breaking space.
func TestHoursInSentences(t *testing.T) {
	for _, c := range []struct {
		lang        forms.Lang
		hours, want string
	}{
		{forms.French, "Mo-Fr 08:30-12:00,13:30-17:00", "Du lundi au vendredi, de 8_h_30 à 12_h et de 13_h_30 à 17_h."},
		{forms.EasyFrench, "Mo-Fr 08:30-12:00,13:30-17:00", "Du lundi au vendredi_: de 8_h_30 à 12_h. Et aussi de 13_h_30 à 17_h."},
		{forms.English, "Mo-Fr 08:30-12:00,13:30-17:00", "Monday to Friday, from 8:30 to 12:00 and from 13:30 to 17:00."},
		{forms.French, "Mo-Fr 09:00-17:00; We 09:00-12:00; Fr off; PH off",
			"Le lundi, le mardi et le jeudi, de 9_h à 17_h.|Le mercredi, de 9_h à 12_h.|Fermé les jours fériés."},
		{forms.French, "Oct-Apr Sa 09:00-12:05", "D’octobre à avril_: le samedi, de 9_h à 12_h_05."},
		{forms.French, "24/7; Aug off; Dec 24-Jan 1 off; May 1 off", "Tous les jours, jour et nuit.|Fermé en août.|Fermé du 24_décembre au 1er_janvier.|Fermé le 1er_mai."},
		{forms.French, "Mo-We,Fr 09:00-24:00; SH Mo-Fr 10:00-12:00; Jul We off; PH 10:00-11:00",
			"Du lundi au mercredi et le vendredi, de 9_h à minuit.|Pendant les vacances scolaires_: du lundi au vendredi, de 10_h à 12_h.|En juillet_: fermé le mercredi.|Les jours fériés, de 10_h à 11_h."},
		{forms.English, "PH,Su off", "Closed on public holidays."},
		{forms.French, "off", "Fermé."},
	} {
		h, err := hours.Parse(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(strings.Join(h.Sentence(For(c.lang)), "|"), "\u00a0", "_"); got != c.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", c.lang, c.hours, got, c.want)
		}
	}
}
