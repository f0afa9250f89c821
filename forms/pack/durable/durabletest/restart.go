package durabletest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// Restart is a disk after the power came back: one of the states that the
// operations since the last syncs allow, by chance. The disk itself stays as
// it is, for another chance.
func (d *Disk) Restart(chance *rand.Rand) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	kept := maps.Clone(d.kept)
	for _, dir := range slices.Sorted(maps.Keys(d.pending)) {
		states := d.pending[dir]
		kept.keep(dir, states[chance.IntN(len(states))])
	}
	after := &Disk{names: names{}, kept: names{}, pending: map[string][]names{}, folders: maps.Clone(d.folders)}
	if after.folders == nil {
		after.folders = map[string]bool{".": true}
	}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		data := kept[name].after(chance)
		f := &file{data: data, kept: data}
		after.names[name], after.kept[name] = f, f
	}
	return after
}

// after is what is left of a file.
func (f *file) after(chance *rand.Rand) []byte {
	if !f.dirty {
		return f.kept
	}
	switch chance.IntN(3) {
	case 0:
		return f.kept
	case 1:
		return f.data[:chance.IntN(len(f.data)+1)]
	}
	return f.data
}

// String is the names and the sizes, for a test that fails.
func (d *Disk) String() string {
	var b strings.Builder
	for _, name := range d.Names() {
		fmt.Fprintf(&b, "%s %d\n", name, len(d.names[name].data))
	}
	return b.String()
}
