package pack

import (
	"errors"
	"io/fs"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// loader gathers the parts of a pack and the faults of all of them.
type loader struct {
	fsys   fs.FS
	faults forms.Faults

	manifestDoc, formDoc *strictyaml.Doc
	manifest             Manifest
	form                 *forms.Form
	lists                map[string]*list
	texts                map[forms.Lang]map[string]strictyaml.Text

	unread  map[strictyaml.Place]bool // where a value could not be read
	samples map[*forms.Page][]forms.Answer
}

func newLoader(fsys fs.FS) *loader {
	return &loader{fsys: fsys, unread: map[strictyaml.Place]bool{}, samples: map[*forms.Page][]forms.Answer{}}
}

func (l *loader) load() *Pack {
	l.manifestDoc = l.decode("pack.yaml", &l.manifest)
	var raw rawForm
	l.formDoc = l.decode("form.yaml", &raw)
	l.form = raw.form()
	l.readLists()
	l.applyLists()
	l.readTexts()
	if l.manifestDoc != nil {
		l.checkManifest()
	}
	if l.formDoc != nil {
		l.checkForm()
	}
	if l.manifestDoc != nil && l.formDoc != nil {
		l.checkTexts()
	}
	return &Pack{Manifest: l.manifest, Form: l.form, texts: l.catalogs()}
}

// decode reads one of the pack's YAML files; nil where its structure cannot
// be trusted for further checks.
func (l *loader) decode(file string, into any) *strictyaml.Doc {
	data, ok := l.read(file)
	if !ok {
		return nil
	}
	doc, faults := strictyaml.Parse(file, data)
	l.add(faults...)
	if faults != nil {
		return nil
	}
	for _, f := range doc.Decode(into) {
		l.add(f)
		l.unread[strictyaml.Place{File: f.File, Line: f.Line, Column: f.Column}] = true
	}
	return doc
}

func (l *loader) read(file string) ([]byte, bool) {
	data, err := fs.ReadFile(l.fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		l.add(forms.Fault{File: file, What: "the file is missing", Mend: "write it, see the sample pack"})
		return nil, false
	}
	if err != nil {
		l.add(forms.Fault{File: file, What: "cannot be read", Mend: "look at the rights of the file"})
		return nil, false
	}
	return data, true
}

func (l *loader) add(faults ...forms.Fault) { l.faults = append(l.faults, faults...) }

// fault reports a fault, unless the value could not be read: that it is wrong
// in other ways too is then no news.
func (l *loader) fault(at strictyaml.Place, what, mend string) {
	if !l.unread[at] {
		l.add(at.Fault(what, mend))
	}
}
