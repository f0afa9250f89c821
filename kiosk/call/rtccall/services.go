package rtccall

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// Services are whom one can ask for, as the hub said last, or as it says as soon
// as it is reached.
func (p *Phone) Services(ctx context.Context) ([]wire.Service, error) {
	p.mu.Lock()
	if p.known && p.link.up() {
		defer p.mu.Unlock()
		return slices.Clone(p.services), nil
	}
	answer := make(chan []wire.Service, 1)
	p.asks = append(p.asks, answer)
	p.mu.Unlock()
	p.link.send(wire.Message{Type: wire.Offices})
	select {
	case all := <-answer:
		return all, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", call.ErrNoHub, ctx.Err())
	}
}

// WatchServices tells the services at once where they are known, and whenever
// they change; nil stops. f must neither wait nor use the phone.
func (p *Phone) WatchServices(f func([]wire.Service)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watch = f; f != nil && p.services != nil {
		f(slices.Clone(p.services))
	}
}

func (p *Phone) hearServices(all []wire.Service) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.services, p.known = all, true
	for _, a := range p.asks {
		a <- slices.Clone(all)
	}
	p.asks = nil
	if p.watch != nil {
		p.watch(slices.Clone(all))
	}
}

// mendServices takes over what a refusal says of some.
func (p *Phone) mendServices(some []wire.Service) {
	p.mu.Lock()
	all := slices.Clone(p.services)
	p.mu.Unlock()
	for _, s := range some {
		if i := slices.IndexFunc(all, func(o wire.Service) bool { return o.ID == s.ID }); i >= 0 {
			all[i] = s
		} else {
			all = append(all, s)
		}
	}
	p.hearServices(all)
}

// Refusal is why the hub does not do what was asked: one of wire's words.
type Refusal struct{ Why string }

func (r *Refusal) Error() string { return "rtccall: the hub refuses: " + r.Why }

// CallBack asks to be called back, instead of the call that waits, which ends
// with call.Overflow, or after one that brought nobody. It returns once the hub
// wrote it down; an error is a *Refusal, or call.ErrNoHub.
func (p *Phone) CallBack(ctx context.Context, b wire.Back) error {
	p.mu.Lock()
	if p.back != nil || p.closed {
		p.mu.Unlock()
		return call.ErrBusy
	}
	answer := make(chan wire.Message, 1)
	p.back, p.backCall = answer, p.last
	m := wire.Message{Type: wire.CallBack, Call: p.last, Back: &b}
	p.mu.Unlock()
	defer p.forgetBack()
	if !p.link.send(m) {
		return call.ErrNoHub
	}
	select {
	case got := <-answer:
		if got.Type == wire.Refuse {
			return &Refusal{got.Why}
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", call.ErrNoHub, ctx.Err())
	}
}

func (p *Phone) forgetBack() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.back, p.backCall = nil, ""
}

// hearBack takes the answer to CallBack; a call that it replaces ends.
func (p *Phone) hearBack(m wire.Message) bool {
	mine, s := p.answerBack(m)
	if s != nil {
		s.post(s.overflow)
	}
	return mine || m.Type == wire.Kept
}

func (p *Phone) answerBack(m wire.Message) (mine bool, replaced *sight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.back == nil || m.Call != p.backCall || m.Type != wire.Kept && m.Type != wire.Refuse {
		return false, nil // or of one that nobody waits for any more
	}
	select {
	case p.back <- m:
	default:
	}
	if s := p.now; s != nil && s.id == p.backCall && m.Type == wire.Kept {
		return true, s
	}
	return true, nil
}

// Outcome says how an offered call came to its end, where the hub cannot know: the
// citizen leaves with other ways on paper, somebody answered by telephone, or the hub
// was away. It counts the last call of this phone, or one that went another way alone,
// and only once: the next citizen has his own. Where the hub is away it is owed.
func (p *Phone) Outcome(why, service string, waited time.Duration) {
	p.mu.Lock()
	id := cmp.Or(p.last, newID())
	p.last = ""
	p.mu.Unlock()
	switch why {
	case wire.WhyAnswered, wire.WhyContacts, "call_back":
	default:
		why = "abandoned"
	}
	m := wire.Message{Type: wire.Outcome, Call: id, Wish: &wire.Wish{Service: service}, Why: why, Queue: &wire.Queue{Wait: int(waited.Seconds())}}
	if !p.link.send(m) {
		p.owe(m)
	}
}

// Answered is that an agent answered by this phone: the hub knows.
func (p *Phone) Answered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = ""
}
