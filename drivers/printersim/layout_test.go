package printersim

import (
	"strings"
	"testing"
)

// Where things stand: golden text, and the first black column of the line.
func TestLayout(t *testing.T) {
	tests := []struct {
		name, in, text string
		left           int
	}{
		{"default tabs", "|\ta\tb", "|       a       b", 5},
		{"ESC D", "\x1bD\x04\x0a\x00|\ta\tb", "|   a     b", 5},
		{"no stop is left: HT is ignored", "\x1bD\x04\x00|\ta\tb", "|   ab", 5},
		{"ESC D alone takes them away", "\x1bD\x00|\ta", "|a", 5},
		{"stops stay where double width set them", "\x1d!\x10\x1bD\x04\x00\x1d!\x00|\ta", "|       a", 5},
		{"a stop that is not greater ends the list", "\x1bD\x08\x04", "", -1},
		{"font B is 9 wide", "\x1bM\x01" + strings.Repeat("x", 64) + "x", strings.Repeat("x", 64) + "/x", -1},
		{"margin and area", "\x1dL\x60\x00\x1dW\x78\x00|123456789A", "|123456789/A", 96},
		{"right in the area", "\x1dL\x60\x00\x1dW\x78\x00\x1ba\x02|", "|", 96 + 120 - 12 + 5},
		{"GS L in the line is ignored", "|\x1dL\x60\x00", "|", 5},
		{"ESC \\", "|\x1b\\\x0c\x00|", "| |", 5},
	}
	for _, tt := range tests {
		h := newHand(t, wide(nil))
		h.send("\x1b@" + tt.in + "\n")
		if got := strings.Join(h.lines(), "/"); got != tt.text {
			t.Errorf("%s: the paper says %q, want %q", tt.name, got, tt.text)
		}
		if got := firstBlack(h.roll.pix, h.roll.width); tt.left >= 0 && got != tt.left {
			t.Errorf("%s: it begins at dot %d, want %d", tt.name, got, tt.left)
		}
	}
}

// firstBlack is the leftmost black column.
func firstBlack(pix []byte, width int) int {
	left := -1
	for i, p := range pix {
		if x := i % width; p == 0 && (left < 0 || x < left) {
			left = x
		}
	}
	return left
}

// Feeding, in dots: a line is as high as its spacing, or its largest letter.
func TestFeeds(t *testing.T) {
	for in, want := range map[string]int{
		"\n": 30, "a\n": 30, "\x1d!\x11a\n": 48, "\x1b3\x18a\n": 24, "a\x1bd\x03": 90, "\x1bJ\x07": 7, "a\x1bJ\x28": 40,
	} {
		h := newHand(t, wide(nil))
		if h.send(in); h.roll.fed != want {
			t.Errorf("%q feeds %d dots, want %d", in, h.roll.fed, want)
		}
	}
}

// ESC * puts columns into the line: 24 dots high, or 8 that are three high.
func TestBitImage(t *testing.T) {
	for in, want := range map[string]int{
		"\x1b*\x21\x02\x00\xff\xff\xff\x80\x00\x00": 25, "\x1b*\x20\x01\x00\xff\x00\x00": 16,
		"\x1b*\x01\x01\x00\x81": 6, "\x1b*\x00\x01\x00\x81": 12,
	} {
		h := newHand(t, wide(nil))
		if h.send(in + "\n"); h.roll.ink != want || h.roll.fed != 30 || len(h.lines()) != 0 {
			t.Errorf("%q: %d dots in %d rows, want %d in 30", in, h.roll.ink, h.roll.fed, want)
		}
	}
}

// Page mode is passed over, and counted as not done.
func TestPageModeIsPassedOver(t *testing.T) {
	h := newHand(t, wide(nil))
	h.send("avant\n\x1bLdedans\n\x0capres\n")
	if got := strings.Join(h.lines(), "/"); got != "avant/apres" || h.ignored == 0 {
		t.Errorf("%q, %d bytes ignored", got, h.ignored)
	}
}
