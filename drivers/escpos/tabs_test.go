package escpos

import (
	"bytes"
	"slices"
	"testing"

	"guichet/drivers/printer"
)

// TestStopsFor: tab stops stand where they save more than they cost.
func TestStopsFor(t *testing.T) {
	for _, tt := range []struct {
		name string
		gaps []gap
		want []byte // nil for the usual ones
	}{
		{"one short gap", []gap{{0, 3, 10}}, nil},
		{"one long gap", []gap{{0, 1, 47}}, []byte{47}},
		{"a column of amounts", []gap{{0, 10, 39}, {0, 12, 39}, {0, 9, 39}}, []byte{39}},
		{"two columns", []gap{{0, 10, 28}, {0, 30, 42}, {0, 12, 28}, {0, 31, 42}}, []byte{28, 42}},
		{"gaps between usual stops", []gap{{0, 0, 8}, {0, 9, 16}, {0, 20, 32}}, nil},
		{"stops at 16 and 20 would be DLE DC4", []gap{{0, 0, 16}, {0, 1, 16}, {0, 2, 16}, {0, 17, 20}, {0, 17, 20}, {0, 17, 20}, {0, 17, 20}, {0, 17, 20}}, nil},
		{"stops at 16 and 21 are none", []gap{{0, 0, 16}, {0, 1, 16}, {0, 2, 16}, {0, 17, 21}, {0, 17, 21}, {0, 17, 21}, {0, 17, 21}, {0, 17, 21}}, []byte{16, 21}},
	} {
		stops, own := stopsFor(tt.gaps)
		if own != (tt.want != nil) || own && !slices.Equal(stops, tt.want) {
			t.Errorf("%s: %d, own %v; want %d", tt.name, stops, own, tt.want)
		}
	}
}

// TestGap: what a gap becomes is as wide as it is, by the rules of the printer.
func TestGap(t *testing.T) {
	for _, stops := range [][]byte{nil, usualStops, {39}, {5, 6, 7}, {28, 39, 42}} {
		for from := range byte(48) {
			for to := from + 1; to <= 48; to++ {
				g := gap{0, from, to}
				written := g.fill(nil, stops)
				at := from
				for _, b := range written {
					at++
					if b == tab {
						at = stops[slices.IndexFunc(stops, func(s byte) bool { return s >= at })]
					}
				}
				if at != to || len(written) > int(to-from) {
					t.Fatalf("%d to %d with stops %d: %q ends at %d", from, to, stops, written, at)
				}
			}
		}
	}
}

// TestTabsEndWhereTheyDid: the lines behind a gap and between two are whole.
func TestTabsEndWhereTheyDid(t *testing.T) {
	doc := printer.Document{Blocks: []printer.Block{
		printer.Text{S: "un"}, printer.Pair{Left: "é", Right: "1"}, printer.Text{S: "deux", Bold: true}, printer.Pair{Left: "a", Right: "22"}, printer.Text{S: "fin"},
	}}
	p := printer.Profile{Driver: "escpos", Columns: 48, Dots: 576, DPI: 203, Tabs: true, Cut: "gs_v_66",
		CodePages: []printer.CodePage{{Name: "cp1252", Number: 16}}, Presenter: printer.Presenter{Command: "none"}}
	got, err := Encode(doc, p)
	want := "\x1b@\x1c.\x1bD\x2e\x00un\n\x1bt\x10\xe9\t 1\n\x1b!\x08deux\n\x1b!\x00a\t22\nfin\n\x1dVB\x18"
	if err != nil || !bytes.Equal(got, []byte(want)) {
		t.Errorf("%q, %v\nwant %q", got, err, want)
	}
}
