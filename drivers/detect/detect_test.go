package detect_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/detect"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// A printer that says its true name is found at any speed.
func TestSpeeds(t *testing.T) {
	t.Parallel()
	for speed, want := range map[uint32]int{unix.B9600: 9600, unix.B38400: 38400, unix.B4800: 4800} {
		d := newDevice(t, speed, epson("EPSON", "TM-T20II"))
		r, err := d.ask(t, 9600, 38400, 4800)
		if err != nil || r.Baud != want || r.Driver != "escpos" || !r.Online || r.Cutter != "yes" {
			t.Fatalf("%d: %+v, %v", want, r, err)
		}
		if best := r.Candidates[0]; best.Profile != "epson-tm-t20ii" || best.Sure != detect.Named || len(r.Warnings) > 0 {
			t.Errorf("%d: %+v, %q", want, best, r.Warnings)
		}
		d.wantHarmless(t)
	}
}

// epson answers as ESC/POS printers do, on-line with paper.
func epson(maker, model string) map[string]string {
	return map[string]string{
		"\x10\x04\x01": "\x16", "\x10\x04\x02": "\x12", "\x10\x04\x03": "\x12", "\x10\x04\x04": "\x12",
		"\x1DI\x02": "\x02", "\x1DI\x42": "_" + maker + "\x00", "\x1DI\x43": "_" + model + "\x00", "\x1DI\x41": "_1.02 ESC/POS\x00",
	}
}

// Who lies is named as he says, and it is said what does not go together.
func TestClone(t *testing.T) {
	t.Parallel()
	d := newDevice(t, 0, epson("EPOSN", "TM-T88V"))
	r, err := d.ask(t)
	if err != nil || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "a clone") {
		t.Errorf("%+v, %v", r, err)
	}
}

// Off-line, a question that is queued would be answered later, to somebody
// else.
func TestOffline(t *testing.T) {
	t.Parallel()
	answers := epson("EPSON", "TM-T20II")
	answers["\x10\x04\x01"] = "\x1E"
	d := newDevice(t, 0, answers)
	r, err := d.ask(t)
	if err != nil || r.Online || r.Model != "" || len(r.Warnings) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, a := range r.Answers {
		if strings.HasPrefix(a.Question, "GS I") {
			t.Errorf("asked %s of a printer that is off-line", a.Question)
		}
	}
}

// Custom's printers answer what nobody else does.
func TestCustom(t *testing.T) {
	t.Parallel()
	answers := epson("", "")
	answers["\x10\x04\x14"] = "\x10\x0F\x00\x00\x00\x00"
	r, err := newDevice(t, 0, answers).ask(t)
	if err != nil || !r.FullStatus {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, c := range r.Candidates {
		p, err := profiles.Get(c.Profile)
		if custom := p.Status == "full_status"; err != nil || custom != (c.Sure == detect.Likely) {
			t.Errorf("%+v, %v", c, err)
		}
	}
}

// A Star printer takes DLE EOT for EOT; one whose EOT is silent is found by
// the second question.
func TestStar(t *testing.T) {
	t.Parallel()
	for _, eot := range []string{"\x10", ""} {
		answers := map[string]string{"\x10\x04\x01": eot, "\x1B\x06\x01": star["\x1B\x06\x01"]}
		d := newDevice(t, unix.B19200, answers)
		r, err := d.ask(t, 9600, 19200)
		if err != nil || r.Driver != "starline" || r.Baud != 19200 {
			t.Errorf("%q: %+v, %v", eot, r, err)
		}
		d.wantHarmless(t)
	}
}

// Noise of a wrong speed that looks like an answer is no answer.
func TestNoise(t *testing.T) {
	t.Parallel()
	d := newDevice(t, 0, map[string]string{"\x10\x04\x01": "\x80\x12\xFE", "\x1B\x06\x01": "\x23\x06"})
	if r, err := d.ask(t, 9600); !errors.Is(err, printer.ErrNoAnswer) {
		t.Errorf("%+v, %v", r, err)
	}
	d.wantHarmless(t)
}

func TestNoPort(t *testing.T) {
	t.Parallel()
	if _, err := detect.Ask(t.Context(), "/dev/no-such-printer", detect.Options{}); !errors.Is(err, printer.ErrGone) {
		t.Error(err)
	}
	d := newDevice(t, 0, nil)
	port, err := serial.Open(serial.Config{Path: d.line.Path, Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	if _, err := d.ask(t); !errors.Is(err, serial.ErrBusy) {
		t.Error(err)
	}
}

// Who gives up hears that, and not that there is no printer.
func TestGivingUp(t *testing.T) {
	t.Parallel()
	d := newDevice(t, 0, nil)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	if _, err := detect.Ask(ctx, d.line.Path, detect.Options{Answer: time.Minute}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := detect.Ask(ctx, d.line.Path, detect.Options{Answer: time.Minute}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// Every simulated model is found, and not a dot is printed; a clone that lies
// is named as it says. They are asked all at once: most of it is waiting.
func TestSimulatedModels(t *testing.T) {
	t.Parallel()
	var asked sync.WaitGroup
	defer asked.Wait()
	for _, name := range profiles.Names() {
		p, err := profiles.Get(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if p.Status == "esc_v" {
			continue // nothing harmless is known that it answers
		}
		asked.Go(func() {
			r := askSim(t, printersim.Options{Model: name, Profile: p})
			if r.Driver != p.Driver || !has(r.Candidates, name, detect.Possible) {
				t.Errorf("%s: %+v", name, r)
			}
		})
	}
	asked.Go(func() {
		generic, err := profiles.Get("generic-80mm")
		if r := askSim(t, printersim.Options{Profile: generic, Lies: true}); err != nil || !has(r.Candidates, "epson-tm-t88v", detect.Named) {
			t.Errorf("a clone: %+v, %v", r, err)
		}
	})
}

func askSim(t *testing.T, opts printersim.Options) (r detect.Report) {
	t.Helper()
	sim, err := printersim.New(opts)
	if err != nil {
		t.Error(err)
		return r
	}
	defer sim.Close()
	r, err = detect.Ask(t.Context(), sim.Path(), detect.Options{Answer: patience})
	if err != nil {
		t.Errorf("%s: %v", opts.Profile.Name, err)
	}
	if s := sim.State(); s.Ink != 0 || s.Fed != 0 || s.Cuts != 0 {
		t.Errorf("%s: the questions printed: %+v", opts.Profile.Name, s)
	}
	return r
}

func has(candidates []detect.Candidate, name string, sure detect.Sure) bool {
	for _, c := range candidates {
		if c.Profile == name {
			return c.Sure >= sure
		}
	}
	return false
}
