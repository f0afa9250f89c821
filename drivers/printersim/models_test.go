package printersim

import (
	"strings"
	"testing"

	"guichet/drivers/printer"
)

// french are the letters that a receipt needs beyond ASCII.
const french = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ€«»°²’–…"

// The number that each maker gives to each page, written as the command.
func TestPagesOfTheMakers(t *testing.T) {
	tests := []struct {
		page, command string
		models        string
	}{
		{"cp1252", "\x1bt\x10", "epson-tm-t20ii epson-tm-t20iii epson-tm-t88iii epson-tm-t88iv epson-tm-t88v epson-tm-t88vi custom-vkp80iii star-tsp650ii-escpos citizen-pmu2300iii generic-80mm generic-58mm"},
		{"cp1252", "\x1bt\x47", "generic-58mm"},
		{"cp1252", "\x1bt\x05", "nippon-np-2511 nippon-np-3511"},
		{"cp1252", "\x1b\x1dt\x20", "star-tsp650ii"},
		{"cp1252", "\x1c}&\xe4\x04", "pyramid-reliance"},
		{"cp858", "\x1bt\x13", "epson-tm-t20ii epson-tm-t88iii custom-vkp80ii custom-kpm210 custom-vkp80iii star-tsp650ii-escpos generic-58mm"},
		{"cp858", "\x1bt\x02", "nippon-np-2511 nippon-np-3511"},
		{"cp858", "\x1b\x1dt\x04", "star-tsp650ii"},
	}
	for _, tt := range tests {
		set := charsets[tt.page]
		var bytes []byte
		var want []rune
		for _, r := range french {
			if b, ok := set.EncodeRune(r); ok {
				bytes, want = append(bytes, b), append(want, r)
			}
		}
		for _, name := range strings.Fields(tt.models) {
			h := newHand(t, Options{Model: name})
			h.send("\x1b@" + tt.command)
			for i := range bytes {
				h.send(string(bytes[i:i+1]) + "\n")
			}
			if got := strings.Join(h.lines(), ""); got != string(want) {
				t.Errorf("%s, %s: the paper says %q, want %q", name, tt.page, got, string(want))
			}
		}
	}
	if n := len([]rune(french)); n != 44 {
		t.Errorf("%d letters, want 44", n)
	}
}

// Another maker's number prints something else than French, and so is seen.
func TestWrongPageIsSeen(t *testing.T) {
	for name, command := range map[string]string{
		"custom-kpm210": "\x1bt\x10", "custom-vkp80ii": "\x1bt\x10", "pyramid-reliance": "\x1bt\x10",
		"nippon-np-3511": "\x1bt\x10", "star-tsp650ii-escpos": "\x1bt\x20", "star-tsp650ii": "\x1b\x1dt\x10",
		"epson-tm-t88v": "\x1bt\x0f",
	} {
		h := newHand(t, Options{Model: name})
		h.send(command + "\xe9\n")
		if got := h.lines(); len(got) != 1 || got[0] == "é" {
			t.Errorf("%s: the paper says %q", name, got)
		}
	}
}

// What GS I answers, for those that know it. A clone lies.
func TestWhoAreYou(t *testing.T) {
	newHand(t, Options{Model: "epson-tm-t88vi"}).want("\x1dI\x42\x1dI\x43", "\x5fEPSON\x00\x5fTM-T88VI\x00")
	newHand(t, Options{Model: "pyramid-reliance"}).want("\x1dI\x01\x1dI\x03\x1dI\x43", "\x5d\x95\x591.12")
	newHand(t, Options{Model: "nippon-np-3511"}).want("\x1bs\x02\x1dI\x01", "\xff\x02NP-3511D\x00")
	newHand(t, Options{Model: "custom-vkp80ii", Lies: true}).want("\x1dI\x42\x1dI\x43", "\x5fEPSON\x00\x5fTM-T88V\x00")
}

// Which questions each model answers when it is ready.
func TestWhichQuestionsAreKnown(t *testing.T) {
	questions := []struct{ name, bytes string }{
		{"DLE EOT 1", "\x10\x04\x01"}, {"DLE EOT 5", "\x10\x04\x05"}, {"DLE EOT 20", "\x10\x04\x14"},
		{"ESC v", "\x1bv"}, {"GS a", "\x1da\x0e"}, {"GS r", "\x1dr\x01"}, {"GS ( H", "\x1d(H\x06\x0000ABCD"},
		{"DLE DC4 8", "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"}, {"ESC ACK SOH", "\x1b\x06\x01"},
	}
	known := map[string]string{
		"epson-tm-t20iii":      "DLE EOT 1,GS a,GS r,GS ( H,DLE DC4 8",
		"epson-tm-t88iii":      "DLE EOT 1,GS a,GS r",
		"custom-vkp80iii":      "DLE EOT 1,DLE EOT 5,DLE EOT 20,ESC v",
		"custom-kpm210":        "DLE EOT 1,DLE EOT 20,ESC v,GS r",
		"pyramid-reliance":     "DLE EOT 1,DLE EOT 20,GS r",
		"nippon-np-2511":       "ESC v",
		"star-tsp650ii-escpos": "DLE EOT 1,DLE EOT 5,GS a,GS r",
		"star-tsp650ii":        "ESC ACK SOH",
		"citizen-pmu2300iii":   "DLE EOT 1,GS a,GS r",
		"generic-80mm":         "DLE EOT 1,GS a,GS r",
	}
	for name, want := range known {
		var answered []string
		for _, q := range questions {
			h := newHand(t, Options{Model: name, Profile: printer.Profile{Name: name, Confirm: "none"}})
			if h.send(q.bytes); h.heard() != "" {
				answered = append(answered, q.name)
			}
		}
		if got := strings.Join(answered, ","); got != want {
			t.Errorf("%s answers %s, want %s", name, got, want)
		}
	}
}

// Every model prints a line and cuts by the command of its maker.
func TestEveryModelPrintsAndCuts(t *testing.T) {
	for _, name := range Models() {
		h := newHand(t, Options{Model: name})
		h.send("\x1b@Bonjour\n" + strings.Repeat("\n", 8))
		switch {
		case strings.HasPrefix(h.model.cuts, "ESC_d"):
			h.send("\x1bd\x03")
		case h.model.cutsBy("ESC_i"):
			h.send("\x1bi")
		default:
			h.send("\x1bd\x05")
		}
		if got := h.last().Text; got != "Bonjour" {
			t.Errorf("%s: the sheet says %q", name, got)
		}
	}
}

// A cutter obeys its own commands only: the Reliance has no GS V, the VKP80III
// no partial cut.
func TestForeignCutIsIgnored(t *testing.T) {
	for name, command := range map[string]string{"pyramid-reliance": "\x1dVB\x00", "custom-vkp80iii": "\x1dVB\x00", "star-tsp650ii": "\x1dVB\x00"} {
		h := newHand(t, Options{Model: name})
		h.send("Bonjour\n\n\n\n\n\n\n" + command)
		if len(h.roll.sheets) != 0 || h.ignored == 0 {
			t.Errorf("%s: %d sheets, %d bytes ignored", name, len(h.roll.sheets), h.ignored)
		}
	}
}

// A buffer of 45 bytes says wait at 16 left and go on at 26 (TM-T88III); 4 KB at
// 128 and 256; Star's at 256 left and at 256 kept.
func TestMargins(t *testing.T) {
	for _, tt := range []struct {
		opts       Options
		wait, goOn int // bytes kept
	}{
		{Options{Model: "epson-tm-t88iii"}, 3968, 3840},
		{Options{Model: "epson-tm-t88iii", Buffer: 45}, 29, 19},
		{Options{Model: "star-tsp650ii"}, 3840, 256},
	} {
		h := newHand(t, tt.opts)
		h.opts.Flow = "xonxoff"
		h.buffer = make([]byte, tt.wait-1)
		if h.flow(); h.heard() != "" {
			t.Errorf("%+v: wait is said at %d bytes", tt.opts.Model, tt.wait-1)
		}
		h.buffer = make([]byte, tt.wait)
		if h.flow(); h.heard() != "\x13" {
			t.Errorf("%s: wait is not said at %d bytes", tt.opts.Model, tt.wait)
		}
		h.buffer = make([]byte, tt.goOn+1)
		if h.flow(); h.heard() != "" {
			t.Errorf("%s: go on is said at %d bytes", tt.opts.Model, tt.goOn+1)
		}
		h.buffer = make([]byte, tt.goOn)
		if h.flow(); h.heard() != "\x11" {
			t.Errorf("%s: go on is not said at %d bytes", tt.opts.Model, tt.goOn)
		}
	}
}
