package forms

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestReferenceIsShownInGroups(t *testing.T) {
	// 0xFFFFFFFF lies over the last whole multiple and is drawn again.
	source := bytes.NewReader([]byte{0xff, 0xff, 0xff, 0xff, 0x1c, 0xc6, 0x12, 0xa4})
	got, err := NewReference(source)
	if err != nil || got != "482 742 948 W" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := NewReference(source); !errors.Is(err, io.EOF) {
		t.Errorf("a source that ends: %v", err)
	}
}

func TestReferenceIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"482 739 156 Z": "482 739 156 Z", "482739156z": "482 739 156 Z", " 48 27 39 15 6Z\n": "482 739 156 Z",
		"000 000 000 A": "000 000 000 A",
	} {
		if got, ok := ValidReference(typed); !ok || got != want {
			t.Errorf("ValidReference(%q) = %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "482739156", "482 739 156 K", "482 739 15O Z", "482 739 156 ZZ", "+48 739 156 Z"} {
		if got, ok := ValidReference(typed); ok {
			t.Errorf("ValidReference(%q) = %q", typed, got)
		}
	}
}

// TestReferenceCatchesSlips: every wrong digit, every two neighbours
// exchanged, every other letter.
func TestReferenceCatchesSlips(t *testing.T) {
	for range 200 {
		shown, err := NewReference(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ref := strings.ReplaceAll(shown, " ", "")
		for _, wrong := range slips(ref) {
			if _, ok := ValidReference(wrong); ok {
				t.Errorf("%s is taken for %s", wrong, ref)
			}
		}
	}
}

func slips(ref string) []string {
	var out []string
	for i := range 9 {
		for d := byte('0'); d <= '9'; d++ {
			if ref[i] != d {
				out = append(out, ref[:i]+string(d)+ref[i+1:])
			}
		}
		if i < 8 && ref[i] != ref[i+1] {
			out = append(out, ref[:i]+string(ref[i+1])+string(ref[i])+ref[i+2:])
		}
	}
	for _, l := range referenceLetters {
		if string(l) != ref[9:] {
			out = append(out, ref[:9]+string(l))
		}
	}
	return out
}

func TestNewID(t *testing.T) {
	got, err := NewID(bytes.NewReader(bytes.Repeat([]byte{0xa5}, 16)))
	if err != nil || got != strings.Repeat("a5", 16) {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := NewID(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a source that ends: %v", err)
	}
}
