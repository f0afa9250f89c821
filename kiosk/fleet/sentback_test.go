package fleet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
	"guichet/forms/packs"
	"guichet/kiosk/fleet/wire"
)

// upgraded is a hall that has gone from 1.0.0 to 1.1.0.
func upgraded(t *testing.T) (*townHall, *hall) {
	t.Helper()
	h := newTownHall(t)
	h.publish("1.0.0", "1.1.0")
	a := newHall(t, h, t.TempDir())
	for _, v := range []string{"1.0.0", "1.1.0"} {
		need(t, a.want(t, v))
		a.shown(map[string]string{"cantine": v})
	}
	return h, a
}

// again is the same kiosk after it was started again.
func (a *hall) again(t *testing.T, h *townHall) *hall {
	t.Helper()
	need(t, a.disk.Close())
	b := newHall(t, h, a.dir)
	b.shown(versionsOf(b.active()))
	return b
}

func (a *hall) hears(t *testing.T, offered, state string) {
	t.Helper()
	if got := fmt.Sprint(names(a.active())); got != offered {
		t.Errorf("it offers %s, want %s", got, offered)
	}
	if got := fmt.Sprint(a.states()); got != state {
		t.Errorf("the hub hears %s, want %s", got, state)
	}
}

const backed = "[{cantine 1.1.0 refused sent_back}]"

// The front desk goes back. The hub's next wish does not undo it, nor the one
// after a restart, nor any that day, and no file is fetched for it.
func TestTheFrontDeskGoesBack(t *testing.T) {
	h, a := upgraded(t)
	lib := &Library{a.porter}
	if lib.Previous("cantine") != "1.0.0" || lib.Previous("none") != "" {
		t.Errorf("before: %q", lib.Previous("cantine"))
	}
	need(t, lib.Back("cantine"))
	if fmt.Sprint(a.offered) != "[cantine 1.0.0]" {
		t.Errorf("the menu has %v", a.offered)
	}
	a.hears(t, "[cantine 1.0.0]", backed)
	fetched := 0
	h.spoil = func(_ string, data []byte) ([]byte, error) { fetched++; return data, nil }
	for range 3 {
		need(t, a.want(t, "1.1.0"))
		a.shown(map[string]string{"cantine": "1.0.0"})
		a.hears(t, "[cantine 1.0.0]", backed)
	}
	if fetched > 0 {
		t.Errorf("%d files were fetched", fetched)
	}
	a = a.again(t, h)
	a.hears(t, "[cantine 1.0.0]", backed)
	need(t, a.want(t, "1.1.0"))
	a.looked = time.Now().Add(-2 * stale) // a refusal that time may mend is tried again by then
	need(t, a.want(t, "1.1.0"))
	a.hears(t, "[cantine 1.0.0]", backed)
	if got := refusedOf(a.states()); got != nil {
		t.Errorf("the board is told of %v", got)
	}
}

// The hub wants another revision: that one comes in, and what was sent back may
// come again when it is wanted after it.
func TestTheHubWantsAnother(t *testing.T) {
	for name, other := range map[string]string{"a newer one": "1.2.0", "the one before": "1.0.0", "none at all": ""} {
		t.Run(name, func(t *testing.T) {
			h, a := upgraded(t)
			if other == "1.2.0" {
				h.publish(other)
			}
			need(t, a.back("cantine"))
			need(t, a.want(t, other))
			a.shown(versionsOf(a.active()))
			if got := refusedOf(a.states()); a.isSent("cantine", "1.1.0") || got != nil {
				t.Errorf("still refused: %v", a.states())
			}
			need(t, a.want(t, "1.1.0"))
			if fmt.Sprint(names(a.active())) != "[cantine 1.1.0]" {
				t.Errorf("wanted again, it offers %v", names(a.active()))
			}
		})
	}
}

// An administrator mends the revision and publishes it anew under its number.
func TestTheSameIsPublishedAnew(t *testing.T) {
	h, a := upgraded(t)
	need(t, a.back("cantine"))
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		need(t, e.Withdraw("04999", trust.PackPath("04999", "cantine", "1.1.0")))
	})
	h.now = today.Add(time.Hour)
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		same, err := fs.ReadFile(packs.FS, "cantine/tests/parcours.yaml")
		need(t, err)
		_, err = e.Publish("04999", cantine(t, "1.1.0", map[string]string{
			"tests/parcours.yaml": strings.Replace(string(same), "Un parent seul", "Un seul parent", 1),
		}))
		need(t, err)
	})
	a.looked = time.Time{}
	need(t, a.want(t, "1.1.0")) // looks at the repository
	need(t, a.want(t, "1.1.0"))
	if fmt.Sprint(names(a.active())) != "[cantine 1.1.0]" || a.isSent("cantine", "1.1.0") {
		t.Errorf("it offers %v, the hub hears %v", names(a.active()), a.states())
	}
}

// Who went back by mistake goes forward the same way.
func TestBackAndForth(t *testing.T) {
	h, a := upgraded(t)
	lib := &Library{a.porter}
	for range 2 {
		need(t, lib.Back("cantine"))
		a.shown(map[string]string{"cantine": "1.0.0"})
		a.hears(t, "[cantine 1.0.0]", backed)
		if lib.Previous("cantine") != "1.1.0" {
			t.Errorf("one can go to %q", lib.Previous("cantine"))
		}
		need(t, lib.Back("cantine"))
		a.shown(map[string]string{"cantine": "1.1.0"})
		a.hears(t, "[cantine 1.1.0]", "[{cantine 1.1.0 shown }]")
	}
	a.again(t, h).hears(t, "[cantine 1.1.0]", "[{cantine 1.1.0 shown }]")
}

// Nothing to go back to, or nothing that the town still publishes: all stays.
func TestNoWayBack(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	a := newHall(t, h, t.TempDir())
	var refused *store.RefusedError
	if err := a.back("cantine"); !errors.As(err, &refused) {
		t.Errorf("without any: %v", err)
	}
	need(t, a.want(t, "1.0.0"))
	if err := a.back("cantine"); !errors.As(err, &refused) || refused.Kind != store.Missing {
		t.Errorf("without one before: %v", err)
	}
	h, a = upgraded(t)
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		need(t, e.Withdraw("04999", trust.PackPath("04999", "cantine", "1.0.0")))
	})
	a.looked = time.Time{}
	need(t, a.follow(t.Context(), nil))
	if err := a.back("cantine"); !errors.As(err, &refused) || refused.Kind != store.Signature {
		t.Errorf("to one that was withdrawn: %v", err)
	}
	a.hears(t, "[cantine 1.1.0]", "[{cantine 1.1.0 shown }]")
	if need(t, a.want(t, "1.1.0")); a.isSent("cantine", "1.1.0") {
		t.Error("it is remembered as sent back")
	}
}

// The power goes between the mark and the rename: the front desk sees the newer
// one, and presses again.
func TestAPowerCutOnTheWayBack(t *testing.T) {
	h, a := upgraded(t)
	active, _ := a.revisions("cantine")
	need(t, a.remember("cantine", sent{active.Version, active.SHA256}))
	a = a.again(t, h)
	need(t, a.want(t, "1.1.0"))
	a.hears(t, "[cantine 1.1.0]", "[{cantine 1.1.0 shown }]")
	need(t, a.back("cantine"))
	a.again(t, h).hears(t, "[cantine 1.0.0]", backed)
}

// A stick does not bring in what was sent back, but what is newer than it; and
// the hub serves again after it.
func TestAStickAfterTheWayBack(t *testing.T) {
	h, a := upgraded(t)
	lib := &Library{a.porter}
	need(t, lib.Back("cantine"))
	err := lib.Import(t.Context(), publish.Source(h.files))
	if err != nil || !Nothing(err) || fmt.Sprint(names(a.active())) != "[cantine 1.0.0]" {
		t.Errorf("%v, it offers %v", err, names(a.active()))
	}
	h.publish("1.2.0")
	need(t, lib.Import(t.Context(), publish.Source(h.files)))
	if fmt.Sprint(names(a.active())) != "[cantine 1.2.0]" {
		t.Errorf("it offers %v", names(a.active()))
	}
	if a.source != h {
		t.Error("the stick stays where the hub was")
	}
}

// A stick that holds nothing for this kiosk is told apart from one that is bad.
func TestNothingOnTheStick(t *testing.T) {
	h, a := upgraded(t)
	lib := &Library{a.porter}
	h.publish("1.2.0")
	cut := func(_ string, data []byte) ([]byte, error) { return data[:len(data)/2], nil }
	for name, c := range map[string]struct {
		stick   *townHall
		spoil   func(string, []byte) ([]byte, error)
		nothing bool
	}{
		"empty":   {&townHall{t: t, files: publish.Changes{}}, nil, true},
		"damaged": {h, cut, false},
	} {
		c.stick.spoil = c.spoil
		if err := lib.Import(t.Context(), c.stick); err == nil || Nothing(err) != c.nothing {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.spoil = nil
	if err := lib.Import(t.Context(), h); err != nil {
		t.Error(err)
	}
}

// Somebody stands there with a stick while the hub's order hangs in a network
// that swallows all: the stick goes first, and the order comes again.
func TestAStickGoesBeforeAnOrder(t *testing.T) {
	h, a := upgraded(t)
	h.publish("1.2.0")
	hangs := make(chan struct{})
	slow := &townHall{t: t, files: h.files}
	a.source = hanging{slow, hangs}
	ended := make(chan error, 1)
	go func() {
		ended <- a.heed(t.Context(), wire.HeartbeatReply{Wanted: []wire.Wanted{{ID: "cantine", Version: "1.2.0"}}})
	}()
	<-hangs
	need(t, (&Library{a.porter}).Import(t.Context(), publish.Source(h.files)))
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the order ended with %v", err)
	}
	if fmt.Sprint(names(a.active())) != "[cantine 1.2.0]" || refusedOf(a.states()) != nil {
		t.Errorf("it offers %v, the hub hears %v", names(a.active()), a.states())
	}
}

// The front desk goes back while an order is carried out: the order gives way, and
// what it would have brought does not take the place of what was gone back to.
func TestTheFrontDeskGoesBackInAnOrder(t *testing.T) {
	h, a := upgraded(t)
	h.publish("1.2.0")
	hangs := make(chan struct{})
	a.source = hanging{&townHall{t: t, files: h.files}, hangs}
	ended := make(chan error, 1)
	go func() {
		ended <- a.heed(t.Context(), wire.HeartbeatReply{Wanted: []wire.Wanted{{ID: "cantine", Version: "1.2.0"}}})
	}()
	<-hangs
	need(t, (&Library{a.porter}).Back("cantine"))
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the order ended with %v", err)
	}
	if got := fmt.Sprint(names(a.active())); got != "[cantine 1.0.0]" || !a.isSent("cantine", "1.1.0") {
		t.Errorf("it offers %s, the hub hears %v", got, a.states())
	}
	a.source = h
	need(t, a.want(t, "1.2.0"))
	a.hears(t, "[cantine 1.2.0]", "[{cantine 1.2.0 active }]")
}

// Two hands press at once: one goes back, the other forward again, and what the
// hub hears is what serves.
func TestTwoHandsGoBack(t *testing.T) {
	_, a := upgraded(t)
	lib := &Library{a.porter}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := lib.Back("cantine"); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	a.hears(t, "[cantine 1.1.0]", "[{cantine 1.1.0 active }]")
	if a.isSent("cantine", "1.1.0") {
		t.Error("what serves is remembered as sent back")
	}
}

// hanging is a network that swallows all.
type hanging struct {
	*townHall
	hangs chan struct{}
}

func (s hanging) Fetch(ctx context.Context, _ string, _ int64) ([]byte, error) {
	close(s.hangs)
	<-ctx.Done()
	return nil, ctx.Err()
}

// What is kept of it may be anything: it is a disk.
func TestDamagedMarks(t *testing.T) {
	h, a := upgraded(t)
	for _, text := range []string{"", "null", "[", `{"cantine":1}`, `{"cantine":{"version":"9.9.9"}}`} {
		need(t, a.disk.Write(sentBackFile, []byte(text)))
		need(t, a.disk.Close())
		a = newHall(t, h, a.dir)
		if a.isSent("cantine", "1.1.0") {
			t.Errorf("%q: a revision that serves is refused", text)
		}
	}
	need(t, a.back("cantine")) // it is kept over what was damaged
	a.again(t, h).hears(t, "[cantine 1.0.0]", backed)
}
