package machine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Client asks the helper. Its methods may be called from any goroutine; each
// returns when its context ends at the latest, with that error, and with
// [ErrNoHelper] where nobody answers.
type Client struct{ http http.Client }

// patience is for a helper that hangs: longer than it may take for any answer.
const patience = 90 * time.Second

// NewClient talks to the helper that listens there; [Socket] on a kiosk. It
// connects when something is asked.
func NewClient(socket string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}
	return &Client{http.Client{
		// A connection that stays open would hold one of the few that there are.
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true},
		Timeout:   patience,
	}}
}

// Stick opens the one stick that is plugged in, and keeps it open: another call
// tells again what is free. [ErrNoStick], [ErrManySticks], [ErrBadStick]. It may
// take some seconds.
func (c *Client) Stick(ctx context.Context) (s Stick, err error) {
	return s, c.ask(ctx, "GET", "/stick", nil, &s)
}

// WriteFile writes a whole file on the stick, synced, in place of one with the
// same name. The errors of Stick, [ErrName], [ErrTooLarge], [ErrFullStick],
// [ErrLockedStick].
func (c *Client) WriteFile(ctx context.Context, name string, data []byte) error {
	if !fileName.MatchString(name) {
		return ErrName
	}
	if len(data) > MaxFile {
		return ErrTooLarge
	}
	return c.ask(ctx, "PUT", "/stick/"+name, data, nil)
}

// Eject lets the stick go: it can be pulled out, and none is looked at any more.
// Without a stick it does nothing.
func (c *Client) Eject(ctx context.Context) error { return c.ask(ctx, "DELETE", "/stick", nil, nil) }

// Reboot begins to restart the machine, and returns.
func (c *Client) Reboot(ctx context.Context) error {
	return c.ask(ctx, "POST", "/power/reboot", nil, nil)
}

// PowerOff begins to shut the machine down, and returns.
func (c *Client) PowerOff(ctx context.Context) error {
	return c.ask(ctx, "POST", "/power/off", nil, nil)
}

// SetClock sets the machine's clock. [ErrTime] is a time that this program
// cannot run at.
func (c *Client) SetClock(ctx context.Context, t time.Time) error {
	return c.put(ctx, "POST", "/clock", clockBody{t})
}

// Brightness is that of the screen, in percent. [ErrNoLight] where it has none
// that can be set.
func (c *Client) Brightness(ctx context.Context) (percent int, err error) {
	var b brightnessBody
	err = c.ask(ctx, "GET", "/brightness", nil, &b)
	return b.Percent, err
}

// SetBrightness takes 5 to 100 percent; what is beyond is brought within.
func (c *Client) SetBrightness(ctx context.Context, percent int) error {
	return c.put(ctx, "PUT", "/brightness", brightnessBody{percent})
}

func (c *Client) put(ctx context.Context, method, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return ErrTime // a year of five digits has no JSON
	}
	return c.ask(ctx, method, path, data, nil)
}

// ask sends one request and reads its answer into out.
func (c *Client) ask(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://helper"+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("machine: %w", err)
	}
	err = c.exchange(req, out)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func (c *Client) exchange(req *http.Request, out any) error {
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoHelper, err)
	}
	defer res.Body.Close()
	return read(io.LimitReader(res.Body, maxBody), res.StatusCode, out)
}

// read takes an answer apart.
func read(body io.Reader, status int, out any) error {
	if status == http.StatusNoContent {
		return nil
	}
	if status == http.StatusOK && out != nil {
		if err := json.NewDecoder(body).Decode(out); err != nil {
			return fmt.Errorf("%w: %w", ErrNoHelper, err)
		}
		return nil
	}
	var f failure
	if err := json.NewDecoder(body).Decode(&f); err == nil {
		if err := errorOf(f.Error); err != nil {
			return err
		}
	}
	return fmt.Errorf("machine: the helper answers %d", status)
}
