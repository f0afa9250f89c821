package desk

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"guichet/kiosk/call/wire"
)

// Limits of one connection.
const (
	unread    = 64               // messages that wait for who does not read them
	writeTime = 10 * time.Second // to take one
	pongTime  = 10 * time.Second
	burst     = 120 // messages: an offer brings some twenty candidates
	perSecond = 20
)

// ending is why a connection is closed by us.
type ending struct {
	code   websocket.StatusCode
	reason string
}

func (e *ending) Error() string { return "desk: closed: " + e.reason }

var (
	endRestart  = &ending{websocket.StatusServiceRestart, "restart"}
	endSlow     = &ending{websocket.StatusTryAgainLater, "too slow"}
	endFast     = &ending{websocket.StatusPolicyViolation, "too many messages"}
	endRevoked  = &ending{websocket.StatusPolicyViolation, "not allowed any more"}
	endReplaced = &ending{websocket.StatusPolicyViolation, "another connection took its place"}
	endBinary   = &ending{websocket.StatusUnsupportedData, "text alone"}
	endUnread   = &ending{websocket.StatusInvalidFramePayloadData, "not a message"}
	endSilent   = &ending{websocket.StatusGoingAway, "no answer"}
)

// conn is a WebSocket with somebody. One goroutine reads, one writes, and both
// end with ctx.
type conn struct {
	ws   *websocket.Conn
	ctx  context.Context
	stop context.CancelCauseFunc
	out  chan []byte
	post chan struct{} // there may be mail
	rate *rate.Limiter

	// With the desk's lock held: mail is read first, and what came since is held.
	behind bool
	held   [][]byte

	pulse time.Duration
}

func (d *Desk) accept(w http.ResponseWriter, r *http.Request) (*conn, error) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols: []string{wire.Subprotocol}, InsecureSkipVerify: true, // the origin was checked
	})
	if err != nil {
		return nil, err
	}
	if ws.Subprotocol() != wire.Subprotocol {
		ws.Close(websocket.StatusPolicyViolation, "subprotocol "+wire.Subprotocol)
		return nil, errors.New("desk: no subprotocol")
	}
	ws.SetReadLimit(wire.MaxMessage)
	ctx, stop := context.WithCancelCause(d.life)
	return &conn{
		ws: ws, ctx: ctx, stop: stop, out: make(chan []byte, unread), post: make(chan struct{}, 1),
		rate: rate.NewLimiter(perSecond, burst), pulse: d.Settings.Pulse,
	}, nil
}

// push never waits: who does not read is cut.
func (c *conn) push(m wire.Message) { c.raw(m.Write()) }

func (c *conn) raw(data []byte) {
	select {
	case c.out <- data:
	default:
		c.stop(endSlow)
	}
}

// reads makes the writer read the mail before all that comes from now on.
func (c *conn) reads() {
	c.behind, c.held = true, nil
	c.look()
}

// look makes the writer look for mail.
func (c *conn) look() {
	select {
	case c.post <- struct{}{}:
	default:
	}
}

// serve runs until either side ends it. hear is called for each message, mail
// when there may be some.
func (c *conn) serve(hear func(wire.Message), mail func() [][]byte, still func() error) {
	var all sync.WaitGroup
	all.Go(func() { c.write(mail) })
	all.Go(func() { c.watch(still) })
	c.read(hear)
	all.Wait()
}

// read ends with the connection, which the writer closes: so it has no context.
func (c *conn) read(hear func(wire.Message)) {
	for {
		kind, data, err := c.ws.Read(context.Background())
		if err != nil {
			c.stop(err)
			return
		}
		m, err := wire.Read(data)
		switch {
		case kind != websocket.MessageText:
			c.stop(endBinary)
		case err != nil:
			c.stop(endUnread)
		case !c.rate.Allow():
			c.stop(endFast)
		}
		if c.ctx.Err() != nil {
			return
		}
		hear(m)
	}
}

func (c *conn) write(mail func() [][]byte) {
	for {
		select {
		case data := <-c.out:
			c.send(data)
		case <-c.post:
			c.leftover()
			for _, data := range mail() {
				c.send(data)
			}
		case <-c.ctx.Done():
			c.leftover()
			c.close()
			return
		}
	}
}

// close says why, where it is us who end it.
func (c *conn) close() {
	if end := (*ending)(nil); errors.As(context.Cause(c.ctx), &end) {
		c.ws.Close(end.code, end.reason)
		return
	}
	c.ws.CloseNow()
}

// leftover is what was said before the end, or before the mail is read.
func (c *conn) leftover() {
	for {
		select {
		case data := <-c.out:
			c.send(data)
		default:
			return
		}
	}
}

func (c *conn) send(data []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), writeTime)
	defer cancel()
	if err := c.ws.Write(ctx, websocket.MessageText, data); err != nil {
		c.stop(err)
	}
}

// watch pings, and asks whether somebody may still be here.
func (c *conn) watch(still func() error) {
	tick := time.NewTicker(c.pulse)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-c.ctx.Done():
			return
		}
		if err := still(); err != nil {
			c.stop(err)
			return
		}
		ctx, cancel := context.WithTimeout(c.ctx, pongTime)
		if err := c.ws.Ping(ctx); err != nil {
			c.stop(endSilent)
		}
		cancel()
	}
}
