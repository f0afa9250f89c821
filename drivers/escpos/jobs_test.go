package escpos

import (
	"bytes"
	"encoding/hex"
	"image"
	"image/color"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/typeset"
)

// TestStart: GS a is for models that have it.
func TestStart(t *testing.T) {
	for auto, want := range map[bool]string{true: "1b401c2e1d610e", false: "1b401c2e"} {
		if got := hex.EncodeToString(start(printer.Profile{Auto: auto})); got != want {
			t.Errorf("auto %v: %s, want %s", auto, got, want)
		}
	}
}

// TestFinish: each way to cut, and each presenter.
func TestFinish(t *testing.T) {
	none := printer.Presenter{Command: "none"}
	for _, tt := range []struct {
		cut       string
		feed      int
		presenter printer.Presenter
		want      string
	}{
		{"gs_v_66", 0, none, "1d564218"},
		{"gs_v_66", 5, none, "1d564218"}, // it feeds by itself
		{"gs_v_65", 0, none, "1d564118"},
		{"gs_v_0", 4, none, "1b6404 1d5600"},
		{"esc_i", 4, none, "1b6404 1b69"},
		{"esc_m", 4, none, "1b6404 1b6d"},
		{"none", 5, none, "1b6405"},
		{"none", 255, none, "1b64fe"}, // Custom's stop at 254
		{"none", 0, none, ""},
		{"gs_v_65", 0, printer.Presenter{Command: "gs_e", Step: 7, Out: 84, Timeout: 30, Then: "retract"}, "1d564118 1d65030c"},
		{"gs_v_65", 0, printer.Presenter{Command: "gs_e", Step: 0.625, Out: 500}, "1d564118 1d6503ff"},
		{"gs_v_65", 0, printer.Presenter{Command: "gs_e", Step: 50, Out: 1}, "1d564118 1d650301"},
		{"esc_i", 4, printer.Presenter{Command: "gs_e_32", Step: 7, Out: 84, Timeout: 30}, "1b6404 1b69 1d65200c1e"},
		{"esc_i", 4, printer.Presenter{Command: "gs_e_32", Step: 5, Out: 80, Timeout: 20}, "1b6404 1b69 1d65201114"}, // not 10 14
		{"esc_i", 4, printer.Presenter{Command: "fs_p", Step: 5, Out: 50, Timeout: 30, Then: "retract"}, "1b6404 1b69 1c500a00521e"},
		{"esc_i", 4, printer.Presenter{Command: "fs_p", Step: 5, Out: 50, Then: "eject"}, "1b6404 1b69 1c500a004500"},
		{"gs_v_66", 0, printer.Presenter{Command: "gs_r", Timeout: 9}, "1d564218 1d523109"},
		{"gs_v_66", 0, printer.Presenter{Command: "gs_r", Timeout: 60}, "1d564218 1d523109"},
	} {
		p := printer.Profile{Cut: tt.cut, FeedLines: tt.feed, Presenter: tt.presenter}
		if got := hex.EncodeToString(finish(p)); got != strings.ReplaceAll(tt.want, " ", "") {
			t.Errorf("%s after %d lines, %+v: %s, want %s", tt.cut, tt.feed, tt.presenter, got, tt.want)
		}
	}
}

// TestCode128: the sets that make a bar code narrow, and no real-time command.
func TestCode128(t *testing.T) {
	for _, tt := range []struct {
		text, data string
		characters int // with start, check and stop
	}{
		{"A", "{BA", 4},
		{"{}", "{B{{}", 5},
		{"123", "{B123", 6},
		{"1234", "{C\x0c\x22", 5},
		{"12345", "{C\x0c\x22{B5", 7},
		{"AB1234", "{BAB{C\x0c\x22", 8},
		{"A1234B", "{BA1234B", 9},
		{"A123456B", "{BA{C\x0c\x22\x38{BB", 10},
		{"AR-2026-11-004217", "{BAR-2026-11-{C\x00\x2a\x11", 18},
		{"1604", "{B1604", 7},
		{"991605", "{B9{C\x5b\x3c{B5", 9},
	} {
		data, modules := code128(tt.text)
		if string(data) != tt.data || modules != 11*tt.characters+2 {
			t.Errorf("%s: %q of %d modules, want %q of %d", tt.text, data, modules, tt.data, 11*tt.characters+2)
		}
	}
}

// TestDialects: the same symbols as Custom's printers have them.
func TestDialects(t *testing.T) {
	for name, tt := range map[string]struct {
		s    typeset.Symbol
		want string
	}{
		"QR": {typeset.Symbol{Kind: typeset.QR, Data: "A", Module: 6},
			"1d286b0400314132 00 1d286b03003142 00 1d286b03003143 06 1d286b03003145 32 1d286b04003150 3141 1d286b03003151 31"},
		"Data Matrix": {typeset.Symbol{Kind: typeset.DataMatrix, Data: "A\x1d", Module: 6},
			"1d286b03005141 06 1d286b03005143 06 1d286b05005150 33411d 1d286b03005151 33"},
		"PDF417": {typeset.Symbol{Kind: typeset.PDF417, Data: "A", Module: 3, Height: 9},
			"1d286b03003041 00 1d286b03003042 00 1d286b03003043 03 1d286b03003044 03 1d286b04003045 3033 1d286b04003050 3041 1d286b03003051 30"},
	} {
		e := &encoder{p: printer.Profile{Dots: 576, Symbols: printer.Symbols{QR: "custom", PDF417: "custom", DataMatrix: "custom"}}, align: printer.Centre}
		if drawn := e.Symbol(tt.s); !drawn || hex.EncodeToString(e.out) != strings.ReplaceAll(tt.want, " ", "") {
			t.Errorf("%s: %v, %x, want %s", name, drawn, e.out, tt.want)
		}
	}
	e := &encoder{p: printer.Profile{Dots: 576, Symbols: printer.Symbols{DataMatrix: "epson"}}, align: printer.Centre}
	if e.Symbol(typeset.Symbol{Kind: typeset.DataMatrix, Data: "A", Module: 6}); hex.EncodeToString(e.out) != "1d286b0300364306"+"1d286b040036503041"+"1d286b0300365130" {
		t.Errorf("Epson's Data Matrix: %x", e.out)
	}
}

// TestNotByThePrinter: what no printer draws, and data that could hold a
// command, is left to the raster.
func TestNotByThePrinter(t *testing.T) {
	native := printer.Symbols{QR: "epson", Code128: "epson", PDF417: "epson", DataMatrix: "epson"}
	for name, tt := range map[string]struct {
		symbols printer.Symbols
		s       typeset.Symbol
	}{
		"raster":    {printer.Symbols{QR: "raster"}, typeset.Symbol{Kind: typeset.QR, Data: "A", Module: 6}},
		"accents":   {native, typeset.Symbol{Kind: typeset.QR, Data: "é", Module: 6}},
		"a command": {native, typeset.Symbol{Kind: typeset.DataMatrix, Data: "\x10\x04\x01", Module: 6}},
		"controls":  {native, typeset.Symbol{Kind: typeset.PDF417, Data: "\x1b@", Module: 3, Height: 9}},
		"long":      {native, typeset.Symbol{Kind: typeset.QR, Data: strings.Repeat("x", maxNative+1), Module: 2}},
		"wide":      {native, typeset.Symbol{Kind: typeset.Code128, Data: strings.Repeat("x", 48), Module: 2, Height: 80}},
		// 23 characters are 288 modules, all of the 576 dots.
		"no white around": {native, typeset.Symbol{Kind: typeset.Code128, Data: strings.Repeat("x", 23), Module: 2, Height: 80}},
		"of the star":     {printer.Symbols{QR: "star"}, typeset.Symbol{Kind: typeset.QR, Data: "A", Module: 6}},
	} {
		e := &encoder{p: printer.Profile{Dots: 576, Symbols: tt.symbols}}
		if e.Symbol(tt.s) || len(e.out) > 0 {
			t.Errorf("%s: %x", name, e.out)
		}
	}
}

// TestOwnWays: pages by their own number, and images of another command.
func TestOwnWays(t *testing.T) {
	p := printer.Profile{Driver: "escpos", Columns: 32, Dots: 384, DPI: 203, SelectPage: "fs_codepage", Raster: "esc_b",
		CodePages: []printer.CodePage{{Name: "cp1252"}, {Name: "cp850"}}, Cut: "none", Presenter: printer.Presenter{Command: "none"}}
	dot := image.NewGray(image.Rect(0, 0, 384, 25))
	for i := range dot.Pix {
		dot.Pix[i] = 0xFF
	}
	dot.SetGray(0, 0, color.Gray{})
	got, err := Encode(printer.Document{Blocks: []printer.Block{printer.Text{S: "é"}, printer.Picture{Image: dot}, printer.Text{S: "╔"}}}, p)
	want := "1b401c2e" + "1c7d26e404e90a" +
		"1b62301800" + "80" + strings.Repeat("00", 24*48-1) + "1b4a00" + "1b62300100" + strings.Repeat("00", 48) + "1b4a00" +
		"1c7d265203c90a"
	if hex.EncodeToString(got) != want || err != nil {
		t.Errorf("%x, %v\nwant %s", got, err, want)
	}
}

// FuzzEncode: whatever a citizen types, the job is one that cannot switch the
// printer off and cannot smuggle a command in.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"é", "Łódź", "\x1b@", "\x10\x04\x01", "a\u0301\u0302", "\xff\xfe", strings.Repeat("x", 200), "مرحبا", "16041605", "9916204"} {
		f.Add(s, true, byte(len(s)))
	}
	var all []printer.Profile
	for _, name := range profiles.Names() {
		if p, err := profiles.Get(name); err != nil {
			f.Fatal(err)
		} else if p.Driver == "escpos" {
			all = append(all, p)
		}
	}
	f.Fuzz(func(t *testing.T, s string, bold bool, model byte) {
		if len(s) > 500 {
			return
		}
		p := all[int(model)%len(all)]
		text := []printer.Block{printer.Text{S: s, Bold: bold, Indent: len(s)}, printer.Pair{Left: s, Right: s}}
		if _, err := Encode(printer.Document{Large: bold, Blocks: text}, p); err != nil {
			t.Fatal(err)
		}
		for _, b := range []printer.Block{text[0], text[1], printer.QR{Data: s}, printer.Code{Data: s}, printer.Postal{Lines: []string{s}},
			printer.Code{Kind: printer.PDF417, Data: s}, printer.Code{Kind: printer.DataMatrix, Data: s}, picture(s)} {
			job, err := Encode(printer.Document{Blocks: []printer.Block{b}}, p)
			if i := commandAt(job); i >= 0 {
				t.Fatalf("%T of %q on %s: %x at %d (%v)", b, s, p.Name, job[i:i+2], i, err)
			}
		}
	})
}

// picture has the bits of s for dots.
func picture(s string) printer.Picture {
	img := image.NewGray(image.Rect(0, 0, 8*max(len(s), 1), 1))
	for i := range img.Pix {
		if i/8 >= len(s) || s[i/8]&(0x80>>(i%8)) == 0 {
			img.Pix[i] = 0xFF
		}
	}
	return printer.Picture{Image: img}
}

// commandAt is where the first command begins that is obeyed on arrival, -1 for
// none.
func commandAt(job []byte) int {
	for _, c := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
		if i := bytes.Index(job, []byte(c)); i >= 0 {
			return i
		}
	}
	return -1
}
