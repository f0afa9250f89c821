package kiosk

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"fyne.io/fyne/v2"

	"guichet/drivers/printer"
	"guichet/kiosk/bench"
	"guichet/kiosk/ui"
)

// Simulation is a kiosk with no hardware.
type Simulation struct {
	// Size is that of the screen in pixels, "1280x800". Empty, with Walk: the
	// whole display; empty, without: a window that fits on a desk.
	Size string
	// Walk is a folder: a visit of each pack is played, its pictures are left
	// there, and the program ends.
	Walk string
	// TouchMap is the path of a unix socket that tells where the controls are.
	TouchMap string
	Log      *slog.Logger
}

// deskSize is a window that leaves room for the bench on a full HD screen.
var deskSize = fyne.NewSize(1280, 800)

// Simulate runs a kiosk with the simulated printer of [bench.New], and beside
// it the bench's window. Nothing is kept. It must be called on the main
// goroutine.
func Simulate(ctx context.Context, s Simulation) (err error) {
	refuseDumps(s.Log)
	window, err := s.window()
	if err != nil {
		return err
	}
	b, err := bench.New()
	if err != nil {
		return err
	}
	defer b.Close()
	rec := &recorder{}
	t := newTerminal(b.Config(), Options{Log: s.Log, Now: b.Now, wrap: rec.wrap}, window)
	st := &stage{t}
	var beside []func(context.Context)
	if s.TouchMap != "" {
		beside = append(beside, func(ctx context.Context) { serveTouchMap(ctx, s.TouchMap, st, s.Log) })
	}
	if s.Walk == "" && s.TouchMap == "" {
		b.Window(t.app, t.do).Show()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var walked error
	if s.Walk != "" {
		beside = append(beside, func(ctx context.Context) {
			walked = bench.Walk(ctx, bench.Hall{Bench: b, Stage: st, Documents: rec.documents, Folder: s.Walk, Log: s.Log})
			cancel()
		})
	}
	if err := t.run(ctx, beside...); err != nil {
		return err
	}
	return walked
}

func (s Simulation) window() (fyne.Size, error) {
	switch {
	case s.Size != "":
		var w, h float32
		if n, err := fmt.Sscanf(s.Size, "%fx%f", &w, &h); n != 2 || err != nil || w < 320 || h < 320 {
			return fyne.Size{}, fmt.Errorf("kiosk: %q is not a size such as 1280x800", s.Size)
		}
		return fyne.NewSize(w, h), nil
	case s.Walk != "" || s.TouchMap != "":
		return fyne.Size{}, nil
	}
	return deskSize, nil
}

// stage lets a script see what is on the screen.
type stage struct{ t *terminal }

func (s *stage) Now() (m ui.Moment) {
	fyne.DoAndWait(func() { m = s.t.screen.Moment() })
	return m
}

// recorder keeps the documents that went to the printer, for the pictures of
// a walk.
type recorder struct {
	printer.Printer
	mu   sync.Mutex
	docs []printer.Document
}

func (r *recorder) wrap(p printer.Printer) printer.Printer {
	r.Printer = p
	return r
}

func (r *recorder) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	r.mu.Lock()
	r.docs = append(r.docs, doc)
	r.mu.Unlock()
	return r.Printer.Print(ctx, doc)
}

// documents are those printed since the last call.
func (r *recorder) documents() []printer.Document {
	r.mu.Lock()
	defer r.mu.Unlock()
	docs := r.docs
	r.docs = nil
	return docs
}
