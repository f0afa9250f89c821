package secret

import (
	"errors"
	"strings"
	"testing"
)

// small is a cost for tests that make many hashes.
var small = Cost{Memory: 8, Passes: 1, Threads: 1}

func TestPHC(t *testing.T) {
	p := New("phrase", small)
	read, err := Parse(p.String())
	if err != nil || !read.Is("phrase") || read.Is("Phrase") || read.Is("") {
		t.Fatalf("%s: %v", p, err)
	}
	if New("phrase", small).String() == p.String() {
		t.Error("the same salt twice")
	}
}

// A number of the front desk, from the first day to the day when hashing costs
// more than it did.
func TestANumber(t *testing.T) {
	kept := Hash("40717")
	for number, want := range map[string]bool{"40717": true, "40718": false, "4071": false, "": false} {
		if right, err := Check(kept, number); right != want || err != nil {
			t.Errorf("%q: %v %v", number, right, err)
		}
	}
	if NeedsRehash(kept) || !NeedsRehash(New("40717", small).String()) || !NeedsRehash(New("40717", Cost{Today.Memory, 1, 1}).String()) || !NeedsRehash("40717") {
		t.Error("what must be hashed again is not told from what need not")
	}
	for _, kept := range []string{"", "40717"} {
		if right, err := Check(kept, kept); right || !errors.Is(err, ErrForm) {
			t.Errorf("%q in place of a hash: %v %v", kept, right, err)
		}
	}
}

// The hash of nothing is nobody's password.
func TestNothing(t *testing.T) {
	var none PHC
	if !none.IsZero() || none.Is("") || New("", small).IsZero() {
		t.Error("nothing opens")
	}
}

// An accent is one, whether a keyboard sends it in one sign or in two.
func TestAccentsOfTwoKeyboards(t *testing.T) {
	if !New("e\u0301te\u0301", small).Is("été") {
		t.Error("they differ")
	}
}

// TestPHCOfOthers reads a hash that another program made: the vector for
// Argon2id with 2 passes over 64 MiB in the tests of P-H-C/phc-winner-argon2
// (where it stands is from memory; that it is right is what is tested).
func TestPHCOfOthers(t *testing.T) {
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	p, err := Parse(hash)
	if err != nil || !p.Is("password") {
		t.Errorf("%v, right: %v", err, err == nil && p.Is("password"))
	}
}

func TestPHCRefused(t *testing.T) {
	for _, s := range []string{
		"", "$argon2id$", "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=16$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=17,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=1,p=17$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=1,p=1$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$" + strings.Repeat("AAAA", 22),
		"$argon2id$v=19$m=8,t=1,p=1$" + strings.Repeat("AAAA", 22) + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=8,t=1,p=1,x=2$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc\n",
	} {
		if p, err := Parse(s); !errors.Is(err, ErrForm) {
			t.Errorf("%q is %v", s, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(New("phrase", small).String())
	f.Add("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Parse(s)
		if err != nil {
			return
		}
		if Most.Below(p.Cost) || p.Threads > Most.Threads {
			t.Errorf("%q costs %+v", s, p.Cost)
		}
		if p.String() != s {
			t.Errorf("%q, then %q", s, p)
		}
	})
}
