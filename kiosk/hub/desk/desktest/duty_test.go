package desktest_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// slowDuty says that it is asked to write down who is on duty, and does so when it
// may, or fails; once it is free it does so at once.
type slowDuty struct {
	store.Store
	asked, free chan struct{}
	may         chan error
}

func (s slowDuty) PutCallAgent(ctx context.Context, a store.CallAgent) (store.CallAgent, error) {
	select {
	case <-s.free:
	case s.asked <- struct{}{}:
		if err := <-s.may; err != nil {
			return a, err
		}
	}
	return s.Store.PutCallAgent(ctx, a)
}

// TestOnDutyOnceItIsWritten: a page that says "you take calls" is true for a kiosk
// that asks at that moment; where it cannot be written down, the page does not say so.
func TestOnDutyOnceItIsWritten(t *testing.T) {
	slow := slowDuty{asked: make(chan struct{}), free: make(chan struct{}), may: make(chan error, 1)}
	h := hubtest.New(t, desktest.With(desktest.Settings()), func(c *hub.Config) { slow.Store = c.Store; c.Store = slow })
	free := sync.OnceFunc(func() { close(slow.free) })
	t.Cleanup(free) // before the hub stops, which writes down who leaves
	k := desktest.DialKiosk(t, h.Enrol(t, "Hall", ""))
	noa := desktest.DialAgent(t, h, "noa", hubtest.Town)
	noa.Say(wire.Message{Type: wire.Duty, On: true})
	<-slow.asked
	slow.may <- nil
	noa.Find(func(m wire.Message) bool { return m.On }, "duty")

	a := desktest.DialAgent(t, h, "camille", hubtest.Town)
	a.Say(wire.Message{Type: wire.Duty, On: true})
	<-slow.asked
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	for _, waiting := range []int{1, 0} { // what the page is told meanwhile
		m := a.Find(func(m wire.Message) bool { return m.On || m.Type == wire.Waiting && len(m.Line) == waiting }, "line")
		if m.On {
			t.Error("on duty, before it is written")
		}
		k.Bye(id, "local-bye")
	}
	slow.may <- errors.New("the disk is full")
	a.Until(wire.Duty)

	free()
	a.Duty(true)
	noa.Duty(false)
	a.Sees(k.Ask("accueil", call.Shared{Lang: "fr"}))
}
