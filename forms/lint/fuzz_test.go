package lint

import (
	"testing"
	"unicode/utf8"

	"guichet/forms"
)

// FuzzPlain gives one text to every rule: what is better differs from what was
// there, and is still a text.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{
		"À l’issue d’une semaine, veuillez présenter l’usager.", "Si vous venez, apportez « tout » ? 50 % & n° 3",
		"Vous venez à la mairie avec votre carte et vous demandez un reçu à l’accueil.", "d’", "…", "Afin d'", "ÊTES-VOUS ?!",
	} {
		f.Add(s, "page.title")
		f.Add(s, "page.choice.a")
	}
	f.Fuzz(func(t *testing.T, s, key string) {
		if !utf8.ValidString(s) {
			return // YAML has none
		}
		for _, lang := range []forms.Lang{forms.French, forms.EasyFrench, forms.English, "ar"} {
			for _, found := range foundIn(lang, key, s) {
				if found.Better != "" && found.Better == found.Sentence || !utf8.ValidString(found.Better) || found.Rule == "" || found.What == "" {
					t.Errorf("%+v", found)
				}
			}
		}
	})
}
