package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// Stage is the screen as a script sees it.
type Stage interface {
	Now() ui.Moment
}

// Hall is where a walk takes place.
type Hall struct {
	Bench *Bench
	Stage Stage
	// Documents are those that went to the printer since the last call.
	Documents func() []printer.Document
	// Folder is where the pictures go; it is made if it is not there.
	Folder string
	Log    *slog.Logger
}

// patience is how long a page may take to change. It is long because a
// machine without a graphics card, shared with others, may be slow.
const patience = 20 * time.Second

// Walk plays the built-in visits one after the other: it presses what is on
// the screen, through X, as a finger does, and takes a picture of every page.
// It needs an X display, xdotool and ImageMagick's import. In the folder it
// leaves numbered PNG files, and each paper as PNG and PDF.
func Walk(ctx context.Context, h Hall) error {
	all, err := visits()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(h.Folder, 0o755); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	if err := pause(ctx, 5*frame); err != nil {
		return err // the first frame is still being painted
	}
	for _, v := range all {
		w := &walker{Hall: h, visit: v}
		if err := w.play(ctx); err != nil {
			shot := w.picture(ctx, "failed")
			return errors.Join(fmt.Errorf("bench: visit %s, picture %d: %w", v.Name, w.shots, err), shot)
		}
		h.Log.Info("walked", "visit", v.Name, "pictures", w.shots, "papers", w.papers)
	}
	return nil
}

// walker is one visit being played.
type walker struct {
	Hall
	visit  Visit
	shots  int
	papers int
	over   bool
}

// play goes on until the home page is back.
func (w *walker) play(ctx context.Context) error {
	for !w.over {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := w.settled(ctx)
		if err == nil {
			err = w.step(ctx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// step does what a person does on one page.
func (w *walker) step(ctx context.Context, m ui.Moment) error {
	if err := w.pictures(ctx, m); err != nil {
		return err
	}
	m = w.Stage.Now()
	switch m.View.State {
	case session.Attract:
		return w.press(ctx, m, "next")
	case session.Menu:
		return w.send(ctx, m, session.Pick{Page: m.View.Page, Pack: w.visit.Pack})
	case session.Question, session.Declaration:
		return w.answer(ctx, m)
	case session.Leaving:
		return w.leave(ctx, m)
	case session.Saving, session.Printing:
		return w.waitFor(ctx, func(n ui.Moment) bool { return n.View.State != m.View.State })
	case session.Done:
		return w.finish(ctx, m)
	}
	return w.press(ctx, m, "next")
}

// finish waits for the paper, keeps it, and goes.
func (w *walker) finish(ctx context.Context, m ui.Moment) error {
	if err := w.paper(ctx); err != nil {
		return err
	}
	w.over = true
	return w.press(ctx, m, "next")
}

// leave shows the people whom one can reach, and goes.
func (w *walker) leave(ctx context.Context, m ui.Moment) error {
	if err := w.press(ctx, m, "talk"); err != nil {
		return err
	}
	if err := w.picture(ctx, "contacts"); err != nil {
		return err
	}
	m = w.Stage.Now()
	if err := w.sendLike(ctx, m, session.Stay{Page: page(m.View)}); err != nil {
		return err
	}
	if err := w.press(ctx, w.Stage.Now(), "again"); err != nil {
		return err
	}
	if err := w.picture(ctx, "leave"); err != nil {
		return err
	}
	m = w.Stage.Now()
	w.over = true
	return w.sendLike(ctx, m, session.Leave{Page: page(m.View)})
}

func page(v session.View) session.PageID {
	if v.Overlay != nil {
		return v.Overlay.Page
	}
	return v.Page
}
