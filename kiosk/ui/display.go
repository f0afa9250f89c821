package ui

import (
	"os"
	"path/filepath"
	"strings"
)

// DisplayMM is the visible area that the display itself reports: the EDID of
// the first connected output that Linux knows. The zero Panel where none does.
func DisplayMM() Panel { return readDisplays("/sys/class/drm") }

func readDisplays(dir string) Panel {
	outputs, _ := filepath.Glob(filepath.Join(dir, "card*-*"))
	for _, out := range outputs {
		status, _ := os.ReadFile(filepath.Join(out, "status"))
		if strings.TrimSpace(string(status)) != "connected" {
			continue
		}
		edid, _ := os.ReadFile(filepath.Join(out, "edid"))
		if p := parseEDID(edid); p.known() {
			return p
		}
	}
	return Panel{}
}

// parseEDID reads the size of the picture in millimetres: VESA E-EDID 1.4,
// bytes 66 to 68 of the first (preferred) detailed timing; where they are
// zero, centimetres in bytes 21 and 22. A projector, and a broken block, give
// the zero Panel.
func parseEDID(b []byte) Panel {
	if len(b) < 128 || string(b[:8]) != "\x00\xff\xff\xff\xff\xff\xff\x00" {
		return Panel{}
	}
	w := int(b[66]) | int(b[68]>>4)<<8
	h := int(b[67]) | int(b[68]&0x0F)<<8
	if timing := b[54] != 0 || b[55] != 0; timing && plausible(w, h) {
		return Panel{float64(w), float64(h)}
	}
	if w, h := int(b[21])*10, int(b[22])*10; plausible(w, h) {
		return Panel{float64(w), float64(h)}
	}
	return Panel{}
}

// plausible leaves out what is no panel of a kiosk: some displays report their
// proportions (16 × 9) in place of a size.
func plausible(w, h int) bool { return w >= 100 && h >= 60 && w <= 2000 && h <= 2000 }
