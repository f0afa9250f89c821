package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/kiosk/session"
)

// Options say how the pack is shown.
type Options struct {
	// Langs are the languages, the first one on the left; nil is French and
	// easy French. One that the pack is not written in is left out.
	Langs []forms.Lang
	Size  session.Size
	Theme session.Theme
	// Width and Height are those of the screen in pixels; 0 is 1080 × 1920.
	Width, Height int
	// Folder is where the sheet and the pictures go; it is made.
	Folder string
	// Now is the day of the visits; zero is today at ten. An hour that stands
	// still paints less anew.
	Now time.Time
	// Say takes what a person at the terminal must know; nil is nobody.
	Say io.Writer
}

// SheetName is the sheet in its folder.
const SheetName = "apercu.html"

func (o Options) filled() Options {
	if len(o.Langs) == 0 {
		o.Langs = []forms.Lang{forms.French, forms.EasyFrench}
	}
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1080, 1920
	}
	if o.Now.IsZero() {
		y, m, d := time.Now().Date()
		o.Now = time.Date(y, m, d, 10, 0, 0, 0, time.Local)
	}
	if o.Say == nil {
		o.Say = io.Discard
	}
	return o
}

// Once draws a pack, a folder or an archive of "kioskctl pack build", and
// leaves the sheet and the pictures in o.Folder. The error is a [forms.Faults]
// where the pack has faults; the sheet then shows them.
func Once(source string, o Options) (err error) {
	o = o.filled()
	s, err := newStudio(source, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	return s.draw()
}

// studio draws one pack again and again.
type studio struct {
	Options
	source  string
	gallery *gallery
	files   map[string]string // picture file → key of what it holds
	last    *sheet            // the last one without faults
	watched bool
	stamp   int
}

func newStudio(source string, o Options) (*studio, error) {
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	g, err := newGallery(o)
	if err != nil {
		return nil, err
	}
	return &studio{Options: o, source: source, gallery: g, files: map[string]string{}}, nil
}

func (s *studio) close() error { return s.gallery.close() }

// draw reads the pack and writes the sheet. With faults, the sheet is the last
// good one with the faults above it.
func (s *studio) draw() error {
	p, folder, err := load(s.source)
	var faults forms.Faults
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	next := &sheet{}
	if len(faults) == 0 {
		if next, err = s.sheetOf(p, folder); err != nil {
			return err
		}
		s.last = next
	} else if s.last != nil {
		kept := *s.last
		next = &kept
	}
	next.tell(faults)
	if err := s.write(next); err != nil {
		return err
	}
	return faults.Err()
}

// load reads a folder or an archive. Faults name files as the author has them.
func load(source string) (*pack.Pack, fs.FS, error) {
	fsys, err := open(source)
	if err != nil {
		return nil, nil, err
	}
	p, err := pack.Load(fsys)
	var faults forms.Faults
	if !errors.As(err, &faults) {
		return p, fsys, err
	}
	for i := range faults {
		faults[i].File = filepath.Join(source, faults[i].File)
	}
	return nil, fsys, faults
}

func open(source string) (fs.FS, error) {
	info, err := os.Stat(source)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	if info.IsDir() {
		return os.DirFS(source), nil
	}
	if info.Size() > archive.MaxArchive {
		return nil, fmt.Errorf("preview: %s: %w", source, archive.ErrTooBig)
	}
	data, err := os.ReadFile(source)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	fsys, err := archive.Open(data)
	if err != nil {
		return nil, fmt.Errorf("preview: %s: %w", source, err)
	}
	return fsys, nil
}

// sheetOf plays the visits and paints what changed.
func (s *studio) sheetOf(p *pack.Pack, folder fs.FS) (*sheet, error) {
	ways, missed := plan(p.Form, forms.DayOf(s.Now))
	for _, id := range missed {
		fmt.Fprintf(s.Say, "no way was found to %s: it is not drawn\n", id)
	}
	s.gallery.begin()
	b := newBuilder(s, p, ways)
	for _, lang := range s.langsOf(p) {
		o := s.Options
		o.Langs = s.langsOf(p)
		seen, err := play(p, lang, ways, o)
		if err != nil {
			return nil, err
		}
		if err := b.add(seen); err != nil {
			return nil, err
		}
	}
	s.gallery.wait()
	return b.sheet(folder), nil
}

// langsOf are those that were asked for and that the pack has; else its first.
func (s *studio) langsOf(p *pack.Pack) []forms.Lang {
	langs := slices.DeleteFunc(slices.Clone(s.Langs), func(l forms.Lang) bool { return !slices.Contains(p.Languages, l) })
	if len(langs) == 0 {
		langs = p.Languages[:1]
	}
	return langs
}

// write puts the sheet and its pictures on disk; the sheet last, and at once,
// for a browser may read it at any moment.
func (s *studio) write(next *sheet) error {
	s.stamp++
	next.Stamp, next.Watched = s.stamp, s.watched
	for _, p := range next.pictures {
		key := string(p.of.key[:])
		if s.files[p.File] == key {
			continue
		}
		if err := os.WriteFile(filepath.Join(s.Folder, p.File), p.of.data, 0o644); err != nil {
			return fmt.Errorf("preview: %w", err)
		}
		s.files[p.File] = key
	}
	html, err := next.html()
	if err != nil {
		return err
	}
	defer s.sweep(next)
	if err := replace(filepath.Join(s.Folder, SheetName), html); err != nil {
		return err
	}
	if !s.watched {
		return nil
	}
	return replace(filepath.Join(s.Folder, stampName), fmt.Appendf(nil, "guichetApercu(%d);\n", s.stamp))
}

// stampName is the small file by which an open sheet sees that it is old.
const stampName = "apercu.js"

// replace writes a file beside and renames it.
func replace(name string, data []byte) error {
	beside := name + ".new"
	if err := os.WriteFile(beside, data, 0o644); err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	if err := os.Rename(beside, name); err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	return nil
}

// DefaultFolder is beside where one stands: "apercu-cantine".
func DefaultFolder(source string) string {
	base := strings.TrimSuffix(filepath.Base(filepath.Clean(source)), ".guichet")
	return "apercu-" + cmp.Or(strings.Trim(base, "./"), "pack")
}

// Watch draws the pack, and again at each change, until ctx ends.
func Watch(ctx context.Context, source string, o Options) (err error) {
	o = o.filled()
	s, err := newStudio(source, o)
	if err != nil {
		return err
	}
	s.watched = true
	defer func() { err = errors.Join(err, s.close()) }()
	return s.watch(ctx)
}

// sweep removes the pictures of pages that the pack has no more. One that stays
// harms nobody.
func (s *studio) sweep(is *sheet) {
	for file := range s.files {
		if !slices.ContainsFunc(is.pictures, func(p *shown) bool { return p.File == file }) {
			os.Remove(filepath.Join(s.Folder, file))
			delete(s.files, file)
		}
	}
}
