package spool

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/kiosk/spool/powercut"
)

const (
	childDir    = "GUICHET_SPOOL_CHILD"
	childKey    = "GUICHET_SPOOL_KEY"
	childFrom   = "GUICHET_SPOOL_FROM"
	childNormal = "GUICHET_SPOOL_NORMAL" // the control: commits are not synced
)

// How many times, where 40 and 20 are not enough, and what chance began with.
const (
	killsVariable = "GUICHET_KILLS"
	cutsVariable  = "GUICHET_CUTS"
	seedVariable  = "GUICHET_SEED"
)

// TestMain lets this binary be the kiosk that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir)
		return
	}
	os.Exit(m.Run())
}

// child saves submissions until it is killed, and erases every fourth. On its
// standard output it writes + and the id once Put has returned, ? before Erase
// and - after.
func child(dir string) {
	to, err := ParseRecipients(os.Getenv(childKey))
	must(err)
	from, err := strconv.ParseUint(os.Getenv(childFrom), 10, 64)
	must(err)
	if os.Getenv(childNormal) != "" {
		writer[slices.Index(writer, "synchronous(FULL)")] = "synchronous(NORMAL)"
	}
	s, err := Open(dir, to)
	must(err)
	for n := from; ; n++ {
		must(s.Put(context.Background(), sample(n)))
		fmt.Println("+" + sampleID(n))
		if n%4 == 3 {
			fmt.Println("?" + sampleID(n-1))
			must(s.Erase(context.Background(), sampleID(n-1)))
			fmt.Println("-" + sampleID(n-1))
		}
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// times is how often, from the environment or by default.
func times(t *testing.T, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q", variable, text)
	}
	return n
}

func seed(t *testing.T) uint64 {
	t.Helper()
	n := uint64(time.Now().UnixNano())
	if s := os.Getenv(seedVariable); s != "" {
		n, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("%s=%d runs it again", seedVariable, n)
	return n
}

const livesAFolder = 20 // then a new folder: its making is killed as well

// A kiosk is killed at random moments of starting, saving and erasing. No
// submission that it acknowledged is lost, none is half there, none that was
// erased comes back, none is readable without the key of the town hall.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	killAll(t, times(t, killsVariable, 40), func(t *testing.T, k *killer) {})
}

// The same with the power cut each time: what was not synced is gone, or half
// of it.
func TestPowerCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	killAll(t, times(t, cutsVariable, 20), func(t *testing.T, k *killer) {
		k.disk = powercut.Mount(t)
		k.dir = filepath.Join(k.disk.Dir(), "data", "spool")
	})
}

// The control of the test before: a kiosk that does not sync its commits loses
// submissions, and the test sees it.
func TestPowerCutSeesALoss(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	k := newKiller(t, rand.New(rand.NewPCG(seed(t), 0)))
	k.disk = powercut.Mount(t)
	k.dir, k.control = filepath.Join(k.disk.Dir(), "spool"), true
	for life := range livesAFolder {
		k.live(uint64(life))
		k.check(life)
	}
	t.Logf("without syncing: %d of %d acknowledged submissions are lost", k.lost, k.total)
	if k.lost == 0 {
		t.Error("nothing is lost without syncing: the test sees nothing")
	}
}

func killAll(t *testing.T, lives int, prepare func(*testing.T, *killer)) {
	chance := seed(t)
	killers := make([]*killer, (lives+livesAFolder-1)/livesAFolder)
	t.Run("folders", func(t *testing.T) {
		for i := range killers {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				k := newKiller(t, rand.New(rand.NewPCG(chance, uint64(i))))
				prepare(t, k)
				killers[i] = k
				for life := range min(livesAFolder, lives-i*livesAFolder) {
					k.live(uint64(life))
					k.check(life)
				}
			})
		}
	})
	if !t.Failed() && !slices.Contains(killers, nil) {
		wantAllMoments(t, lives, killers)
	}
}

// wantAllMoments checks the test itself: kills must fall before, into and
// after a save.
func wantAllMoments(t *testing.T, lives int, killers []*killer) {
	t.Helper()
	var silent, total, unsaid int
	for _, k := range killers {
		silent, total, unsaid = silent+k.silent, total+k.total, unsaid+k.unsaid
	}
	t.Logf("%d lives, %d before the first save, %d submissions acknowledged, %d kept without acknowledgement",
		lives, silent, total, unsaid)
	if total < lives || silent == 0 {
		t.Error("the kills did not fall before and after a save")
	}
}

// killer is one folder and the kiosks that died over it.
type killer struct {
	t       *testing.T
	key     *age.HybridIdentity
	dir     string
	disk    *powercut.Disk // nil: the disk forgets nothing
	control bool
	moments *rand.Rand
	said    map[string]byte // of each id the last that was said: + ? -

	silent, total, unsaid, lost int
}

func newKiller(t *testing.T, moments *rand.Rand) *killer {
	return &killer{t: t, key: newIdentity(t), dir: t.TempDir(), moments: moments, said: map[string]byte{}}
}

// live starts a child and kills it: either at a moment counted from its start,
// or at one counted from one of its first acknowledgements.
func (k *killer) live(life uint64) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+k.dir, childKey+"="+k.key.Recipient().String(),
		childFrom+"="+strconv.FormatUint((life+1)<<20, 10), "GORACE=atexit_sleep_ms=0")
	if k.control {
		cmd.Env = append(cmd.Env, childNormal+"=1")
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	before, until := k.total, k.total
	if k.moments.IntN(3) > 0 {
		until += 1 + k.moments.IntN(6)
	}
	for k.total < until && lines.Scan() {
		k.hear(lines.Text())
	}
	time.Sleep(time.Duration(k.moments.Int64N(int64(15 * time.Millisecond))))
	cmd.Process.Kill()
	for lines.Scan() {
		k.hear(lines.Text())
	}
	k.wasKilled(cmd.Wait())
	if k.total == before {
		k.silent++
	}
}

func (k *killer) hear(line string) {
	if len(line) != 33 { // the last line may be cut
		return
	}
	k.said[line[1:]] = line[0]
	if line[0] == '+' {
		k.total++
	}
}

func (k *killer) wasKilled(err error) {
	k.t.Helper()
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != -1 {
		k.t.Fatalf("the child ended by itself: %v", err)
	}
}

// left is the folder as the next start of the kiosk finds it.
func (k *killer) left() string {
	if k.disk == nil {
		return k.dir
	}
	chance := k.moments
	if k.moments.IntN(2) == 0 {
		chance = nil
	}
	k.disk.Cut(chance)
	return filepath.Join(k.disk.Salvage(), strings.TrimPrefix(k.dir, k.disk.Dir()))
}

// check opens the folder as the next start of the kiosk would.
func (k *killer) check(life int) {
	k.t.Helper()
	dir := k.left()
	if life%5 == 4 { // reading every byte is slow
		if found := findCanary(k.t, dir); found != "" {
			k.t.Fatalf("life %d: %s", life, found)
		}
	}
	s := mustOpen(k.t, dir, k.key.Recipient())
	defer s.Close()
	there := map[string]bool{}
	for _, r := range mustPending(k.t, s) {
		if r.Damaged || there[r.ID] {
			k.t.Fatalf("life %d: %s is half there, or twice", life, r.ID)
		}
		there[r.ID] = true
		if number(r.ID)>>20 == uint64(life)+1 { // earlier ones were read before
			mustBeWhole(k.t, s, r, k.key)
			if k.said[r.ID] == 0 {
				k.unsaid++
			}
		}
	}
	k.compare(life, there)
}

func (k *killer) compare(life int, there map[string]bool) {
	k.t.Helper()
	for id, said := range k.said {
		switch {
		case said == '+' && !there[id] && k.control:
			k.lost++
			delete(k.said, id)
		case said == '+' && !there[id]:
			k.t.Fatalf("life %d: %s was acknowledged and is lost", life, id)
		case said == '-' && there[id] && !k.control:
			k.t.Fatalf("life %d: %s was erased and is back", life, id)
		}
	}
}
