package starline

import (
	"encoding/hex"
	"fmt"
	"testing"

	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
)

// message is a status of version 3: two headers, the sensors, the count of ETBs
// and the position of the presenter's paper.
func message(b1, b2, b3, b4, b5 byte, etbs int, position byte) []byte {
	n := byte(etbs)
	return []byte{0x23, 0x06, b1, b2, b3, b4, b5, n&7<<1 | n&0x18<<2, position << 1}
}

func TestStatusBits(t *testing.T) {
	ok := printer.Status{Online: true, Paper: printer.PaperOK}
	tests := []struct {
		name    string
		message []byte
		want    printer.Status
	}{
		{"ready", message(0, 0, 0, 0, 0, 0, 0), ok},
		{"an ETB passed, the drawer open", message(0x06, 0, 0, 0, 0, 17, 0), ok},
		{"near end", message(0, 0, 0, 0x04, 0, 0, 0), printer.Status{Online: true, Paper: printer.PaperNearEnd}},
		{"near end, outer side", message(0, 0, 0, 0x02, 0, 0, 0), printer.Status{Online: true, Paper: printer.PaperNearEnd}},
		{"paper out", message(0x08, 0, 0, 0x0C, 0, 0, 0), printer.Status{Paper: printer.PaperOut}},
		{"cover open hides the paper", message(0x28, 0, 0, 0x0C, 0, 0, 0), printer.Status{CoverOpen: true}},
		{"cutter", message(0x08, 0x08, 0, 0, 0, 0, 0), printer.Status{Cutter: true, Paper: printer.PaperOK}},
		{"jam in the presenter", message(0x08, 0, 0x04, 0, 0, 0, 0), printer.Status{Cutter: true, Paper: printer.PaperOK}},
		{"too hot", message(0x08, 0x40, 0, 0, 0, 0, 0), printer.Status{Hot: true, Paper: printer.PaperOK}},
		{"broken", message(0x08, 0x20, 0, 0, 0, 0, 0), printer.Status{Broken: true, Paper: printer.PaperOK}},
		{"mechanical error", message(0x08, 0x04, 0, 0, 0, 0, 0), printer.Status{Broken: true, Paper: printer.PaperOK}},
		{"voltage", message(0x08, 0, 0x02, 0, 0, 0, 0), printer.Status{Broken: true, Paper: printer.PaperOK}},
		{"off-line without a reason", message(0x08, 0, 0, 0, 0, 0, 0), printer.Status{Paper: printer.PaperOK}},
		{"version 1, no count", []byte{0x0F, 0x02, 0x08, 0, 0, 0x08, 0}, printer.Status{Paper: printer.PaperOut}},
		{"nothing", nil, printer.Status{}},
		{"cut short", []byte{0x23, 0x06, 0, 0}, printer.Status{}},
	}
	l := &language{p: tsp650ii(t)}
	for _, tt := range tests {
		if got := l.Read([]dialogue.Reply{{Kind: status, Data: tt.message}}); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
		if len(tt.message) < shortest {
			continue
		}
		if got, ok := l.Told(dialogue.Reply{Kind: status, Data: tt.message}); got != tt.want || !ok {
			t.Errorf("%s: told %v, %v; want %v", tt.name, got, ok, tt.want)
		}
	}
}

func TestMouth(t *testing.T) {
	tests := []struct {
		name     string
		detector byte
		position byte
		want     printer.Mouth
	}{
		{"no paper", 0, 0, printer.MouthEmpty},
		{"paper is coming", 0, 1, printer.MouthUnknown},
		{"held out", 0, 3, printer.MouthHolding},
		{"taken back", 0, 6, printer.MouthEmpty},
		{"pulled out", 0, 7, printer.MouthEmpty},
		{"reserved", 0, 4, printer.MouthUnknown},
		{"position switched off", 0x02, 0, printer.MouthHolding},
	}
	with, without := &language{p: tup500(t)}, &language{p: tsp650ii(t)}
	for _, tt := range tests {
		r := dialogue.Reply{Kind: status, Data: message(0, 0, 0, 0, tt.detector, 0, tt.position)}
		if s, _ := with.Told(r); s.Mouth != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, s.Mouth, tt.want)
		}
		if s, _ := without.Told(r); s.Mouth != printer.MouthUnknown {
			t.Errorf("%s: %v without a presenter", tt.name, s.Mouth)
		}
	}
}

func TestSplitter(t *testing.T) {
	const ready = "230600000000000000"
	tests := []struct{ name, in, want string }{
		{"a status", ready, "0:" + ready + " 1:0000"},
		{"its count", "230600000000006a00", "0:230600000000006a00 1:1d00"},
		{"version 1", "0f020000000000", "0:0f020000000000"},
		{"version 2", "21040000000000 0e", "0:210400000000000e 1:0700"},
		{"longer than we know", "2f06 00000000000000 000000000000", "0:2f0600000000000000000000000000 1:0000"},
		{"XOFF and XON inside", "23130600000000110000000013", "0:" + ready + " 1:0000"},
		{"torn by another", "230600 " + ready, "0:" + ready + " 1:0000"},
		{"torn by an answer to EOT", "230600 12 000000 " + ready, "0:" + ready + " 1:0000"},
		{"torn by noise", "2306000000 80 00000000 " + ready, "0:" + ready + " 1:0000"},
		{"from a network printer", "238600000000000000 0000 " + ready, "0:238600000000000000 1:0000 0:" + ready + " 1:0000"},
		{"too short to be one", "0b0200000000 " + ready, "0:" + ready + " 1:0000"},
		{"noise", "11 13 ff 80 00 7e 10 20", ""},
		{"two in a row", ready + ready, "0:" + ready + " 1:0000 0:" + ready + " 1:0000"},
	}
	for _, tt := range tests {
		s := (&language{}).Splitter()
		got := ""
		for _, b := range unhex(t, tt.in) { // one by one: a reply may come in pieces
			for _, r := range s.Feed([]byte{b}) {
				got += fmt.Sprintf(" %d:%x", r.Kind, r.Data)
			}
		}
		if len(got) > 0 {
			got = got[1:]
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	var clean []byte
	for _, c := range []byte(s) {
		if c != ' ' {
			clean = append(clean, c)
		}
	}
	b, err := hex.DecodeString(string(clean))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzSplitter: any stream gives replies of the right shape, which are read
// without a fault, and the next status is read rightly.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("\x23\x06\x08\x00\x00\x0c\x00\x6a\x06"))
	f.Add([]byte("\x0f\x02\x00\x13\x00\x12\x2f\x23"))
	f.Add([]byte("\x23\x86\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x7f"))
	l := &language{p: tup500(f)}
	next := message(0x08, 0, 0, 0x08, 0, 9, 3)
	f.Fuzz(func(t *testing.T, in []byte) {
		s := l.Splitter()
		for _, r := range s.Feed(in) {
			checkShape(t, r)
			l.Told(r)
		}
		got := s.Feed(next)
		if len(got) != 2 || string(got[0].Data) != string(next) || got[1].Data[0] != 9 {
			t.Fatalf("after %x: %v", in, got)
		}
	})
}

func checkShape(t *testing.T, r dialogue.Reply) {
	t.Helper()
	switch {
	case r.Kind == status && len(r.Data) >= shortest && len(r.Data) <= longest && len(r.Data) == length(r.Data[0]):
	case r.Kind == counted && len(r.Data) == 2 && r.Data[0] < counts:
	default:
		t.Fatalf("reply %v", r)
	}
}
