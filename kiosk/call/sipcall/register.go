package sipcall

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/emiago/sipgo/sip"
)

var errNotYet = errors.New("sipcall: not registered yet")

const (
	soon  = time.Second      // before the second attempt
	later = 5 * time.Minute  // between any two, where the exchange is away
	much  = 15 * time.Minute // where it refuses us: a person has to mend that
	ask   = 8 * time.Second  // what one attempt may take
)

// register keeps the exchange knowing us until Close.
func (p *Phone) register() {
	id, cseq, failed := random(), uint32(0), 0
	for {
		held, err := p.attempt(id, &cseq, failed)
		p.note(err)
		wait := held / 2
		if err != nil {
			failed++
			wait = pause(failed, err)
		} else {
			failed = 0
		}
		select {
		case <-p.shut:
			p.leave(id, &cseq)
			return
		case <-time.After(wait):
		}
	}
}

// note keeps why we cannot be called, and logs it when it changes.
func (p *Phone) note(err error) {
	p.mu.Lock()
	before := p.problem
	p.problem = err
	p.mu.Unlock()
	switch {
	case err != nil && (before == nil || before.Error() != err.Error()):
		p.cfg.Log.Warn("telephone", "ready", false, "why", err.Error())
	case err == nil && before != nil:
		p.cfg.Log.Info("telephone", "ready", true)
	}
}

// refusal is a response to REGISTER that is none of the good ones.
type refusal struct {
	code  int
	retry time.Duration
}

func (r refusal) Error() string { return fmt.Sprintf("sipcall: REGISTER: %d", r.code) }

// pause is how long to wait after attempts that failed, with chance in it: a
// hundred kiosks come back after the same power cut.
func pause(failed int, err error) time.Duration {
	wait := min(later, soon<<min(failed-1, 16))
	var r refusal
	switch {
	case errors.Is(err, ErrPassword):
		wait = much
	case errors.As(err, &r) && r.code == 403:
		wait = much
	case errors.As(err, &r):
		wait = max(wait, min(r.retry, time.Hour))
	}
	return wait/2 + rand.N(wait)
}

// attempt opens a line where there is none and registers on it. It tells for
// how long the registration holds.
func (p *Phone) attempt(id string, cseq *uint32, failed int) (time.Duration, error) {
	ctx, stop := context.WithTimeout(p.ctx, ask)
	defer stop()
	go func() {
		select {
		case <-p.shut:
			stop()
		case <-ctx.Done():
		}
	}()
	l, err := p.open(ctx, failed)
	if err != nil {
		return 0, err
	}
	if p.cfg.Unregistered {
		return p.cfg.Expires, nil
	}
	return p.ask(ctx, l, id, cseq, p.cfg.Expires)
}

// open gives the line that there is, or a new one after a failure: the exchange
// may have another address, and so may we.
func (p *Phone) open(ctx context.Context, failed int) (*line, error) {
	if l := p.current(); l != nil && failed == 0 {
		return l, p.moved(l)
	}
	u, err := p.cfg.proxy()
	if err != nil {
		return nil, err
	}
	all, err := resolve(ctx, u.Host, u.Port, p.cfg.Transport)
	if err != nil {
		return nil, err
	}
	server := all[failed%len(all)]
	l, err := openLine(p.cfg, server, p.incoming, p.stray)
	if err != nil {
		return nil, err
	}
	return l, p.change(l)
}

// moved tells that the network gave us another address.
func (p *Phone) moved(l *line) error {
	if now, err := facing(l.server); err != nil || now != l.local {
		return fmt.Errorf("sipcall: the address of this machine changed: %w", errors.Join(err, errNotYet))
	}
	return nil
}

// change puts l in the place of the line that there was, which stays open while
// a call is on it.
func (p *Phone) change(l *line) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.line != nil {
		p.lines = append(p.lines, p.line)
	}
	p.line = l
	if p.talk != nil {
		return nil
	}
	for _, old := range p.lines {
		p.back.Go(old.close)
	}
	p.lines = nil
	return nil
}

// ask is one REGISTER (RFC 3261, section 10.2); expires 0 ends it.
func (p *Phone) ask(ctx context.Context, l *line, id string, cseq *uint32, expires time.Duration) (time.Duration, error) {
	res, err := l.do(ctx, func(proof []sip.Header) *sip.Request {
		*cseq++
		return prove(p.cfg.registration(id, *cseq, expires), proof)
	})
	switch {
	case err != nil:
		return 0, err
	case res.StatusCode == 423 && expires > 0: // too brief
		h := res.GetHeader("Min-Expires")
		if h == nil {
			return 0, refusal{code: 423}
		}
		if longer := bounded(h.Value(), 86_400) * time.Second; longer > expires {
			return p.ask(ctx, l, id, cseq, longer)
		}
		return 0, refusal{code: 423}
	case !res.IsSuccess():
		return 0, refusal{res.StatusCode, retryAfter(res)}
	}
	return granted(res, expires), nil
}

func (c Config) registration(id string, cseq uint32, expires time.Duration) *sip.Request {
	u, _ := c.server() // Check read it
	own := u
	own.User, own.Port, own.UriParams = c.User, 0, nil
	d := &dialog{id: id, target: u, local: sip.FromHeader{DisplayName: c.Display, Address: own}, remote: sip.ToHeader{Address: own}}
	d.local.Params.Add("tag", id[:16])
	req := d.build(sip.REGISTER, cseq)
	req.AppendHeader(sip.NewHeader("Expires", strconv.Itoa(int(expires.Seconds()))))
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	return req
}

// granted is how long a registration holds: what the response says (section
// 10.2.4), at least a minute, for one that says nonsense must not make a storm.
func granted(res *sip.Response, asked time.Duration) time.Duration {
	held := asked
	if h := res.GetHeader("Expires"); h != nil {
		held = bounded(h.Value(), 86_400) * time.Second
	}
	if c := res.Contact(); c != nil {
		if v, ok := c.Params.Get("expires"); ok {
			held = bounded(v, 86_400) * time.Second
		}
	}
	return min(max(held, time.Minute), max(asked, time.Minute))
}

// leave is the last REGISTER.
func (p *Phone) leave(id string, cseq *uint32) {
	l := p.current()
	if l == nil || p.cfg.Unregistered {
		return
	}
	p.mu.Lock()
	known := p.problem == nil
	p.mu.Unlock()
	if !known {
		return
	}
	ctx, stop := context.WithTimeout(p.ctx, grace/2)
	defer stop()
	_, _ = p.ask(ctx, l, id, cseq, 0)
}
