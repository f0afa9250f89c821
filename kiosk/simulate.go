package kiosk

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"guichet/drivers/audio/audiosim"
	"guichet/drivers/camera/camerasim"
	"guichet/drivers/printer"
	"guichet/forms/pack/durable"
	"guichet/forms/packs"
	"guichet/kiosk/bench"
	"guichet/kiosk/call"
	"guichet/kiosk/config"
	"guichet/kiosk/fleet"
	"guichet/kiosk/staff/badge"
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
	// Hub is the hub that the simulated kiosk was enrolled at, and Data the
	// folder with its identity; what is saved is kept there. nil: no hub, and
	// nothing is kept.
	Hub  *config.Hub
	Data string
	// SIP is the address of an exchange that asks for no password, such as
	// "sip:127.0.0.1:5060"; empty: there is none.
	SIP string
	// Calls are made after the visits of a Walk: somebody has to answer.
	Calls []call.Way
	// Talk is how long a call by video is measured.
	Talk time.Duration
	Log  *slog.Logger
}

// deskSize is a window that leaves room for the bench on a full HD screen.
var deskSize = fyne.NewSize(1280, 800)

// Simulate runs a kiosk with the simulated printer of [bench.New], and beside
// it the bench's window. It must be called on the main
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
	rec, wire := &recorder{}, &cuttable{}
	cfg, o := b.Config(), Options{Log: s.Log, Now: b.Now, wrap: rec.wrap, cut: wire.through}
	if s.Hub != nil {
		if _, err := fleet.ReadIdentity(s.Data); err != nil && s.Walk != "" {
			return err // nobody is there to type a code
		}
		cfg.Hub, cfg.Data = s.Hub, s.Data
		if o.packs, err = packs.All(); err != nil {
			return err
		}
	}
	s.simulateCalls(cfg, &o)
	if o.helper, err = simulateStaff(cfg); err != nil {
		return err
	}
	t := newTerminal(cfg, o, window)
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
			walked = s.walk(ctx, t.parts.Load(), wire, bench.Hall{Bench: b, Stage: st, Documents: rec.documents, Folder: s.Walk, Talk: s.Talk, Log: s.Log})
			cancel()
		})
	}
	if err := t.run(ctx, beside...); err != nil {
		return err
	}
	return walked
}

// walk plays the visits. With a hub, the first one waits in its middle until a
// revision has come in, and the end until everything is delivered.
func (s Simulation) walk(ctx context.Context, p *parts, wire *cuttable, h bench.Hall) error {
	if p.link == nil {
		if err := bench.Walk(ctx, h); err != nil {
			return err
		}
		return bench.Faults(ctx, h)
	}
	h.Network = func(reached bool) {
		wire.cut.Store(!reached)
		p.link.Changed() // does not wait for the next heartbeat to be noticed
	}
	h.Midway = func(ctx context.Context) error {
		s.Log.Info("midway", "waits_for", "a revision from the hub")
		ctx, cancel := context.WithTimeout(ctx, hubPatience)
		defer cancel()
		return p.link.arrival(ctx)
	}
	if err := bench.Walk(ctx, h); err != nil {
		return err
	}
	for _, way := range s.Calls {
		if err := bench.Call(ctx, h, "cantine", way); err != nil {
			return err
		}
	}
	if err := bench.Faults(ctx, h); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, hubPatience)
	defer cancel()
	return p.link.delivered(ctx)
}

// simulateStaff gives the front desk the bench's number, and a USB stick that is a
// folder.
func simulateStaff(cfg *config.Config) (helper, error) {
	disk, err := durable.Open(cfg.Data)
	if err != nil {
		return nil, err
	}
	defer disk.Close()
	h := &simHelper{stick: filepath.Join(cfg.Data, "stick")}
	h.light.Store(80)
	return h, badge.SetNumber(disk, bench.Number)
}

// cuttable is a network that can be cut.
type cuttable struct {
	http.RoundTripper
	cut atomic.Bool
}

func (c *cuttable) through(t http.RoundTripper) http.RoundTripper {
	c.RoundTripper = t
	return c
}

func (c *cuttable) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.cut.Load() {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
	}
	return c.RoundTripper.RoundTrip(r)
}

// simulateCalls gives the kiosk a drawn citizen who hums, to be called by video
// where there is a hub and by telephone where there is an exchange.
func (s Simulation) simulateCalls(cfg *config.Config, o *Options) {
	if s.Hub == nil && s.SIP == "" {
		return
	}
	cfg.Calls = &config.Calls{}
	o.devices = &devices{
		camera: camerasim.New(camerasim.Options{}), document: camerasim.New(camerasim.Options{}),
		sound: audiosim.New(audiosim.Tone(440, 0.1)), loopback: true,
	}
	if s.Hub != nil {
		cfg.Calls.Video = &config.Video{Camera: "/dev/simulated"}
	}
	if s.SIP != "" {
		cfg.Calls.SIP = &config.SIP{Server: s.SIP, User: "borne", Unregistered: true, Transport: "udp", Encrypt: "never"}
	}
}

// hubPatience is how long a walk waits for its hub.
const hubPatience = 2 * time.Minute

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
