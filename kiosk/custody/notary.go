package custody

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hdevalence/ed25519consensus"
)

// Notary is the hub's side of custody where many submissions come at once: what
// is slow, it does once for all that wait at that moment. It may be used by many
// goroutines.
type Notary struct {
	key       ed25519.PrivateKey
	envelopes crowd[claim]
	receipts  crowd[wish]
}

// NewNotary makes one that signs with the hub's key.
func NewNotary(key ed25519.PrivateKey) *Notary {
	n := &Notary{key: key}
	n.envelopes.do, n.receipts.do = checkAll, n.signAll
	return n
}

// Signed is [Signed].
func (n *Notary) Signed(envelope string, keyOf func(kiosk string) (ed25519.PublicKey, error)) (Header, error) {
	return signed(envelope, keyOf, func(key ed25519.PublicKey, message, signature []byte) bool {
		c := claim{key: key, message: message, signature: signature}
		n.envelopes.join(&c)
		return c.right
	})
}

// claim is a signature to be checked.
type claim struct {
	key                ed25519.PublicKey
	message, signature []byte
	right              bool
}

// checkAll checks them together; each by itself where one of them is wrong, so
// that it harms no other, and where there is only one.
//
// The check of many is ZIP 215's (https://zips.z.cash/zip-0215). It is looser
// than [ed25519.Verify] in one thing: it forgives a part of small order in a
// point. A signature that only one of the two takes is made with the secret key,
// by a kiosk that could as well sign in the usual way; or for a key that was made
// of small order, and who enrols such a one has given his signature away under
// either check. So nothing is kept here that others than its kiosk could sign.
func checkAll(all []*claim) {
	together := len(all) > 1 && rightTogether(all)
	for _, c := range all {
		c.right = together || ed25519.Verify(c.key, c.message, c.signature)
	}
}

func rightTogether(all []*claim) bool {
	v := ed25519consensus.NewPreallocatedBatchVerifier(len(all))
	for _, c := range all {
		v.Add(c.key, c.message, c.signature)
	}
	return v.Verify()
}

// Acknowledge is [Acknowledge] with the notary's key.
func (n *Notary) Acknowledge(r Receipt) (string, error) {
	leaf, err := json.Marshal(&r)
	if err != nil {
		return "", fmt.Errorf("custody: receipt: %w", err)
	}
	w := wish{leaf: leaf, err: errNotSigned}
	n.receipts.join(&w)
	return w.receipt, w.err
}

var errNotSigned = errors.New("custody: receipt is not signed")

// wish is a receipt to be signed.
type wish struct {
	leaf    []byte
	receipt string
	err     error
}

func (n *Notary) signAll(all []*wish) {
	leaves := make([][]byte, len(all))
	for i, w := range all {
		leaves[i] = w.leaf
	}
	receipts, err := signLeaves(leaves, n.key)
	for i, w := range all {
		if w.err = err; err == nil {
			w.receipt = receipts[i]
		}
	}
}
