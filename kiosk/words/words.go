// Package words holds the kiosk's own sentences: what is wrong with an answer,
// names of fields, months, buttons, screens, paper. A pack brings the words of
// its questions; all others are here, in a folder a language and a file a
// topic. Citizens read nothing that is written elsewhere.
package words

import (
	"embed"
	"sync"

	"guichet/forms"
)

//go:embed fr fr-x-falc en
var files embed.FS

// Languages are those that the kiosk speaks.
var Languages = []forms.Lang{forms.French, forms.EasyFrench, forms.English}

var all = sync.OnceValue(func() map[forms.Lang]forms.Catalog {
	catalogs, err := read(files)
	if err != nil {
		panic("words: " + err.Error()) // built wrong: a test reads the same files
	}
	return catalogs
})

// For is the catalog of a language; French where the kiosk does not speak it.
func For(lang forms.Lang) forms.Catalog {
	if c, ok := all()[lang]; ok {
		return c
	}
	return all()[forms.French]
}
