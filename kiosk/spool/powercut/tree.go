package powercut

import (
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// page is what a disk writes at once.
const page = 4096

// attr is what stat tells beside the size. It is never lost: no program of ours
// depends on it.
type attr struct {
	number   uint64
	mode     uint32
	uid, gid uint32
	changed  time.Time
}

// file has its content as programs see it, and as it was synced last.
type file struct {
	attr
	now, safe []byte
	dirty     map[int]bool // pages that differ
}

// folder has its names as programs see them, and as they were synced last.
type folder struct {
	attr
	now, safe map[string]entry
}

// entry is either.
type entry struct {
	file   *file
	folder *folder
}

func (d *Disk) newAttr(mode uint32) attr {
	d.last++
	return attr{number: d.last, mode: mode, changed: time.Now()}
}

func (d *Disk) newFolder(mode uint32) *folder {
	return &folder{attr: d.newAttr(mode), now: map[string]entry{}, safe: map[string]entry{}}
}

func (d *Disk) newFile(mode uint32) *file {
	return &file{attr: d.newAttr(mode), dirty: map[int]bool{}}
}

func (f *file) write(data []byte, at int) {
	f.resize(max(len(f.now), at+len(data)))
	copy(f.now[at:], data)
	for p := at / page; p*page < at+len(data); p++ {
		f.dirty[p] = true
	}
	f.changed = time.Now()
}

// resize marks what it adds, and the page that it cuts.
func (f *file) resize(size int) {
	for p := min(size, len(f.now)) / page; p*page < max(size, len(f.now)); p++ {
		f.dirty[p] = true
	}
	f.now = fit(f.now, size)
	f.changed = time.Now()
}

// fit makes b of a size, with zeros where it grows.
func fit(b []byte, size int) []byte {
	if size <= len(b) {
		clear(b[size:]) // it may grow again
		return b[:size]
	}
	return append(b, make([]byte, size-len(b))...)
}

func (f *file) sync() {
	f.safe = fit(f.safe, len(f.now))
	for p := range f.dirty {
		if p*page < len(f.now) {
			copy(f.safe[p*page:min((p+1)*page, len(f.now))], f.now[p*page:])
		}
	}
	clear(f.dirty)
}

// cut leaves what was synced, and by chance some pages that were not.
func (f *file) cut(chance *rand.Rand) {
	if chance == nil {
		f.now = slices.Clone(f.safe)
		clear(f.dirty)
		return
	}
	if chance.IntN(2) == 0 { // the size is kept apart from the pages
		f.safe = fit(f.safe, len(f.now))
	}
	for _, p := range slices.Sorted(maps.Keys(f.dirty)) {
		from, to := p*page, min((p+1)*page, len(f.now), len(f.safe))
		if from < to && chance.IntN(2) == 0 {
			copy(f.safe[from:to], f.now[from:to])
		}
	}
	f.now = slices.Clone(f.safe)
	clear(f.dirty)
}

func (f *folder) sync() { f.safe = maps.Clone(f.now) }

func (f *folder) cut(chance *rand.Rand) {
	if chance == nil {
		f.now = maps.Clone(f.safe)
	}
	for _, name := range f.unsynced() {
		if chance == nil || chance.IntN(2) == 0 {
			restore(f.now, f.safe, name)
		} else {
			restore(f.safe, f.now, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.now)) {
		e := f.now[name]
		if e.folder != nil {
			e.folder.cut(chance)
		} else {
			e.file.cut(chance)
		}
	}
}

// unsynced are the names that mean something else than when they were synced.
func (f *folder) unsynced() (names []string) {
	for name, e := range f.now {
		if f.safe[name] != e {
			names = append(names, name)
		}
	}
	for name := range f.safe {
		if _, ok := f.now[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// restore makes a name mean in one what it means in the other.
func restore(in, from map[string]entry, name string) {
	if e, ok := from[name]; ok {
		in[name] = e
	} else {
		delete(in, name)
	}
}

func (f *folder) settle() {
	f.sync()
	for _, e := range f.now {
		if e.folder != nil {
			e.folder.settle()
		} else {
			e.file.sync()
		}
	}
}

// keep syncs the name of a file alone.
func (f *folder) keep(which *file) {
	for name, e := range f.now {
		switch {
		case e.file == which:
			f.safe[name] = e
		case e.folder != nil:
			e.folder.keep(which)
		}
	}
}
