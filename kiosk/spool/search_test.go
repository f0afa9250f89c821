package spool

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// disguises are the ways in which a program could leave a text in a file.
func disguises(text string) map[string][]byte {
	units := utf16.Encode([]rune(text))
	var little, big []byte
	for _, u := range units {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	all := map[string][]byte{
		"utf-8": []byte(text), "utf-16le": little, "utf-16be": big, "hex": []byte(hex.EncodeToString([]byte(text))),
	}
	for shift, name := range []string{"base64", "base64+1", "base64+2"} {
		padded := append(make([]byte, shift), text...)
		s := base64.StdEncoding.EncodeToString(padded[:len(padded)/3*3])
		all[name] = []byte(s[4*((shift+2)/3):]) // whole groups of the text only
	}
	return all
}

// findCanary names the first typed value found in any file under dir.
func findCanary(t testing.TB, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing to search in: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range canaries {
			for disguise, needle := range disguises(canary) {
				if bytes.Contains(data, needle) {
					return filepath.Base(file) + ": " + canary + " as " + disguise
				}
			}
		}
	}
	return ""
}

func TestNothingTypedIsOnDisk(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	for n := range uint64(50) {
		mustPut(t, s, n+1)
	}
	if found := findCanary(t, dir); found != "" {
		t.Errorf("while open: %s", found)
	}
	s.Close()
	if found := findCanary(t, dir); found != "" {
		t.Errorf("after close: %s", found)
	}
}

// The search itself must find what it looks for, in each disguise.
func TestTheSearchFinds(t *testing.T) {
	for _, canary := range canaries {
		padded := "xx" + canary + "yy"
		for name, data := range map[string][]byte{
			"utf-8":    []byte(padded),
			"base64":   []byte(base64.StdEncoding.EncodeToString([]byte(canary + "yy"))),
			"base64+1": []byte(base64.StdEncoding.EncodeToString([]byte("x" + canary + "yy"))),
			"base64+2": []byte(base64.StdEncoding.EncodeToString([]byte(padded))),
			"utf-16le": disguises(padded)["utf-16le"],
		} {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "f"), data, 0o600); err != nil {
				t.Fatal(err)
			}
			if findCanary(t, dir) == "" {
				t.Errorf("%s as %s is not found", canary, name)
			}
		}
	}
}

// What is erased is gone from the file and from the journal, byte for byte.
func TestErasedBytesAreGone(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1, 2, 3)
	ciphertext, err := s.Ciphertext(t.Context(), sampleID(2))
	if err != nil {
		t.Fatal(err)
	}
	piece := ciphertext[len(ciphertext)/2:][:64]
	if !onDisk(t, dir, piece) {
		t.Fatal("the record is not where this test looks for it")
	}
	if err := s.Erase(t.Context(), sampleID(2)); err != nil {
		t.Fatal(err)
	}
	if onDisk(t, dir, piece) || onDisk(t, dir, []byte(sampleID(2))) {
		t.Error("bytes of an erased record are still on disk")
	}
}

func onDisk(t *testing.T, dir string, needle []byte) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, needle) {
			return true
		}
	}
	return false
}
