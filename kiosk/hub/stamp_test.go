package hub_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// Each heartbeat hears the number of the repository: another one after each push.
func TestHeartbeatsHearOfThePush(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	_, before := k.Beat(t, wire.Heartbeat{})
	h.Publish(t, "1.1.0")
	_, after := k.Beat(t, wire.Heartbeat{})
	if before.Stamp == 0 || after.Stamp <= before.Stamp {
		t.Errorf("%d, then %d", before.Stamp, after.Stamp)
	}
}

// slowFiles is a database that answers for the timestamp when it is let go, and
// fails then.
type slowFiles struct {
	store.Store
	asked atomic.Int64
	open  chan struct{}
}

func (s *slowFiles) File(ctx context.Context, path string) ([]byte, string, error) {
	if path != "metadata/timestamp.json" {
		return s.Store.File(ctx, path)
	}
	if ctx.Value(http.ServerContextKey) != nil { // a request, no chore
		s.asked.Add(1)
	}
	<-s.open
	return nil, "", errors.New("no answer")
}

// A database that does not answer holds up one heartbeat, not all of them.
func TestHeartbeatsDoNotWaitForTheNumber(t *testing.T) {
	h := hubtest.New(t)
	k, other := h.Enrol(t, "Hall", ""), h.Enrol(t, "Bureau", "")
	slow := &slowFiles{Store: h.Store, open: make(chan struct{})}
	beside := h.Beside(t, slow)
	answer := sync.OnceFunc(func() { close(slow.open) })
	t.Cleanup(answer) // before the hub is stopped, which waits for its chores
	k.Hub, other.Hub = beside, beside
	other.HTTP.Timeout = time.Minute // who waits for the database waits for ever here
	first := make(chan int)
	go func() { status, _ := k.Beat(t, wire.Heartbeat{}); first <- status }()
	eventually(t, func() bool { return slow.asked.Load() == 1 }, "the number is asked for")
	for range 3 {
		if status, r := other.Beat(t, wire.Heartbeat{}); status != 200 || r.Stamp != 0 {
			t.Errorf("%d %+v", status, r)
		}
	}
	answer()
	if status := <-first; status != 200 || slow.asked.Load() != 1 {
		t.Errorf("%d, asked %d times", status, slow.asked.Load())
	}
}
