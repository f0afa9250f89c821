package rtccall

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/coder/websocket"

	"guichet/kiosk/call/wire"
)

const (
	shaking   = 15 * time.Second // of the handshake
	steady    = 15 * time.Second // what lasts longer begins its pauses anew
	pingEvery = 15 * time.Second
	pongTime  = 10 * time.Second
	unsent    = 128 // messages that wait for the network
	first     = 500 * time.Millisecond
	longest   = 30 * time.Second // between two tries; 3 seconds in a call
	longestIn = 3 * time.Second
)

// link is the WebSocket to the hub, which comes back whenever it is cut.
type link struct {
	o      *Options
	hear   func(wire.Message)
	came   func()      // it is there, again
	inCall func() bool // somebody waits for it

	mu  sync.Mutex
	out chan []byte // of the connection that there is; nil: none
	cut context.CancelFunc
	end bool // close is next
}

// up tells whether the hub is reached.
func (l *link) up() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out != nil
}

// send is false where there is no connection; what is sent may still be lost
// with it.
func (l *link) send(m wire.Message) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.out == nil {
		return false
	}
	select {
	case l.out <- m.Write():
		return true
	default:
		l.cut() // it takes nothing any more
		return false
	}
}

// close lets what waits go out, and ends the connection; none is made any more.
func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.end = true; l.out == nil {
		return
	}
	select {
	case l.out <- nil:
	default:
		l.cut()
	}
}

func (l *link) ended() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.end
}

// run keeps the link until ctx ends.
func (l *link) run(ctx context.Context) {
	said := websocket.StatusCode(0)
	for wait := first; ctx.Err() == nil && !l.ended(); {
		lasted, err := l.serve(ctx)
		if ctx.Err() != nil || l.ended() {
			return
		}
		status, stood := websocket.CloseStatus(err), lasted > steady
		if stood {
			wait = first
		}
		if stood || status != said { // a hub that has no desk is not news each time
			l.o.Log.Info("call_link_lost", "status", int(status))
			said = status
		}
		l.rest(ctx, wait/2+rand.N(wait))
		wait = min(2*wait, longest)
	}
}

// rest waits, but less as soon as a call is made.
func (l *link) rest(ctx context.Context, d time.Duration) {
	hurried := false
	for end := time.Now().Add(d); time.Now().Before(end) && ctx.Err() == nil && !l.ended(); {
		if !hurried && l.inCall() {
			hurried = true
			end = earlier(end, time.Now().Add(rand.N(longestIn)))
		}
		rest(ctx, min(time.Until(end), tick))
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// serve makes one connection and hears it until it ends. It tells how long it lasted;
// the time in which none came about is not of it.
func (l *link) serve(ctx context.Context) (lasted time.Duration, err error) {
	ctx, cut := context.WithCancel(ctx)
	defer cut()
	ws, err := l.dial(ctx)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	out := make(chan []byte, unsent)
	var all sync.WaitGroup
	all.Go(func() { defer cut(); write(ctx, ws, out) })
	defer all.Wait()
	defer cut()
	l.set(out, cut)
	defer l.set(nil, nil)
	l.came()
	err = l.read(ctx, ws)
	return time.Since(began), err
}

func (l *link) set(out chan []byte, cut context.CancelFunc) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out, l.cut = out, cut
}

func (l *link) dial(ctx context.Context) (*websocket.Conn, error) {
	req, err := l.o.Request()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, shaking)
	defer cancel()
	ws, res, err := websocket.Dial(ctx, req.URL.String(), &websocket.DialOptions{
		HTTPClient: l.o.Client, HTTPHeader: req.Header, Subprotocols: []string{wire.Subprotocol},
	})
	if err != nil {
		if res != nil && l.o.Refused != nil {
			l.o.Refused(res)
		}
		return nil, errors.New("rtccall: the hub is not reached") // the other may name addresses
	}
	if ws.Subprotocol() != wire.Subprotocol {
		ws.Close(websocket.StatusProtocolError, "subprotocol")
		return nil, errors.New("rtccall: the hub speaks another protocol")
	}
	return ws, nil
}

func (l *link) read(ctx context.Context, ws *websocket.Conn) error {
	for {
		kind, data, err := ws.Read(ctx)
		if err != nil {
			return err
		}
		if kind != websocket.MessageText {
			return ws.Close(websocket.StatusUnsupportedData, "text alone")
		}
		m, err := wire.Read(data)
		if err != nil {
			ws.Close(websocket.StatusInvalidFramePayloadData, "not a message")
			return err
		}
		l.hear(m)
	}
}

// write sends what waits, and pings so that a dead network is noticed.
func write(ctx context.Context, ws *websocket.Conn, out <-chan []byte) {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case data := <-out:
			if data == nil {
				ws.Close(websocket.StatusNormalClosure, "")
				return
			}
			err = within(ctx, func(ctx context.Context) error { return ws.Write(ctx, websocket.MessageText, data) })
		case <-ping.C:
			err = within(ctx, ws.Ping)
		}
		if err != nil {
			return
		}
	}
}

func within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, pongTime)
	defer cancel()
	return do(ctx)
}
