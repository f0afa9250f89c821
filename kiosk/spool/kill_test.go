package spool

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"filippo.io/age"
)

const (
	childDir  = "GUICHET_SPOOL_CHILD"
	childKey  = "GUICHET_SPOOL_KEY"
	childFrom = "GUICHET_SPOOL_FROM"
)

// TestMain lets this binary be the kiosk that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir)
		return
	}
	os.Exit(m.Run())
}

// child saves submissions until it is killed, and writes the id of each one on
// its standard output once Put has returned.
func child(dir string) {
	to, err := ParseRecipients(os.Getenv(childKey))
	must(err)
	from, err := strconv.ParseUint(os.Getenv(childFrom), 10, 64)
	must(err)
	s, err := Open(dir, to)
	must(err)
	for n := from; ; n++ {
		must(s.Put(context.Background(), sample(n)))
		fmt.Println(sampleID(n))
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const (
	lives        = 500
	livesAFolder = 25 // then a new folder: its making is killed as well
)

// A kiosk is killed 500 times at random moments of starting and saving. No
// submission that it acknowledged is lost, none is half there, none is
// readable without the key of the town hall.
func TestKilled500Times(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("SPOOL_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("seed %d (SPOOL_SEED=%d runs it again)", seed, seed)
	killers := make([]*killer, lives/livesAFolder)
	t.Run("folders", func(t *testing.T) {
		for i := range killers {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				killers[i] = kill(t, rand.New(rand.NewPCG(seed, uint64(i))))
			})
		}
	})
	if !t.Failed() {
		wantAllMoments(t, killers)
	}
}

// wantAllMoments checks the test itself: kills must fall before, into and
// after a save.
func wantAllMoments(t *testing.T, killers []*killer) {
	t.Helper()
	var silent, total, unsaid int
	for _, k := range killers {
		silent, total, unsaid = silent+k.silent, total+k.total, unsaid+k.unsaid
	}
	t.Logf("%d lives, %d before the first save, %d submissions acknowledged, %d kept without acknowledgement",
		lives, silent, total, unsaid)
	if total < lives || silent == 0 || unsaid == 0 {
		t.Error("the kills did not fall before, into and after a save")
	}
}

// killer is one folder and the kiosks that died over it.
type killer struct {
	t            *testing.T
	key          *age.HybridIdentity
	dir          string
	moments      *rand.Rand
	acknowledged map[string]bool

	silent, total, unsaid int
}

func kill(t *testing.T, moments *rand.Rand) *killer {
	k := &killer{t: t, key: newIdentity(t), dir: t.TempDir(), moments: moments, acknowledged: map[string]bool{}}
	for life := range livesAFolder {
		k.live(uint64(life))
		k.check(life)
	}
	return k
}

// live starts a child and kills it: either at a moment counted from its start,
// or at one counted from its first acknowledgement.
func (k *killer) live(life uint64) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+k.dir, childKey+"="+k.key.Recipient().String(),
		childFrom+"="+strconv.FormatUint((life+1)<<20, 10), "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	said := 0
	if k.moments.IntN(3) > 0 && lines.Scan() {
		k.acknowledged[lines.Text()] = true
		said++
	}
	time.Sleep(time.Duration(k.moments.Int64N(int64(15 * time.Millisecond))))
	cmd.Process.Kill()
	for lines.Scan() {
		if len(lines.Text()) == 32 { // the last line may be cut
			k.acknowledged[lines.Text()] = true
			said++
		}
	}
	k.wasKilled(cmd.Wait())
	k.total += said
	if said == 0 {
		k.silent++
	}
}

func (k *killer) wasKilled(err error) {
	k.t.Helper()
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != -1 {
		k.t.Fatalf("the child ended by itself: %v", err)
	}
}

// check opens the folder as the next start of the kiosk would.
func (k *killer) check(life int) {
	k.t.Helper()
	if life%5 == 4 { // reading every byte is slow
		if found := findCanary(k.t, k.dir); found != "" {
			k.t.Fatalf("life %d: %s", life, found)
		}
	}
	s := mustOpen(k.t, k.dir, k.key.Recipient())
	defer s.Close()
	there := map[string]bool{}
	for _, r := range mustPending(k.t, s) {
		if r.Damaged {
			k.t.Fatalf("life %d: %s is half there", life, r.ID)
		}
		there[r.ID] = true
		if number(r.ID)>>20 == uint64(life)+1 { // earlier ones were read before
			mustBeWhole(k.t, s, r, k.key)
			if !k.acknowledged[r.ID] {
				k.unsaid++
			}
		}
	}
	for id := range k.acknowledged {
		if !there[id] {
			k.t.Fatalf("life %d: %s was acknowledged and is lost", life, id)
		}
	}
}
