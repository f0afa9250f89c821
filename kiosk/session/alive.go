package session

import (
	"context"

	"guichet/kiosk/loop"
)

// ping is answered by the loop.
type ping struct{ loop.Ping }

func (ping) event() {}

// Alive returns nil once the loop has handled all that was sent before, and the
// cause of ctx where it does not in time: it hangs.
func (s *Session) Alive(ctx context.Context) error {
	return loop.Alive(ctx, func(p loop.Ping) { s.Send(ping{p}) })
}
