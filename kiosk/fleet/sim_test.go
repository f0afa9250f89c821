package fleet

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/spool"
)

// The simulation plays the hand-over of submissions between a kiosk and its hub
// in time that is not real, with everything that can go wrong drawn by chance
// from a seed: requests and answers that are lost, doubled, late, cut and
// changed; a proxy that answers in the hub's place; a hub that lies; a hub
// whose commit is unknown; either side killed at any moment.
//
// Two things must hold in every schedule: a submission is erased from the kiosk
// only when the hub holds exactly its bytes; and when the faults end, each is in
// the inbox once, and the kiosk is empty.

var (
	schedules = flag.Int("schedules", 500, "how many schedules the simulation plays")
	seed      = flag.Uint64("seed", 0, "play this one schedule alone")
)

func TestSimulation(t *testing.T) {
	if *seed != 0 {
		t.Log(play(t, *seed))
		return
	}
	var sum tally
	for n := range *schedules {
		sum.add(play(t, uint64(n+1)))
		if t.Failed() {
			t.Fatalf("schedule %d: play it again with -seed %d", n+1, n+1)
		}
	}
	t.Logf("%d schedules: %+v", *schedules, sum)
	if sum.Faults == 0 || sum.Doubled == 0 || sum.Crashes == 0 || sum.Lies == 0 {
		t.Error("a kind of fault never happened: the simulation shows nothing")
	}
}

// tally counts what a schedule went through.
type tally struct{ Submissions, Requests, Faults, Doubled, Crashes, Lies int }

func (a *tally) add(b tally) {
	a.Submissions += b.Submissions
	a.Requests += b.Requests
	a.Faults += b.Faults
	a.Doubled += b.Doubled
	a.Crashes += b.Crashes
	a.Lies += b.Lies
}

func play(t *testing.T, seed uint64) (sum tally) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, seed)
		w.live()
		w.settle()
		w.judge()
		sum = w.tally
	})
	return sum
}

// keys are made once: drawing them is slower than a schedule.
var kioskKey, hubKey, liarKey = drawKey(), drawKey(), drawKey()

func drawKey() ed25519.PrivateKey {
	_, key, err := newKey()
	if err != nil {
		panic(err)
	}
	return key
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

// world is a kiosk's disk, a hub's disk, and what lies between.
type world struct {
	t      *testing.T
	tally  tally
	mu     sync.Mutex
	rng    *rand.Rand
	calm   bool
	box    map[string]spool.Record // the kiosk's disk
	bytes  map[string][]byte
	inbox  map[string]custody.Header // the hub's disk
	stored map[string]int            // how often an id was written there
	put    []string                  // ids that were acknowledged to a citizen
	old    []string                  // receipts that were given, for a liar
	late   sync.WaitGroup
	id     Identity
}

func newWorld(t *testing.T, seed uint64) *world {
	return &world{
		t: t, rng: rand.New(rand.NewPCG(seed, seed)),
		box: map[string]spool.Record{}, bytes: map[string][]byte{},
		inbox: map[string]custody.Header{}, stored: map[string]int{},
		id: Identity{
			Kiosk: custody.KioskID(publicOf(kioskKey)), Town: "04999", Name: "Hall",
			Hub: publicOf(hubKey), Root: []byte("{}"), Key: kioskKey,
		},
	}
}

// chance is true so often in a hundred, and never once all is calm.
func (w *world) chance(percent int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.calm && w.rng.IntN(100) < percent
}

func (w *world) below(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rng.IntN(n)
}

func (w *world) count(n *int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*n++
}

// live runs the kiosk through some hours and crashes while citizens come.
func (w *world) live() {
	for range 1 + w.below(4) {
		w.session(time.Duration(1+w.below(7200)) * time.Second)
		w.count(&w.tally.Crashes)
	}
}

// session is the life of one process of the kiosk.
func (w *world) session(long time.Duration) {
	ctx, cancel := context.WithTimeout(w.t.Context(), long)
	defer cancel()
	client, err := NewClient("https://hub.example", w.id.Kiosk, w.id.Key, w)
	if err != nil {
		w.t.Fatal(err)
	}
	c := newCourier(client, w.id, slog.New(slog.DiscardHandler))
	var all sync.WaitGroup
	all.Go(func() { c.run(ctx, w) })
	for range w.below(4) {
		time.Sleep(time.Duration(w.below(600)) * time.Second)
		if ctx.Err() == nil {
			w.submit()
			poke(c.wake)
		}
	}
	<-ctx.Done()
	all.Wait()
}

// settle lets what is late arrive, ends all faults, and gives the kiosk a day.
func (w *world) settle() {
	w.mu.Lock()
	w.calm = true
	w.mu.Unlock()
	w.session(24 * time.Hour)
	w.late.Wait()
}

func (w *world) judge() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.box) > 0 {
		w.t.Errorf("%d submissions are still in the kiosk", len(w.box))
	}
	for _, id := range w.put {
		if w.stored[id] != 1 {
			w.t.Errorf("submission %s is in the inbox %d times", id, w.stored[id])
		}
	}
	if len(w.inbox) != len(w.put) {
		w.t.Errorf("%d in the inbox, %d were handed in", len(w.inbox), len(w.put))
	}
}

// submit is spool.Put coming back.
func (w *world) submit() {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := fmt.Sprintf("%032x", w.rng.Uint64())
	w.bytes[id] = []byte(fmt.Sprintf("ciphertext %d", w.rng.Uint64()))
	w.box[id] = spool.Record{
		ID: id, Reference: "482 739 156 Z", Pack: "cantine", Version: "1.0.0",
		At: time.Now(), Size: len(w.bytes[id]),
	}
	w.put = append(w.put, id)
	w.tally.Submissions++
}

// Next, Ciphertext and Erase are the kiosk's disk.
func (w *world) Next(_ context.Context, after spool.Record, n int) ([]spool.Record, error) {
	if w.chance(2) {
		return nil, errors.New("disk: input/output error")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	all := slices.SortedFunc(mapValues(w.box), func(a, b spool.Record) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	i, _ := slices.BinarySearchFunc(all, after.ID+"\x00", func(r spool.Record, id string) int { return bytes.Compare([]byte(r.ID), []byte(id)) })
	return all[i:min(i+n, len(all))], nil
}

func mapValues[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

func (w *world) Ciphertext(_ context.Context, id string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.box[id]; !ok {
		return nil, spool.ErrNotFound
	}
	return w.bytes[id], nil
}

// Erase is where the first promise is checked.
func (w *world) Erase(_ context.Context, id string) error {
	if w.chance(5) {
		return errors.New("disk: input/output error")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if h, ok := w.inbox[id]; !ok || h.SHA256 != custody.Sum(w.bytes[id]) {
		w.t.Errorf("%s is erased, and the hub does not have it", id)
	}
	delete(w.box, id)
	return nil
}

// RoundTrip is the network.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	w.count(&w.tally.Requests)
	body, _ := io.ReadAll(r.Body)
	if !w.sleep(r.Context(), time.Duration(w.below(400))*time.Millisecond) {
		return nil, r.Context().Err()
	}
	if w.chance(10) {
		w.count(&w.tally.Faults)
		return nil, errors.New("network: connection refused")
	}
	if w.chance(10) {
		w.again(r, body)
	}
	if w.chance(5) { // a byte on its way
		w.count(&w.tally.Faults)
		body = bytes.Clone(body)
		body[w.below(len(body))] ^= 1
	}
	res := w.hub(r, body)
	return w.back(r.Context(), res)
}

// again sends the same once more, up to a day later: another answer that nobody
// reads.
func (w *world) again(r *http.Request, body []byte) {
	w.count(&w.tally.Doubled)
	wait := time.Duration(w.below(24*3600)) * time.Second
	w.late.Go(func() {
		time.Sleep(wait)
		w.hub(r, body)
	})
}

// back brings the answer, or something else.
func (w *world) back(ctx context.Context, res *http.Response) (*http.Response, error) {
	switch {
	case w.chance(10):
		w.count(&w.tally.Faults)
		return nil, errors.New("network: connection reset by peer")
	case w.chance(5): // later than the kiosk waits
		w.count(&w.tally.Faults)
		<-ctx.Done()
		return nil, ctx.Err()
	case w.chance(5): // cut
		w.count(&w.tally.Faults)
		all, _ := io.ReadAll(res.Body)
		res.Body = io.NopCloser(io.MultiReader(bytes.NewReader(all[:len(all)/2]), failing{}))
	case w.chance(5):
		w.count(&w.tally.Faults)
		return answer(http.StatusOK, "<html>Veuillez vous identifier sur le portail.</html>"), nil
	case w.chance(5):
		w.count(&w.tally.Faults)
		return answer([]int{301, 400, 403, 404, 409, 410, 413, 429, 500, 502, 503}[w.below(11)], "a proxy's page"), nil
	case w.chance(8):
		w.count(&w.tally.Lies)
		return answer(http.StatusOK, w.lie()), nil
	}
	if !w.sleep(ctx, time.Duration(w.below(400))*time.Millisecond) {
		return nil, ctx.Err()
	}
	return res, nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func (w *world) sleep(ctx context.Context, d time.Duration) bool { return pause(ctx, d, nil) }

func answer(status int, text string) *http.Response {
	rec := httptest.NewRecorder()
	rec.WriteHeader(status)
	rec.WriteString(text)
	return rec.Result()
}

// lie is a receipt that must not be believed: an old one, or of another hub.
func (w *world) lie() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.old) > 0 && w.rng.IntN(2) == 0 {
		return w.old[w.rng.IntN(len(w.old))]
	}
	var r custody.Receipt
	for id := range w.box {
		r = custody.Receipt{ID: id, Kiosk: w.id.Kiosk, SHA256: custody.Sum(w.bytes[id]), At: time.Now()}
	}
	s, _ := custody.Acknowledge(r, liarKey)
	return s
}

// hub is the other side, by the book: verify, commit, then sign.
func (w *world) hub(r *http.Request, ciphertext []byte) *http.Response {
	h, err := custody.Open(r.Header.Get(wire.FieldEnvelope), ciphertext, w.keyOf)
	switch {
	case err != nil:
		return answer(http.StatusBadGateway, "damaged on its way")
	case w.chance(5):
		w.count(&w.tally.Crashes) // before the commit
		return answer(http.StatusServiceUnavailable, "")
	}
	w.commit(h)
	if w.chance(5) { // after it, and nobody knows
		w.count(&w.tally.Crashes)
		return answer(http.StatusServiceUnavailable, "")
	}
	receipt, _ := custody.Acknowledge(custody.Receipt{ID: h.ID, Kiosk: h.Kiosk, SHA256: h.SHA256, At: time.Now()}, hubKey)
	w.mu.Lock()
	w.old = append(w.old, receipt)
	w.mu.Unlock()
	return answer(http.StatusOK, receipt)
}

func (w *world) keyOf(kiosk string) (ed25519.PublicKey, error) {
	if kiosk != w.id.Kiosk {
		return nil, errors.New("no such kiosk")
	}
	return publicOf(kioskKey), nil
}

// commit is an inbox with a unique key.
func (w *world) commit(h custody.Header) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.inbox[h.ID]; !ok {
		w.inbox[h.ID] = h
		w.stored[h.ID]++
	}
}
