package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/packs"
	"guichet/kiosk/bench/probe"
)

// BenchmarkScreen holds the kiosk against Chromium showing the same pages, by
// turns, on one display; each round starts, measures and stops both. It is run
// by packaging/measure.sh, which builds the program and makes the display.
//
// Start is from the process to the first painted page; press from a finger on
// a key to its first changed pixel; turn from the finger's leaving to the next
// page; memory is the PSS of all processes at the menu; idle the processor
// time of a form page with its caret, of one core. Times are medians.
func BenchmarkScreen(b *testing.B) {
	program := os.Getenv("GUICHET_KIOSK")
	if program == "" {
		b.Skip("run packaging/measure.sh: it builds the kiosk and makes a display")
	}
	t, rivals := arrange(b, program)
	for b.Loop() {
		for _, r := range rivals {
			if err := t.round(r); err != nil {
				b.Fatal(err)
			}
		}
	}
	report(b, rivals[0], rivals[1])
}

// arrange finds the pages, writes the browser's copy of them, and warms both
// rivals up.
func arrange(b *testing.B, program string) (*tour, []*rival) {
	b.Helper()
	screen, err := probe.Open("")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(screen.Close)
	empty, err := screen.Picture()
	if err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	socket := filepath.Join(folder, "map")
	ours := ours(program, socket)
	t, err := survey(screen, empty, ours, socket, tileLabel(b))
	if err != nil {
		b.Fatal(err)
	}
	page, err := writePeer(folder, t.pages)
	if err != nil {
		b.Fatal(err)
	}
	rivals := []*rival{ours, chromium(page, filepath.Join(folder, "profile"), screen)}
	for _, r := range rivals {
		if err := t.calibrate(r); err != nil {
			b.Fatalf("%s: %v", r.name, err)
		}
	}
	return t, rivals
}

// tileLabel is the tile of the pack whose first question has a keyboard.
func tileLabel(b *testing.B) string {
	b.Helper()
	all, err := packs.All()
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range all {
		if p.ID == "cantine" {
			return p.Catalog(forms.French).Text("pack.title")
		}
	}
	b.Fatal("there is no pack cantine")
	return ""
}

func report(b *testing.B, ours, theirs *rival) {
	b.Helper()
	var lines strings.Builder
	ours.report(&lines)
	theirs.report(&lines)
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		lines.WriteString("load " + string(load))
	}
	b.Log("\n" + lines.String())
	b.ReportMetric(0, "ns/op") // a round is as long as its pauses
	for _, m := range []struct {
		name, unit string
		of         func(figures) []float64
	}{
		{"start", "ms", func(f figures) []float64 { return f.start }},
		{"press", "ms", func(f figures) []float64 { return f.press }},
		{"turn", "ms", func(f figures) []float64 { return f.turn }},
		{"memory", "MiB", func(f figures) []float64 { return f.memory }},
		{"idle", "%core", func(f figures) []float64 { return f.idle }},
	} {
		a, z := probe.Median(m.of(ours.found)), probe.Median(m.of(theirs.found))
		b.ReportMetric(a, m.name+"-kiosk-"+m.unit)
		b.ReportMetric(z, m.name+"-chromium-"+m.unit)
		b.ReportMetric(a/max(z, 0.001), m.name+"-ratio")
	}
}
