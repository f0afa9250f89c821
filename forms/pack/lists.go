package pack

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// list is a choice list with the places of its values.
type list struct {
	forms.List
	file string
	used bool
}

// readLists reads lists/*.csv: a header "value,fr,fr-x-falc,en", then a
// choice a line.
func (l *loader) readLists() {
	l.lists = map[string]*list{}
	names, _ := fs.Glob(l.fsys, "lists/*.csv")
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".csv")
		data, ok := l.read(file)
		if !ok {
			continue
		}
		read := l.readList(file, data)
		read.Name = name
		l.lists[name] = read
		l.form.Lists[name] = read.List
	}
}

func (l *loader) readList(file string, data []byte) *list {
	out := &list{file: file}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		l.csvFault(file, err)
		return out
	}
	if langs := l.listLanguages(file, header); langs != nil {
		l.readChoices(out, r, langs)
	}
	return out
}

func (l *loader) readChoices(out *list, r *csv.Reader, langs []forms.Lang) {
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			l.csvFault(out.file, err)
			return
		}
		line, _ := r.FieldPos(0)
		l.readChoice(out, strictyaml.Place{File: out.file, Line: line, Column: 1}, row, langs)
	}
	if len(out.Choices) == 0 {
		l.fault(strictyaml.Place{File: out.file, Line: 1, Column: 1}, "the list has no choice", "write a line for each: value,label,…")
	}
}

func (l *loader) csvFault(file string, err error) {
	at := strictyaml.Place{File: file, Line: 1, Column: 1}
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		at.Line, at.Column, err = pe.Line, pe.Column, pe.Err
	}
	if err == io.EOF {
		err = errors.New("the file is empty")
	}
	l.fault(at, "not a list: "+err.Error(), "write the header value,fr,… and a line for each choice")
}

// listLanguages checks the header: "value", then each language of the pack.
func (l *loader) listLanguages(file string, header []string) []forms.Lang {
	at := strictyaml.Place{File: file, Line: 1, Column: 1}
	if header[0] != "value" {
		l.fault(at, fmt.Sprintf("the first column is %q", header[0]), "name it value")
		return nil
	}
	langs := make([]forms.Lang, len(header)-1)
	for i, h := range header[1:] {
		langs[i] = forms.Lang(h)
		if len(l.languages()) == 0 {
			continue // missing, and said so
		}
		if !slices.Contains(l.languages(), langs[i]) || slices.Contains(langs[:i], langs[i]) {
			l.fault(at, fmt.Sprintf("column %q is not a language of the pack, or stands twice", h), "name each language of pack.yaml once")
		}
	}
	for _, lang := range l.languages() {
		if !slices.Contains(langs, lang) {
			l.fault(at, fmt.Sprintf("the list has no column %q", lang), "add the labels in this language")
		}
	}
	return langs
}

func (l *loader) readChoice(out *list, at strictyaml.Place, row []string, langs []forms.Lang) {
	if len(row) != len(langs)+1 {
		l.fault(at, fmt.Sprintf("%d columns, the header has %d", len(row), len(langs)+1), "put labels with a comma between quotes")
		return
	}
	c := forms.Choice{Value: row[0], Labels: map[forms.Lang]string{}}
	l.checkValue(at, c.Value)
	if slices.ContainsFunc(out.Choices, func(d forms.Choice) bool { return d.Value == c.Value }) {
		l.fault(at, fmt.Sprintf("value %q stands twice", c.Value), "remove one")
		return
	}
	for i, lang := range langs {
		if c.Labels[lang] = strings.TrimSpace(row[i+1]); c.Labels[lang] == "" {
			l.fault(at, fmt.Sprintf("value %q has no label in %s", c.Value, lang), "write it")
		}
	}
	out.Choices = append(out.Choices, c)
}

// applyLists gives the pages with a list the values of it.
func (l *loader) applyLists() {
	eachPage(l.form, func(p *forms.Page, _ []any) {
		list, ok := l.lists[p.List]
		if !ok || len(p.Choices) > 0 {
			return
		}
		list.used = true
		for _, c := range list.Choices {
			p.Choices = append(p.Choices, c.Value)
		}
	})
}

// eachPage visits every page, inner ones too, with its path in form.yaml.
func eachPage(f *forms.Form, visit func(p *forms.Page, path []any)) {
	for i := range f.Pages {
		p := &f.Pages[i]
		visit(p, []any{"pages", i})
		for k := range p.Pages {
			visit(&p.Pages[k], []any{"pages", i, "pages", k})
		}
	}
}
