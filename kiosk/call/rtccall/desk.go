package rtccall

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call/wire"
)

const (
	// backlog is how many bytes may wait in a channel before its sender does.
	backlog = 256 << 10
	// untold is how many messages wait for a channel that is not open yet.
	untold = 64
	// Of a desk, a second.
	deskMessages = 20
	fileBytes    = 2 << 20
	// mostFiles is how many bytes of files a desk may send in one call.
	mostFiles = 64 << 20
)

// errEnded: the call is over, or another agent's by now.
var errEnded = errors.New("rtccall: the call is over")

// desk is call.Desk: what passes between kiosk and desk.
type desk struct {
	s *sight

	mu       sync.Mutex
	messages *webrtc.DataChannel
	files    *webrtc.DataChannel
	room     chan struct{} // the channel of files took some
	wait     []wire.Desk   // for a channel
	kept     []wire.Desk   // what a page that is loaded anew must be told again
	told     func(wire.Desk)
	given    func(wire.File)
	in       bucket
	bytes    bucket
	sum      int
	giving   chan struct{} // one file at a time
	passed   chan struct{} // closed once another agent has the call
}

func (d *desk) init(s *sight) {
	d.s, d.room, d.giving = s, make(chan struct{}, 1), make(chan struct{}, 1)
	d.passed = make(chan struct{})
}

// lasting are messages that say how it is now: the next of the same type takes
// its place, and another page is told it too.
var lasting = []wire.DeskType{wire.DeskHello, wire.DeskPage, wire.DeskLook}

// Tell implements call.Desk.
func (d *desk) Tell(m wire.Desk) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if slices.Contains(lasting, m.Type) {
		d.kept = append(without(d.kept, m.Type), m)
	}
	if d.messages != nil && d.messages.ReadyState() == webrtc.DataChannelStateOpen && d.messages.BufferedAmount() < 4*backlog {
		d.messages.SendText(string(m.Write()))
		return
	}
	if slices.Contains(lasting, m.Type) {
		return // opened tells what was kept
	}
	if d.wait = append(d.wait, m); len(d.wait) > untold {
		d.wait = slices.Delete(d.wait, 0, 1)
	}
}

// forgetPage keeps what the citizen let one agent see from the next one, to whom
// nobody has asked him yet.
func (d *desk) forgetPage() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept, d.wait = without(d.kept, wire.DeskPage), without(d.wait, wire.DeskPage)
}

// giveUp ends what is being given: it was for the agent before.
func (d *desk) giveUp() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.passed)
	d.passed = make(chan struct{})
}

// untilPassed is closed once another agent has the call.
func (d *desk) untilPassed() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.passed
}

func without(all []wire.Desk, t wire.DeskType) []wire.Desk {
	return slices.DeleteFunc(all, func(m wire.Desk) bool { return m.Type == t })
}

// opened sends what a new channel has to know first.
func (d *desk) opened(c *webrtc.DataChannel) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.messages = c
	for _, m := range slices.Concat(d.kept, d.wait) {
		c.SendText(string(m.Write()))
	}
	d.wait = nil
}

// Told implements call.Desk.
func (d *desk) Told(f func(wire.Desk)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = f
}

// Given implements call.Desk.
func (d *desk) Given(f func(wire.File)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.given = f
}

// receive reads a message of the desk. Too many are dropped, and those that
// cannot be read.
func (d *desk) receive(data []byte) {
	m, err := wire.ReadDesk(data)
	if err != nil {
		return
	}
	d.mu.Lock()
	f, fits := d.told, d.in.take(time.Now(), 1, deskMessages)
	d.mu.Unlock()
	if !fits {
		return
	}
	if m.Type == wire.DeskSpeaks {
		d.s.post(func() { d.s.speak(1, m.Yes) })
	}
	if f != nil {
		f(m)
	}
}

// part reads a message of the channel of files.
func (d *desk) part(j *wire.Joiner, m webrtc.DataChannelMessage) {
	d.mu.Lock()
	d.sum += len(m.Data)
	f, fits := d.given, d.sum <= mostFiles && d.bytes.take(time.Now(), len(m.Data), fileBytes)
	d.mu.Unlock()
	if !fits {
		*j = wire.Joiner{}
		return
	}
	if m.IsString {
		j.Head(m.Data) // a wrong one takes no parts
		return
	}
	if file, whole, err := j.Part(m.Data); err == nil && whole && f != nil {
		f(file)
	}
}

// Give implements call.Desk. It waits while the channel is full. What one agent was to
// have goes to no other.
func (d *desk) Give(ctx context.Context, f wire.File) error {
	passed := d.untilPassed()
	select {
	case d.giving <- struct{}{}:
		defer func() { <-d.giving }()
	case <-ctx.Done():
		return ctx.Err()
	case <-passed:
		return errEnded
	case <-d.s.over:
		return errEnded
	}
	head, parts := f.Chunks()
	c, err := d.channel(ctx, passed)
	if err != nil {
		return err
	}
	if err := c.SendText(string(head)); err != nil {
		return errEnded
	}
	for _, p := range parts {
		if err := d.hasRoom(ctx, c, passed); err != nil {
			return err
		}
		if err := c.Send(p); err != nil {
			return errEnded
		}
	}
	return nil
}

// channel waits for the one of files. That of another agent opens after passed.
func (d *desk) channel(ctx context.Context, passed <-chan struct{}) (*webrtc.DataChannel, error) {
	for {
		d.mu.Lock()
		c, mine := d.files, d.passed == passed
		d.mu.Unlock()
		if mine && c != nil && c.ReadyState() == webrtc.DataChannelStateOpen {
			return c, nil
		}
		if err := d.pause(ctx, passed); err != nil {
			return nil, err
		}
	}
}

// hasRoom waits until a channel takes more.
func (d *desk) hasRoom(ctx context.Context, c *webrtc.DataChannel, passed <-chan struct{}) error {
	for c.BufferedAmount() > backlog {
		if c.ReadyState() != webrtc.DataChannelStateOpen {
			return errEnded
		}
		if err := d.pause(ctx, passed); err != nil {
			return err
		}
	}
	return nil
}

// pause waits for room, or for a while.
func (d *desk) pause(ctx context.Context, passed <-chan struct{}) error {
	t := time.NewTimer(tick)
	defer t.Stop()
	select {
	case <-d.room:
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err()
	case <-passed:
		return errEnded
	case <-d.s.over:
		return errEnded
	}
	return nil
}

func (d *desk) wipe() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.messages, d.files, d.wait, d.kept, d.told, d.given = nil, nil, nil, nil, nil, nil
}
