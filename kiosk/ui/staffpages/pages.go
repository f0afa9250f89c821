// Package staffpages is every page of the front desk as staff mode builds it, for
// the tests of whoever draws them.
package staffpages

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/forms/pack/durable"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"
)

// Page is one of them, with a name for it.
type Page struct {
	Name string
	View session.View
}

// number opens the kiosk.
const number = "470218"

// All are the pages in a language of the front desk, as they are on a kiosk with
// every part, and with every fault that changes them.
func All(t *testing.T, lang forms.Lang) []Page {
	t.Helper()
	var all []Page
	for _, s := range stories() {
		all = append(all, play(t, lang, s)...)
	}
	return all
}

// guide is somebody who goes through the pages of one kiosk.
type guide struct {
	t *testing.T
	*stafftest.Kiosk
	mode *staff.Mode

	mu    sync.Mutex
	view  *session.View
	pages []Page
}

func play(t *testing.T, lang forms.Lang, story func(*guide)) []Page {
	t.Helper()
	dir := t.TempDir()
	var pages []Page
	synctest.Test(t, func(t *testing.T) {
		disk, err := durable.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer disk.Close()
		g := &guide{t: t, Kiosk: stafftest.New()}
		g.mode = staff.New(staff.Config{
			Works: g.Works(), Door: &staff.Door{Right: func(n string) bool { return n == number }, Disk: disk},
			Badge: func([]byte, string) error { return errors.New("not this one") }, Town: "Mairie de Saint-Éloi",
			Langs: []forms.Lang{lang}, Show: g.show, Log: slog.New(slog.DiscardHandler),
			Now: func() time.Time { return time.Now().UTC() },
		})
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() { g.mode.Run(ctx) })
		synctest.Wait()
		story(g)
		stop()
		all.Wait()
		time.Sleep(time.Hour)
		pages = g.pages
	})
	return pages
}

func (g *guide) show(v session.View) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.view = &v
}

func (g *guide) now() session.View {
	synctest.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.view == nil {
		g.t.Fatal("no page was shown")
	}
	return *g.view
}

// shot keeps the page that is shown.
func (g *guide) shot(name string) { g.pages = append(g.pages, Page{name, g.now()}) }

func (g *guide) send(e session.Event) {
	g.mode.Send(e)
	synctest.Wait()
}

// tries enters a number.
func (g *guide) tries(n string) {
	g.send(session.Answered{Page: g.now().Page, Input: forms.Input{forms.Value: n}})
}

// come goes to the first page behind the number.
func (g *guide) come() {
	g.send(session.StaffAsked{})
	g.tries(number)
}

// press presses the button with the words of that key.
func (g *guide) press(key string) {
	g.t.Helper()
	v := g.now()
	for _, b := range buttons(v) {
		if b.Text.Key == key {
			g.send(b.Do)
			return
		}
	}
	g.t.Fatalf("no button %q on %q", key, v.Title.S)
}

func buttons(v session.View) []session.Button {
	all := []session.Button{v.StartAgain, v.Back, v.DontKnow, v.Talk, v.Next, v.Other}
	for _, b := range v.Blocks {
		switch b := b.(type) {
		case session.Tiles:
			for _, t := range b.Items {
				all = append(all, session.Button{Text: t.Text, Do: t.Do})
			}
		case session.Rows:
			for _, r := range b.Items {
				all = append(all, r.Change)
			}
		}
	}
	return all
}
