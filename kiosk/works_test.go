package kiosk

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/machine"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
)

// soon waits for something that a device tells a moment later.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for late := time.Now().Add(patience); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("%s: it did not come", what)
		}
	}
}

// Paper is counted whoever prints, and a new roll begins at nothing.
func TestPaperIsCounted(t *testing.T) {
	h := enter(t)
	p := h.parts.staff.works.Paper
	soon(t, "the printer", func() bool { return p.State().Status.Ready() })
	if s := p.State(); s.Model != "Epson TM-T20II" || s.Path != printer.Clamshell || s.Printed != 0 || s.Full <= 0 {
		t.Errorf("at first %+v", s)
	}
	h.visit("acte-naissance")
	receipt := p.State().Printed
	if receipt < 0.1 || receipt > 1 {
		t.Errorf("a receipt took %.2f m", receipt)
	}
	if out, err := p.Test(t.Context()); out != printer.Printed || err != nil {
		t.Errorf("the test page: %v %v", out, err)
	}
	if out, err := p.Feed(t.Context()); out != printer.Printed || err != nil {
		t.Errorf("the feed: %v %v", out, err)
	}
	if s := p.State(); s.Printed <= receipt+0.1 {
		t.Errorf("after a page and a feed %.2f m, after the receipt %.2f m", s.Printed, receipt)
	}
	if err := p.NewRoll(); err != nil || p.State().Printed != 0 {
		t.Errorf("a new roll: %v, %+v", err, p.State())
	}
}

// The test page of the front desk says what it is, in French.
func TestThePageOfTheFrontDesk(t *testing.T) {
	h := enter(t)
	p := h.parts.staff.works.Paper
	if out, err := p.Test(t.Context()); out != printer.Printed || err != nil {
		t.Fatal(out, err)
	}
	sheets := h.sim.Sheets()
	text := sheets[len(sheets)-1].Text
	for _, want := range []string{"Page d’essai", "Mairie de Saint-Éloi", "Fin de la page"} {
		if !strings.Contains(plainSpaces(text), want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
}

// Somebody waits: the front desk's page comes after the receipt, not into it.
func TestTwoDocumentsAtOnce(t *testing.T) {
	turn := make(chan struct{}, 1)
	c := &counted{Printer: nil, turn: turn, done: func(printer.Outcome) { t.Error("it printed") }}
	turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if out, err := c.Print(ctx, printer.Document{}); out != printer.NotPrinted || !errors.Is(err, context.Canceled) {
		t.Errorf("%v %v", out, err)
	}
}

// What the front desk chose is as it was after a restart.
func TestTheVolumeOutlivesARestart(t *testing.T) {
	h := enter(t)
	disk := h.parts.staff.disk
	light := &simHelper{}
	first := &screenWorks{helper: light, sound: newLoud(nil, 0), disk: disk}
	if v, ok := first.Volume(); v != 100 || !ok {
		t.Errorf("volume %d %v", v, ok)
	}
	if err := errors.Join(first.SetVolume(500), first.SetBrightness(t.Context(), 40)); err != nil {
		t.Fatal(err)
	}
	light.light.Store(100) // the machine was off
	again := &screenWorks{helper: light, sound: newLoud(nil, 0), disk: disk}
	again.restore(t.Context())
	volume, _ := again.Volume()
	percent, _ := again.Brightness(t.Context())
	if volume != loudest || percent != 40 {
		t.Errorf("volume %d, brightness %d", volume, percent)
	}
	if _, ok := (&screenWorks{}).Volume(); ok {
		t.Error("a kiosk without sound has a volume")
	}
}

// A technician's file is on the stick, and nothing that was typed is in it.
func TestDiagnosticsOnAStick(t *testing.T) {
	stick := t.TempDir()
	h := build(t)
	o := h.options()
	o.helper = &simHelper{stick: stick}
	var err error
	if h.parts, err = open(h.cfg, o, h.show); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan struct{})
	go func() { h.parts.serve(ctx); close(served) }()
	defer func() { cancel(); <-served; h.nothingTypedIsLeft() }()
	h.visit("acte-naissance")
	name, err := h.parts.staff.works.Sticks.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(stick, name))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		b.ReadFrom(r)
		if found := holding(b.String(), h.typed); len(found) > 0 {
			t.Errorf("%s holds %q", f.Name, found)
		}
	}
}

// Every error of the helper has words on the pages, or is told as it is.
func TestErrorsOfTheHelper(t *testing.T) {
	for from, want := range map[error]error{
		machine.ErrNoHelper: staff.ErrNoHelper, machine.ErrNoStick: staff.ErrNoStick, machine.ErrManySticks: staff.ErrSticks,
		machine.ErrBadStick: staff.ErrBadStick, machine.ErrFullStick: staff.ErrBadStick, machine.ErrLockedStick: staff.ErrBadStick,
		machine.ErrTime: machine.ErrTime,
	} {
		if got := known(from); !errors.Is(got, want) || !errors.Is(got, from) {
			t.Errorf("%v is %v, want %v", from, got, want)
		}
	}
	if known(nil) != nil {
		t.Error("no error is one")
	}
	none := &stickWorks{helper: &simHelper{}, now: time.Now}
	if _, _, err := none.Key(t.Context()); !errors.Is(err, staff.ErrNoStick) {
		t.Error(err)
	}
	foreign := &stickWorks{helper: &simHelper{stick: t.TempDir()}, now: time.Now}
	if _, _, err := foreign.Key(t.Context()); !errors.Is(err, staff.ErrNotOurs) {
		t.Error(err)
	}
}

// What waits is told as it is, and nothing is sent where there is nobody.
func TestWhatWaits(t *testing.T) {
	h := enter(t)
	h.visit("acte-naissance")
	w := h.parts.staff.works.Waiting
	s, err := w.State(t.Context())
	if err != nil || s.Waiting != 1 || s.Oldest.IsZero() || s.Hub {
		t.Errorf("%+v %v", s, err)
	}
	if err := w.Deliver(t.Context()); !errors.Is(err, staff.ErrNoHub) {
		t.Error(err)
	}
}

// What a technician asks by telephone.
func TestFacts(t *testing.T) {
	h := enter(t)
	f := h.parts.staff.works.Machine.Facts(t.Context())
	if f.Version == "" || f.System == "" || f.DiskSize <= 0 || f.DiskFree > f.DiskSize || f.Started.IsZero() || f.HubAnswers {
		t.Errorf("%+v", f)
	}
	t.Setenv("HTTPS_PROXY", "http://agent:secret@proxy.example:3128")
	if got := proxy(); strings.Contains(got, "secret") || got != "proxy.example:3128" {
		t.Errorf("the proxy is %q", got)
	}
}

// Restart ends the kiosk; whoever started it starts it again.
func TestRestartEndsTheKiosk(t *testing.T) {
	h := build(t)
	var err error
	if h.parts, err = open(h.cfg, h.options(), h.show); err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() { h.parts.serve(t.Context()); close(served) }()
	h.at(session.Attract)
	h.parts.staff.works.Machine.Restart()
	h.parts.staff.works.Machine.Restart()
	select {
	case <-served:
	case <-time.After(patience):
		t.Error("it runs on")
	}
}
