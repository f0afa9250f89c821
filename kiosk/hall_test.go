package kiosk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/session"
	"guichet/kiosk/spool"
)

// patience is how long a page may take before a story gives up; no story
// asserts how long it took.
const patience = time.Minute

// today is when the stories take place, as a machine that runs on UTC tells
// it: their answers hold dates. In the town it is 14 h 05.
var today = time.Date(2026, time.November, 20, 13, 5, 0, 0, time.UTC)

// hall is a whole kiosk but for its screen: the true driver on a true pty, the
// true spool, the packs that are built in, and a person in front of it.
type hall struct {
	*testing.T
	cfg *config.Config
	sim *printersim.Sim
	key *age.HybridIdentity // of the town hall
	log eventtest.Log

	parts *parts
	off   func() // switches the kiosk off, once
	// broken: what comes first is not the home page
	broken bool

	mu    sync.Mutex
	view  session.View
	shown chan struct{} // one place: there is something new to see
	typed []string      // by anybody, so far
}

// enter switches a kiosk on; before that, a story may change what it finds.
func enter(t *testing.T, change ...func(*hall)) *hall {
	t.Helper()
	h := build(t, change...)
	var err error
	if h.parts, err = open(h.cfg, h.options(), h.show); err != nil {
		t.Fatal(err)
	}
	kiosk := &terminal{}
	kiosk.parts.Store(h.parts)
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() { kiosk.serve(ctx, nil) })
	h.off = sync.OnceFunc(func() { cancel(); serving.Wait() })
	t.Cleanup(func() { h.off(); h.nothingTypedIsLeft() })
	if h.broken {
		h.until("an overlay", func(v session.View) bool { return v.Overlay != nil })
		return h
	}
	h.at(session.Attract)
	return h
}

// build is everything but the kiosk itself.
func build(t *testing.T, change ...func(*hall)) *hall {
	t.Helper()
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{T: t, key: key, cfg: configured(t, key), shown: make(chan struct{}, 1)}
	h.sim = simulated(t, "epson-tm-t20ii")
	h.cfg.Printer = &config.Printer{
		Driver: "escpos", Profile: "epson-tm-t20ii", Port: h.sim.Path(), Backend: "bugst", Outlet: "bottom_right",
	}
	for _, f := range change {
		f(h)
	}
	return h
}

// configured is a kiosk without a printer. Its pauses are long: a slow machine
// is not a citizen who went away.
func configured(t *testing.T, key *age.HybridIdentity) *config.Config {
	c := config.Default()
	c.Town = config.Town{Name: "Mairie de Saint-Éloi", Zone: "Europe/Paris", Contacts: []config.Contact{{
		ID: "accueil", Name: config.Text{forms.French: "Accueil de la mairie", forms.English: "Town hall reception"},
		Phone: "04 65 71 00 00", Hours: config.Text{forms.French: "du lundi au vendredi", forms.English: "Monday to Friday"},
	}}}
	c.Data = filepath.Join(t.TempDir(), "spool")
	c.Recipients = []string{key.Recipient().String()}
	c.Visit = config.Visit{Idle: time.Hour, Grace: time.Hour, Done: time.Hour}
	return &c
}

// simulated is a printer as fast as the pty.
func simulated(t *testing.T, profile string) *printersim.Sim {
	t.Helper()
	p, err := profiles.Get(profile)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := printersim.New(printersim.Options{Profile: p, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return sim
}

// printerOf puts a printer of another model into the hall.
func printerOf(profile string) func(*hall) {
	return func(h *hall) {
		h.sim = simulated(h.T, profile)
		h.cfg.Printer.Profile, h.cfg.Printer.Port = profile, h.sim.Path()
	}
}

func noPrinter(h *hall) { h.cfg.Printer = nil }

func (h *hall) options() Options {
	return Options{Now: func() time.Time { return today }, Log: slog.New(slog.NewJSONHandler(&h.log, nil))}
}

func (h *hall) show(v session.View) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.view = v
	select {
	case h.shown <- struct{}{}:
	default:
	}
}

func (h *hall) now() session.View {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.view
}

// until waits for a page.
func (h *hall) until(what string, is func(session.View) bool) session.View {
	h.Helper()
	late := time.After(patience)
	for {
		if v := h.now(); is(v) {
			return v
		}
		select {
		case <-h.shown:
		case <-late:
			h.Fatalf("%s did not come; the screen says %q", what, texts(h.now()))
		}
	}
}

// at waits for a state in which nothing stands above the page.
func (h *hall) at(s session.State) session.View {
	h.Helper()
	return h.until(string(s), func(v session.View) bool { return v.State == s && v.Overlay == nil })
}

// untilSays waits for a sentence.
func (h *hall) untilSays(sentence string) {
	h.Helper()
	h.until(sentence, func(v session.View) bool { return slices.Contains(texts(v), sentence) })
}

// says wants sentences on the screen as it is; silent wants them not there.
func (h *hall) says(sentences ...string) {
	h.Helper()
	for _, s := range sentences {
		if all := texts(h.now()); !slices.Contains(all, s) {
			h.Errorf("the screen does not say %q; it says %q", s, all)
		}
	}
}

func (h *hall) silent(sentences ...string) {
	h.Helper()
	for _, s := range sentences {
		if slices.Contains(texts(h.now()), s) {
			h.Errorf("the screen says %q", s)
		}
	}
}

// press presses what bears these words, on the overlay where there is one.
func (h *hall) press(words string) {
	h.Helper()
	do := buttons(h.now())[words]
	if do == nil {
		h.Fatalf("there is nothing to press that says %q; the screen says %q", words, texts(h.now()))
	}
	h.parts.session.Send(do)
}

// kept are the submissions as the town hall reads them, oldest first.
func (h *hall) kept() (all []forms.Submission) {
	h.Helper()
	pending, err := h.parts.spool.Pending(h.Context())
	if err != nil {
		h.Fatal(err)
	}
	for _, r := range pending {
		sealed, err := h.parts.spool.Ciphertext(h.Context(), r.ID)
		if errors.Is(err, spool.ErrNotFound) {
			continue // the hub has had it since it was listed
		}
		if err != nil {
			h.Fatal(err)
		}
		all = append(all, h.decrypt(r, sealed))
	}
	return all
}

func (h *hall) decrypt(r spool.Record, sealed []byte) (s forms.Submission) {
	h.Helper()
	plain, err := age.Decrypt(bytes.NewReader(sealed), h.key)
	if err != nil {
		h.Fatal(err)
	}
	data, err := io.ReadAll(plain)
	if err != nil {
		h.Fatal(err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		h.Fatal(err)
	}
	if s.ID != r.ID || s.Reference != r.Reference || s.Pack != r.Pack {
		h.Errorf("the envelope says %v, the letter %s %s %s", r, s.ID, s.Reference, s.Pack)
	}
	return s
}

// nothingTypedIsLeft looks for what was typed in the log of the whole story
// and in every file of the kiosk.
func (h *hall) nothingTypedIsLeft() {
	if found := holding(h.log.String(), h.typed); len(found) > 0 {
		h.Errorf("the log holds %q", found)
	}
	files, _ := filepath.Glob(filepath.Join(h.cfg.Data, "*"))
	for _, file := range files {
		h.clean(file)
	}
}

// clean wants nothing of what was typed in a file; one that has gone since it was
// listed has none.
func (h *hall) clean(file string) {
	h.Helper()
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.Error(err)
	}
	if found := holding(string(data), h.typed); len(found) > 0 {
		h.Errorf("%s holds %q", filepath.Base(file), found)
	}
}

// holding are the words that stand in a text, whatever the case.
func holding(text string, words []string) (found []string) {
	text = strings.ToLower(text)
	for _, w := range words {
		if strings.Contains(text, strings.ToLower(w)) {
			found = append(found, w)
		}
	}
	return found
}
