package desk

import (
	"embed"
	"strings"
	"unicode/utf8"

	"guichet/forms"
	"guichet/kiosk/hub/store"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// texts are what citizens read of an agent, by language.
var texts = readTexts()

func readTexts() map[string]forms.Catalog {
	all := map[string]forms.Catalog{}
	for _, lang := range []string{"fr", "en"} {
		file := "texts/" + lang + ".yaml"
		data, _ := textFiles.ReadFile(file) // it is compiled in
		words, err := forms.ReadCatalog(forms.Lang(lang), file, data)
		if err != nil {
			panic(err)
		}
		all[lang] = words
	}
	return all
}

// longestName is in letters: a kiosk shows no more of who is there.
const longestName = 60

// presents is how an agent presents himself to the citizen: "Camille Roux, état
// civil, mairie de Quimperlé". What comes before the comma is his name.
func (d *Desk) presents(u store.User, service, lang string) string {
	hall := hallOf(u.Town, lang)
	s := d.service(service)
	if s == nil {
		return joined(u.Name, hall)
	}
	name := s.Names[lang]
	if name == "" {
		name = s.Names["fr"]
	}
	if full := joined(u.Name, name, hall); utf8.RuneCountInString(full) <= longestName || hall == "" {
		return full
	}
	return joined(u.Name, hall)
}

func joined(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, ", ")
}

// hallOf is the town hall of an agent; "" for one of all towns, and for a code
// that no commune has.
func hallOf(town, lang string) string {
	name := townName(town)
	if name == town {
		return ""
	}
	words, known := texts[lang]
	if !known {
		words = texts["fr"]
	}
	return words.Text("hall", "town", name, "of", ofTown(name))
}

// ofTown puts the French "de" before the name of a commune: "du Mans", "des
// Sables-d’Olonne", "de La Rochelle", "d’Auray". An h is taken for one that is
// spoken, a y for a vowel: the names that are otherwise are few.
func ofTown(name string) string {
	for article, of := range map[string]string{"Le ": "du ", "Les ": "des "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return of + rest
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	if strings.ContainsRune("AÀÂEÉÈÊËIÎÏOÔŒUÛÜY", first) {
		return "d’" + name
	}
	return "de " + name
}
