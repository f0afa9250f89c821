package ui

import (
	"os"
	"path/filepath"
	"testing"
)

// block is an EDID with the size of a panel in centimetres and, in the detailed
// timing, in millimetres.
func block(cmW, cmH byte, mmW, mmH int) []byte {
	b := make([]byte, 128)
	copy(b, "\x00\xff\xff\xff\xff\xff\xff\x00")
	b[21], b[22] = cmW, cmH
	b[54], b[55] = 0x02, 0x3A
	b[66], b[67], b[68] = byte(mmW), byte(mmH), byte(mmW>>8<<4|mmH>>8)
	return b
}

func TestEDIDSaysMillimetres(t *testing.T) {
	for _, c := range []struct {
		what string
		edid []byte
		want Panel
	}{
		{"21.5 inches", block(48, 27, 476, 268), Panel{476, 268}},
		{"no millimetres", block(34, 27, 0, 0), Panel{340, 270}},
		{"proportions in place of a size", block(16, 9, 16, 9), Panel{160, 90}},
		{"a projector", block(0, 0, 0, 0), Panel{}},
		{"cut off", block(48, 27, 476, 268)[:100], Panel{}},
		{"something else", make([]byte, 128), Panel{}},
	} {
		if got := parseEDID(c.edid); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestOnlyAConnectedOutputCounts(t *testing.T) {
	dir := t.TempDir()
	put := func(name, status string, edid []byte) {
		out := filepath.Join(dir, name)
		if err := os.MkdirAll(out, 0o755); err != nil {
			t.Fatal(err)
		}
		os.WriteFile(filepath.Join(out, "status"), []byte(status+"\n"), 0o644)
		os.WriteFile(filepath.Join(out, "edid"), edid, 0o644)
	}
	if got := readDisplays(dir); got != (Panel{}) {
		t.Errorf("no display: %v", got)
	}
	put("card0-DP-1", "disconnected", block(60, 34, 600, 340))
	put("card0-HDMI-A-1", "connected", block(48, 27, 476, 268))
	if got := readDisplays(dir); got != (Panel{476, 268}) {
		t.Errorf("found %v", got)
	}
}

func FuzzEDID(f *testing.F) {
	f.Add(block(48, 27, 476, 268))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if p := parseEDID(b); p.known() && (p.WidthMM > 2550 || p.HeightMM > 2550) {
			t.Errorf("a panel of %v", p)
		}
	})
}

func TestThePanelHangsAsThePictureDoes(t *testing.T) {
	lying := Panel{476, 268}
	if got := newMetrics(1080, 1920, lying, 0).ppm; got < 4.02 || got > 4.04 {
		t.Errorf("%v pixels a millimetre on a panel that stands", got)
	}
	if got := newMetrics(1920, 1080, Panel{}, 0).ppm; got < 4.02 || got > 4.04 {
		t.Errorf("%v pixels a millimetre on the assumed panel", got)
	}
}
