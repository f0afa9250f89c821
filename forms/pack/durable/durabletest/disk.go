// Package durabletest is a disk in memory that forgets what was not synced:
// for the tests of what must survive a cut of the power.
//
// The model is the one of "All File Systems Are Not Created Equal" (OSDI
// 2014), at its harshest: the content of a file that was not synced is gone,
// cut off or whole; the names in a folder that was not synced are as they were
// after any of the operations since.
package durabletest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
	"syscall"

	"guichet/forms/pack/durable"
)

// ErrCut is what every operation returns after the power was cut.
var ErrCut = errors.New("durabletest: the power is off")

// Disk is a [durable.Layer]. The zero value is an empty disk.
type Disk struct {
	// CutAfter cuts the power at the operation with this number, counted from
	// 1, which is half done; 0 for never.
	CutAfter int
	// Room is how many bytes the files may have together; 0 for no limit.
	Room int
	// Lies makes Sync do nothing, as a disk that lies would: the control for a
	// test that must fail without it.
	Lies bool

	mu      sync.Mutex
	ops     int
	names   names              // as the program sees them
	kept    names              // as they are on the disk
	pending map[string][]names // by folder: the states since it was synced
	folders map[string]bool
}

type names map[string]*file

type file struct {
	data, kept []byte
	dirty      bool
}

var _ durable.Layer = (*Disk)(nil)

// Ops is how many operations there were.
func (d *Disk) Ops() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ops
}

// step counts an operation. cut says that this one is the last, half done.
func (d *Disk) step() (cut bool, err error) {
	if d.names == nil {
		d.names, d.kept, d.pending, d.folders = names{}, names{}, map[string][]names{}, map[string]bool{".": true}
	}
	d.ops++
	if d.CutAfter > 0 && d.ops > d.CutAfter {
		return true, ErrCut
	}
	return d.ops == d.CutAfter, nil
}

// Read is as in [durable.Layer].
func (d *Disk) Read(name string, max int64) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.names[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if int64(len(f.data)) > max {
		return nil, durable.ErrTooLarge
	}
	return slices.Clone(f.data), nil
}

// Write is as in [durable.Layer].
func (d *Disk) Write(name string, data []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	cut, err := d.step()
	if err != nil {
		return err
	}
	if !d.folders[path.Dir(name)] {
		return &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	room := d.room(name)
	full := len(data) > room
	if cut || full {
		data = data[:min(len(data)/2, room)]
	}
	f := d.names[name]
	if f == nil {
		f = &file{}
		d.change(path.Dir(name), func() { d.names[name] = f })
	}
	f.data, f.dirty = slices.Clone(data), true
	if cut {
		return ErrCut
	}
	if full {
		return &fs.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
	}
	return nil
}

// room is how many bytes there are left for a file.
func (d *Disk) room(name string) int {
	if d.Room == 0 {
		return 1 << 30
	}
	left := d.Room
	for other, f := range d.names {
		if other != name {
			left -= len(f.data)
		}
	}
	return max(left, 0)
}

// change changes names, and remembers what the folder was before.
func (d *Disk) change(dir string, do func()) {
	if len(d.pending[dir]) == 0 {
		d.pending[dir] = []names{in(d.names, dir)}
	}
	do()
	d.pending[dir] = append(d.pending[dir], in(d.names, dir))
}

func in(all names, dir string) names {
	some := names{}
	for name, f := range all {
		if path.Dir(name) == dir {
			some[name] = f
		}
	}
	return some
}

// Sync is as in [durable.Layer].
func (d *Disk) Sync(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	cut, err := d.step()
	if err != nil || cut {
		return ErrCut
	}
	if d.Lies {
		return nil
	}
	if d.folders[name] {
		d.kept.keep(name, in(d.names, name))
		delete(d.pending, name)
		return nil
	}
	f, ok := d.names[name]
	if !ok {
		return &fs.PathError{Op: "fsync", Path: name, Err: fs.ErrNotExist}
	}
	f.kept, f.dirty = slices.Clone(f.data), false
	return nil
}

// keep puts the names of a folder on a disk.
func (kept names) keep(dir string, some names) {
	maps.DeleteFunc(kept, func(name string, _ *file) bool { return path.Dir(name) == dir })
	maps.Copy(kept, some)
}

// Rename is as in [durable.Layer].
func (d *Disk) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	cut, err := d.step()
	if err != nil {
		return err
	}
	f, ok := d.names[from]
	if !ok {
		return &fs.PathError{Op: "rename", Path: from, Err: fs.ErrNotExist}
	}
	if path.Dir(from) != path.Dir(to) {
		return fmt.Errorf("durabletest: a rename to another folder is not modelled")
	}
	d.change(path.Dir(to), func() { delete(d.names, from); d.names[to] = f })
	if cut {
		return ErrCut
	}
	return nil
}

// Remove is as in [durable.Layer].
func (d *Disk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	cut, err := d.step()
	if err != nil {
		return err
	}
	if _, ok := d.names[name]; !ok {
		return &fs.PathError{Op: "remove", Path: name, Err: fs.ErrNotExist}
	}
	d.change(path.Dir(name), func() { delete(d.names, name) })
	if cut {
		return ErrCut
	}
	return nil
}

// Mkdir is as in [durable.Layer]. Folders themselves are never lost here.
func (d *Disk) Mkdir(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	cut, err := d.step()
	if err != nil {
		return err
	}
	for ; name != "."; name = path.Dir(name) {
		d.folders[name] = true
	}
	if cut {
		return ErrCut
	}
	return nil
}

// List is as in [durable.Layer].
func (d *Disk) List(dir string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := map[string]bool{}
	for name := range d.names {
		if path.Dir(name) == dir {
			found[path.Base(name)] = true
		}
	}
	for name := range d.folders {
		if name != "." && path.Dir(name) == dir {
			found[path.Base(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// Flip changes one bit of a file, as a bad block would.
func (d *Disk) Flip(name string, bit int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.names[name]
	f.data = slices.Clone(f.data)
	f.data[bit/8%len(f.data)] ^= 1 << (bit % 8)
}

// Names is every file, sorted.
func (d *Disk) Names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.names))
}
