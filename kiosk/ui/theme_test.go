package ui

import (
	"testing"

	"guichet/kiosk/session"
)

func TestContrastOfEveryPair(t *testing.T) {
	names := map[session.Theme]string{session.Light: "light", session.Dark: "dark", session.Contrast: "contrast"}
	for theme, name := range names {
		pal := palettes[theme]
		for _, p := range pairs {
			if got := contrast(pal[p.on], pal[p.under]); got < p.least {
				t.Errorf("%s: role %d on %d has %.2f:1, at least %.1f", name, p.on, p.under, got, p.least)
			}
		}
		for r := page; r < dim; r++ {
			if pal[r].A != 0xFF {
				t.Errorf("%s: role %d is not opaque", name, r)
			}
		}
	}
}

func TestContrastIsThatOfWCAG(t *testing.T) {
	if got := contrast(rgb(0xFFFFFF), rgb(0x000000)); got != 21 {
		t.Errorf("white on black is %v:1, not 21:1", got)
	}
	if got := contrast(rgb(0x777777), rgb(0xFFFFFF)); got < 4.47 || got > 4.49 {
		t.Errorf("#777777 on white is %v:1, not 4.48:1", got)
	}
}
