package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/pack/durable"
	"guichet/forms/pack/trust"
)

// Verifier says whether a town publishes these bytes, and still does.
// [trust.Keeper] is one.
type Verifier interface {
	Verify(t trust.Target, data []byte) error
}

// Options is what a store needs to know.
type Options struct {
	Town string // COG code: "04999"
	// Trial runs the pack's own tests, before it is kept; nil for none.
	Trial func(ctx context.Context, p *pack.Pack, files fs.FS) error
}

// Store is the packs of one terminal. Its methods may be called from several
// goroutines.
type Store struct {
	disk   durable.Layer
	verify Verifier
	opts   Options
	mu     sync.Mutex // one change at a time
}

// Open opens the folder of a store, or makes it. What an interrupted
// installation left is removed.
func Open(dir string, v Verifier, opts Options) (*Store, error) {
	disk, err := durable.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return OpenLayer(disk, v, opts)
}

// OpenLayer is [Open] on a folder that is already open.
func OpenLayer(disk durable.Layer, v Verifier, opts Options) (*Store, error) {
	if err := trust.CheckTown(opts.Town); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{disk: disk, verify: v, opts: opts}
	if _, err := s.ids(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s.sweep()
	return s, nil
}

// Install verifies a revision, tries it, and keeps it beside the active one.
// After an error nothing is changed; the error is a [*RefusedError] that says
// why by its kind. A revision that is kept already is not an error.
func (s *Store) Install(ctx context.Context, t trust.Target, data []byte) error {
	p, files, err := s.examine(t, data)
	if err == nil && s.opts.Trial != nil {
		err = kind(Trial, s.opts.Trial(ctx, p, files))
	}
	if err != nil {
		return refused(t.ID, t.Version, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return refused(t.ID, t.Version, s.keep(revisionOf(t), data))
}

// examine checks bytes without the disk: are they published, an archive, a
// pack, and the pack that they are published as?
func (s *Store) examine(t trust.Target, data []byte) (*pack.Pack, fs.FS, error) {
	if t.Kind != trust.KindPack || t.Town != s.opts.Town {
		return nil, nil, kind(Signature, fmt.Errorf("%s: %w", t.Path, trust.ErrWrongTown))
	}
	if err := s.verify.Verify(t, data); err != nil {
		return nil, nil, kind(Signature, err)
	}
	files, err := archive.Open(data)
	if err != nil {
		return nil, nil, kind(Archive, err)
	}
	p, err := pack.Load(files)
	if err != nil {
		return nil, nil, kind(Form, err)
	}
	if p.ID != t.ID || p.Version != t.Version {
		return nil, nil, kind(Form, fmt.Errorf("it holds %s", p))
	}
	return p, files, nil
}

// keep writes a revision, and reads it back: a bad disk is found here and not
// in front of a citizen.
func (s *Store) keep(r Revision, data []byte) error {
	if s.holds(r) {
		return nil
	}
	if err := durable.Mkdir(s.disk, r.ID); err != nil {
		return disk(err)
	}
	if err := durable.Replace(s.disk, r.file(), data); err != nil {
		return disk(err)
	}
	if !s.holds(r) {
		s.disk.Remove(r.file())
		return disk(errors.New("it was written, and reads back otherwise"))
	}
	return nil
}

// Has says whether a revision is installed, and undamaged.
func (s *Store) Has(t trust.Target) bool { return s.holds(revisionOf(t)) }

func (s *Store) holds(r Revision) bool {
	data, err := s.disk.Read(r.file(), archive.MaxArchive)
	return err == nil && sum(data) == r.SHA256
}

// Activate makes an installed revision the one that counts, and keeps the one
// before it for [Store.Rollback]. It is verified once more.
func (s *Store) Activate(id, version string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.find(id, version)
	if err != nil {
		return refused(id, version, err)
	}
	old, _ := s.pointer(id)
	if old.Active == r {
		return nil
	}
	return refused(id, version, s.point(id, pointer{Active: r, Previous: old.Active}))
}

// find is the installed revision with a version, verified. Of two with other
// bytes the published one counts.
func (s *Store) find(id, version string) (Revision, error) {
	list, err := s.revisions(id)
	if err != nil {
		return Revision{}, disk(err)
	}
	err = kind(Missing, fs.ErrNotExist)
	for _, r := range list {
		if r.Version != version {
			continue
		}
		if _, err = s.load(r); err == nil {
			return r, nil
		}
	}
	return Revision{}, err
}

// Rollback makes the revision before the active one count again, and the
// active one the one before it: a second Rollback undoes the first.
func (s *Store) Rollback(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := s.pointer(id)
	if err != nil {
		return refused(id, "", err)
	}
	if old.Previous == (Revision{}) {
		return refused(id, "", kind(Missing, errors.New("there is no revision before the active one")))
	}
	if _, err := s.load(old.Previous); err != nil {
		return refused(id, old.Previous.Version, err)
	}
	return refused(id, old.Previous.Version, s.point(id, pointer{Active: old.Previous, Previous: old.Active}))
}

// load reads and verifies a revision that is kept.
func (s *Store) load(r Revision) (*pack.Pack, error) {
	data, err := s.disk.Read(r.file(), archive.MaxArchive)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, kind(Missing, err)
	}
	if err != nil {
		return nil, disk(err)
	}
	p, _, err := s.examine(r.target(s.opts.Town, len(data)), data)
	return p, err
}

// ids is the procedures that there are folders of.
func (s *Store) ids() ([]string, error) {
	names, err := s.disk.List(".")
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, ".") }), err
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// Newest keeps the newest revision of each procedure of a list of targets:
// what a terminal installs if nobody says otherwise.
func Newest(list []trust.Target) []trust.Target {
	best := map[string]trust.Target{}
	for _, t := range list {
		if old, ok := best[t.ID]; t.Kind == trust.KindPack && (!ok || Compare(t.Version, old.Version) > 0) {
			best[t.ID] = t
		}
	}
	newest := make([]trust.Target, 0, len(best))
	for _, t := range best {
		newest = append(newest, t)
	}
	slices.SortFunc(newest, func(a, b trust.Target) int { return cmp.Compare(a.ID, b.ID) })
	return newest
}
