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
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// list is a choice list with the places of its values.
type list struct {
	forms.List
	file  string
	lines []int // of the choices
	seen  map[string]bool
	used  bool
}

// readLists reads lists/*.csv: a header "value,fr,fr-x-falc,en", then a
// choice a line. A list with groups has the header "value,group,fr,…".
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
	out := &list{file: file, seen: map[string]bool{}}
	if at, bad := strictyaml.NotUTF8(file, data); bad {
		l.fault(at, "a letter that is not UTF-8", strictyaml.MendUTF8)
		return out
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		l.csvFault(file, err)
		return out
	}
	at := strictyaml.Place{File: file, Line: 1, Column: 1}
	if header[0] != "value" {
		l.fault(at, fmt.Sprintf("the first column is %q", header[0]), firstColumn(header))
		return out
	}
	out.Linked = len(header) > 1 && header[1] == "group"
	l.readChoices(out, r, l.listLanguages(at, header[out.before():]))
	if out.Linked {
		l.checkGroups(out)
	}
	return out
}

// firstColumn mends a header that does not begin with value.
func firstColumn(header []string) string {
	switch {
	case strings.ContainsAny(header[0], ";\t"):
		return "put commas between the columns: a spreadsheet asks for the separator when it saves"
	case slices.Contains(header, "value"):
		return "put the column value before it"
	}
	return "name it value"
}

// before is how many columns stand before the labels.
func (l *list) before() int {
	if l.Linked {
		return 2
	}
	return 1
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
		if len(out.Choices) == MaxListRows {
			l.fault(strictyaml.Place{File: out.file, Line: 1, Column: 1}, fmt.Sprintf("more than %d choices", MaxListRows), "nobody finds his own among so many: make the list shorter")
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

// listLanguages checks the names of the label columns: each language of the
// pack.
func (l *loader) listLanguages(at strictyaml.Place, header []string) []forms.Lang {
	langs := make([]forms.Lang, len(header))
	for i, h := range header {
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
	if n := len(langs) + out.before(); len(row) != n {
		l.fault(at, fmt.Sprintf("%d columns, the header has %d", len(row), n), "put labels with a comma between quotes")
		return
	}
	c := forms.Choice{Value: row[0], Labels: map[forms.Lang]string{}}
	if out.Linked {
		c.Group = row[1]
	}
	l.checkValue(at, c.Value)
	if out.seen[c.Value] {
		l.fault(at, fmt.Sprintf("value %q stands twice", c.Value), "remove one")
		return
	}
	out.seen[c.Value] = true
	for i, lang := range langs {
		if c.Labels[lang] = strings.TrimSpace(row[out.before()+i]); c.Labels[lang] == "" {
			l.fault(at, fmt.Sprintf("value %q has no label in %s", c.Value, lang), "write it")
		}
		if strings.ContainsFunc(c.Labels[lang], unseen) {
			l.fault(at, fmt.Sprintf("the label of %q in %s holds a sign that nobody sees", c.Value, lang), unseenMend)
		}
		if n := utf8.RuneCountInString(c.Labels[lang]); n > MaxLabelLength {
			l.fault(at, fmt.Sprintf("the label of %q has %d characters in %s, at most %d", c.Value, n, lang, MaxLabelLength), "say it shorter")
		}
	}
	out.Choices, out.lines = append(out.Choices, c), append(out.lines, at.Line)
}

// applyLists gives the pages with a list the values of it.
func (l *loader) applyLists() {
	eachPage(l.form, func(p *forms.Page, _ []any) {
		list, ok := l.lists[p.List]
		if !ok || len(p.Choices) > 0 {
			return
		}
		list.used = true
		if p.Type == forms.ChoiceLinked {
			p.Linked = list.linked()
		}
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
