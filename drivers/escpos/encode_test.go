package escpos_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
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
		{"bold and centre", printer.Text{S: "a", Bold: true, Align: printer.Centre}, "1b6101 1b4501 61 0a"},
		{"big", printer.Text{S: "a", Big: true}, "1d2111 61 0a"},
		{"right", printer.Text{S: "a", Align: printer.Right}, "1b6102 61 0a"},
		{"indent", printer.Text{S: "a\nb", Indent: 2}, "202061 0a 202062 0a"},
		{"rule", printer.Rule{}, strings.Repeat("2d", 48) + "0a"},
		{"gap", printer.Gap{Lines: 3}, "1b6403"},
		{"no gap", printer.Gap{}, ""},
		{"pair", printer.Pair{Left: "a", Right: "b"}, "61" + strings.Repeat("20", 46) + "62 0a"},
		{"pair too wide", printer.Pair{Left: strings.Repeat("a", 40), Right: strings.Repeat("b", 8)},
			strings.Repeat("61", 40) + "0a 1b6102" + strings.Repeat("62", 8) + "0a"},
		{"symbol", printer.QR{Data: "A"}, "1b6402 1b6101 1d286b04003141 3200 1d286b03003143 08" +
			"1d286b03003145 31 1d286b04003150 3041 1d286b03003151 30 1b6402"},
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
		printer.Text{S: "a", Bold: true}, printer.Text{S: "b", Bold: true}, printer.Text{S: "c"},
	}}
	got, err := escpos.Encode(doc, profile(t, "epson-tm-t20ii"))
	if want := unhex(t, begin+"1b4501 61 0a 62 0a 1b4500 63 0a"+end); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("got %x, %v", got, err)
	}
}

// On a printer that has only cp858, what it lacks is written in its place.
func TestEncodeSubstitutes(t *testing.T) {
	p := profile(t, "epson-tm-t20ii")
	p.CodePages = []printer.CodePage{{Name: "cp858", Number: 53}}
	got, err := escpos.Encode(printer.Document{Blocks: []printer.Block{
		printer.Text{S: "l’œuvre – 2 €…"},
	}}, p)
	want := unhex(t, begin) // l'oeuvre - 2 €...
	want = append(want, "l'oeuvre - 2 \x1bt\x35\xd5...\n"...)
	want = append(want, unhex(t, end)...)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("got %q, %v\nwant %q", got, err, want)
	}
}

func TestEncodeRefuses(t *testing.T) {
	p := profile(t, "generic-58mm")
	for name, block := range map[string]printer.Block{
		"empty symbol":    printer.QR{},
		"endless symbol":  printer.QR{Data: strings.Repeat("x", 5000)},
		"nothing":         nil,
		"no picture":      printer.Picture{},
		"picture of size": printer.Picture{Image: image.NewGray(image.Rectangle{})},
	} {
		if _, err := escpos.Encode(printer.Document{Blocks: []printer.Block{block}}, p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	p.CodePages = nil
	if _, err := escpos.Encode(printer.Document{}, p); err == nil {
		t.Error("a profile without code pages: no error")
	}
}

// TestReferenceReceipt compares with the golden files of each profile, and
// with what the best hand-made encoding needs: 1504 bytes at 48 columns.
func TestReferenceReceipt(t *testing.T) {
	for _, name := range profiles.Names() {
		got, err := escpos.Encode(referenceReceipt(), profile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(got))
		if p := profile(t, name); p.Columns == 48 && len(got) > 1650 {
			t.Errorf("%s: %d bytes, want at most 1650", name, len(got))
		}
		file := filepath.Join("testdata", "receipt-"+name+".bin")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from %s (%v); look at the change, then run with -update", name, file, err)
		}
	}
}

func TestProfiles(t *testing.T) {
	names := profiles.Names()
	if len(names) < 3 {
		t.Fatalf("profiles: %v", names)
	}
	for _, name := range names {
		if p := profile(t, name); p.Name != name {
			t.Errorf("%s.yaml names itself %q", name, p.Name)
		}
	}
	if _, err := profiles.Get("../secret"); !errors.Is(err, profiles.ErrNone) {
		t.Errorf("error = %v", err)
	}
	for name, text := range map[string]string{
		"unknown key": "name: x\ncolour: red", "wrong type": "columns: many", "missing": "name: x",
	} {
		if _, err := profiles.Parse([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func BenchmarkEncodeReceipt(b *testing.B) {
	doc, p := referenceReceipt(), profile(b, "epson-tm-t20ii")
	for b.Loop() {
		out, err := escpos.Encode(doc, p)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}
