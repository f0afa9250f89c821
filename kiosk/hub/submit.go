package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// submit takes a submission and answers with a receipt. In this order: whose it
// is, before a byte of it is read and room is kept for it; that it is whole; the
// commit; the receipt. Every other end leaves the kiosk with "not taken" or
// "unknown", and it keeps what it has.
func (h *Hub) submit(w http.ResponseWriter, r *http.Request) {
	receipt, err := h.takeOver(w, r)
	if err != nil {
		h.count(outcomeOf(err))
		h.fail(w, r, "submission_failed", err)
		return
	}
	h.count(submissionTaken)
	w.Header().Set("Content-Type", "application/vnd.guichet.receipt")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte(receipt))
}

// takeOver gives the receipt of a submission that is committed.
func (h *Hub) takeOver(w http.ResponseWriter, r *http.Request) (string, error) {
	item, err := h.sealed(r)
	if err != nil {
		return "", err
	}
	size := int64(item.Size)
	if !h.inFlight.take(item.Kiosk, size) {
		return "", errBusy
	}
	defer h.inFlight.give(item.Kiosk, size)
	body, err := readBody(w, r, size)
	if errors.Is(err, errTooLarge) {
		return "", custody.ErrBody // more than its envelope says
	}
	if err != nil {
		return "", err
	}
	return h.keep(r, item, body)
}

// keep commits a submission that is whole, then signs for it. The kiosk may hang
// up: what it sent is kept all the same.
func (h *Hub) keep(r *http.Request, item store.Item, body []byte) (string, error) {
	at, err := h.Store.PutItem(context.WithoutCancel(r.Context()), item, body, h.tell...)
	if err != nil {
		return "", err
	}
	return h.notary.Acknowledge(custody.Receipt{
		ID: item.ID, Kiosk: item.Kiosk, SHA256: item.SHA256, Hub: h.id, At: at.UTC(),
	})
}

// sealed is what the envelope of a submission says, once it is signed by a kiosk
// that may.
func (h *Hub) sealed(r *http.Request) (store.Item, error) {
	envelope := r.Header.Get(wire.FieldEnvelope)
	var from kiosk
	head, err := h.notary.Signed(envelope, func(id string) (_ ed25519.PublicKey, err error) {
		from, err = h.kiosks.get(r.Context(), id)
		return from.key, err
	})
	switch {
	case err != nil:
		return store.Item{}, err
	case head.Town != from.town:
		return store.Item{}, errOtherTown
	case head.Size > wire.MaxSubmission:
		return store.Item{}, errTooLarge
	}
	return store.Item{Header: head, Envelope: envelope, Receipt: h.now()}, nil
}

// outcomeOf tells apart what is counted: refused for good, or try again.
func outcomeOf(err error) outcome {
	if p := meaning(err); p.Status < 500 {
		return submissionRefused
	}
	if errors.Is(err, store.ErrFull) {
		return submissionFull
	}
	return submissionUnknown
}
