package custody

import (
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

var receiptHead = headOf("guichet-receipt+jwt")

// Receipt says that the hub has a submission: committed and synced.
type Receipt struct {
	ID     string    `json:"id"`
	Kiosk  string    `json:"kiosk"`
	SHA256 string    `json:"sha256"` // of the ciphertext
	Hub    string    `json:"hub"`    // see [HubID]
	At     time.Time `json:"at"`     // of the commit, by the hub's clock
}

// Acknowledge signs a receipt by itself; [Notary.Acknowledge] does so together
// with others. Its caller has seen the commit come back.
func Acknowledge(r Receipt, key ed25519.PrivateKey) (string, error) {
	return NewNotary(key).Acknowledge(r)
}

// Acknowledged gives the receipt, once it is the hub's and for this very
// submission: the only reason to erase it.
func Acknowledged(receipt string, h Header, hub ed25519.PublicKey) (Receipt, error) {
	leaf, err := leafOf(receipt, hub)
	if err != nil {
		return Receipt{}, err
	}
	var r Receipt
	if json.Unmarshal(leaf, &r) != nil {
		return Receipt{}, ErrSignature
	}
	if r.ID != h.ID || r.Kiosk != h.Kiosk || r.SHA256 != h.SHA256 {
		return Receipt{}, ErrBody
	}
	return r, nil
}

// apart is between the parts of a receipt. It is no letter of base64url.
const apart = "~"

// signLeaves makes the receipts of at most mostTogether leaves, at least one,
// with one signature.
func signLeaves(leaves [][]byte, key ed25519.PrivateKey) ([]string, error) {
	hashes, places := make([]tlog.Hash, len(leaves)), make([][]byte, len(leaves))
	for i, leaf := range leaves {
		hashes[i], places[i] = tlog.RecordHash(leaf), newPlace(i)
	}
	token, err := sign(receiptHead, &tree{int64(len(leaves)), grow(hashes, places)}, key)
	if err != nil {
		return nil, err
	}
	receipts := make([]string, len(leaves))
	for i, leaf := range leaves {
		receipts[i] = join(token, leaf, places[i])
	}
	return receipts, nil
}

// join puts the parts of a receipt together.
func join(token string, leaf, place []byte) string {
	b := make([]byte, 0, len(token)+2*len(apart)+coding.EncodedLen(len(leaf))+coding.EncodedLen(len(place)))
	b = coding.AppendEncode(append(append(b, token...), apart...), leaf)
	return string(coding.AppendEncode(append(b, apart...), place))
}

// leafOf gives the leaf of a receipt, once it stands in a tree that the hub
// signed; else ErrSignature.
func leafOf(receipt string, hub ed25519.PublicKey) ([]byte, error) {
	part := strings.Split(receipt, apart)
	if len(receipt) > maxToken || len(part) != 3 {
		return nil, ErrSignature
	}
	var t tree
	err := verify(receiptHead, part[0], &t, func() (ed25519.PublicKey, error) { return hub, nil }, ed25519.Verify)
	if err != nil {
		return nil, err
	}
	leaf, err1 := decode(part[1])
	place, err2 := decode(part[2])
	if err1 != nil || err2 != nil || !t.has(leaf, place) {
		return nil, ErrSignature
	}
	return leaf, nil
}
