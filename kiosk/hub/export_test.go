package hub

import (
	"context"
	"errors"
)

// Chore does one of the chores now, as it is done by itself.
func (h *Hub) Chore(ctx context.Context, name string) error {
	for _, c := range h.chores() {
		if c.name == name {
			return c.do(ctx)
		}
	}
	return errors.New("hub: no such chore")
}

// Renew, Expire and Deliver do a chore now.
func (h *Hub) Renew(ctx context.Context) error   { return h.renew(ctx) }
func (h *Hub) Expire(ctx context.Context) error  { return h.expire(ctx) }
func (h *Hub) Deliver(ctx context.Context) error { return h.deliver(ctx) }
