package lint

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/strictyaml"
)

// text is one text of the pack in one language.
type text struct {
	strictyaml.Place
	lang forms.Lang
	key  string
	s    string
}

// page is what the key begins with: the id of a page, or "pack", "contact".
func (t text) page() string {
	page, _, _ := strings.Cut(t.key, ".")
	return page
}

func (t text) french() bool {
	return t.lang == forms.French || strings.HasPrefix(string(t.lang), "fr-")
}

// is tells whether the last word of the key is one of names: "title".
func (t text) is(names ...string) bool {
	return slices.Contains(names, t.key[strings.LastIndexByte(t.key, '.')+1:])
}

func (t text) choice() bool { return strings.Contains(t.key, ".choice.") }

// prose tells whether the text is sentences: a name, an address or the label
// of a tile is none, and would spoil a score.
func (t text) prose() bool {
	named := t.is("title", "help", "why", "text", "intro", "next", "keep", "legal", "more", "agree", "what")
	return (named || strings.Contains(t.key, ".pitfall.")) && !t.choice()
}

// textsOf is every text with its place, in the order of languages and keys.
func textsOf(p *pack.Pack, folder fs.FS) ([]text, error) {
	var all []text
	for _, lang := range p.Languages {
		file := "i18n/" + string(lang) + ".yaml"
		data, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, fmt.Errorf("lint: %w", err)
		}
		texts, _ := strictyaml.Texts(file, data)
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			all = append(all, text{texts[key].Place, lang, key, texts[key].Text})
		}
	}
	labels, err := labelsOf(p, folder)
	return append(all, labels...), err
}

// labelsOf is the labels of the choice lists, each once, with its line.
func labelsOf(p *pack.Pack, folder fs.FS) ([]text, error) {
	var all []text
	for _, name := range slices.Sorted(maps.Keys(p.Form.Lists)) {
		file := "lists/" + name + ".csv"
		data, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, fmt.Errorf("lint: %w", err)
		}
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		r.FieldsPerRecord = -1
		header, err := r.Read()
		for err == nil {
			var row []string
			if row, err = r.Read(); err == nil {
				all = append(all, rowTexts(r, file, name, header, row)...)
			}
		}
	}
	return all, nil
}

func rowTexts(r *csv.Reader, file, list string, header, row []string) []text {
	var all []text
	for i := 1; i < min(len(header), len(row)); i++ {
		line, column := r.FieldPos(i)
		at := strictyaml.Place{File: file, Line: line, Column: column}
		if lang := forms.Lang(header[i]); langShaped(header[i]) {
			all = append(all, text{at, lang, "list." + list + ".choice." + row[0], row[i]})
		}
	}
	return all
}

// langShaped tells a column of labels from others: "fr", not "group".
func langShaped(s string) bool { return len(s) == 2 || strings.Contains(s, "-") }
