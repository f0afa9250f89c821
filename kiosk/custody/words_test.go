package custody

import (
	"regexp"
	"testing"
)

// shapes says the same as the functions, the way that people write it.
var shapes = []struct {
	name  string
	is    func(string) bool
	shape *regexp.Regexp
}{
	{"town", isTown, regexp.MustCompile(`^[0-9][0-9AB][0-9]{3}$`)},
	{"reference", isReference, regexp.MustCompile(`^[0-9A-Z ]{1,20}$`)},
	{"pack", isPack, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)},
	{"version", isVersion, regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+-]{0,63}$`)},
	{"id", func(s string) bool { return isHex(s, 4) }, regexp.MustCompile(`^[0-9a-f]{4}$`)},
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"", "04999", "2A004", "2b004", "A2004", "0499", "049999", "482 739 156 Z", "cantine", "acte-naissance", "-a",
		"1.0.0", "1.0.0+b-2", "+1", ".1", "0a1f", "0A1F", "0a1g", "é", "a\n", "\u202e", "1.0\x000", "..", "a/b", "=1+1", "~", "@", "[", "`", "{", "/", ":",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"11111111111111111111", "111111111111111111111",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, one := range shapes {
			if got, want := one.is(s), one.shape.MatchString(s); got != want {
				t.Errorf("%s: %q is %v, want %v", one.name, s, got, want)
			}
		}
	})
}
