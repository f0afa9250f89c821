package escpos

import (
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// FuzzEncode: whatever a citizen types, the job is one that cannot switch the
// printer off and cannot smuggle a command in.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"é", "Łódź", "\x1b@", "\x10\x04\x01", "a\u0301\u0302", "\xff\xfe", strings.Repeat("x", 200), "مرحبا"} {
		f.Add(s, true)
	}
	p, err := profiles.Get("generic-58mm")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string, bold bool) {
		if len(s) > 2000 {
			return
		}
		job, err := Encode(printer.Document{Blocks: []printer.Block{
			printer.Text{S: s, Bold: bold, Indent: len(s)}, printer.Pair{Left: s, Right: s},
		}}, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
			if strings.Contains(string(job), bad) {
				t.Fatalf("%x in the job of %q", bad, s)
			}
		}
	})
}
