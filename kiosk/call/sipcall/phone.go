package sipcall

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// Phone is a call.Phone at an exchange.
type Phone struct {
	cfg  Config
	ctx  context.Context // of all that it does
	stop context.CancelFunc
	back sync.WaitGroup // what runs behind: registration, calls, their ends
	shut chan struct{}  // no more calls
	once sync.Once

	mu      sync.Mutex
	line    *line
	lines   []*line // opened before, each to be closed when no call is on it
	problem error   // why the exchange does not know us
	talk    *talk
	legs    map[string]*leg // by Call-ID
	recent  []string        // Call-IDs, to end an answer that comes too late
}

// New registers in the background and makes calls as soon as that is done. An
// error is one of the configuration.
func New(cfg Config) (*Phone, error) {
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	for _, check := range []func() error{
		func() error { _, err := cfg.password(); return err },
		func() error { _, err := cfg.authorities(); return err },
	} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	p := &Phone{cfg: cfg.filled(), shut: make(chan struct{}), legs: map[string]*leg{}, problem: errNotYet}
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.back.Go(p.register)
	return p, nil
}

// Way is call.Voice.
func (p *Phone) Way() call.Way { return call.Voice }

// Ready tells whether the exchange knows us and there is a microphone.
func (p *Phone) Ready() error {
	p.mu.Lock()
	problem := p.problem
	p.mu.Unlock()
	if problem != nil {
		return fmt.Errorf("%w: %w", call.ErrNoLine, problem)
	}
	if err := p.cfg.Sound.Ready(); err != nil {
		return fmt.Errorf("%w: %w", call.ErrNoMicrophone, err)
	}
	return nil
}

// Dial begins a call.
func (p *Phone) Dial(ctx context.Context, to call.Target) (call.Call, error) {
	target, err := p.cfg.target(to.Address)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.shut:
		return nil, call.ErrNoLine
	default:
	}
	if p.talk != nil {
		return nil, call.ErrBusy
	}
	p.talk = newTalk(p, target)
	p.talk.tell(call.Event{State: call.Trying})
	t := p.talk
	p.back.Go(func() { t.run(ctx) })
	return t, nil
}

// free is called before the end of a call is told, so that who hears of it can
// dial again.
func (p *Phone) free(t *talk) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.talk == t {
		p.talk = nil
	}
}

// grace is how long Close waits for the exchange to hear of it.
const grace = 2 * time.Second

// Close ends the call, if there is one, and tells the exchange that we are gone.
func (p *Phone) Close() error {
	p.once.Do(p.close)
	return nil
}

func (p *Phone) close() {
	p.mu.Lock()
	close(p.shut)
	t := p.talk
	p.mu.Unlock()
	if t != nil {
		t.Hangup()
		<-t.done
	}
	ended := make(chan struct{})
	go func() {
		p.back.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(grace):
	}
	p.stop()
	<-ended
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range append(p.lines, p.line) {
		if l != nil {
			l.close()
		}
	}
}

// current is the line that is open, nil: none.
func (p *Phone) current() *line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line
}

// keep lets a leg hear what comes for it.
func (p *Phone) keep(l *leg) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.legs[l.dialog.id] = l
	if p.recent = append(p.recent, l.dialog.id); len(p.recent) > 32 {
		p.recent = p.recent[1:]
	}
}

func (p *Phone) forget(l *leg) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.legs, l.dialog.id)
}

// leg is whom a message is for (RFC 3261, section 12.2.2), nil: nobody.
func (p *Phone) leg(id *sip.CallIDHeader, ours, theirs string) *leg {
	if id == nil {
		return nil
	}
	p.mu.Lock()
	l := p.legs[id.Value()]
	p.mu.Unlock()
	if l == nil || ours != l.dialog.own() || l.dialog.tag() != "" && theirs != l.dialog.tag() {
		return nil
	}
	return l
}

// stray ends an answer that comes after everybody stopped waiting for it: an
// ACK, and a BYE.
func (p *Phone) stray(res *sip.Response) {
	seq, id := res.CSeq(), res.CallID()
	if seq == nil || id == nil || seq.MethodName != sip.INVITE || !res.IsSuccess() || res.From() == nil || res.To() == nil {
		return
	}
	ours, _ := res.From().Params.Get("tag")
	theirs, _ := res.To().Params.Get("tag")
	if l := p.leg(id, ours, theirs); l != nil {
		l.talk.box.post(func() { l.again(res) })
		return
	}
	p.mu.Lock()
	known, line := false, p.line
	for _, r := range p.recent {
		known = known || r == id.Value()
	}
	p.mu.Unlock()
	select {
	case <-p.shut:
		return
	default:
	}
	if !known || line == nil {
		return
	}
	d := &dialog{id: id.Value(), local: *sip.HeaderClone(res.From()).(*sip.FromHeader), cseq: seq.SeqNo}
	d.establish(res)
	p.behind(func(ctx context.Context) { dismiss(ctx, line, d, seq.SeqNo) })
}

// behind runs f on a goroutine that Close waits for.
func (p *Phone) behind(f func(context.Context)) { p.back.Go(func() { f(p.ctx) }) }

// dismiss ends a dialog that somebody answered and nobody wants.
func dismiss(ctx context.Context, l *line, d *dialog, cseq uint32) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	_ = l.post(ctx, d.ack(cseq))
	bye(ctx, l, d)
}

// patience is how long a request may take, 64 times T1 (RFC 3261, section 17).
const patience = 32 * time.Second

func bye(ctx context.Context, l *line, d *dialog) {
	_, _ = l.do(ctx, func(proof []sip.Header) *sip.Request { return prove(d.request(sip.BYE), proof) })
}

func prove(req *sip.Request, proof []sip.Header) *sip.Request {
	for _, h := range proof {
		req.AppendHeader(h)
	}
	return req
}

var _ call.Phone = (*Phone)(nil)
