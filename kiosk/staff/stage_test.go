package staff_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/forms/pack/durable/durabletest"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"
)

// number is the right one. Its digits stand nowhere else in this kiosk.
const number = "918273"

// badge is the key file that opens it, with the serial number of its stick.
const badge, serial = "guichet-key", "4C530001"

// desk is a kiosk at whose glass a story is played, in fake time.
type desk struct {
	t    testing.TB
	k    *stafftest.Kiosk
	m    *staff.Mode
	log  eventtest.Log
	door *staff.Door

	touches int

	mu    sync.Mutex
	views []session.View
	left  int
	here  bool // a page of the front desk is on the glass
	twice int  // how often it was given back by nobody
}

// play tells a story at a fresh kiosk.
func play(t *testing.T, story func(d *desk)) {
	t.Helper()
	playWith(t, func(*desk, *staff.Config) {}, story)
}

// playWith lets a story change the configuration first.
func playWith(t *testing.T, change func(*desk, *staff.Config), story func(d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		disk := &durabletest.Disk{}
		d := &desk{t: t, k: stafftest.New()}
		d.door = &staff.Door{Right: func(n string) bool { time.Sleep(time.Second); return n == number }, Disk: disk}
		c := staff.Config{
			Works: d.k.Works(), Door: d.door, Badge: opens, Town: "Mairie de Saint-Éloi", Show: d.show, Left: d.leave,
			Now: func() time.Time { return time.Now().UTC() }, Log: slog.New(slog.NewTextHandler(&d.log, nil)),
		}
		change(d, &c)
		d.run(c, story)
	})
}

func opens(file []byte, s string) error {
	if string(file) != badge || s != serial {
		return errors.New("badge: not for this kiosk")
	}
	return nil
}

// run plays the story. The bubble of the test fails if a goroutine is left.
func (d *desk) run(c staff.Config, story func(d *desk)) {
	d.m = staff.New(c)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { d.m.Run(ctx); close(ended) }()
	defer func() { // after a t.Fatal of the story as well
		stop()
		<-ended
		time.Sleep(time.Hour) // who does not heed its context comes back as well
	}()
	synctest.Wait()
	story(d)
}

func (d *desk) show(v session.View) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.views, d.here = append(d.views, v), true
}

func (d *desk) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left++
	if !d.here {
		d.twice++
	}
	d.here = false
}

func (d *desk) view() session.View {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.views) == 0 {
		return session.View{}
	}
	return d.views[len(d.views)-1]
}

// seen is how many views were shown.
func (d *desk) seen() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.views)
}

// lefts is how often the citizen's page was given back.
func (d *desk) lefts() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.left
}

func (d *desk) send(events ...session.Event) {
	for _, e := range events {
		d.m.Send(e)
	}
	synctest.Wait()
}

func (d *desk) wait(t time.Duration) {
	time.Sleep(t)
	synctest.Wait()
}

// hold is a finger on the corner.
func (d *desk) hold() {
	d.touches++
	d.send(session.StaffAsked{})
}

// press sends what a button of the page sends.
func (d *desk) press(all ...string) {
	d.t.Helper()
	for _, words := range all {
		d.touches++
		d.send(d.button(words))
	}
}

// button is what the button with these words sends.
func (d *desk) button(words string) session.Event {
	d.t.Helper()
	for _, b := range buttonsOf(d.view()) {
		if spaces(b.Text.S) == words {
			return b.Do
		}
	}
	d.t.Fatalf("no button %q on\n%s", words, dump(d.view()))
	return nil
}

// types types a number, key after key, and enters it, as the screen does.
func (d *desk) types(n string) {
	d.t.Helper()
	page := d.view().Page
	for i := range n {
		d.touches++
		d.send(session.Typed{Page: page, Input: forms.Input{forms.Value: n[:i+1]}})
	}
	d.touches++
	d.send(session.Answered{Page: page, Input: forms.Input{forms.Value: n}})
	d.wait(time.Second) // the number is looked at
}

// come goes to the first page.
func (d *desk) come() {
	d.t.Helper()
	d.hold()
	d.types(number)
	d.at("Que voulez-vous faire ?")
}

// at wants the page with this title.
func (d *desk) at(title string) {
	d.t.Helper()
	if v := d.view(); spaces(v.Title.S) != title {
		d.t.Fatalf("want %q, at\n%s", title, dump(v))
	}
}

func (d *desk) reads(all ...string) {
	d.t.Helper()
	for _, words := range all {
		if text := dump(d.view()); !strings.Contains(text, words) {
			d.t.Fatalf("%q is not on\n%s", words, text)
		}
	}
}

func (d *desk) readsNot(all ...string) {
	d.t.Helper()
	for _, words := range all {
		if text := dump(d.view()); strings.Contains(text, words) {
			d.t.Fatalf("%q is on\n%s", words, text)
		}
	}
}

// did wants what was done at the kiosk, in order.
func (d *desk) did(want ...string) {
	d.t.Helper()
	if got := d.k.Did(); !slices.Equal(got, want) {
		d.t.Errorf("done: %v, want %v", got, want)
	}
}

func (d *desk) logs(all ...string) {
	d.t.Helper()
	for _, words := range all {
		if !strings.Contains(d.log.String(), words) {
			d.t.Errorf("%q is not in the log:\n%s", words, d.log.String())
		}
	}
}

// hasLog wants words in the log, or not.
func (d *desk) hasLog(want bool, words string) {
	d.t.Helper()
	if strings.Contains(d.log.String(), words) != want {
		d.t.Errorf("%q is in the log: %v\n%s", words, !want, d.log.String())
	}
}

// gone wants that the glass was given back so often.
func (d *desk) gone(lefts int) {
	d.t.Helper()
	if d.lefts() != lefts {
		d.t.Fatalf("left %d times, want %d; last seen\n%s", d.lefts(), lefts, dump(d.view()))
	}
}

// buttonsOf are what can be pressed, in reading order.
func buttonsOf(v session.View) []session.Button {
	var all []session.Button
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
	all = append(all, v.StartAgain, v.Back, v.Other, v.Next)
	return slices.DeleteFunc(all, func(b session.Button) bool { return b.Text.Empty() })
}

// spaces makes the no-break spaces of French typography easy to type here.
func spaces(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// dump is a page as a person reads it, one line a part.
func dump(v session.View) string {
	var b strings.Builder
	line := func(what string, texts ...string) {
		if s := strings.Join(texts, ""); s != "" {
			fmt.Fprintf(&b, "%-9s %s\n", what, s)
		}
	}
	if v.Problem != nil {
		line("problem", v.Problem.Text.S)
	}
	line("title", v.Title.S)
	for _, block := range v.Blocks {
		dumpBlock(line, block)
	}
	line("notice", v.Notice.S)
	var buttons []string
	for _, x := range []session.Button{v.StartAgain, v.Back, v.Other, v.Next} {
		if !x.Text.Empty() {
			buttons = append(buttons, "["+x.Text.S+"]")
		}
	}
	line("buttons", strings.Join(buttons, " "))
	return spaces(b.String())
}

func dumpBlock(line func(string, ...string), block session.Block) {
	switch b := block.(type) {
	case session.Paragraph:
		line(map[bool]string{true: "strong", false: "text"}[b.Strong], b.Text.S)
	case session.Tiles:
		for _, t := range b.Items {
			line("tile", t.Text.S, strings.TrimSuffix(" — "+t.Detail.S, " — "), "  (", t.Icon, ")")
		}
	case session.Fields:
		for _, f := range b.Items {
			line("field", f.Label.S, " [", strings.Repeat("•", len(f.Value.S)), "]")
		}
	case session.Rows:
		for _, r := range b.Items {
			var values []string
			for _, t := range r.Values {
				values = append(values, t.S)
			}
			line("row", r.Label.S, " : ", strings.Join(values, " | "), strings.TrimSuffix(" ["+r.Change.Text.S+"]", " []"))
		}
	case session.Drawing:
		line("drawing", b.Name, " : ", b.Text.S)
	case session.Level:
		line("level", b.Label.S, fmt.Sprintf(" (%d/%d)", b.Done, b.Of))
	case session.Bar:
		line("bar", fmt.Sprintf("%d/%d", b.Done, b.Of))
	case session.Picture:
		line("picture", b.Alt.S, fmt.Sprintf(" (%d bytes)", len(b.Image)))
	default:
		line("unknown", fmt.Sprintf("%T", b))
	}
}
