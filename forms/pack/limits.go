package pack

import (
	"bytes"
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

// Limits of a pack: far above what a citizen would bear, far below what would
// keep a kiosk busy.
const (
	MaxPages       = 500     // the pages of repeats too
	MaxTextFile    = 1 << 20 // bytes of a YAML file or a list
	MaxTotal       = 8 << 20 // bytes of all of them
	MaxListRows    = 5000    // choices of a list
	MaxChoices     = 100     // choices written in a page
	MaxTextLength  = 2000    // characters of a text
	MaxLabelLength = 120     // characters of a label of a list
	MaxFiles       = 1000

	maxID        = 60 // characters of an id or a value
	maxLabels    = 20_000
	maxCondition = 200 // operators and constants of a condition
	maxComputed  = 50
	maxReminders = 20
	maxOutputs   = 20
	maxContacts  = 20
	maxDocuments = 30
	maxLanguages = 12
	maxNotices   = 20
	maxLine      = 120 // characters of a line of an address, of a name
	maxAddress   = 8   // lines
	maxFaults    = 300
	maxReachWork = 5_000_000 // see reaches
)

// parts are the files of a pack.
var parts = []string{
	"pack.yaml", "form.yaml", "reminders.yaml", "outputs.yaml",
	"lists/*.csv", "i18n/*.yaml", "notifications/*.yaml", "tests/*.yaml",
}

// survey looks at the names and sizes of the files before any is read; false:
// the folder is not to be read at all.
func (l *loader) survey() bool {
	files, total, held := 0, int64(0), true
	err := fs.WalkDir(l.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || Hidden(name) {
			return skipHidden(name, d, err)
		}
		if files++; files > MaxFiles {
			l.add(forms.Fault{File: ".", What: fmt.Sprintf("more than %d files", MaxFiles), Mend: "a pack holds one procedure: move other files out of the folder"})
			held = false
			return fs.SkipAll
		}
		size, ok := l.surveyed(name, d)
		total, held = total+size, held && ok
		return nil
	})
	if err != nil {
		l.add(forms.Fault{File: "pack.yaml", What: "the folder cannot be read", Mend: "look at its name and its rights"})
		return false
	}
	if total > MaxTotal {
		l.add(forms.Fault{File: ".", What: fmt.Sprintf("the files have more than %d MB together", MaxTotal>>20), Mend: "make the lists shorter"})
		return false
	}
	return held
}

func skipHidden(name string, d fs.DirEntry, err error) error {
	if err == nil && d.IsDir() && Hidden(name) {
		return fs.SkipDir
	}
	return err
}

// surveyed is the size of a file; false where it may not be read.
func (l *loader) surveyed(name string, d fs.DirEntry) (int64, bool) {
	info, err := d.Info()
	switch {
	case !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00"):
		l.add(forms.Fault{File: fmt.Sprintf("%.60q", name), What: "not a name of a file of a pack", Mend: "rename it, without .. and \\"})
	case err != nil || !d.Type().IsRegular():
		l.add(forms.Fault{File: name, What: "not an ordinary file", Mend: "put the file itself here, not a link to it"})
	case !IsPart(name):
		l.add(forms.Fault{File: name, What: "a pack has no such file", Mend: mendPart(name)})
		return 0, true
	case info.Size() > MaxTextFile:
		l.add(tooBig(name))
	default:
		return info.Size(), true
	}
	return 0, false
}

func tooBig(name string) forms.Fault {
	return forms.Fault{File: name, What: fmt.Sprintf("more than %d MB", MaxTextFile>>20), Mend: "a procedure for a kiosk is shorter: make it so"}
}

// IsPart tells whether a pack may have a file of that name.
func IsPart(name string) bool {
	return slices.ContainsFunc(parts, func(p string) bool {
		ok, _ := path.Match(p, name)
		return ok
	})
}

// IsFolder tells whether files of a pack stand in a folder.
func IsFolder(name string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return path.Dir(p) == name })
}

// Hidden tells files that systems and editors leave, which are no part of a
// pack and no fault of it: .DS_Store, form.yaml~.
func Hidden(name string) bool {
	base := path.Base(name)
	return name != "." && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~"))
}

// PartsText names the files that a pack may have.
func PartsText() string { return strings.Join(parts, ", ") }

func mendPart(name string) string {
	if near, ok := strictyaml.Nearest(name, parts[:4]); ok && len(name) < maxID {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "rename it or move it out: a pack has " + PartsText()
}

// maxIDs is how many pages, exits and computed values form.yaml may have.
const maxIDs = MaxPages + MaxPages + maxComputed

// counted counts the keys "id" of form.yaml as they are written, before any
// YAML is read, which takes a second for 10,000 pages; false: there are too
// many. Who writes them in another way is found out by fits, later.
func (l *loader) counted() bool {
	data, err := readLimited(l.fsys, "form.yaml")
	if err != nil {
		return true // said when it is read
	}
	n := 0
	for _, key := range []string{"id:", `id":`, "id':"} {
		n += bytes.Count(data, []byte(key))
	}
	if n > maxIDs {
		l.add(forms.Fault{File: "form.yaml", What: fmt.Sprintf("%d pages, exits and values, at most %d pages", n, MaxPages), Mend: manyMend})
	}
	return n <= maxIDs
}

const manyMend = "nobody answers so many questions at a kiosk: make two procedures"

// readLimited reads a file whose size may have been told wrong.
func readLimited(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxTextFile+1))
	if err == nil && len(data) > MaxTextFile {
		return nil, errTooBig
	}
	return data, err
}

var errTooBig = errors.New("pack: a file is too big")

// few keeps the first faults: a file of another kind has one in each line.
func few(faults forms.Faults) forms.Faults {
	if len(faults) <= maxFaults {
		return faults
	}
	more := forms.Fault{File: "and", What: fmt.Sprintf("%d more faults", len(faults)-maxFaults), Mend: "mend these first"}
	return append(faults[:maxFaults:maxFaults], more)
}
