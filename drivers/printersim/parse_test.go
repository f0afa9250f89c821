package printersim

import (
	"testing"

	"guichet/drivers/printer"
)

func testProfile() printer.Profile {
	return printer.Profile{
		Name: "test", Model: "TEST", Columns: 48, Dots: 576, DPI: 203, Buffer: 4096,
		CodePages: []printer.CodePage{{Name: "cp1252", Number: 71}, {Name: "cp858", Number: 53}},
		Cut:       "gs_v_66", Confirm: "process_id", Clear: "dle_dc4", Flow: "xonxoff",
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		in string
		op op
		n  int
	}{
		{"abc\n", opText, 3},
		{"\n", "\n", 1},
		{"\x1b@x", "ESC @", 2},
		{"\x1bE", "", 0},
		{"\x1bE\x01", "ESC E", 3},
		{"\x1b\x01", opIgnored, 2},
		{"\x1c.", "FS .", 2},
		{"\x1dV\x00", "GS V", 3},
		{"\x1dV\x42\x00", "GS V", 4},
		{"\x1dV\x42", "", 0},
		{"\x1dv0\x00\x01\x00\x02\x00ab", "GS v", 10},
		{"\x1dv0\x00\x01\x00\x02\x00a", "", 0},
		{"\x1dv0\x00\xff\xff\xff\xff", opIgnored, 8 + 65535*65535},
		{"\x1d(k\x03\x00\x31\x51\x30", "GS ( k", 8},
		{"\x1d(H\x06\x0000ABCD", "GS ( H", 11},
		{"\x1d8L\x02\x00\x00\x0002", "GS 8 L", 9},
		{"\x1dk\x04123\x00", "GS k", 7},
		{"\x1dk\x49\x03{A1", "GS k", 7},
		{"\x1b*\x21\x01\x00abc", "ESC *", 8},
		{"\x10\x04\x01", opRealTime, 3},
		{"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", opRealTime, 10},
		{"\x10x", opRealTime, 1},
	}
	for _, tt := range tests {
		if c, n := parse([]byte(tt.in)); n != tt.n || n > 0 && c.op != tt.op {
			t.Errorf("%q: %q, %d; want %q, %d", tt.in, c.op, n, tt.op, tt.n)
		}
	}
}

// FuzzMachine: no stream breaks the printer: it prints on after it was cleared.
func FuzzMachine(f *testing.F) {
	for _, s := range []string{
		"Bonjour\n", "\x1dv0\x03\x01\x00\x02\x00ab\n", "\x1d(k\x04\x0011A2\x1d(k\x06\x00\x31\x50\x30abc\x1d(k\x03\x00\x31\x51\x30",
		"\x1d(L\x0c\x000p0\x01\x011\x08\x00\x02\x00ab\x1d(L\x02\x0002", "\x1b!\xff\x1d!\xffx\n\x1dV\x00", "\x10\x04\x01\x10\x14\x08",
		"\x1bt\x47\xe9\t\x1bd\xff\x1d(H\x06\x0000ABCD\x1dI\x43\x1dr\x01", "\x1bR\x01@\x1b-\x01\x1bM\x01a\n",
		"\x1de\x03\x05\x1cP\x02\x00R\x05\x1dR1\x05\x1d\xe0\x0f", "\x1bq\x04\x01Bab\x00\x1bb\x01\x02\x00ab\x1bJ\x00\x1bv\x1dG\x31ABCD\x1dG\x30",
		"\x1c}%\x02ab\x1c}t\x04\x1c}&\xe4\x04", "\x1dk\x49\x05{BA{S\x1d(k\x05\x000P0ab\x1d(k\x03\x000Q0", "\x1bD\x04\x08\x00\t\x1b*\x21\x01\x00abc\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 300 {
			return
		}
		for _, name := range []string{"custom-vkp80iii", "nippon-np-3511", "pyramid-reliance"} {
			feedMachine(newMachine(Options{Model: name, Flow: "none"}), in)
		}
		m := newMachine(Options{Profile: testProfile(), Flow: "none"})
		feedMachine(m, in)
		feedMachine(m, append(clearCommand, "\x1b@encore\n"...))
		if n := len(m.roll.words); n == 0 || m.roll.words[n-1].text != "encore" {
			t.Fatalf("after %x it prints no more", in)
		}
	})
}

func feedMachine(m *machine, in []byte) {
	for _, b := range in {
		m.receive([]byte{b})
		m.work(m.busyTill)
	}
}
