package storm

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// needStrace is the variable that turns "skipped, no strace here" into a failure.
const needStrace = "GUICHET_NEED_STRACE"

// place is a part of the data folder, and the calls that change something there.
type place struct {
	name  string // of a file, "" for the whole folder
	calls []string
}

// Where each thread counts on its own, what fails in the whole folder mostly
// fails while the kiosk opens; so the journal, which a submission is written to
// first, and the file that it goes into, have their turns alone.
var places = []place{
	{"spool.db-wal", []string{"pwrite64", "fsync", "ftruncate", "openat"}},
	{"spool.db", []string{"pwrite64", "fsync", "ftruncate"}},
	{"", []string{"pwrite64", "fsync,fdatasync", "ftruncate", "openat", "mkdirat,mkdir", "unlinkat,unlink", "renameat,rename,renameat2"}},
}

// TestEveryCall is TestEveryIndex with a real file system, where strace lets the
// system calls themselves fail; a library that is preloaded would do nothing, for
// Go calls the kernel by itself. strace counts for each thread on its own
// (strace(1), "when"): the n-th call of every thread fails.
func TestEveryCall(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	strace(t)
	s := seed(t)
	for i, mode := range []straceMode{{errno: "EIO"}, {errno: "ENOSPC"}, {errno: "EIO", lasts: "+"}, {errno: "ENOSPC", lasts: "+"}} {
		if *indices > 0 && i != chance(s, 0).IntN(4) {
			continue
		}
		t.Run(mode.errno+mode.lasts, func(t *testing.T) {
			t.Parallel()
			straceSweep(t, s, mode)
		})
	}
}

// straceMode is an error, "+" where it goes on, and where and when it strikes.
type straceMode struct {
	errno, lasts string
	place, call  string
	at           int
}

func (m straceMode) String() string {
	return fmt.Sprintf("inject=%s:error=%s:when=%d%s", m.call, m.errno, m.at, m.lasts)
}

// strace skips where it cannot be used.
func strace(t *testing.T) {
	t.Helper()
	err := exec.Command("strace", "-f", "-o", "/dev/null", "-e", "inject=pwrite64:error=EIO:when=1", "true").Run()
	switch {
	case err == nil:
	case os.Getenv(needStrace) != "":
		t.Fatalf("no strace (%v), and %s is set", err, needStrace)
	default:
		t.Skipf("needs strace: %v", err)
	}
}

// straceSweep goes on with each call until it fails no more, or plays a few by
// chance.
func straceSweep(t *testing.T, seed uint64, m straceMode) {
	w := onDisk(t)
	w.setup.Patient = true
	for n := 0; *indices > 0 && n < *indices; n++ {
		r := chance(seed, n+1)
		p := pick(r, places...)
		m.place, m.call, m.at = p.name, pick(r, p.calls...), 1+r.IntN(4)
		outcome, hit := w.straced(m, seed)
		t.Log(m, hit, outcome)
	}
	for i := 0; *indices == 0 && i < len(places); i++ {
		m.place = places[i].name
		for _, m.call = range places[i].calls {
			w.straceCall(m, seed)
		}
	}
	w.drain()
}

// straceCall plays a life for each time that the call is made.
func (w *world) straceCall(m straceMode, seed uint64) {
	w.Helper()
	outcomes := map[string]int{}
	for m.at = 1; m.at <= longestLife; m.at++ {
		outcome, hit := w.straced(m, seed)
		if !hit {
			break
		}
		outcomes[outcome]++
	}
	w.Logf("figure: %s%s %s %s: %s", m.errno, m.lasts, cmp.Or(m.place, "the folder"), m.call, table(outcomes))
}

// straced plays one life under strace. Only calls on the files of the data
// folder fail: what the kiosk is made of must still be found.
func (w *world) straced(m straceMode, seed uint64) (outcome string, hit bool) {
	w.Helper()
	what, out := fmt.Sprintf("-seed %d, strace -e %v of %q", seed, m, m.place), w.in("strace")
	words := []string{"strace", "-f", "-qqq", "-o", out, "-e", m.String()}
	for _, path := range w.dataPaths(m.place) {
		words = append(words, "-P", path)
	}
	before := w.heard()
	err := w.start(words...)
	if err == nil {
		err = w.play(plan{N: w.count.visits + 1, Script: "acte-naissance"}) // a name that nobody had
	}
	if errors.Is(err, errStuck) {
		w.Fatalf("%s: the kiosk is stuck\n%s\n%s", what, w.kiosk.said(), w.lastLog())
	}
	outcome = w.outcome(err, before)
	w.kiosk.kill()
	data, readErr := os.ReadFile(out)
	need(w, readErr)
	w.judge(what)
	w.mustStart(what + ", afterwards")
	w.judge(what + ", afterwards")
	w.kiosk.kill()
	return outcome, bytes.Contains(data, []byte("(INJECTED)"))
}

// dataPaths are the folders and files of the kiosk, or one of them, be it there
// or not yet.
func (w *world) dataPaths(one string) (all []string) {
	w.Helper()
	if one != "" {
		return []string{filepath.Join(w.data, one)}
	}
	need(w, filepath.WalkDir(w.data, func(path string, _ os.DirEntry, err error) error {
		all = append(all, path)
		return err
	}))
	for _, name := range []string{"spool.db", "spool.db-wal", "spool.db-shm"} {
		all = append(all, filepath.Join(w.data, name))
	}
	return all
}
