package kiosk

import (
	"context"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/drivers/light"
	"guichet/forms"
	"guichet/forms/pack/durable"
	"guichet/kiosk/config"
	"guichet/kiosk/health"
	"guichet/kiosk/probe"
	"guichet/kiosk/session"
	"guichet/kiosk/staff/badge"
	"guichet/kiosk/words"
)

// The faults that a kiosk must live through, one story each: what the citizen
// sees, what the front desk sees, how it comes back, and that nothing is lost.
// What each printer fault does is in paper_test.go, what the wire does to a
// submission in kiosk/fleet, kill -9 and power cuts in kiosk/storm.

// long is the start of a story of more than five seconds.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it is long")
	}
}

// deskNumber opens staff mode in these stories.
const deskNumber = "417926"

// enterWith is enter, with options of the story's own.
func enterWith(t *testing.T, with func(*hall, *Options), change ...func(*hall)) *hall {
	t.Helper()
	return build(t, change...).on(with)
}

// dry is a hall without a printer and without anything that waits for the network:
// it stands in a bubble of synctest, whose time passes only while all goroutines
// wait for each other. cfg.Data must be a deepFolder, or on a disk that makes no
// sockets.
func dry(t *testing.T, data string, with func(*hall, *Options)) *hall {
	t.Helper()
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{T: t, key: key, cfg: configured(t, key), shown: make(chan struct{}, 1)}
	h.cfg.Data = data
	return h.on(with)
}

// on switches the kiosk on.
func (h *hall) on(with func(*hall, *Options)) *hall {
	h.Helper()
	o := h.options()
	if with != nil {
		with(h, &o)
	}
	var err error
	if h.parts, err = open(h.cfg, o, h.show); err != nil {
		h.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() { h.parts.serve(ctx) })
	h.off = sync.OnceFunc(func() { cancel(); serving.Wait() })
	h.Cleanup(func() { h.off(); h.leavesNothing() })
	if h.broken {
		h.until("an overlay", func(v session.View) bool { return v.Overlay != nil })
		return h
	}
	h.at(session.Attract)
	return h
}

// numbered sets the number of the front desk.
func numbered(h *hall) {
	h.Helper()
	disk, err := durable.Open(h.cfg.Data)
	if err != nil {
		h.Fatal(err)
	}
	defer disk.Close()
	if err := badge.SetNumber(disk, deskNumber); err != nil {
		h.Fatal(err)
	}
}

// leavesNothing looks for what was typed in the log, and in every file below the
// folder of the kiosk.
func (h *hall) leavesNothing() {
	h.Helper()
	if found := holding(h.log.String(), h.typed); len(found) > 0 {
		h.Errorf("the log holds %q", found)
	}
	filepath.WalkDir(h.cfg.Data, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			h.clean(path)
		}
		return nil
	})
}

func withNumber(h *hall, _ *Options) { numbered(h) }

// wrong tells whether a condition is raised, as the front desk has it.
func (h *hall) wrong(n health.Name) bool {
	return slices.ContainsFunc(h.parts.staff.works.Health(), func(c health.Condition) bool { return c.Name == n })
}

// holds tells whether a condition was reported last, raised yet or not.
func (h *hall) holds(n health.Name) bool {
	is, _ := h.parts.staff.board.Last(n)
	return is
}

// raised and cleared wait for a condition, and tell how long that took.
func (h *hall) raised(names ...health.Name) time.Duration {
	h.Helper()
	return h.waits("raised", func() bool { return !slices.ContainsFunc(names, func(n health.Name) bool { return !h.wrong(n) }) }, names)
}

func (h *hall) cleared(names ...health.Name) time.Duration {
	h.Helper()
	return h.waits("cleared", func() bool { return !slices.ContainsFunc(names, h.wrong) }, names)
}

// waits is for what no view tells. It gives up after five minutes.
func (h *hall) waits(what string, is func() bool, of any) time.Duration {
	h.Helper()
	began := time.Now()
	for !is() {
		if time.Since(began) > 5*patience {
			h.Fatalf("%v: not %s; wrong is %+v", of, what, h.parts.staff.works.Health())
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(began)
}

// looksAt runs probes that are not those of this machine.
func (h *hall) looksAt(probes ...probe.Probe) {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { probe.Run(ctx, h.parts.staff.board, 50*time.Millisecond, probes...) })
	h.Cleanup(func() { cancel(); all.Wait() })
}

// shines hangs a staff light on the board.
func (h *hall) shines() *light.Sim {
	l := &light.Sim{}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { probe.Shine(ctx, h.parts.staff.board, l) })
	h.Cleanup(func() { cancel(); all.Wait() })
	return l
}

func (h *hall) shows(l *light.Sim, want light.Colour) {
	h.Helper()
	h.waits(want.String(), func() bool { c, _ := l.Shows(); return c == want }, "the light")
}

// deskTries gives the front desk's number, and tells the page that asks for it.
func (h *hall) deskTries() session.PageID {
	h.Helper()
	h.parts.send(session.StaffAsked{})
	pin := h.until("the page of the number", func(v session.View) bool { return v.State == session.Staff && v.Next.Do != nil })
	h.parts.send(session.Answered{Page: pin.Page, Input: forms.Input{forms.Value: deskNumber}})
	return pin.Page
}

// deskLeaves gives the glass back to the citizen.
func (h *hall) deskLeaves() {
	h.Helper()
	h.parts.send(session.StartAgain{Page: h.now().Page})
	h.until("the citizen's page", func(v session.View) bool { return v.State != session.Staff })
}

// deskReads goes to the front desk's first page, wants what is wrong there, as its
// words say it, and leaves. The visit behind it stands still.
func (h *hall) deskReads(names ...health.Name) {
	h.Helper()
	pin := h.deskTries()
	h.until("the first page of the front desk", func(v session.View) bool { return v.State == session.Staff && v.Page != pin })
	catalog := words.ForStaff(forms.French)
	for _, n := range names {
		h.untilSays(plainSpaces(catalog.Text("health." + string(n) + ".title")))
	}
	if len(names) == 0 {
		h.untilSays(plainSpaces(catalog.Text("health.fine")))
	}
	h.deskLeaves()
}

// one wants the submission of ref in the spool, and no other.
func (h *hall) one(ref string) {
	h.Helper()
	if all := h.kept(); len(all) != 1 || all[0].Reference != ref {
		h.Errorf("the spool holds %d submissions, want the one of %s", len(all), ref)
	}
}

// done waits for the last page, and gives its reference.
func (h *hall) done() string {
	h.Helper()
	return plainSpaces(block[session.Code](h.T, h.at(session.Done)).Text.S)
}

// said counts the lines of the log that hold all of these.
func (h *hall) said(words ...string) (n int) {
	for line := range strings.Lines(h.log.String()) {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			n++
		}
	}
	return n
}

// jumpy is a clock of the town that can be set.
type jumpy struct{ off atomic.Int64 }

func (j *jumpy) now() time.Time            { return today.Add(time.Duration(j.off.Load())) }
func (j *jumpy) jump(d time.Duration)      { j.off.Add(int64(d)) }
func (j *jumpy) years(n int)               { j.jump(j.now().AddDate(n, 0, 0).Sub(j.now())) }
func (j *jumpy) clock(_ *hall, o *Options) { o.Now = j.now }

// quiet takes the log out of what is measured.
func quiet(_ *hall, o *Options) { o.Log = slog.New(slog.DiscardHandler) }

// hasty are pauses so short that a story can wait for them.
func hasty(d time.Duration) func(*hall) {
	return func(h *hall) { h.cfg.Visit = config.Visit{Idle: d, Grace: d, Done: d} }
}
