package starline

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"image"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

func tsp650ii(t testing.TB) printer.Profile {
	t.Helper()
	p, err := profiles.Get("star-tsp650ii")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tup500 is a printer with everything: a presenter whose time-out would be a
// CAN if it were sent as it is.
func tup500(t testing.TB) printer.Profile {
	p := tsp650ii(t)
	p.Name, p.Model = "star-tup500", "Star TUP500"
	p.Presenter = printer.Presenter{Command: "esc_syn", Timeout: 12, Then: "retract"}
	return p
}

const (
	lead = "17 1b40 1b1e6101 1b7a01 1b4d 1b5200 "
	tail = " 1b6403"
)

func TestGolden(t *testing.T) {
	tests := []struct {
		name   string
		block  printer.Block
		change func(*printer.Profile)
		want   string
	}{
		{"text", printer.Text{S: "Été"}, nil, lead + "1b1d7420 c974e9 0a" + tail},
		{"two pages", printer.Text{S: "€é"}, func(p *printer.Profile) {
			p.CodePages = []printer.CodePage{{Name: "cp850", Number: 99}, {Name: "cp858", Number: 4}}
		}, lead + "1b1d7404 d5 82 0a" + tail},
		{"style", printer.Text{S: "Oui", Bold: true, Big: true, Align: printer.Centre}, nil,
			lead + "1b1d6101 1b45 1b690101 4f7569 0a" + tail},
		{"pair", printer.Pair{Left: "a", Right: "b"}, nil, lead + "61" + strings.Repeat("20", 46) + "62 0a" + tail},
		{"rule", printer.Rule{}, nil, lead + strings.Repeat("2d", 48) + "0a" + tail},
		{"gap", printer.Gap{Lines: 2}, nil, lead + "1b6102" + tail},
		{"gap of a CAN", printer.Gap{Lines: 24}, nil, lead + "1b6117 1b6101" + tail},
		{"long gap", printer.Gap{Lines: 200}, nil, lead + "1b617f 1b6149" + tail},
		{"address", printer.Postal{Lines: []string{"Mme Élise DURAND", "12 RUE DES LILAS"}}, nil,
			lead + "4d6d6520 1b1d7420 c96c69736520445552414e44 0a 3132205255452044455320 4c494c4153 0a" + tail},
		{"qr", printer.QR{Data: "AB"}, nil, lead + "1b6102 1b1d6101" +
			"1b1d79533002 1b1d79533101 1b1d79533208 1b1d79443100 0200 4142 1b1d7950 1b6102" + tail},
		{"code128", printer.Code{Kind: printer.Code128, Data: "A%1"}, nil,
			lead + "1b6101 1b1d6101 1b62 363232 4f 41253031 1e" + tail},
		{"long code128, thinner bars", printer.Code{Kind: printer.Code128, Data: "AB12345678901234"}, nil,
			lead + "1b6101 1b1d6101 1b62 363231 4f 41423132333435363738393031323334 1e" + tail},
		{"pdf417", printer.Code{Kind: printer.PDF417, Data: "AB"}, nil, lead + "1b6101 1b1d6101" +
			"1b1d785330010007 1b1d78533103 1b1d78533203 1b1d78533303 1b1d7844 0200 4142 1b1d7850 1b6101" + tail},
		{"picture", printer.Picture{Image: square(25)}, nil, lead + "1b30" +
			"1b6b2600" + strings.Repeat(strings.Repeat("00", 34)+"1ffffff0", 24) + "0a" +
			"1b6b2600" + strings.Repeat("00", 34) + "1ffffff0" + strings.Repeat("00", 23*38) + "0a" + "1b7a01" + tail},
		{"no cutter", printer.Text{S: "a"}, func(p *printer.Profile) { p.Cut, p.FeedLines = "none", 5 },
			lead + "610a 1b6105"},
		{"asked only", printer.Text{S: "a"}, func(p *printer.Profile) { p.Auto = false },
			"17 1b40 1b1e6100 1b7a01 1b4d 1b5200 610a" + tail},
		{"presenter", printer.Text{S: "a"}, func(p *printer.Profile) { *p = tup500(t) },
			"17 1b40 1b1e6101 1b7a01 1b4d 1b5200 1b163119 610a" + tail},
	}
	for _, tt := range tests {
		p := tsp650ii(t)
		if tt.change != nil {
			tt.change(&p)
		}
		got, err := Encode(printer.Document{Blocks: []printer.Block{tt.block}}, p)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if want, _ := hex.DecodeString(strings.ReplaceAll(tt.want, " ", "")); !bytes.Equal(got, want) {
			t.Errorf("%s:\n got %x\nwant %x", tt.name, got, want)
		}
	}
}

// square is black, n dots wide and high.
func square(n int) image.Image { return image.NewGray(image.Rect(0, 0, n, n)) }

// Data that reads as a command is printed as dots.
func TestSymbolWithCommands(t *testing.T) {
	for _, data := range []string{"A\x18", "\x05", "\x1b\x06", strings.Repeat("A", 24)} {
		job, err := Encode(printer.Document{Blocks: []printer.Block{printer.QR{Data: data}}}, tsp650ii(t))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(job, []byte("\x1b\x1dy")) || !bytes.Contains(job, []byte("\x1bk")) {
			t.Errorf("%q is not printed as dots", data)
		}
	}
}

// A band whose width would be sent as CAN is one byte wider. The picture is a
// single dot in the middle of the paper, at the end of byte 24.
func TestBandOf24(t *testing.T) {
	p := tsp650ii(t)
	p.Dots, p.Columns = 384, 32
	job, err := Encode(printer.Document{Blocks: []printer.Block{printer.Picture{Image: square(1)}}}, p)
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(job); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(job, []byte{0x1B, 'k', 25, 0}) {
		t.Fatalf("no band of 25 bytes in %x", job)
	}
}

// White bands are fed, not sent: a rule above a rule costs two bands.
func TestWhiteBands(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 8, 5*bandHeight))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	img.Pix[0], img.Pix[len(img.Pix)-1] = 0, 0
	job, err := Encode(printer.Document{Blocks: []printer.Block{printer.Picture{Image: img}}}, tsp650ii(t))
	if err != nil || bytes.Count(job, []byte("\x1bk")) != 2 || bytes.Count(job, lineFeed) != 5 {
		t.Fatalf("%x, %v", job, err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, change := range map[string]func(*printer.Profile){
		"another language":  func(p *printer.Profile) { p.Driver = "escpos" },
		"etb without clear": func(p *printer.Profile) { p.Clear = "none" },
		"an unknown word":   func(p *printer.Profile) { p.Cut = "gs_v_66" },
	} {
		p := tsp650ii(t)
		change(&p)
		if _, err := Encode(printer.Document{}, p); err == nil {
			t.Errorf("%s: encoded", name)
		}
		if _, err := New(p, nil, nil); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if _, err := Encode(printer.Document{Blocks: []printer.Block{printer.QR{}}}, tsp650ii(t)); err == nil {
		t.Error("an empty symbol was encoded")
	}
}

// Lead is what prints nothing; the first letter stands right behind it.
func TestLead(t *testing.T) {
	for _, p := range []printer.Profile{tsp650ii(t), tup500(t)} {
		l := &language{p: p}
		job, err := l.Encode(printer.Document{Blocks: []printer.Block{printer.Text{S: "Z"}}})
		if err != nil || job[l.Lead()] != 'Z' {
			t.Errorf("%s: %x, %v", p.Name, job[l.Lead():], err)
		}
	}
}

// FuzzEncode: whatever a document says, its job is commands that are whole, of
// which none is obeyed in real time, and it counts one ETB.
func FuzzEncode(f *testing.F) {
	f.Add("Œuvre n° 4 \x18\x05", "qr\x1b\x06\x01", []byte{0x18, 0x04, 0x05, 0x1B, 0x06}, uint8(3))
	f.Add("Władysław", "https://saint-eloi.fr", []byte{0xFF}, uint8(24))
	f.Add("", "%%", []byte{}, uint8(0))
	for kind := range 8 {
		f.Add("12 €", "n\x1b\x06\x18", []byte{0x18, 0x05, 0x1B, 0x06, 0x04}, uint8(8*kind+2))
	}
	p := tsp650ii(f)
	f.Fuzz(func(t *testing.T, text, data string, dots []byte, n uint8) {
		img := image.NewGray(image.Rect(0, 0, int(n)*3+1, len(dots)/8+1))
		for i := range img.Pix {
			if len(dots) > 0 {
				img.Pix[i] = dots[i%len(dots)]
			}
		}
		blocks := []printer.Block{
			printer.Text{S: text, Bold: n&1 != 0, Big: n&2 != 0, Align: printer.Align(n % 3)}, printer.Pair{Left: text, Right: data},
			printer.Gap{Lines: int(n)}, printer.QR{Data: data}, printer.Code{Kind: printer.Code128, Data: data},
			printer.Code{Kind: printer.PDF417, Data: data}, printer.Code{Kind: printer.DataMatrix, Data: data},
			printer.Picture{Image: img},
		}
		b := blocks[int(n/8)%len(blocks)]
		job, err := Encode(printer.Document{Blocks: []printer.Block{b, b}}, p)
		if err != nil {
			return // too long for a symbol
		}
		if err := walk(job); err != nil {
			t.Fatalf("%T: %v", b, err)
		}
	})
}

// walk reads a job as the manual does, and complains of what no job may hold.
func walk(job []byte) error {
	if i := bytes.IndexByte(job, cancel); i >= 0 {
		return fmt.Errorf("CAN at %d", i)
	}
	counted := 0
	for i := 0; i < len(job); {
		n, dots, err := commandAt(job[i:])
		if err != nil || n > len(job)-i {
			return fmt.Errorf("at %d of %d: %d bytes: %v", i, len(job), n, err)
		}
		if data := job[i+n-dots : i+n]; bytes.ContainsAny(data, "\x04\x05") || bytes.Contains(data, []byte{0x1B, 0x06}) {
			return fmt.Errorf("a real-time command in the data at %d", i)
		}
		if job[i] == countOne[0] {
			counted++
		}
		i += n
	}
	if counted != 1 {
		return fmt.Errorf("%d ETBs", counted)
	}
	return nil
}

// fixed are the commands of which each has one length, by their first bytes.
var fixed = map[string]int{
	"\x0a": 1, "\x17": 1, "\x1b@": 2, "\x1bE": 2, "\x1bF": 2, "\x1bM": 2, "\x1b0": 2,
	"\x1ba": 3, "\x1bd": 3, "\x1bz": 3, "\x1bR": 3, "\x1bi": 4,
	"\x1b\x1ea": 4, "\x1b\x1eF": 4, "\x1b\x16": 4, "\x1b\x1dt": 4, "\x1b\x1da": 4,
	"\x1b\x1dyS": 6, "\x1b\x1dyP": 4, "\x1b\x1dxS0": 8, "\x1b\x1dxS1": 6, "\x1b\x1dxS2": 6, "\x1b\x1dxS3": 6, "\x1b\x1dxP": 4,
}

// commandAt returns how long the command is that rest begins with, and how much
// of its end is data.
func commandAt(rest []byte) (n, data int, err error) {
	if rest[0] >= ' ' {
		return 1, 0, nil
	}
	for first, n := range fixed {
		if bytes.HasPrefix(rest, []byte(first)) {
			return n, 0, nil
		}
	}
	length := func(at int) int {
		if len(rest) < at+2 {
			return len(rest) // not whole yet
		}
		return int(rest[at]) + int(rest[at+1])<<8
	}
	switch {
	case bytes.HasPrefix(rest, []byte("\x1bk")):
		data = length(2) * bandHeight
		return 4 + data, data, nil
	case bytes.HasPrefix(rest, []byte("\x1bb")):
		data = bytes.IndexByte(rest, 0x1E) - 5
		return 6 + data, data + 1, nil
	case bytes.HasPrefix(rest, []byte("\x1b\x1dyD1")):
		data = length(6)
		return 8 + data, data, nil
	case bytes.HasPrefix(rest, []byte("\x1b\x1dxD")):
		data = length(4)
		return 6 + data, data, nil
	}
	return 0, 0, fmt.Errorf("no command begins with %x", rest[:min(6, len(rest))])
}

func BenchmarkEncode(b *testing.B) {
	p := tsp650ii(b)
	doc := printer.Document{Blocks: []printer.Block{
		printer.Text{S: "MAIRIE", Big: true, Bold: true, Align: printer.Centre}, printer.Rule{},
		printer.Pair{Left: "Reçu n° 4", Right: "12,40 €"}, printer.QR{Data: "https://saint-eloi.fr"},
	}}
	for b.Loop() {
		if _, err := encode(doc, p); err != nil {
			b.Fatal(err)
		}
	}
}
