// Package words holds the kiosk's own sentences: what is wrong with an answer,
// names of fields, months, buttons, screens, paper. A pack brings the words of
// its questions; all others are here, in a folder a language and a file a
// topic. Citizens read nothing that is written elsewhere.
package words

import (
	"embed"
	"slices"
	"sync"

	"guichet/forms"
)

//go:embed fr fr-x-falc en staff
var files embed.FS

// Languages are those that the kiosk speaks.
var Languages = []forms.Lang{forms.French, forms.EasyFrench, forms.English}

// StaffLanguages are those of the pages that the front desk and a technician read.
var StaffLanguages = []forms.Lang{forms.French, forms.English}

// StaffOf keeps of the languages of a kiosk those of [StaffLanguages]; all of these if
// there is none.
func StaffOf(langs []forms.Lang) []forms.Lang {
	langs = slices.DeleteFunc(slices.Clone(langs), func(l forms.Lang) bool { return !slices.Contains(StaffLanguages, l) })
	if len(langs) == 0 {
		return StaffLanguages
	}
	return langs
}

var citizens, staff = shelf(".", Languages), shelf("staff", StaffLanguages)

// For is the catalog of a language; French where the kiosk does not speak it.
func For(lang forms.Lang) forms.Catalog { return citizens(lang) }

// ForStaff is the catalog of what the front desk reads, folder staff; French
// where the language is not one of [StaffLanguages].
func ForStaff(lang forms.Lang) forms.Catalog { return staff(lang) }

// shelf reads the catalogs of a folder when the first of them is asked for.
func shelf(folder string, langs []forms.Lang) func(forms.Lang) forms.Catalog {
	all := sync.OnceValue(func() map[forms.Lang]forms.Catalog {
		catalogs, err := read(files, folder, langs)
		if err != nil {
			panic("words: " + err.Error()) // built wrong: a test reads the same files
		}
		return catalogs
	})
	return func(lang forms.Lang) forms.Catalog {
		if c, ok := all()[lang]; ok {
			return c
		}
		return all()[forms.French]
	}
}
