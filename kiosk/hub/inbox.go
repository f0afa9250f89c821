package hub

import (
	"context"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Items is the list of what citizens of a town sent, oldest first; what is in
// them is another right.
func (h *Hub) Items(ctx context.Context, who store.Who, q store.Query) ([]store.Item, error) {
	if err := firstOf(may(who, users.SeeInbox, q.Town), checkTown(q.Town)); err != nil {
		return nil, err
	}
	switch q.State {
	case "", "waiting", "handled":
	default:
		return nil, &InputError{"state", "waiting, handled, or nothing for both"}
	}
	if q.Limit < 0 || q.Limit > 1000 {
		return nil, &InputError{"limit", "1 to 1000"}
	}
	return h.Store.Items(ctx, q)
}

// Ciphertext is what a citizen sent, as the hub has it.
func (h *Hub) Ciphertext(ctx context.Context, who store.Who, id string) (store.Item, []byte, error) {
	i, err := h.itemFor(ctx, who, id)
	if err != nil {
		return store.Item{}, nil, err
	}
	data, err := h.Store.Ciphertext(ctx, id)
	if err == nil {
		h.did(ctx, who, i.Town, "item_read", id, i.Reference)
	}
	return i, data, err
}

// HandleItem marks a submission as handled.
func (h *Hub) HandleItem(ctx context.Context, who store.Who, id string) error {
	i, err := h.itemFor(ctx, who, id)
	if err != nil {
		return err
	}
	if err := h.Store.HandleItem(ctx, id, who.Login, h.now()); err != nil {
		return err
	}
	h.did(ctx, who, i.Town, "item_handled", id, i.Reference)
	return nil
}

func (h *Hub) itemFor(ctx context.Context, who store.Who, id string) (store.Item, error) {
	i, err := h.Store.Item(ctx, id)
	if err != nil {
		return store.Item{}, err
	}
	return i, may(who, users.ReadInbox, i.Town)
}
