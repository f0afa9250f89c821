package escpos

import (
	"fmt"
	"testing"

	"guichet/drivers/printer"
)

func TestStatusBits(t *testing.T) {
	ok := printer.Status{Online: true, Paper: printer.PaperOK}
	tests := []struct {
		name string
		real [4]byte // DLE EOT 1-4
		auto [4]byte // ASB; the same state
		want printer.Status
	}{
		{"ready", [4]byte{0x12, 0x12, 0x12, 0x12}, [4]byte{0x10, 0, 0, 0x0F}, ok},
		{"near end", [4]byte{0x12, 0x12, 0x12, 0x1E}, [4]byte{0x10, 0, 0x03, 0x0F},
			printer.Status{Online: true, Paper: printer.PaperNearEnd}},
		{"paper out", [4]byte{0x1A, 0x32, 0x12, 0x7E}, [4]byte{0x18, 0, 0x0F, 0x0F}, printer.Status{Paper: printer.PaperOut}},
		{"cover open hides the paper", [4]byte{0x1A, 0x16, 0x12, 0x72}, [4]byte{0x38, 0, 0x0C, 0x0F}, printer.Status{CoverOpen: true}},
		{"cutter", [4]byte{0x1A, 0x52, 0x1A, 0x12}, [4]byte{0x18, 0x08, 0, 0x0F},
			printer.Status{Cutter: true, Paper: printer.PaperOK}},
		{"broken", [4]byte{0x1A, 0x52, 0x32, 0x12}, [4]byte{0x18, 0x20, 0, 0x0F},
			printer.Status{Broken: true, Paper: printer.PaperOK}},
		{"hot", [4]byte{0x1A, 0x52, 0x52, 0x12}, [4]byte{0x18, 0x40, 0, 0x0F},
			printer.Status{Hot: true, Paper: printer.PaperOK}},
	}
	for _, tt := range tests {
		if got := fromRealTime(tt.real); got != tt.want {
			t.Errorf("%s: DLE EOT: %v, want %v", tt.name, got, tt.want)
		}
		if got := fromAutoStatus(tt.auto); got != tt.want {
			t.Errorf("%s: ASB: %v, want %v", tt.name, got, tt.want)
		}
	}
	// A clone that answers DLE EOT 1 only.
	if got := fromRealTime([4]byte{0x12}); got != (printer.Status{Online: true}) || !got.Ready() {
		t.Errorf("first answer alone: %v", got)
	}
	// One that leaves out DLE EOT 4 still tells why it stopped.
	if got := fromRealTime([4]byte{0x1A, 0x32}); got != (printer.Status{Paper: printer.PaperOut}) {
		t.Errorf("without the fourth answer: %v", got)
	}
}

func TestSplitter(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"real time", "\x12\x1e", "0:12 0:1e"},
		{"asb", "\x10\x00\x03\x0f", "1:1000030f"},
		{"XOFF inside asb", "\x10\x13\x00\x03\x11\x0f", "1:1000030f"},
		{"real time inside asb", "\x10\x00\x12\x03\x0f", "0:12 1:1000030f"},
		{"asb cut short by asb", "\x10\x00\x18\x00\x0f\x0f", "1:18000f0f"},
		{"queued", "\x00\x0f", "2:00 2:0f"},
		{"process id", "\x37\x22ABCD\x00", "3:372241424344"},
		{"XOFF inside a block", "\x37\x13\x25\x00", "3:3725"},
		{"all mixed", "\x12\x37\x25\x00\x10\x00\x00\x0f\x00", "0:12 3:3725 1:1000000f 2:00"},
		{"block cut short by a status", "\x5fEPS\x12\x00", "2:00"},
		{"XON and noise", "\x11\x13\x93\xff", ""},
	}
	for _, tt := range tests {
		var s splitter
		got := ""
		for i := range len(tt.in) { // one by one: a reply may come in pieces
			for _, r := range s.feed([]byte{tt.in[i]}) {
				got += fmt.Sprintf(" %d:%x", r.kind, r.data)
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

// FuzzSplitter: any stream gives replies of the right shape, and after some
// zeros the next answer is read rightly.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("\x12\x37\x22ABCD\x00\x10\x00\x00\x0f"))
	f.Add([]byte("\x5f\x37\x10"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var s splitter
		for _, r := range s.feed(in) {
			checkShape(t, r)
		}
		s.feed(make([]byte, 4))
		got := s.feed([]byte{0x12, 0x37, 0x25, 0})
		if len(got) != 2 || got[0].kind != realTime || !isBlock("\x37\x25")(got[1]) {
			t.Fatalf("after %x: %v", in, got)
		}
	})
}

func checkShape(t *testing.T, r reply) {
	t.Helper()
	want := map[kind]int{realTime: 1, auto: 4, queued: 1}
	if n, fixed := want[r.kind]; fixed && len(r.data) != n || len(r.data) > maxBlock || len(r.data) == 0 {
		t.Fatalf("reply %v", r)
	}
}
