package trust_test

import (
	"bytes"
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"guichet/forms/pack/durable/durabletest"
	"guichet/forms/pack/trust"
)

// history is repositories of one publisher, with replaced keys between them,
// and one of another publisher.
func history(t testing.TB) (w *world, states []trust.Memory, good map[string]bool) {
	w = newWorld(t)
	good = map[string]bool{}
	add := func() { states = append(states, w.copy()) }
	add()
	w.release("1.1.0", pack(town, 2))
	add()
	w.now = w.now.Add(20 * day)
	w.release("1.2.0", pack(town, 3))
	add()
	w.revoke()
	add()
	w.release("1.3.0", pack(town, 4))
	add()
	for n := 1; n <= 4; n++ {
		good[string(pack(town, n))] = true
	}
	return w, states, good
}

// rounds is 500, or what GUICHET_MUTATIONS says: 20,000 take some minutes.
func rounds() int {
	n, err := strconv.Atoi(os.Getenv("GUICHET_MUTATIONS"))
	if err != nil {
		n = 500
	}
	if testing.Short() {
		n = 200
	}
	return n
}

// Mutated, replayed and mixed repositories: whatever comes out of a terminal
// is what the town has published, under the version that it has there; and no
// version goes back.
func TestMutations(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w, states, good := history(t)
	names := w.ourFiles(states[len(states)-1])
	accepted, refused, chance := 0, 0, rand.New(rand.NewPCG(2026, 11))
	terminals := map[int]*trust.Keeper{} // by the state that they have accepted
	for i := range rounds() {
		at := chance.IntN(len(states) - 1)
		k := terminals[at]
		if k == nil {
			k = w.terminalAt(states[at], at == 0)
			terminals[at] = k
		}
		before, root := k.Targets(), k.RootVersion()
		shown := mutate(chance, states, names)
		list, err := k.Refresh(context.Background(), shown)
		if err != nil {
			refused++
			list = before
		} else {
			accepted++
		}
		for _, target := range list {
			data, err := k.Download(context.Background(), shown, target)
			if err == nil && (!good[string(data)] || string(data) != string(w.genuine(target.Version))) {
				t.Fatalf("round %d: %v is %q", i, target, data)
			}
		}
		if err == nil && len(list) < len(before) {
			t.Fatalf("round %d: rolled back from %v to %v", i, before, list)
		}
		if err == nil || k.RootVersion() != root {
			delete(terminals, at)
		}
	}
	t.Logf("%d accepted with the content that was published, %d refused", accepted, refused)
}

// notes remembers what was asked of a source.
type notes struct {
	trust.Source
	names []string
}

func (n *notes) Fetch(ctx context.Context, name string, max int64) ([]byte, error) {
	data, err := n.Source.Fetch(ctx, name, max)
	if err == nil {
		n.names = append(n.names, name)
	}
	return data, err
}

// ourFiles is what a fresh terminal of the town reads.
func (w *world) ourFiles(files trust.Memory) []string {
	w.t.Helper()
	n := &notes{Source: files}
	k := w.terminalAt(files, true)
	list, err := k.Refresh(context.Background(), n)
	check(w.t, err)
	for _, target := range list {
		_, err := k.Download(context.Background(), n, target)
		check(w.t, err)
	}
	return n.names
}

// genuine is the bytes that were published as a version.
func (w *world) genuine(version string) []byte {
	minor, _ := strconv.Atoi(strings.Split(version, ".")[1])
	return pack(town, minor+1)
}

// terminalAt is a terminal that has accepted a state, or a fresh one.
func (w *world) terminalAt(state trust.Memory, fresh bool) *trust.Keeper {
	w.t.Helper()
	k, err := trust.OpenLayer(&durabletest.Disk{}, w.factory(), town, w.clock)
	check(w.t, err)
	if !fresh {
		_, _ = k.Refresh(context.Background(), state) // an old state is expired: then it is a fresh terminal
	}
	return k
}

// mutate takes a state and changes some of its files: bits, bytes, pieces
// moved, a file of another state or another name.
func mutate(chance *rand.Rand, states []trust.Memory, names []string) trust.Memory {
	files := maps.Clone(states[len(states)-1-chance.IntN(2)])
	for range 1 + chance.IntN(3) {
		name := names[chance.IntN(len(names))]
		other := states[chance.IntN(len(states))]
		data := bytes.Clone(files[name])
		switch chance.IntN(8) {
		case 0:
			delete(files, name)
			continue
		case 1:
			data = other[name]
		case 2:
			data = other[names[chance.IntN(len(names))]]
		default:
			data = scratch(chance, data)
		}
		if data != nil {
			files[name] = data
		}
	}
	return files
}

func scratch(chance *rand.Rand, data []byte) []byte {
	if len(data) == 0 {
		return data
	}
	i := chance.IntN(len(data))
	switch chance.IntN(6) {
	case 0:
		data[i] ^= 1 << chance.IntN(8)
	case 1:
		data[i] = byte(chance.IntN(256))
	case 2:
		data = data[:i]
	case 3:
		j := i + chance.IntN(len(data)-i)
		data = append(bytes.Clone(data[:j]), data[i:]...)
	case 4:
		data = digits(chance, data)
	default:
		j := chance.IntN(len(data))
		data[i], data[j] = data[j], data[i]
	}
	return data
}

// digits changes one digit: versions, dates, lengths, thresholds.
func digits(chance *rand.Rand, data []byte) []byte {
	for range 50 {
		i := chance.IntN(len(data))
		if data[i] >= '0' && data[i] <= '9' {
			data[i] = '0' + byte(chance.IntN(10))
			return data
		}
	}
	return data
}

// The control: with the checks taken away the same mutations must be seen.
func TestMutationsAreFoundByTheirContent(t *testing.T) {
	w, states, good := history(t)
	names := w.ourFiles(states[4])
	chance, bad := rand.New(rand.NewPCG(2026, 11)), 0
	for range 500 {
		for name, data := range mutate(chance, states, names) {
			if strings.Contains(name, "/"+town+"/") && !good[string(data)] {
				bad++
			}
		}
	}
	if bad == 0 {
		t.Error("no pack was ever changed")
	}
}
