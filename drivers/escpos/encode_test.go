package escpos_test

import (
	"bytes"
	"encoding/hex"
	"flag"
	"image"
	"strings"
	"testing"

	"guichet/drivers/escpos"
	"guichet/drivers/printer"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every document begins with ESC @, FS "." and GS a 0Eh, and ends with GS V 66
// 24, or with a feed where there is no cutter.
const (
	begin = "1b40 1c2e 1d610e "
	end   = " 1d564218"
)

func TestEncode(t *testing.T) {
	tests := []struct {
		name  string
		block printer.Block
		want  string // hex, between begin and end
	}{
		{"ASCII needs no code page", printer.Text{S: "Bon"}, "426f6e 0a"},
		{"accents choose cp1252 once", printer.Text{S: "é€\nœ"}, "1b7410 e980 0a 9c 0a"},
		{"no-break spaces are spaces", printer.Text{S: "1\u202F2\u00A0!"}, "3120322021 0a"},
		{"decomposed accents are composed", printer.Text{S: "e\u0301"}, "1b7410 e9 0a"},
		{"control characters are no commands", printer.Text{S: "a\x1b@\x10\x04\x01b\r"}, "614062 0a"},
		{"bold and centre", printer.Text{S: "a", Bold: true, Align: printer.Centre}, "1b6101 1b2108 61 0a"},
		{"big", printer.Text{S: "a", Big: true, Bold: true}, "1b2138 61 0a"},
		{"right", printer.Text{S: "a", Align: printer.Right}, "1b6102 61 0a"},
		{"indent", printer.Text{S: "a\nb", Indent: 2}, "202061 0a 202062 0a"},
		{"rule", printer.Rule{}, strings.Repeat("2d", 48) + "0a"},
		{"a short gap", printer.Gap{Lines: 3}, "0a0a0a"},
		{"a long gap", printer.Gap{Lines: 4}, "1b6404"},
		{"no gap", printer.Gap{}, ""},
		{"a pair, by a tab stop of its own", printer.Pair{Left: "a", Right: "b"}, "1b442f00 61 09 62 0a"},
		{"by those that are there", printer.Text{S: "abcd     e"}, "61626364 09 20 65 0a"},
		{"a tab on a stop goes to the next", printer.Text{S: "12345678        x"}, "3132333435363738 09 78 0a"},
		{"a tab for one space is none", printer.Text{S: "1234567 x"}, "31323334353637 20 78 0a"},
		{"no tabs in the middle", printer.Text{S: "1234567   x", Align: printer.Centre}, "1b6101 31323334353637 202020 78 0a"},
		{"no tabs among big letters", printer.Text{S: "1234567   x", Big: true}, "1b2130 31323334353637 202020 78 0a"},
		{"a full line stands anywhere", printer.Text{S: strings.Repeat("x", 48), Align: printer.Centre}, strings.Repeat("78", 48) + "0a"},
		{"small", printer.Postal{Lines: []string{strings.Repeat("x", 38)}}, strings.Repeat("78", 38) + "0a"},
		{"pair too wide", printer.Pair{Left: strings.Repeat("a", 40), Right: strings.Repeat("b", 8)},
			strings.Repeat("61", 40) + "0a 1b6102" + strings.Repeat("62", 8) + "0a"},
		{"QR", printer.QR{Data: "A"}, "0a0a 1b6101 1d286b03003143 08" +
			"1d286b03003145 31 1d286b04003150 3041 1d286b03003151 30 0a0a"},
		{"CODE128", printer.Code{Data: "AR-004217"}, "0a 1b6101 1d684f 1d7703 1d4802 1d6b49 0a 7b4241522d 7b43 002a11"},
		{"PDF417", printer.Code{Kind: printer.PDF417, Data: "AR"}, "0a 1b6101 1d286b03003041 00 1d286b03003042 00 1d286b03003043 03" +
			"1d286b03003044 03 1d286b04003045 3033 1d286b05003050 304152 1d286b03003051 30 0a"},
	}
	for _, tt := range tests {
		got, err := escpos.Encode(printer.Document{Blocks: []printer.Block{tt.block}}, profile(t, "epson-tm-t20ii"))
		if want := unhex(t, begin+tt.want+end); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s:\n got %x, %v\nwant %x", tt.name, got, err, want)
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Settings are sent when they change, and taken back.
func TestEncodeState(t *testing.T) {
	doc := printer.Document{Blocks: []printer.Block{
		printer.Text{S: "a", Bold: true}, printer.Text{S: "b", Bold: true}, printer.Text{}, printer.Text{S: "c"},
	}}
	got, err := escpos.Encode(doc, profile(t, "epson-tm-t20ii"))
	if want := unhex(t, begin+"1b2108 61 0a 62 0a 0a 1b2100 63 0a"+end); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("got %x, %v", got, err)
	}
}

// On a printer that has only cp858, what it lacks is written in its place.
func TestEncodeSubstitutes(t *testing.T) {
	p := profile(t, "epson-tm-t20ii")
	p.CodePages = []printer.CodePage{{Name: "cp858", Number: 53}}
	got, err := escpos.Encode(printer.Document{Blocks: []printer.Block{
		printer.Text{S: "l’été – 2 €…"},
	}}, p)
	want := unhex(t, begin)
	want = append(want, "l'\x1bt\x35\x82t\x82 - 2 \xd5...\n"...)
	want = append(want, unhex(t, end)...)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("got %q, %v\nwant %q", got, err, want)
	}
}

func TestEncodeRefuses(t *testing.T) {
	p := profile(t, "generic-58mm")
	for name, block := range map[string]printer.Block{
		"endless symbol":  printer.QR{Data: strings.Repeat("x", 5000)},
		"nothing":         nil,
		"picture of size": printer.Picture{Image: image.NewGray(image.Rectangle{})},
	} {
		if _, err := escpos.Encode(printer.Document{Blocks: []printer.Block{block}}, p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, change := range map[string]func(*printer.Profile){
		"no code pages":    func(p *printer.Profile) { p.CodePages = nil },
		"another language": func(p *printer.Profile) { p.Driver = "starline" },
	} {
		p := p
		change(&p)
		if _, err := escpos.Encode(printer.Document{}, p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
