package storm

import (
	"encoding/json"
	"os"
	"testing"
)

// TestSoak plays visits one after the other in one kiosk, without faults: its
// memory stays as it is after the first of them, and so do its open files, its
// goroutines and its threads.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	s := seed(t)
	w := onDisk(t)
	w.setup.Patient = true
	w.mustStart("first")
	early := max(*soak/10, 40)
	var first, last figures
	for n := range *soak {
		p := planOf(chance(s, n), n+1)
		p.Asleep, p.Clock = false, 0
		if err := w.play(p); err != nil {
			t.Fatalf("visit %d: %v\n%s", n, err, w.lastLog())
		}
		if n+1 == early {
			first = w.measured()
		}
		if (n+1)%1000 == 0 {
			t.Logf("after %d visits: %v", n+1, w.measured())
			w.judge("soak")
		}
	}
	w.empty()
	last = w.measured()
	t.Logf("figure: -seed %d: after %d visits %v; after %d %v; %d references shown", s, early, first, *soak, last, len(w.custody.references()))
	if len(w.custody.references()) < *soak*2/3 {
		t.Error("the visits do not go to their end")
	}
	flat(t, first, last)
	w.forgotten()
	w.drain()
}

// measured asks the kiosk how large it is, once it has delivered what it has.
func (w *world) measured() (f figures) {
	w.Helper()
	w.empty()
	need(w, w.kiosk.order(order{Measure: true}))
	line, err := w.kiosk.until("measured ")
	need(w, err)
	need(w, json.Unmarshal([]byte(line[len("measured "):]), &f))
	return f
}

// forgotten wants that nothing of any visit lives on the heap; in the middle of
// one something does, or the search sees nothing.
func (w *world) forgotten() {
	w.Helper()
	file := w.in("heap")
	need(w, w.play(plan{N: 1, Script: "acte-naissance", Leave: 15, Heap: file}))
	if !w.onHeap(file) {
		w.Error("in the middle of a visit the search finds nothing on the heap")
	}
	need(w, w.kiosk.order(order{Heap: file}))
	line, err := w.kiosk.until("heap ")
	if need(w, err); line != "heap ok" {
		w.Fatal(line)
	}
	if w.onHeap(file) {
		w.Error("something that was typed lives on the heap after the visit")
	}
}

func (w *world) onHeap(file string) bool {
	w.Helper()
	data, err := os.ReadFile(file)
	need(w, err)
	return found(data) >= 0
}

// spare is what may come and go: a connection, a timer, a thread that waits.
const spare = 8

// flat wants no more files and goroutines than before, and less than a twentieth
// more memory, where there were enough visits to tell.
func flat(t *testing.T, first, last figures) {
	t.Helper()
	for what, n := range map[string][2]int{
		"files": {first.Files, last.Files}, "goroutines": {first.Goroutines, last.Goroutines}, "threads": {first.Threads, last.Threads},
	} {
		if n[1] > n[0]+spare {
			t.Errorf("%s: %d, and in the end %d", what, n[0], n[1])
		}
	}
	if *soak < 2000 {
		return
	}
	for what, n := range map[string][2]int{"heap": {first.Heap, last.Heap}, "memory": {first.RSS, last.RSS}} {
		if grown := 100*n[1]/n[0] - 100; grown >= 5 {
			t.Errorf("%s: %d bytes, and in the end %d: %d %% more", what, n[0], n[1], grown)
		}
	}
}
