package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/pack"
)

// Limits of a pack. Real packs have 5 to 30 files and at most 200 KB; where
// audio comes one day, a minute of Opus is about 240 KB.
const (
	MaxArchive = 8 << 20 // bytes of the archive
	MaxFile    = pack.MaxTextFile
	MaxFiles   = pack.MaxFiles
	MaxName    = 100 // bytes of a name, its folder included
)

// Why an archive or a folder is refused; look for them with errors.Is.
var (
	// ErrTooBig: more bytes or files, or a longer name, than the limits.
	ErrTooBig = errors.New("archive: too big")
	// ErrName: an absolute name, one that leaves the folder, or one that not
	// every file system writes the same way.
	ErrName = errors.New("archive: a name that not every machine can write")
	// ErrTwice: two names that some file system takes for one.
	ErrTwice = errors.New("archive: a name stands twice")
	// ErrKind: a link, a folder, a device, an encrypted or compressed entry.
	ErrKind = errors.New("archive: not a plain file")
	// ErrStranger: a file that packs do not have.
	ErrStranger = errors.New("archive: not part of a pack")
	// ErrDamaged: no zip, cut off, or bytes that Build does not write.
	ErrDamaged = errors.New("archive: damaged, or not made by kioskctl pack build")
)

// nameShape is what every file system writes the same way.
var nameShape = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// checkName refuses a name that must not be in a pack.
func checkName(name string) error {
	switch {
	case len(name) > MaxName:
		return refuse(name, ErrTooBig)
	case !fs.ValidPath(name) || strings.Contains(name, `\`) || !utf8.ValidString(name):
		return refuse(name, ErrName)
	case !pack.IsPart(name):
		return refuse(name, ErrStranger)
	case !nameShape.MatchString(path.Base(name)):
		return refuse(name, ErrName)
	}
	return nil
}

// refuse names the file, cut where somebody wants to fill a screen.
func refuse(name string, why error) error {
	if len(name) > MaxName {
		name = name[:MaxName] + "…"
	}
	return fmt.Errorf("%w: %q", why, name)
}

// mends say to the author of a folder what to do.
var mends = map[error]string{
	ErrTooBig:   fmt.Sprintf("a file has at most %d MB, the pack %d MB in %d files, a name %d letters", MaxFile>>20, MaxArchive>>20, MaxFiles, MaxName),
	ErrName:     "name it with a-z, 0-9, _ and -, like ecoles.csv",
	ErrTwice:    "rename one: capitals make no difference on a USB stick",
	ErrKind:     "put the file itself there, no link",
	ErrStranger: "a pack has " + pack.PartsText() + ": move the file out of the folder",
}

// fault is a refusal as the author reads it, with the other faults of a pack.
func fault(name string, why error) forms.Fault {
	for kind, mend := range mends {
		if errors.Is(why, kind) {
			return forms.Fault{File: name, What: strings.TrimPrefix(kind.Error(), "archive: "), Mend: mend}
		}
	}
	return forms.Fault{File: name, What: "cannot be read", Mend: "look at the rights of the file"}
}
