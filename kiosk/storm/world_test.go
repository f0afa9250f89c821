package storm

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/kiosk/fleet"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/spool/powercut"
)

// profile is the printer of the storm.
const profile = "epson-tm-t20ii"

// world is what survives a kiosk.
type world struct {
	*testing.T
	dir     string // of what is not on the disk that forgets
	disk    *powercut.Disk
	data    string // the kiosk's data folder
	sim     *printersim.Sim
	hub     *hubtest.Hub
	clock   hubtest.Clock // of the hub
	line    *line
	key     *age.HybridIdentity // of the town hall
	log     *os.File
	setup   setup
	kiosk   *life
	begins  func(*life) // is told of a kiosk before it is waited for; may be nil
	custody custodyBook
	paper   paperBook
	trace   traceBook
	version int // of the pack that was published last
	count   counts
}

// counts are what a test tells in the end.
type counts struct {
	visits, shown, unsaved, kills, cuts, faults, printed, copies, starts, broken, refused, restarts int
}

func (c *counts) add(o counts) {
	c.visits += o.visits
	c.shown += o.shown
	c.unsaved += o.unsaved
	c.kills += o.kills
	c.cuts += o.cuts
	c.faults += o.faults
	c.printed += o.printed
	c.copies += o.copies
	c.starts += o.starts
	c.broken += o.broken
	c.refused += o.refused
	c.restarts += o.restarts
}

func (c counts) String() string {
	return fmt.Sprintf("%d visits, %d references shown, %d receipts and %d copies printed; %d starts, %d kills, %d of them with the power cut, %d faults; %d pages that say that nothing is kept, %d that the kiosk is out of order (%d times until it was started anew), %d answers refused",
		c.visits, c.shown, c.printed, c.copies, c.starts, c.kills, c.cuts, c.faults, c.unsaved, c.broken, c.restarts, c.refused)
}

// newWorld is whole: a hub, a wire, a printer, and a disk with a kiosk that was
// enrolled. It is not running yet.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, dir: t.TempDir(), disk: powercut.Mount(t)}
	w.data = filepath.Join(w.disk.Dir(), "guichet")
	w.furnish()
	w.enrol(w.data)
	w.disk.Settle()
	return w
}

// onDisk is a world whose data folder is on the machine's own disk.
func onDisk(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, dir: t.TempDir()}
	w.data = filepath.Join(w.dir, "data")
	w.furnish()
	w.enrol(w.data)
	return w
}

func (w *world) furnish() {
	w.Helper()
	var err error
	w.key, err = age.GenerateHybridIdentity()
	need(w, err)
	w.hub = hubtest.New(w.T, func(c *hub.Config) { c.Now = w.clock.Now })
	line, ca := newLine(w.T, w.hub)
	w.line = line
	need(w, os.WriteFile(w.in("ca.pem"), ca, 0o600))
	need(w, os.Mkdir(w.in("home"), 0o700))
	w.log, err = os.OpenFile(w.in("log"), os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	need(w, err)
	w.Cleanup(func() { w.log.Close() })
	w.plugIn()
	packs, err := filepath.Abs("../../forms/packs")
	need(w, err)
	w.setup = setup{
		Data: w.data, Recipient: w.key.Recipient().String(), Printer: w.sim.Path(), Profile: profile, Packs: packs,
		Hub: line.url, CA: w.in("ca.pem"), Names: line.names,
	}
	w.custody, w.paper = newCustodyBook(), newPaperBook()
}

// plugIn puts a printer there that is as fast as the pty.
func (w *world) plugIn() {
	w.Helper()
	p, err := profiles.Get(profile)
	need(w, err)
	need(w, os.Mkdir(w.in("printer"), 0o700))
	w.sim, err = printersim.New(printersim.Options{Profile: p, Dir: w.in("printer")})
	need(w, err)
	w.Cleanup(func() { w.sim.Close() })
}

func (w *world) in(name string) string { return filepath.Join(w.dir, name) }

// enrol makes the kiosk known to the hub. A process of its own brings what there
// is to know onto the disk: this one must not go there.
func (w *world) enrol(data string) {
	w.Helper()
	code, _, err := w.hub.NewCode(w.Context(), w.hub.Admin, hubtest.Town, "Hall", store.StageTest)
	need(w, err)
	transport, err := fleet.Transport(w.hub.CA)
	need(w, err)
	defer transport.CloseIdleConnections()
	staging := filepath.Join(w.TempDir(), "enrolled")
	_, err = fleet.Enrol(w.Context(), w.hub.URL, code.String(), staging, "1.0.0", "storm", transport)
	need(w, err)
	out, err := exec.Command("cp", "-r", staging, data).CombinedOutput()
	if err != nil {
		w.Fatalf("%v: %s", err, out)
	}
}

// publish brings a new revision of a pack to the hub, and rolls it out, unless
// the kiosk has not got the one before.
func (w *world) publish() {
	w.Helper()
	if open := w.rollouts(); len(open) > 0 {
		if open[0].State == store.Stopped { // the kiosk was not well
			_, err := w.hub.ResumeRollout(w.Context(), w.hub.Admin, open[0].ID)
			need(w, err)
		}
		return
	}
	w.version++
	version := fmt.Sprintf("7.%d.0", w.version)
	w.hub.Publish(w, version)
	_, err := w.hub.StartRollout(w.Context(), w.hub.Admin, hubtest.Town, hubtest.PackID, version, true)
	need(w, err)
}

// supersede publishes another revision in any case; no kiosk may be running.
func (w *world) supersede() {
	w.Helper()
	for _, r := range w.rollouts() {
		_, err := w.hub.RollBack(w.Context(), w.hub.Admin, r.ID)
		need(w, err)
	}
	w.publish()
}

// rollouts are those that are not over.
func (w *world) rollouts() (open []store.Rollout) {
	w.Helper()
	all, err := w.hub.Store.Rollouts(w.Context(), hubtest.Town)
	need(w, err)
	for _, r := range all {
		if rollout.Open(r) {
			open = append(open, r)
		}
	}
	return open
}

// start switches the kiosk on. The error is errDead where it did not open.
func (w *world) start(wrapped ...string) error {
	w.Helper()
	w.count.starts++
	w.kiosk = begin(w.T, w.setup, w.in("home"), w.log, w.hear, wrapped...)
	w.Cleanup(w.kiosk.kill)
	if w.begins != nil {
		w.begins(w.kiosk)
	}
	line, err := w.kiosk.until("home", "broken")
	if err == nil && line == "broken" {
		err = errBroken
	}
	return err
}

// mustStart wants the home page.
func (w *world) mustStart(why string) {
	w.Helper()
	if err := w.start(); err != nil {
		w.Fatalf("%s: the home page does not come: %v\n%s\n%s", why, err, w.kiosk.said(), w.lastLog())
	}
}

// hear is given each line of a kiosk, on the goroutine that reads it.
func (w *world) hear(line string) {
	w.custody.hear(line)
}

// play is one visit. The error is how it ended, if not on the home page.
func (w *world) play(p plan) error {
	w.count.visits++
	if err := w.kiosk.order(order{Visit: &p}); err != nil {
		return errDead
	}
	_, err := w.kiosk.until(fmt.Sprintf("over %d", p.N))
	return err
}

func (w *world) lastLog() string {
	data, err := os.ReadFile(w.in("log"))
	need(w, err)
	return string(data[max(0, len(data)-4000):])
}

// judge looks for what must not be, after a visit.
func (w *world) judge(what string) {
	w.Helper()
	left := w.left()
	w.custody.judge(w, left, what)
	w.paper.judge(w, what)
	w.trace.judge(w, left, what)
	w.forget(left)
	if w.Failed() {
		w.FailNow()
	}
}

// left is the data folder as it is now, for reading.
func (w *world) left() string {
	if w.disk == nil {
		return w.data
	}
	return filepath.Join(w.disk.Salvage(), filepath.Base(w.data))
}

// forget removes what left has made.
func (w *world) forget(left string) {
	if w.disk != nil {
		os.RemoveAll(filepath.Dir(left))
	}
}

// mend makes everything whole again.
func (w *world) mend() {
	w.Helper()
	w.line.is("")
	if w.disk != nil {
		w.disk.Strike(nil)
	}
	for _, f := range printersim.Faults() {
		need(w, w.sim.Mend(f))
	}
}

// cut is the end of the power: the kiosk is dead already.
func (w *world) cut(torn bool, seed uint64) {
	w.Helper()
	w.count.cuts++
	if torn {
		w.disk.Cut(chance(seed, 0))
	} else {
		w.disk.Cut(nil)
	}
}

// drain wants everything at the hub: the wire is honest, and the kiosk is given
// time.
func (w *world) drain() {
	w.Helper()
	w.mend()
	if w.kiosk.alive() {
		need(w, w.kiosk.stop())
	}
	w.mustStart("in the end")
	w.empty()
	w.judge("in the end")
	w.custody.allAtTheHub(w)
	if n := w.custody.heard("what?"); n > 0 {
		w.Errorf("%d times somebody did not know what to do\n%s", n, w.kiosk.said())
	}
	if err := w.kiosk.stop(); err != nil {
		w.Errorf("the kiosk does not end well: %v\n%s", err, w.lastLog())
	}
}

// empty waits until nothing waits for the hub.
func (w *world) empty() {
	w.Helper()
	w.eventually("something still waits for the hub", func() bool { return w.waits() == 0 })
}

// waits is how many submissions the spool holds: the hub has them, and it has
// erased them, where it is 0.
func (w *world) waits() int {
	w.Helper()
	left := w.left()
	defer w.forget(left)
	return len(w.custody.spooled(w, left, "waiting"))
}

func (w *world) eventually(never string, holds func() bool) {
	w.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			w.Fatalf("%s\n%s", never, w.lastLog())
		}
	}
}

// errnoOf is the error of a full disk, or of one that is broken.
func errnoOf(full bool) syscall.Errno {
	if full {
		return syscall.ENOSPC
	}
	return syscall.EIO
}
