package kiosk

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// The file of the submissions is damaged. Nothing in it is ever deleted, or taken for
// something that it is not.

// store is the file of the submissions.
func (h *hall) store() string { return filepath.Join(h.cfg.Data, "spool.db") }

// write puts bytes over a file, from an offset on.
func write(t *testing.T, file string, at int64, data []byte) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(data, at); err != nil {
		t.Fatal(err)
	}
}

// rubbish is what a broken disk gives.
func rubbish(n int) []byte { return bytes.Repeat([]byte{0xa5}, n) }

// flipped changes one byte of a submission on the disk of a kiosk that is off.
func (h *hall) flipped(sealed []byte) {
	h.Helper()
	at := bytes.Index([]byte(read(h.T, h.store())), sealed[len(sealed)-80:])
	if at < 0 {
		h.Fatal("the submission is not in the file")
	}
	write(h.T, h.store(), int64(at)+40, []byte{sealed[len(sealed)-40] ^ 0x20})
}

// One submission is damaged, at a kiosk without a hub: somebody looks at it all the
// same, and the front desk is told. The other one waits, and the next one is taken.
func TestOneSubmissionIsDamaged(t *testing.T) {
	h := enterWith(t, withNumber, noPrinter)
	h.visit("acte-naissance")
	h.press("Terminer")
	h.at(session.Attract)
	h.visit("cantine")
	pending, err := h.parts.spool.Pending(t.Context())
	if err != nil || len(pending) != 2 {
		t.Fatalf("%d wait, %v", len(pending), err)
	}
	sealed, err := h.parts.spool.Ciphertext(t.Context(), pending[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	h.off()
	h.flipped(sealed)
	h.view = session.View{}
	h.on(nil)
	h.raised(health.SpoolDamaged)
	s, err := h.parts.staff.works.Waiting.State(t.Context())
	if err != nil || s.Damaged != 1 || s.Waiting != 1 || s.Hub {
		t.Errorf("the front desk hears %+v, %v", s, err)
	}
	h.deskReads(health.SpoolDamaged)
	h.visit("acte-naissance")
	if n, err := h.parts.spool.Count(t.Context()); err != nil || n.Waiting != 3 {
		t.Errorf("%d in the spool, %v", n.Waiting, err)
	}
}

// The whole file cannot be trusted: the kiosk is out of order and says whom to talk
// to, begins anew in vain and leaves every byte where it is. Once a technician has
// moved the file away it is in order, without a hand on it.
func TestTheSpoolCannotBeTrusted(t *testing.T) {
	for name, breaks := range map[string]func(t *testing.T, file string, size int64){
		"rubbish in the middle": func(t *testing.T, file string, size int64) { write(t, file, size/3, rubbish(int(size/3))) },
		"no beginning":          func(t *testing.T, file string, size int64) { write(t, file, 0, rubbish(100)) },
		"zeros all over":        func(t *testing.T, file string, size int64) { write(t, file, 0, make([]byte, size)) },
		"half of it":            func(t *testing.T, file string, size int64) { os.Truncate(file, size/2/4096*4096) },
	} {
		t.Run(name, func(t *testing.T) {
			data := deepFolder(t)
			synctest.Test(t, func(t *testing.T) {
				h := dry(t, data, withNumber)
				for range 3 {
					h.visit("acte-naissance")
					h.press("Terminer")
					h.at(session.Attract)
				}
				h.off()
				breaks(t, h.store(), int64(len(read(t, h.store()))))
				broken := read(t, h.store())
				for range 2 {
					h.standsBroken()
					h.revives()
					if read(t, h.store()) != broken {
						t.Fatal("the file was changed")
					}
				}
				h.standsBroken()
				away := h.movedAway()
				h.revives()
				h.inOrder()
				if read(t, away) != broken {
					t.Error("what was moved away was changed")
				}
				h.off()
			})
		})
	}
}

// standsBroken switches on a kiosk that is out of order, and reads whom to talk to.
func (h *hall) standsBroken() {
	h.Helper()
	h.broken, h.view = true, session.View{}
	h.on(nil)
	h.untilSays(outOfOrder)
	h.raised(health.SpoolBroken)
	h.deskReads(health.SpoolBroken)
	h.press("Parler à quelqu’un")
	h.untilSays("04 65 71 00 00")
	h.press("Revenir à la page")
	h.untilSays(outOfOrder)
}

// revives waits until the kiosk ends by itself, as a program does that is started
// again.
func (h *hall) revives() {
	h.Helper()
	h.parts.revive(h.Context())
	h.off()
}

// movedAway is what a technician does with the file, and tells where it is.
func (h *hall) movedAway() string {
	h.Helper()
	away := filepath.Join(h.cfg.Data, "away")
	if err := os.MkdirAll(away, 0o700); err != nil {
		h.Fatal(err)
	}
	all, _ := filepath.Glob(h.store() + "*")
	for _, file := range all {
		if err := os.Rename(file, filepath.Join(away, filepath.Base(file))); err != nil {
			h.Fatal(err)
		}
	}
	return filepath.Join(away, filepath.Base(h.store()))
}

// inOrder switches on a kiosk that takes a submission.
func (h *hall) inOrder() {
	h.Helper()
	h.broken, h.view = false, session.View{}
	h.on(nil)
	h.one(h.visit("acte-naissance"))
}

// The file is moved away while the kiosk runs: what is kept from then on would lie
// where nobody looks, so nobody is served until the kiosk has begun anew.
func TestTheSpoolIsMovedAway(t *testing.T) {
	data := deepFolder(t)
	synctest.Test(t, func(t *testing.T) {
		h := dry(t, data, withNumber)
		time.Sleep(time.Second) // it has looked
		ref := h.visit("acte-naissance")
		h.press("Terminer")
		h.at(session.Attract)
		away := h.movedAway()
		rose := h.homeSays(time.Minute, outOfOrder)
		h.raised(health.SpoolBroken)
		h.revives()
		h.inOrder()
		h.off()
		h.cfg.Data = filepath.Dir(away)
		if all := h.onDisk(); !slices.Equal(all, []string{ref}) {
			t.Errorf("what was moved away holds %q, want %s", all, ref)
		}
		t.Logf("out of order after %v", rose)
	})
}
