package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/session"
)

// patience is how long one step of a visit may take: it waits for a machine
// that is busy, not for a person.
const patience = 20 * time.Second

// hall is a kiosk without a screen and without a printer: a real session, what
// it shows and what it prints.
type hall struct {
	session *session.Session
	stop    context.CancelFunc
	ended   sync.WaitGroup

	mu    sync.Mutex
	view  session.View
	shown chan struct{} // one place: there is something new
	docs  []printer.Document
}

// enter opens a kiosk that offers one pack, in one language.
func enter(p *pack.Pack, lang forms.Lang, o Options) (*hall, error) {
	h := &hall{shown: make(chan struct{}, 1)}
	var err error
	h.session, err = session.New(session.Config{
		Town: p.Authority.Name, Langs: speaking(lang, o.Langs), Packs: []session.Procedure{p},
		Size: o.Size, Theme: o.Theme, Outbox: nowhere{}, Printer: &tray{h}, Show: h.show,
		Idle: time.Hour, Grace: time.Hour, DonePause: time.Hour,
		Rand: sameEveryTime(), Now: func() time.Time { return o.Now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	h.ended.Go(func() { h.session.Run(ctx) })
	return h, nil
}

// speaking puts one language first: a session begins in it.
func speaking(first forms.Lang, all []forms.Lang) []forms.Lang {
	out := []forms.Lang{first}
	for _, l := range all {
		if l != first {
			out = append(out, l)
		}
	}
	return out
}

func (h *hall) close() {
	h.stop()
	h.ended.Wait()
}

func (h *hall) show(v session.View) {
	h.mu.Lock()
	h.view = v
	h.mu.Unlock()
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

var errLost = errors.New("preview: the visit stands still")

// until waits for a view.
func (h *hall) until(fits func(session.View) bool) (session.View, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		if v := h.now(); v.State != "" && fits(v) {
			return v, nil
		}
		select {
		case <-h.shown:
		case <-late.C:
			v := h.now()
			return v, fmt.Errorf("%w on %s, page %s", errLost, v.State, v.Title.Key)
		}
	}
}

// at waits for a state.
func (h *hall) at(s session.State) (session.View, error) {
	return h.until(func(v session.View) bool { return v.State == s && v.Overlay == nil })
}

// press sends an event, and waits for the view after it.
func (h *hall) press(e session.Event) (session.View, error) {
	before := h.now()
	h.session.Send(e)
	return h.until(func(v session.View) bool { return pageOf(v) != pageOf(before) })
}

func pageOf(v session.View) session.PageID {
	if v.Overlay != nil {
		return v.Overlay.Page
	}
	return v.Page
}

// paper presses what prints, and gives the document that came.
func (h *hall) paper(e session.Event) (printer.Document, error) {
	h.printed()
	h.session.Send(e)
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		if docs := h.printed(); len(docs) > 0 {
			return docs[len(docs)-1], nil
		}
		select {
		case <-h.shown:
		case <-late.C:
			return printer.Document{}, fmt.Errorf("%w: no paper", errLost)
		}
	}
}

// printed are the documents since the last call.
func (h *hall) printed() []printer.Document {
	h.mu.Lock()
	defer h.mu.Unlock()
	docs := h.docs
	h.docs = nil
	return docs
}

// nowhere is an outbox that keeps nothing: nobody gave these answers.
type nowhere struct{}

func (nowhere) Put(context.Context, forms.Submission) error { return nil }

// tray is a printer that never runs out.
type tray struct{ h *hall }

func (t *tray) Print(_ context.Context, doc printer.Document) (printer.Outcome, error) {
	t.h.mu.Lock()
	t.h.docs = append(t.h.docs, doc)
	t.h.mu.Unlock()
	return printer.Printed, nil
}

func (t *tray) Status(context.Context) (printer.Status, error) {
	return printer.Status{Online: true}, nil
}

func (t *tray) Close() error { return nil }

// sameEveryTime makes the same references at each run, so that only pictures
// of what changed are painted anew.
func sameEveryTime() io.Reader { return rand.NewChaCha8([32]byte{'p', 'r', 'e', 'v', 'i', 'e', 'w'}) }
