package pack

import (
	"errors"
	"io/fs"
	"strings"

	"guichet/forms"
	"guichet/forms/calc"
	"guichet/forms/notice"
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
	langs                []forms.Lang // see languages
	scope                *calc.Scope
	computedNeeds        map[string][]string // computed value → the pages that it is worked out of
	remindersDoc         *strictyaml.Doc
	outputs              []Output
	notifications        map[string]notice.Template

	unread  map[strictyaml.Place]bool // where a value could not be read
	samples map[*forms.Page][]forms.Answer

	valuePage []*forms.Page // see valuePages

	reachWork, unknownTexts int // so far
}

func newLoader(fsys fs.FS) *loader {
	return &loader{fsys: fsys, unread: map[strictyaml.Place]bool{}, samples: map[*forms.Page][]forms.Answer{}}
}

func (l *loader) load() *Pack {
	if !l.survey() || !l.counted() {
		return nil
	}
	l.manifestDoc = l.decode("pack.yaml", &l.manifest)
	var raw rawForm
	l.formDoc = l.decode("form.yaml", &raw)
	l.form = raw.form()
	l.readLists()
	l.applyLists()
	l.readTexts()
	if !l.fits() {
		return nil
	}
	l.compute(raw.Computed)
	l.readReminders()
	l.outputs = l.readOutputs()
	l.notifications = l.readNotifications()
	l.check()
	if len(l.faults) > 0 {
		return nil
	}
	return &Pack{
		Manifest: l.manifest, Form: l.form, Outputs: l.outputs, Notifications: l.notifications, texts: l.catalogs(),
	}
}

// check checks what was read, one part against another.
func (l *loader) check() {
	if l.manifestDoc != nil {
		l.checkManifest()
	}
	if l.formDoc != nil {
		l.checkForm()
	}
	if l.manifestDoc != nil && l.formDoc != nil {
		l.checkTexts()
	}
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

// decodeOptional reads a file that a pack may be without.
func (l *loader) decodeOptional(file string, into any) *strictyaml.Doc {
	if _, err := fs.Stat(l.fsys, file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return l.decode(file, into)
}

func (l *loader) read(file string) ([]byte, bool) {
	data, err := readLimited(l.fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		l.add(forms.Fault{File: file, What: "the file is missing", Mend: missingFile(file)})
		return nil, false
	}
	if errors.Is(err, errTooBig) {
		l.add(tooBig(file))
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

// missingFile mends a file that every pack has.
func missingFile(file string) string {
	if strings.HasPrefix(file, "i18n/") {
		return "copy the file of another language and translate it"
	}
	return "write it; kioskctl pack new writes a pack that has all files"
}
