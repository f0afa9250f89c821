package custody

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"
)

// wrong is what may be wrong with a claim.
var wrong = map[string]func(*claim){
	"another message":         func(c *claim) { c.message = []byte("another") },
	"another key":             func(c *claim) { c.key = publicOf(otherKey) },
	"a key that is no point":  func(c *claim) { c.key = bytes.Repeat([]byte{0xff}, 32) },
	"the first half turned":   func(c *claim) { c.signature[0] ^= 1 },
	"the second half turned":  func(c *claim) { c.signature[40] ^= 1 },
	"a number over its limit": func(c *claim) { c.signature[63] |= 0xe0 },
	"a signature of zeros":    func(c *claim) { clear(c.signature) },
	"cut short":               func(c *claim) { c.signature = c.signature[:63] },
	"no signature":            func(c *claim) { c.signature = []byte{} },
	"another's signature":     func(c *claim) { c.signature = ed25519.Sign(hubKey, []byte("another")) },
}

func claimNo(n int) *claim {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(n)}, ed25519.SeedSize))
	message := fmt.Append(nil, "message ", n)
	return &claim{key: publicOf(key), message: message, signature: ed25519.Sign(key, message)}
}

// TestClaimsTogether: each claim is judged as it would be alone, whoever stands
// beside it: among 1, 2 and more, at each place.
func TestClaimsTogether(t *testing.T) {
	for _, n := range []int{1, 2, 7} {
		for name, spoil := range wrong {
			for _, bad := range []int{0, n / 2, n - 1} {
				all := make([]*claim, n)
				for i := range all {
					all[i] = claimNo(i)
				}
				spoil(all[bad])
				checkAll(all)
				for i, c := range all {
					if c.right == (i == bad) {
						t.Errorf("%s at %d of %d: claim %d is %v", name, bad, n, i, c.right)
					}
				}
			}
		}
	}
}

// TestTheRightTogether: where nothing is wrong, the check of many says so by
// itself.
func TestTheRightTogether(t *testing.T) {
	var all []*claim
	for i := range mostTogether {
		all = append(all, claimNo(i))
	}
	for _, n := range []int{1, 2, 3, mostTogether} {
		if !rightTogether(all[:n]) {
			t.Errorf("%d claims are not right together", n)
		}
	}
	all = slices.Repeat(all[:1], 4) // one that is sent four times at once
	if !rightTogether(all) {
		t.Error("the same four times is not right")
	}
	if rightTogether(nil) {
		t.Error("nothing is right")
	}
}
