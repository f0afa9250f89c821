package store_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
	"guichet/kiosk/spool/powercut"
)

const (
	childURL     = "GUICHET_STORE_CHILD"
	childFrom    = "GUICHET_STORE_FROM"
	childControl = "GUICHET_STORE_UNSYNCED" // the control: commits are not synced
)

// How many times, where 40 and 20 are not enough, and what chance began with.
// Seeds repeat the moments and what a cut leaves, not how fast the child is.
const (
	killsVariable = "GUICHET_KILLS"
	cutsVariable  = "GUICHET_CUTS"
	seedVariable  = "GUICHET_SEED"
)

// TestMain lets this binary be the hub that is killed.
func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		child(url)
		return
	}
	os.Exit(m.Run())
}

// child takes items from ten callers at once until it is killed; every third
// comes twice. On its standard output it writes the number of each once PutItem
// has returned.
func child(url string) {
	from, err := strconv.Atoi(os.Getenv(childFrom))
	exitOn(err)
	if os.Getenv(childControl) != "" {
		store.CommitUnsynced()
	}
	s, err := store.Open(context.Background(), url)
	exitOn(err)
	var saying sync.Mutex
	var all sync.WaitGroup
	for c := range 10 {
		all.Go(func() {
			for n := from + c; ; n += 10 {
				for range 1 + n%3/2 {
					putNumber(s, n)
				}
				saying.Lock()
				fmt.Printf("+%010d\n", n)
				saying.Unlock()
			}
		})
	}
	all.Wait()
}

func putNumber(s store.Store, n int) {
	i, ciphertext := storetest.Item(n, storetest.Town, 1000+n%3000)
	_, err := s.PutItem(context.Background(), i, ciphertext, "archive")
	exitOn(err)
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

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

func seed(t *testing.T) *rand.Rand {
	t.Helper()
	n := uint64(time.Now().UnixNano())
	if s := os.Getenv(seedVariable); s != "" {
		n, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("%s=%d runs it again", seedVariable, n)
	return rand.New(rand.NewPCG(n, 0))
}

// hub is a database and the processes that died over it.
type hub struct {
	t       *testing.T
	chance  *rand.Rand
	url     string
	crash   func()        // what happens to the machine when the process has died
	reopen  func() string // the URL of what is left
	control bool
	server  bool         // the child may see that its server has died
	said    map[int]bool // acknowledged

	total, lost, unsaid int
}

// live starts a child, kills it, and checks what is left.
func (h *hub) live(life int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childURL+"="+h.url, childFrom+"="+strconv.Itoa((life+1)<<16), "GORACE=atexit_sleep_ms=0")
	if h.control {
		cmd.Env = append(cmd.Env, childControl+"=1")
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if h.chance.IntN(4) > 0 && lines.Scan() {
		h.hear(lines.Text())
	}
	time.Sleep(time.Duration(h.chance.Int64N(int64(h.span()))))
	h.crash()
	cmd.Process.Kill()
	for lines.Scan() {
		h.hear(lines.Text())
	}
	exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
	if !ok || exit.ExitCode() != -1 && !h.server {
		h.t.Fatalf("life %d: the child ended by itself: %s", life, &complaint)
	}
	h.check(life)
}

// span is how long a life is at most, from its start or from its first item.
func (h *hub) span() time.Duration {
	if h.server {
		return 150 * time.Millisecond
	}
	return 25 * time.Millisecond
}

func (h *hub) hear(line string) {
	n, err := strconv.Atoi(strings.TrimPrefix(line, "+"))
	if len(line) == 11 && err == nil { // the last line may be cut
		h.said[n] = true
		h.total++
	}
}

// check reads every item as the next hub would.
func (h *hub) check(life int) {
	s := open(h.t, h.reopen())
	defer s.Close()
	there, after := map[int]bool{}, ""
	for {
		list, err := s.Items(context.Background(), store.Query{Town: storetest.Town, After: after, Limit: 1000})
		if err != nil {
			h.t.Fatalf("life %d: %v", life, err)
		}
		for _, i := range list {
			h.checkItem(s, i, there, life)
			after = i.ID
		}
		if len(list) < 1000 {
			break
		}
	}
	waiting, err := s.Deliveries(context.Background())
	if err != nil || waiting != len(there) {
		h.t.Fatalf("life %d: %d deliveries for %d items: %v", life, waiting, len(there), err)
	}
	h.compare(there, life)
}

func (h *hub) checkItem(s store.Store, i store.Item, there map[int]bool, life int) {
	n, err := strconv.ParseInt(i.ID, 16, 64)
	if err != nil || i.Damaged || there[int(n)] {
		h.t.Fatalf("life %d: %s is damaged, or twice: %v", life, i.ID, err)
	}
	there[int(n)] = true
	if int(n)>>16 != life+1 {
		return // read before
	}
	if !h.said[int(n)] {
		h.unsaid++
	}
	_, want := storetest.Item(int(n), storetest.Town, 1000+int(n)%3000)
	if got, err := s.Ciphertext(context.Background(), i.ID); err != nil || !bytes.Equal(got, want) {
		h.t.Fatalf("life %d: %s came back as other content: %v", life, i.ID, err)
	}
}

func (h *hub) compare(there map[int]bool, life int) {
	for n := range h.said {
		switch {
		case there[n]:
		case h.control:
			h.lost++
			delete(h.said, n)
		default:
			h.t.Fatalf("life %d: item %d was acknowledged and is lost", life, n)
		}
	}
}

// report fails where the test did not do what it is for.
func (h *hub) report(lives int) {
	h.t.Logf("%d lives, %d items acknowledged, %d lost, %d there without acknowledgement", lives, h.total, h.lost, h.unsaid)
	if h.total < lives {
		h.t.Error("the hubs died before they took anything")
	}
	if h.control && h.lost == 0 {
		h.t.Error("nothing is lost without syncing: the test sees nothing")
	}
}

// folders of so many lives each: the making of a database is killed as well,
// and the check does not read ever more.
const livesAFolder = 20

func (h *hub) all(lives int, fresh func(h *hub)) {
	for life := range lives {
		if life%livesAFolder == 0 {
			h.said = map[int]bool{}
			fresh(h)
		}
		h.live(life)
	}
	h.report(lives)
}

func nothing() {}

// A hub on SQLite is killed at random moments. Nothing that it acknowledged is
// lost, nothing is there twice.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := &hub{t: t, chance: seed(t), crash: nothing}
	h.all(times(t, killsVariable, 40), func(h *hub) {
		h.url = filepath.Join(t.TempDir(), "data", "hub.db")
		h.reopen = func() string { return h.url }
	})
}

// The same with the power cut each time.
func TestPowerCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := &hub{t: t, chance: seed(t), crash: nothing}
	h.all(times(t, cutsVariable, 20), func(h *hub) { h.on(powercut.Mount(t)) })
}

// The control of the test before: it must lose.
func TestPowerCutSeesALoss(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := &hub{t: t, chance: seed(t), crash: nothing, control: true}
	h.all(livesAFolder, func(h *hub) { h.on(powercut.Mount(t)) })
}

func (h *hub) on(disk *powercut.Disk) {
	h.url = filepath.Join(disk.Dir(), "data", "hub.db")
	h.reopen = func() string {
		chance := h.chance
		if h.chance.IntN(2) == 0 {
			chance = nil
		}
		disk.Cut(chance)
		return filepath.Join(disk.Salvage(), "data", "hub.db")
	}
}

// PostgreSQL and the hub are killed at once. A start takes a second or two, so
// there are fewer lives.
func TestPostgresKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	server := storetest.Postgres(t)
	h := &hub{t: t, chance: seed(t), crash: server.Kill, server: true}
	h.all(max(1, times(t, killsVariable, 40)/10), func(h *hub) {
		h.url = server.Database()
		h.reopen = func() string {
			server.Start()
			return h.url
		}
	})
}

func TestPostgresPowerCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := &hub{t: t, chance: seed(t), server: true}
	h.onPostgres()
	h.all(max(1, times(t, cutsVariable, 20)/5), func(*hub) {})
}

// The control of the test before: it must lose.
func TestPostgresPowerCutSeesALoss(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := &hub{t: t, chance: seed(t), server: true, control: true}
	h.onPostgres("fsync=off")
	h.all(2, func(*hub) {})
}

// onPostgres puts PostgreSQL on a disk that forgets. What the control begins
// with is synced, so that it can still start.
func (h *hub) onPostgres(settings ...string) {
	disk := powercut.Mount(h.t)
	disk.Gentle()
	server := storetest.PostgresIn(h.t, filepath.Join(disk.Dir(), "data"), settings...)
	h.url = server.Database()
	open(h.t, h.url).Close()
	server.Stop()
	disk.Settle()
	server.Start()
	h.crash = server.Kill
	h.reopen = func() string {
		chance := h.chance
		if h.control || h.chance.IntN(2) == 0 {
			chance = nil
		}
		disk.Cut(chance)
		server.Start()
		return h.url
	}
}
