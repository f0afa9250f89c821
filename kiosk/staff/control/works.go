package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
)

// whole has every part.
func (c *Client) whole() staff.Works {
	return staff.Works{
		Paper: paperWorks{c}, Waiting: waitingWorks{c}, Packs: packWorks{c}, Calls: callWorks{c},
		Screen: screenWorks{c}, Machine: machineWorks{c}, Sticks: stickWorks{c}, Visit: visitWorks{c},
		Health: func() []health.Condition { return soon[[]health.Condition](c, "GET /health", ask{}) },
		Log:    func(most int) []staff.Line { return soon[[]staff.Line](c, "GET /log", ask{N: most}) },
	}
}

type paperWorks struct{ c *Client }

func (w paperWorks) State() staff.PaperState {
	return soon[staff.PaperState](w.c, "GET /paper", ask{})
}

func (w paperWorks) Feed(ctx context.Context) (printer.Outcome, error) {
	return call[printer.Outcome](ctx, w.c, "POST /paper/feed", ask{})
}

func (w paperWorks) Test(ctx context.Context) (printer.Outcome, error) {
	return call[printer.Outcome](ctx, w.c, "POST /paper/test", ask{})
}

func (w paperWorks) NewRoll() error { return do(w.c, "POST /paper/roll", ask{}) }

type waitingWorks struct{ c *Client }

func (w waitingWorks) State(ctx context.Context) (staff.WaitingState, error) {
	return call[staff.WaitingState](ctx, w.c, "GET /waiting", ask{})
}

func (w waitingWorks) Deliver(ctx context.Context) error {
	return doing(ctx, w.c, "POST /waiting/deliver", ask{})
}

type packWorks struct{ c *Client }

func (w packWorks) List() []staff.Pack { return soon[[]staff.Pack](w.c, "GET /packs", ask{}) }

func (w packWorks) Install(ctx context.Context) ([]staff.Pack, error) {
	return call[[]staff.Pack](ctx, w.c, "POST /packs/install", ask{})
}

func (w packWorks) Back(ctx context.Context, id string) error {
	return doing(ctx, w.c, "POST /packs/back", ask{ID: id})
}

type callWorks struct{ c *Client }

func (w callWorks) Check(ctx context.Context) staff.CallState {
	return sure[staff.CallState](ctx, w.c, "GET /calls", ask{})
}

func (w callWorks) Picture(ctx context.Context) ([]byte, error) {
	return call[[]byte](ctx, w.c, "POST /calls/picture", ask{})
}

func (w callWorks) Call() { soon[struct{}](w.c, "POST /calls/call", ask{}) }

// Levels reads the stream. That ctx ended is no error, as at the kiosk.
func (w callWorks) Levels(ctx context.Context, tell func(percent int)) error {
	res, err := w.c.open(ctx, "POST /calls/levels", ask{})
	if err != nil {
		return unless(ctx, err)
	}
	defer res.Body.Close()
	for lines := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)); ; {
		var line struct {
			part
			ending
		}
		if err := lines.Decode(&line); err != nil {
			return unless(ctx, brokenOff(err))
		}
		if line.Error != nil || line.End {
			return line.Error.err()
		}
		tell(line.Level)
	}
}

// brokenOff is what to say where a line of a stream cannot be read: it may be cut
// in its middle, and then it is not of another version.
func brokenOff(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) {
		return errAnswer
	}
	return fmt.Errorf("control: levels: %w", io.ErrUnexpectedEOF)
}

// unless is nil where ctx has ended.
func unless(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

type screenWorks struct{ c *Client }

func (w screenWorks) Brightness(ctx context.Context) (int, bool) {
	s := sure[screen](ctx, w.c, "GET /screen", ask{})
	return s.Brightness.Percent, s.Brightness.Can
}

func (w screenWorks) Volume() (int, bool) {
	s := soon[screen](w.c, "GET /screen", ask{})
	return s.Volume.Percent, s.Volume.Can
}

func (w screenWorks) SetBrightness(ctx context.Context, percent int) error {
	return doing(ctx, w.c, "POST /screen/brightness", ask{Percent: percent})
}

func (w screenWorks) SetVolume(percent int) error {
	return do(w.c, "POST /screen/volume", ask{Percent: percent})
}

func (w screenWorks) Clean() error { return do(w.c, "POST /screen/clean", ask{}) }

type machineWorks struct{ c *Client }

func (w machineWorks) Facts(ctx context.Context) staff.Facts {
	return sure[staff.Facts](ctx, w.c, "GET /facts", ask{})
}

func (w machineWorks) SetClock(ctx context.Context) error {
	return doing(ctx, w.c, "POST /machine/clock", ask{})
}

func (w machineWorks) Restart() error { return do(w.c, "POST /machine/restart", ask{}) }

func (w machineWorks) Reboot(ctx context.Context) error {
	return doing(ctx, w.c, "POST /machine/reboot", ask{})
}

func (w machineWorks) PowerOff(ctx context.Context) error {
	return doing(ctx, w.c, "POST /machine/poweroff", ask{})
}

type stickWorks struct{ c *Client }

func (w stickWorks) Key(ctx context.Context) (file []byte, serial string, err error) {
	k, err := call[key](ctx, w.c, "POST /stick/key", ask{})
	return k.File, k.Serial, err
}

func (w stickWorks) Export(ctx context.Context) (name string, err error) {
	return call[string](ctx, w.c, "POST /stick/export", ask{})
}

func (w stickWorks) Close() error { return do(w.c, "POST /stick/close", ask{}) }

type visitWorks struct{ c *Client }

func (w visitWorks) Waits() bool { return soon[bool](w.c, "GET /visit", ask{}) }

func (w visitWorks) End() { soon[struct{}](w.c, "POST /visit/end", ask{}) }
