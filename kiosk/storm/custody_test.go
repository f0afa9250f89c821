package storm

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"filippo.io/age"

	"guichet/forms"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/inbox"
	"guichet/kiosk/spool"
)

var errBroken = errors.New("storm: the kiosk is out of order")

// custodyBook knows which references citizens were shown, and where each
// submission was seen.
type custodyBook struct {
	mu    *sync.Mutex
	shown map[string]int // how often it was said, by reference
	said  map[string]int // other things that were said, by their first word

	broken       bool   // the kiosk says that it is out of order
	newest, back string // the revision that the home page offers, and whether it was a newer one before

	at    map[string]string          // id at the hub → its reference
	after string                     // the last item that was read
	byRef map[string]map[string]bool // reference → ids, of all that was ever at the hub
	read  map[string]bool            // id: its content was compared
	from  map[string]string          // whose it is, and what → the id of his submission
}

func newCustodyBook() custodyBook {
	return custodyBook{
		mu: new(sync.Mutex), shown: map[string]int{}, said: map[string]int{},
		at: map[string]string{}, byRef: map[string]map[string]bool{}, read: map[string]bool{}, from: map[string]string{},
	}
}

func (b *custodyBook) hear(line string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	word, rest, _ := strings.Cut(line, " ")
	b.said[word]++
	if ref, ok := forms.ValidReference(rest); word == "shown" && ok {
		b.shown[ref]++
	}
	switch word {
	case "home":
		b.broken = false
		b.home(rest)
	case "broken":
		b.broken = true
	}
}

func (b *custodyBook) heard(word string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said[word]
}

func (b *custodyBook) outOfOrder() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.broken
}

func (b *custodyBook) references() (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ref := range b.shown {
		all = append(all, ref)
	}
	return all
}

// judge wants each reference that was shown exactly once.
func (b *custodyBook) judge(w *world, left, what string) {
	w.Helper()
	for _, ref := range b.missing(w, left, what) {
		w.Errorf("%s: %q was shown to a citizen, and is lost", what, ref)
	}
}

// missing are the references that were shown and are nowhere. One that is there
// twice is an error at once. The spool is read before the hub: what leaves it in
// between is at the hub by then.
func (b *custodyBook) missing(w *world, left, what string) (lost []string) {
	w.Helper()
	shown := b.references() // before all else: what is shown from now on is not looked for
	ids := map[string]map[string]bool{}
	for id, ref := range b.spooled(w, left, what) {
		note(ids, ref, id)
	}
	b.arrived(w)
	for _, ref := range shown {
		all := map[string]bool{}
		maps.Copy(all, ids[ref])
		maps.Copy(all, b.byRef[ref])
		switch {
		case len(all) == 0:
			lost = append(lost, ref)
		case len(all) > 1:
			w.Errorf("%s: %q was shown to a citizen, and is there %d times", what, ref, len(all))
		}
	}
	return lost
}

// drop forgets what is known to be lost.
func (b *custodyBook) drop(lost []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ref := range lost {
		delete(b.shown, ref)
	}
}

func note(ids map[string]map[string]bool, ref, id string) {
	if ids[ref] == nil {
		ids[ref] = map[string]bool{}
	}
	ids[ref][id] = true
}

// spooled opens what is left as the next start of the kiosk would, and reads
// what was not read before.
func (b *custodyBook) spooled(w *world, left, what string) map[string]string {
	w.Helper()
	all := map[string]string{}
	if _, err := os.Stat(filepath.Join(left, "spool.db")); err != nil {
		return all // none yet
	}
	if w.disk == nil {
		left = w.copied(left)
		defer os.RemoveAll(left)
	}
	s, err := spool.Open(left, []age.Recipient{w.key.Recipient()})
	if err != nil {
		w.Fatalf("%s: %v", what, err)
	}
	defer s.Close()
	records, err := s.Pending(w.Context())
	if err != nil {
		w.Fatalf("%s: %v", what, err)
	}
	for _, r := range records {
		if r.Damaged {
			w.Errorf("%s: %s is half there", what, r.ID)
			continue
		}
		all[r.ID] = r.Reference
		if !b.read[r.ID] {
			data, err := s.Ciphertext(w.Context(), r.ID)
			need(w, err)
			h := custody.Header{ID: r.ID, Reference: r.Reference, Pack: r.Pack, Version: r.Version, At: r.At, KeepDays: r.KeepDays}
			b.compare(w, h, data, what)
		}
	}
	return all
}

// compare decrypts a submission and looks at whose it is: it must be whole, hold the
// names of one visit, and be the only one of that procedure there. Who tries again
// hands in the same one, under the same reference.
func (b *custodyBook) compare(w *world, h custody.Header, data []byte, what string) {
	w.Helper()
	s, err := inbox.Open(h, data, w.key)
	if err != nil {
		w.Errorf("%s: %s: %v", what, h.ID, err)
		return
	}
	b.read[h.ID] = true
	names := namesIn(s)
	if len(names) != 1 {
		w.Errorf("%s: %s holds the names of %d visits", what, h.ID, len(names))
		return
	}
	whose := names[0] + " " + h.Pack
	if before := b.from[whose]; before != "" {
		w.Errorf("%s: one visit handed in twice: %s and %s", what, before, h.ID)
	}
	b.from[whose] = h.ID
}

// namesIn are the names that are typed in a submission, each once.
func namesIn(s forms.Submission) []string {
	names := map[string]bool{}
	for _, e := range s.Entries {
		for _, f := range []string{"family", "given"} {
			if name := e.Answer.Fields[f]; name != "" {
				names[name] = true
			}
		}
	}
	return slices.Collect(maps.Keys(names))
}

// arrived reads what came to the hub since the last look.
func (b *custodyBook) arrived(w *world) {
	w.Helper()
	for {
		items, err := w.hub.Store.Items(w.Context(), store.Query{Town: hubtest.Town, Limit: 500, After: b.after})
		need(w, err)
		for _, i := range items {
			if _, twice := b.at[i.ID]; twice || i.Damaged {
				w.Errorf("%s is at the hub twice, or damaged", i.ID)
			}
			b.after, b.at[i.ID] = i.ID, i.Reference
			note(b.byRef, i.Reference, i.ID)
			if !b.read[i.ID] {
				data, err := w.hub.Store.Ciphertext(w.Context(), i.ID)
				need(w, err)
				b.compare(w, i.Header, data, "at the hub")
			}
		}
		if len(items) < 500 {
			return
		}
	}
}

// allAtTheHub wants every reference that was shown there.
func (b *custodyBook) allAtTheHub(w *world) {
	w.Helper()
	b.arrived(w)
	for _, ref := range b.references() {
		if len(b.byRef[ref]) != 1 {
			w.Errorf("in the end %q is at the hub %d times", ref, len(b.byRef[ref]))
		}
	}
	w.Logf("%d submissions at the hub, %d references shown", len(b.at), len(b.references()))
}

// copied is a copy of a folder.
func (w *world) copied(dir string) string {
	w.Helper()
	to, err := os.MkdirTemp(w.dir, "copy")
	need(w, err)
	for _, name := range []string{"spool.db", "spool.db-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		need(w, err)
		need(w, os.WriteFile(filepath.Join(to, name), data, 0o600))
	}
	return to
}
