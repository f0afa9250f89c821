package rtccall

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// Phone calls the agents of one hub. It keeps its connection to the hub all the
// time, so that a call begins at once and the services are known.
type Phone struct {
	o    Options
	link *link
	mux  *mux // of Options.Socket
	stop context.CancelFunc
	all  sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	now      *sight          // the call that there is
	last     string          // id of the last one
	owed     []wire.Message  // ends that the hub was not told, for it was away
	free     <-chan struct{} // closed once the devices of the last one are
	services []wire.Service
	known    bool // services came on this connection
	watch    func([]wire.Service)
	asks     []chan []wire.Service
	back     chan wire.Message // who waits for Kept
	backCall string
}

var (
	_ call.Phone = (*Phone)(nil)
	_ call.Sight = (*sight)(nil)
)

// New begins to reach the hub.
func New(o Options) (*Phone, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	free := make(chan struct{})
	close(free)
	p := &Phone{o: o, stop: stop, free: free, mux: muxOf(o)}
	p.link = &link{o: &p.o, hear: p.hear, came: p.came, inCall: func() bool { return p.current() != nil }}
	p.all.Go(func() { p.link.run(ctx) })
	return p, nil
}

// Way is Video.
func (p *Phone) Way() call.Way { return call.Video }

// Ready is of the hub, the camera and the microphone, in this order.
func (p *Phone) Ready() error {
	switch {
	case p.isClosed():
		return errClosed
	case !p.link.up():
		return call.ErrNoHub
	case p.o.Sound.Ready() != nil:
		return call.ErrNoMicrophone
	case p.o.Camera.Ready() != nil:
		return call.ErrNoCamera
	}
	return nil
}

var (
	errClosed = errors.New("rtccall: closed")
	service   = regexp.MustCompile(`^[A-Za-z0-9._-]{0,64}$`)
)

func (p *Phone) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// Dial asks for a service of the hub, "" for the first that fits. Without camera
// or sound the call is made all the same, without picture or mute.
func (p *Phone) Dial(ctx context.Context, to call.Target) (call.Call, error) {
	if !service.MatchString(to.Address) {
		return nil, fmt.Errorf("%w: not the id of a service", call.ErrTarget)
	}
	shared, err := json.Marshal(to.Shared)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", call.ErrTarget, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return nil, errClosed
	case p.now != nil:
		return nil, call.ErrBusy
	}
	s := newSight(p, newID(), wire.Wish{Service: to.Address, Shared: shared}, p.free)
	p.now, p.last, p.free = s, s.id, s.gone
	p.all.Go(func() { s.run(ctx) })
	return s, nil
}

// newID is 128 bits, hexadecimal.
func newID() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func (p *Phone) current() *sight {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// left says that a call is over: another may be made.
func (p *Phone) left(s *sight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == s {
		p.now = nil
	}
}

// hear passes on what the hub says.
func (p *Phone) hear(m wire.Message) {
	if p.hearBack(m) {
		return
	}
	if m.Type == wire.Offices {
		p.hearServices(m.Services)
		return
	}
	if m.Type == wire.Refuse && len(m.Services) > 0 {
		p.mendServices(m.Services)
	}
	if s := p.current(); s != nil && s.id == m.Call {
		s.post(func() { s.heard(m) })
	}
}

// mostOwed are the last words, and the outcomes of a day without a hub.
const mostOwed = 60

// owe keeps what is to be said when the hub is there again.
func (p *Phone) owe(m wire.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.owed = append(p.owed[max(0, len(p.owed)-mostOwed+1):], m)
}

// came says what was owed, asks for the services, and takes the call up again
// that there is.
func (p *Phone) came() {
	p.mu.Lock()
	owed := p.owed
	p.owed = nil
	p.mu.Unlock()
	for _, m := range owed {
		p.link.send(m)
	}
	p.link.send(wire.Message{Type: wire.Offices})
	if s := p.current(); s != nil {
		s.post(s.linked)
	}
}

// Close ends the call that there is, and waits until everything is closed.
func (p *Phone) Close() error {
	p.mu.Lock()
	first := !p.closed
	p.closed = true
	s := p.now
	p.mu.Unlock()
	if s != nil {
		s.Hangup()
		<-s.gone
	}
	if first {
		p.farewell()
	}
	p.all.Wait()
	return nil
}

// farewell lets the last words go out, and then ends the link.
func (p *Phone) farewell() {
	p.link.close()
	late := time.AfterFunc(2*time.Second, p.stop)
	p.all.Wait()
	late.Stop()
	p.stop()
	p.mux.close()
}
