package kiosk

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age"

	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/machine"
	"guichet/kiosk/session"
	"guichet/kiosk/spool"
)

// slowPaper is a printer that takes a minute for a receipt.
func slowPaper(h *hall) {
	p, err := profiles.Get("epson-tm-t20ii")
	if err != nil {
		h.Fatal(err)
	}
	h.sim, err = printersim.New(printersim.Options{Profile: p, Dir: h.TempDir(), Speed: 2})
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { h.sim.Close() })
	h.cfg.Printer.Port = h.sim.Path()
}

// ends is what SIGTERM does. It gives up after half a minute; no story asserts how
// long it took.
func (h *hall) ends() time.Duration {
	h.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	began, gone := time.Now(), make(chan struct{})
	go func() { h.off(); close(gone) }()
	select {
	case <-gone:
	case <-ctx.Done():
		h.Fatal("the kiosk does not end")
	}
	return time.Since(began)
}

// wiped wants nothing of a visit on the last page that was shown.
func (h *hall) wiped() {
	h.Helper()
	v := h.now()
	if v.State != session.Attract && v.State != session.Ended || len(holding(strings.Join(texts(v), " "), h.typed)) > 0 {
		h.Errorf("the screen is left at %s: %q", v.State, texts(v))
	}
}

// onDisk are the references in the spool, read anew after the end.
func (h *hall) onDisk() (all []string) {
	h.Helper()
	s, err := spool.Open(h.cfg.Data, []age.Recipient{h.key.Recipient()})
	if err != nil {
		h.Fatal(err)
	}
	defer s.Close()
	pending, err := s.Pending(context.Background())
	if err != nil {
		h.Fatal(err)
	}
	for _, r := range pending {
		all = append(all, r.Reference)
	}
	return all
}

// SIGTERM at the worst moments: the kiosk leaves, what it has acknowledged is on the
// disk, and the home page was the last that was seen.
func TestItIsToldToEnd(t *testing.T) {
	t.Run("while it saves", func(t *testing.T) {
		h := enterWith(t, nil)
		c := h.visitor("acte-naissance")
		c.begin()
		c.fill()
		c.handIn()
		h.waits("begun", func() bool { return h.said("page_shown", `"state":"saving"`) > 0 }, "the save")
		t.Logf("out after %v", h.ends())
		if n := len(h.onDisk()); n != 1 {
			t.Errorf("%d on the disk, want the one that was being saved", n)
		}
		h.wiped()
	})
	t.Run("while it prints", func(t *testing.T) {
		h := enterWith(t, nil, slowPaper)
		c := h.visitor("acte-naissance")
		c.begin()
		c.fill()
		c.handIn()
		h.waits("begun", func() bool { return h.sim.State().Fed > 0 }, "the receipt")
		t.Logf("out after %v", h.ends())
		if n := len(h.onDisk()); n != 1 {
			t.Errorf("%d on the disk, want one", n)
		}
		h.wiped()
	})
	t.Run("while it delivers to nobody", func(t *testing.T) {
		w, there := connected(t)
		h := enterWith(t, nil, there)
		h.waits("reached", func() bool { return h.parts.link.Answers() }, "the hub")
		w.name.leads("", 0)
		h.visit("acte-naissance")
		t.Logf("out after %v", h.ends())
		if n := len(h.onDisk()) + w.has(t); n != 1 {
			t.Errorf("%d on the disk and at the hub, want one", n)
		}
	})
}

// dam lets half of a revision by, and then nothing more of it.
type dam struct {
	http.RoundTripper
	shut  atomic.Bool
	begun chan struct{} // has a token once half of one is here
}

func newDam() *dam { return &dam{begun: make(chan struct{}, 1)} }

func (d *dam) through(t http.RoundTripper) http.RoundTripper { d.RoundTripper = t; return d }

func (d *dam) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := d.RoundTripper.RoundTrip(r)
	if err == nil && d.shut.Load() && strings.Contains(r.URL.Path, hubtest.PackID) {
		res.Body = &dammed{res.Body, io.LimitReader(res.Body, res.ContentLength/2), d, r.Context()}
	}
	return res, err
}

// dammed is a file of which the second half does not come.
type dammed struct {
	io.Closer
	half io.Reader
	dam  *dam
	ctx  context.Context
}

func (b *dammed) Read(p []byte) (int, error) {
	n, err := b.half.Read(p)
	if err != io.EOF {
		return n, err
	}
	select {
	case b.dam.begun <- struct{}{}:
	default:
	}
	<-b.ctx.Done()
	return 0, b.ctx.Err()
}

// SIGTERM while a revision comes in, which is half here: the kiosk leaves, offers
// what it had when it is back, and then the whole of the new one.
func TestItIsToldToEndWhileARevisionComesIn(t *testing.T) {
	w, there := connected(t)
	d := newDam()
	d.shut.Store(true)
	with := func(_ *hall, o *Options) { o.cut = d.through }
	h := enterWith(t, with, there)
	w.publishes(t, "7.1.0")
	h.waits("half here", func() bool { return len(d.begun) > 0 }, "the revision")
	t.Logf("out after %v", h.ends())
	w.name.leads("", 0)
	h.view = session.View{}
	h.on(with)
	if v := h.at(session.Attract); slices.Contains(v.Offers, session.Revision{Pack: hubtest.PackID, Version: "7.1.0"}) || len(v.Offers) != 2 {
		t.Errorf("with half of a revision it offers %v", v.Offers)
	}
	d.shut.Store(false)
	w.name.leads(w.address(), 0)
	h.waits("offered", func() bool {
		h.parts.link.Changed()
		return slices.Contains(h.now().Offers, session.Revision{Pack: hubtest.PackID, Version: "7.1.0"})
	}, "the new revision")
}

// publishes brings a revision to the hub, and rolls it out to every kiosk.
func (w *townHall) publishes(t *testing.T, version string) {
	t.Helper()
	w.hub.Publish(t, version)
	if _, err := w.hub.StartRollout(t.Context(), w.hub.Admin, hubtest.Town, hubtest.PackID, version, true); err != nil {
		t.Fatal(err)
	}
}

// stuck is a helper that mounts a stick, as slowly as a kernel that waits for it: it
// answers nobody else meanwhile.
type stuck struct {
	helper
	begun chan struct{} // closed: it is at it
}

func (s *stuck) Stick(ctx context.Context) (machine.Stick, error) {
	close(s.begun)
	<-ctx.Done()
	return machine.Stick{}, ctx.Err()
}

func (s *stuck) Eject(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// SIGTERM while a stick of the front desk is being mounted: the kiosk waits neither
// for the stick nor for its being let go, which is the helper's (kiosk/machine).
func TestItIsToldToEndWhileAStickIsMounted(t *testing.T) {
	data := deepFolder(t)
	synctest.Test(t, func(t *testing.T) {
		s := &stuck{&simHelper{}, make(chan struct{})}
		h := dry(t, data, func(h *hall, o *Options) { numbered(h); o.helper = s })
		h.parts.send(session.StaffAsked{})
		pin := h.until("the page of the number", func(v session.View) bool { return v.State == session.Staff && v.Other.Do != nil })
		h.parts.send(pin.Other.Do)
		<-s.begun
		began := time.Now()
		h.off()
		if took := time.Since(began); took >= 3*time.Second {
			t.Errorf("it took %v", took)
		}
		h.wiped()
		time.Sleep(time.Minute) // what it has asked for last ends by itself
	})
}
