package kiosk

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/machine"
	"guichet/kiosk/session"
)

// slow is a phone whose exchange takes its time to hear that we are gone.
type slow struct {
	*calltest.Phone
	takes time.Duration
	ended chan struct{}
}

func (s *slow) Close() error {
	time.Sleep(s.takes)
	close(s.ended)
	return s.Phone.Close()
}

// slowly are phones of a kiosk, each of which takes so long.
func slowly(takes ...time.Duration) (c *calls, all []*slow) {
	c = &calls{log: slog.New(slog.DiscardHandler), voice: &attentive{}}
	c.ctx, c.stop = context.WithCancel(context.Background())
	for _, d := range takes {
		s := &slow{calltest.NewPhone(call.Voice), d, make(chan struct{})}
		all, c.phones = append(all, s), append(c.phones, s)
	}
	return c, all
}

// Phones are closed side by side: three slow ones take as long as one, and one that
// does not end holds up nothing.
func TestPhonesAreClosedSideBySide(t *testing.T) {
	for name, c := range map[string]struct {
		takes []time.Duration
		want  time.Duration
	}{
		"none":            {nil, 0},
		"all slow":        {[]time.Duration{2 * time.Second, 2 * time.Second, 2 * time.Second}, 2 * time.Second},
		"one for an hour": {[]time.Duration{0, time.Hour, time.Second}, lastWords},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				phones, all := slowly(c.takes...)
				began := time.Now()
				phones.close()
				phones.close() // a second time it does nothing
				if took := time.Since(began); took != c.want || phones.ctx.Err() == nil {
					t.Errorf("it took %v, want %v; over: %v", took, c.want, phones.ctx.Err())
				}
				for _, s := range all {
					<-s.ended
				}
			})
		})
	}
}

// numb is a helper that does not hear that nobody waits any more.
type numb struct {
	helper
	begun chan struct{}
}

func (n *numb) Stick(context.Context) (machine.Stick, error) {
	close(n.begun)
	time.Sleep(time.Minute)
	return machine.Stick{}, machine.ErrNoStick
}

// SIGTERM with three phones, each of which is slow, and a front desk whose work does
// not end: the kiosk waits for both at the same time. It is gone within three seconds,
// and what was handed in is on the disk.
func TestItIsToldToEndWithThreeSlowPhones(t *testing.T) {
	data := deepFolder(t)
	synctest.Test(t, func(t *testing.T) {
		n := &numb{&simHelper{}, make(chan struct{})}
		h := dry(t, data, func(h *hall, o *Options) { numbered(h); o.helper = n })
		phones, all := slowly(time.Minute, 2*time.Second, 2*time.Second)
		h.parts.calls = phones // nobody looks at them before the end
		h.visit("acte-naissance")
		h.parts.send(session.StaffAsked{})
		pin := h.until("the page of the number", func(v session.View) bool { return v.State == session.Staff && v.Other.Do != nil })
		h.parts.send(pin.Other.Do)
		<-n.begun
		began := time.Now()
		h.off()
		if took := time.Since(began); took >= 3*time.Second {
			t.Errorf("it took %v", took)
		}
		if n := len(h.onDisk()); n != 1 {
			t.Errorf("%d on the disk", n)
		}
		for _, s := range all {
			<-s.ended
		}
		time.Sleep(time.Minute) // what nobody waits for ends by itself
	})
}
