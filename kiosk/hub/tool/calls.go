package tool

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"guichet/kiosk/fleet/wire"
)

// Me asks in whose name the client works.
func (c *Client) Me(ctx context.Context) (me Me, err error) {
	return me, c.ask(ctx, "GET", Path+"me", nil, &me)
}

// Upload sends the file of an upload.
func (c *Client) Upload(ctx context.Context, upload []byte) error {
	return c.ask(ctx, "POST", Path+"uploads", json.RawMessage(upload), nil)
}

// Packs are the revisions that a town has published.
func (c *Client) Packs(ctx context.Context, town string) (packs []Pack, err error) {
	return packs, c.ask(ctx, "GET", Path+"packs"+query("town", town), nil, &packs)
}

// Start begins a roll-out.
func (c *Client) Start(ctx context.Context, s Start) (r Rollout, err error) {
	return r, c.ask(ctx, "POST", Path+"rollouts", s, &r)
}

// Rollouts are those of a town, newest first.
func (c *Client) Rollouts(ctx context.Context, town string) (all []Rollout, err error) {
	return all, c.ask(ctx, "GET", Path+"rollouts"+query("town", town), nil, &all)
}

// Turns of a roll-out.
const (
	Pause    = "pause"
	Resume   = "resume"
	Next     = "next"
	RollBack = "rollback"
)

// Turn pauses a roll-out, and so on.
func (c *Client) Turn(ctx context.Context, rollout, turn string) (r Rollout, err error) {
	return r, c.ask(ctx, "POST", Path+"rollouts/"+url.PathEscape(rollout)+"/"+turn, nil, &r)
}

// Progress is how far a roll-out is.
func (c *Client) Progress(ctx context.Context, rollout string) (p Progress, err error) {
	return p, c.ask(ctx, "GET", Path+"rollouts/"+url.PathEscape(rollout), nil, &p)
}

// Watch calls f with each change of a roll-out until f says that it has seen
// enough, or ctx ends. The end of the stream alone is io.ErrUnexpectedEOF.
func (c *Client) Watch(ctx context.Context, rollout string, f func(Progress) (more bool)) error {
	res, err := c.open(ctx, "GET", Path+"rollouts/"+url.PathEscape(rollout), nil, "text/event-stream")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, maxAnswer)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		var p Progress
		if ok && json.Unmarshal([]byte(data), &p) == nil && !f(p) {
			return nil
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return io.ErrUnexpectedEOF
}

// Kiosks are those of a town.
func (c *Client) Kiosks(ctx context.Context, town string) (all []Kiosk, err error) {
	return all, c.ask(ctx, "GET", Path+"kiosks"+query("town", town), nil, &all)
}

// Edit changes a kiosk.
func (c *Client) Edit(ctx context.Context, kiosk string, e Edit) (k Kiosk, err error) {
	return k, c.ask(ctx, "PATCH", Path+"kiosks/"+url.PathEscape(kiosk), e, &k)
}

// Revoke takes a kiosk out of the fleet.
func (c *Client) Revoke(ctx context.Context, kiosk string) error {
	return c.ask(ctx, "POST", Path+"kiosks/"+url.PathEscape(kiosk)+"/revoke", nil, nil)
}

// Ask makes a kiosk send a heartbeat now.
func (c *Client) Ask(ctx context.Context, kiosk string) error {
	return c.ask(ctx, "POST", Path+"kiosks/"+url.PathEscape(kiosk)+"/ask", nil, nil)
}

// NewCode makes an enrolment code.
func (c *Client) NewCode(ctx context.Context, n NewCode) (code Code, err error) {
	return code, c.ask(ctx, "POST", Path+"codes", n, &code)
}

// Query picks items of the inbox; only Town is needed.
type Query struct {
	Town, Pack string
	State      string // "waiting", "handled", "" for both
	After      string // id of the last item that was seen
	Limit      int    // 0: 100, at most 1000
}

// Items is a page of the inbox, oldest first.
func (c *Client) Items(ctx context.Context, q Query) (items []Item, err error) {
	path := Path + "inbox" + query("town", q.Town, "pack", q.Pack, "state", q.State, "after", q.After, "limit", strconv.Itoa(q.Limit))
	return items, c.ask(ctx, "GET", path, nil, &items)
}

// Item is one submission.
func (c *Client) Item(ctx context.Context, id string) (i Item, err error) {
	return i, c.ask(ctx, "GET", Path+"inbox/"+url.PathEscape(id), nil, &i)
}

// Ciphertext is what a citizen sent, encrypted.
func (c *Client) Ciphertext(ctx context.Context, id string) ([]byte, error) {
	res, err := c.open(ctx, "GET", Path+"inbox/"+url.PathEscape(id)+"/ciphertext", nil, "application/octet-stream")
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, wire.MaxSubmission+1))
	if err != nil {
		return nil, fmt.Errorf("tool: %w", err)
	}
	if len(data) > wire.MaxSubmission {
		return nil, errors.New("tool: the hub's answer is too long")
	}
	return data, nil
}

// Handled marks a submission as handled.
func (c *Client) Handled(ctx context.Context, id string) error {
	return c.ask(ctx, "POST", Path+"inbox/"+url.PathEscape(id)+"/handled", nil, nil)
}

// History is who did what, newest first.
func (c *Client) History(ctx context.Context, town string, limit int) (acts []Act, err error) {
	return acts, c.ask(ctx, "GET", Path+"history"+query("town", town, "limit", strconv.Itoa(limit)), nil, &acts)
}

// File is a file that the hub serves to everybody, by its path: the repository
// of packs is under "packs/". A longer one than most is refused.
func (c *Client) File(ctx context.Context, path string, most int64) ([]byte, error) {
	res, err := c.open(ctx, "GET", "/"+path, nil, "*/*")
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("tool: %w", err)
	}
	if int64(len(data)) > most {
		return nil, errors.New("tool: the file is too long")
	}
	return data, nil
}
