package printersim

import (
	"strings"
	"testing"
)

func newStar(t *testing.T) *hand { return newHand(t, Options{Model: "star-tsp650ii"}) }

// Golden text of Line Mode.
func TestStarText(t *testing.T) {
	tests := []struct {
		name, in, text string
		left           int
	}{
		{"plain", "|Bonjour", "|Bonjour", 5},
		{"bold and back", "\x1bE|\x1bF|", "||", -1},
		{"double", "\x1bi\x01\x01" + strings.Repeat("x", 25), strings.Repeat("x", 24) + "/x", -1},
		{"wide by SO", "\x0e" + strings.Repeat("x", 24) + "\x14x", strings.Repeat("x", 24) + "/x", -1},
		{"centred", "\x1b\x1da\x01|", "|", 288 - 6 + 5},
		{"right", "\x1b\x1da\x02|", "|", 576 - 12 + 5},
		{"cp1252", "\x1b\x1dt\x20\x80 \x9cuvre", "€ œuvre", -1},
		{"cp858", "\x1b\x1dt\x04\xd5 \x82t\x82", "€ été", -1},
		{"ESC R 1 breaks addresses", "\x1bR\x01a@b", "aàb", -1},
		{"ESC @ prints the line", "|a\x1b@b", "|a/b", 0},
		{"tab", "a\tb", "a       b", -1},
		{"ESC GS A", "a\x1b\x1dA\x60\x00|", "a |", -1},
		{"margin", "\x1bl\x04|", "|", 4*12 + 5},
	}
	for _, tt := range tests {
		h := newStar(t)
		h.send("\x1b@" + tt.in + "\n")
		if got := strings.Join(h.lines(), "/"); got != tt.text {
			t.Errorf("%s: the paper says %q, want %q", tt.name, got, tt.text)
		}
		if got := firstBlack(h.roll.pix, h.roll.width); tt.left > 0 && got != tt.left {
			t.Errorf("%s: it begins at dot %d, want %d", tt.name, got, tt.left)
		}
		if h.ignored != 0 {
			t.Errorf("%s: %d bytes ignored", tt.name, h.ignored)
		}
	}
}

// The status, bit by bit (appendix 2): ESC ACK SOH is answered off-line too.
func TestStarStatus(t *testing.T) {
	tests := []struct {
		name string
		do   func(*hand)
		want string // bytes 3 to 7
	}{
		{"ready", func(*hand) {}, "\x00\x00\x00\x00\x00"},
		{"near end", func(h *hand) { h.nearEnd = true }, "\x00\x00\x00\x04\x00"},
		{"paper out", func(h *hand) { h.paperOut = true }, "\x08\x00\x00\x0c\x00"},
		{"cover", func(h *hand) { h.coverOpen = true }, "\x28\x00\x00\x00\x00"},
		{"feed button", func(h *hand) { h.feedButton = true }, "\x48\x00\x00\x00\x00"},
		{"hot", func(h *hand) { h.heat(0) }, "\x08\x40\x00\x00\x00"},
		{"cutter", func(h *hand) { h.cutterError = true }, "\x08\x08\x00\x00\x00"},
		{"jam", func(h *hand) { h.paperJam = true }, "\x08\x04\x00\x00\x00"},
		{"broken", func(h *hand) { h.broken = true }, "\x08\x20\x00\x00\x00"},
	}
	for _, tt := range tests {
		h := newStar(t)
		tt.do(h)
		h.want("\x1b\x06\x01", "\x23\x06"+tt.want+"\x00\x00")
	}
}

// ETB counts when all before it is printed, and tells it only where ASB is on;
// the count stands in bits 1 to 3, 5 and 6.
func TestStarETB(t *testing.T) {
	h := newStar(t)
	h.want("un\n\x17", "")
	h.want("\x1b\x1ea\x01", "\x23\x06\x00\x00\x00\x00\x00\x02\x00")
	h.want("deux\n\x17", "\x23\x06\x02\x00\x00\x00\x00\x04\x00")
	h.want("\x1b\x06\x01", "\x23\x06\x00\x00\x00\x00\x00\x04\x00")
	h.want(strings.Repeat("\x17", 30), h.told(3, 32))
	h.want("\x1b\x1eE\x00", "")
	h.want("\x17", "\x23\x06\x02\x00\x00\x00\x00\x02\x00")
	h.paperOut = true
	h.want("trois\n\x17", "\x23\x06\x08\x00\x00\x0c\x00\x02\x00")
	h.heard()
	h.paperOut = false
	h.tongue.report(h.machine)
	h.send("")
	if got, want := h.heard(), "\x23\x06\x00\x00\x00\x00\x00\x02\x00\x23\x06\x02\x00\x00\x00\x00\x04\x00"; got != want {
		t.Errorf("with new paper: %q, want %q", got, want)
	}
}

// told are the answers to ETB from one count to another.
func (h *hand) told(from, to int) string {
	var all []byte
	for n := from; n <= to; n++ {
		n := n % 32
		all = append(all, 0x23, 0x06, 2, 0, 0, 0, 0, byte(n&7<<1|n>>3<<5), 0)
	}
	return string(all)
}

// CAN empties the buffers as it arrives, off-line too, and in a picture.
func TestStarCancel(t *testing.T) {
	h := newStar(t)
	h.coverOpen = true
	h.send("secret\n")
	h.send("\x18")
	h.coverOpen = false
	h.send("suivant\n")
	if got := strings.Join(h.lines(), "/"); got != "suivant" {
		t.Errorf("the paper says %q", got)
	}
	h = newStar(t)
	h.send("\x1bk\x02\x00\xff\xff\xff\x18suivant\n")
	if got := strings.Join(h.lines(), "/"); got != "suivant" || h.roll.fed != starSpacing {
		t.Errorf("after a picture that was cut short: %q in %d dots", got, h.roll.fed)
	}
}

// ESC d 0 cuts through the last lines, 2 and 3 feed first.
func TestStarCut(t *testing.T) {
	for n, want := range map[string]string{"\x00": "", "1": "", "\x02": "un\ndeux", "3": "un\ndeux"} {
		h := newStar(t)
		h.send("un\ndeux\x1bd" + n)
		text := ""
		if len(h.roll.sheets) > 0 {
			text = h.last().Text
		}
		if text != want {
			t.Errorf("ESC d %q: the sheet says %q, want %q", n, text, want)
		}
	}
}

// Pictures: how many dots, in how many rows.
func TestStarPictures(t *testing.T) {
	band := strings.Repeat("\xf0\x01", 24)
	tests := []struct {
		name, in       string
		ink, fed, cuts int
	}{
		{"ESC k", "\x1b0\x1bk\x02\x00" + band + "\n", 24 * 5, 24, 0},
		{"ESC X", "\x1b0\x1bX\x02\x00\xff\x00\x01\x80\x00\x00\n", 10, 24, 0},
		{"ESC GS S", "\x1b\x1dS\x01\x02\x00\x03\x00\x00\xff\xff\x00\x00\x80\x01", 18, 3, 0},
		{"raster rows", "\x1b*rA\x1b*rE1\x00b\x02\x00\xff\x01b\x01\x00\x80\x1b*rB", 10, 2, 0},
		{"k and b are laid over each other", "\x1b*rA\x1b*rE1\x00k\x01\x00\xf0b\x01\x00\x3c\x1b*rB", 6, 1, 0},
		{"quitting cuts where nobody said otherwise", "\n\n\n\n\n\x1b*rAb\x01\x00\xff\x1b*rB", 8, 5*starSpacing + 1 + 119, 1},
		{"text in the raster mode is passed over", "\x1b*rAxyz\x1b*rBd\n", 0, starSpacing, 0},
	}
	for _, tt := range tests {
		h := newStar(t)
		h.send(tt.in)
		if strings.HasSuffix(tt.in, "d\n") {
			tt.ink = h.roll.ink // of the letter
		}
		if h.roll.ink != tt.ink || h.roll.fed != tt.fed || h.roll.cuts != tt.cuts {
			t.Errorf("%s: %d dots in %d rows, %d cuts", tt.name, h.roll.ink, h.roll.fed, h.roll.cuts)
		}
	}
}

// FuzzStar: no stream breaks the printer: it prints on after it was cancelled.
func FuzzStar(f *testing.F) {
	for _, s := range []string{
		"Bonjour\n\x1bd\x03", "\x1b\x1dyS1\x01\x1b\x1dyD1\x00\x02\x00ab\x1b\x1dyP", "\x1b\x1dxD\x02\x00ab\x1b\x1dxP",
		"\x1bb612\x50AR%0\x1e", "\x1bk\x01\x00abc", "\x1b*rAb\x01\x00x\x1b*rE1\x00\x1b\x0c\x04\x1b*rB", "\x1b\x1dS\x01\x01\x00\x02\x00\x00ab",
		"\x1b\x1ea\x01\x17\x1b\x1eE0\x1b\x06\x01\x18", "\x1b\x161\x05\x1b\x163\x00", "\x1b#N,\n\x00\x1bD\x04\x08\x00\t\x1bi\x05\x05x\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 300 {
			return
		}
		m := newMachine(Options{Model: "star-tsp650ii", Flow: "none"})
		feedMachine(m, in)
		feedMachine(m, []byte("\x18encore\n"))
		if n := len(m.roll.words); n == 0 || m.roll.words[n-1].text != "encore" {
			t.Fatalf("after %x it prints no more", in)
		}
	})
}
