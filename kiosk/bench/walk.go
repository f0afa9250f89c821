package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"slices"
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
	// Midway, if it is not nil, is waited for in the middle of the first visit:
	// something happens to the kiosk while a citizen is busy. After the last
	// visit the menu is pictured, which shows what came of it.
	Midway func(context.Context) error
	// Talk is how long a call by video is left alone once both are seen, to
	// measure it; 0: it is not.
	Talk time.Duration
	// Network lets the hub be reached, or not; nil: there is no hub.
	Network func(reached bool)
	Log     *slog.Logger
}

// midwayAt is how many pictures of the first visit are taken before Midway.
const midwayAt = 20

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
	for i, v := range all {
		w := &walker{Hall: h, visit: v, midway: h.Midway != nil && i == 0}
		if err := w.play(ctx); err != nil {
			shot := w.picture(ctx, "failed")
			return errors.Join(fmt.Errorf("bench: visit %s, picture %d: %w", v.Name, w.shots, err), shot)
		}
		h.Log.Info("walked", "visit", v.Name, "pictures", w.shots, "papers", w.papers)
	}
	if h.Midway != nil {
		return (&walker{Hall: h, visit: Visit{Name: "after"}}).look(ctx)
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
	midway bool // still to come
}

// look pictures the home page and the menu.
func (w *walker) look(ctx context.Context) error {
	m, err := w.settled(ctx)
	if err == nil {
		err = w.picture(ctx, "home")
	}
	if err == nil {
		err = w.press(ctx, m, "next")
	}
	if err != nil {
		return err
	}
	return w.picture(ctx, "menu")
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
	if w.midway && w.shots >= midwayAt && m.View.State == session.Question {
		w.midway = false
		if err := w.Midway(ctx); err != nil {
			return err
		}
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
		return w.finish(ctx)
	}
	return w.press(ctx, m, "next")
}

// finish keeps the receipt, asks for other papers, and goes, or goes on.
func (w *walker) finish(ctx context.Context) error {
	if err := w.paper(ctx); err != nil {
		return err
	}
	for _, what := range w.visit.Ask {
		if err := w.ask(ctx, what); err != nil {
			return fmt.Errorf("the paper %s: %w", what, err)
		}
	}
	w.over = true
	button := "next"
	if w.visit.Another {
		button = "other"
	}
	return w.press(ctx, w.Stage.Now(), button)
}

// papers are what prints one of them, by its name in a visit.
var papers = map[string]session.Event{
	"sheet": session.PrintSheet{}, "list": session.PrintList{}, "reminders": session.PrintReminders{},
}

// ask prints a paper from the last page, waits until it is out and keeps it.
func (w *walker) ask(ctx context.Context, what string) error {
	kind := reflect.TypeOf(papers[what])
	m, c, err := w.seek(ctx, func(c ui.Control) bool { return c.Do != nil && reflect.TypeOf(c.Do) == kind })
	if err != nil {
		return err
	}
	if err := w.touch(ctx, m, c); err != nil {
		return err
	}
	out := func(b session.Block) bool {
		p, ok := b.(session.Paragraph)
		return ok && p.Text.Key == "session."+what+".printed"
	}
	if err := w.waitFor(ctx, func(n ui.Moment) bool { return slices.ContainsFunc(n.View.Blocks, out) }); err != nil {
		return err
	}
	if err := w.picture(ctx, "done-"+what); err != nil {
		return err
	}
	return w.paper(ctx)
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
