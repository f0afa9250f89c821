package custody_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"guichet/kiosk/custody"
)

// TestNotaryOfMany: a hundred kiosks hand over at once, every fifth with
// something wrong. Each has what it would have alone: the others' faults are
// theirs.
func TestNotaryOfMany(t *testing.T) {
	hub, liar := newParty(t), newParty(t)
	notary := custody.NewNotary(hub.secret)
	var kiosks [100]party
	for i := range kiosks {
		kiosks[i] = newParty(t)
	}
	keyOf := known(kiosks[:]...)
	var all sync.WaitGroup
	for i, kiosk := range kiosks {
		all.Go(func() {
			key, want := kiosk.secret, error(nil)
			if i%5 == 0 {
				key, want = liar.secret, custody.ErrSignature
			}
			header := kiosk.header()
			header.ID = fmt.Sprintf("%032x", i)
			sealed, envelope, err := custody.Seal(header, ciphertext, key)
			check(t, err)
			h, err := notary.Signed(envelope, keyOf)
			if !errors.Is(err, want) || (err == nil) != (h == sealed) {
				t.Errorf("%d: %+v, %v", i, h, err)
			}
			receipt, err := notary.Acknowledge(custody.Receipt{ID: sealed.ID, Kiosk: sealed.Kiosk, SHA256: sealed.SHA256, At: noon})
			check(t, err)
			r, err := custody.Acknowledged(receipt, sealed, hub.public)
			if err != nil || r.ID != sealed.ID || !r.At.Equal(noon) {
				t.Errorf("%d: %+v, %v", i, r, err)
			}
		})
	}
	all.Wait()
}
