package modemcall

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/modem"
	"guichet/kiosk/call"
)

// Config is a modem and the sound around it.
type Config struct {
	Modem modem.Config
	// Sound is what the citizen speaks into and hears, Card the modem's own sound
	// card. Without Card the sound goes another way, by wires.
	Sound, Card audio.Sound
	// RingFor is how long it may ring, 60 s where it is 0.
	RingFor time.Duration
	Log     *slog.Logger
}

// Phone implements [call.Phone].
type Phone struct {
	config Config
	ctx    context.Context
	stop   context.CancelFunc
	kept   chan struct{} // the keeper ended

	mu    sync.Mutex
	modem *modem.Modem // nil: there is none now
	why   error        // why no call can be made, nil where it can
	talk  *talk
	aging bool // what was logged of the network; of keep
}

const (
	again  = 2 * time.Second  // to look for a modem that is not there
	lookAt = 10 * time.Second // to ask a modem how it is
)

// New begins to look for the modem, and goes on until Close.
func New(c Config) *Phone {
	if c.RingFor == 0 {
		c.RingFor = time.Minute
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	p := &Phone{config: c, kept: make(chan struct{}), why: call.ErrNoLine}
	p.ctx, p.stop = context.WithCancel(context.Background())
	go p.keep()
	return p
}

// Way implements [call.Phone].
func (p *Phone) Way() call.Way { return call.Voice }

// Ready implements [call.Phone].
func (p *Phone) Ready() error {
	p.mu.Lock()
	why := p.why
	p.mu.Unlock()
	if why != nil {
		return why
	}
	if err := p.config.Sound.Ready(); err != nil {
		return fmt.Errorf("%w: %w", call.ErrNoMicrophone, err)
	}
	return nil
}

// keep opens the modem, again when it was pulled out.
func (p *Phone) keep() {
	defer close(p.kept)
	for p.ctx.Err() == nil {
		m, err := modem.Open(p.ctx, p.config.Modem)
		if err != nil {
			p.set(nil, fmt.Errorf("%w: %w", call.ErrNoLine, err))
			wait(p.ctx, again)
			continue
		}
		p.attend(m)
		p.set(nil, call.ErrNoLine)
		if t := p.busy(); t != nil {
			<-t.done // it needs the modem to hang up
		}
		m.Close()
	}
}

// attend asks the modem how it is until it is gone.
func (p *Phone) attend(m *modem.Modem) {
	for p.ctx.Err() == nil {
		s, err := m.Status(p.ctx)
		switch {
		case err != nil:
			p.set(m, fmt.Errorf("%w: %w", call.ErrNoLine, err))
		case !s.CanCall():
			p.set(m, fmt.Errorf("%w: SIM %q, registered %d and %d, VoLTE %v", call.ErrNoLine, s.SIM, s.Circuit, s.Packet, s.IMS))
		default:
			p.set(m, nil)
			p.warn(s)
		}
		if !p.rest(m) {
			return
		}
	}
}

// warn says once that calls are made, and will not be for long.
func (p *Phone) warn(s modem.Status) {
	aging := s.IMSKnown && !s.IMS
	if aging && !p.aging {
		p.config.Log.Warn("modem", "volte", false, "why", "calls go over 2G or 3G, which are being switched off")
	}
	p.aging = aging
}

// rest waits for the next look, and is false where the modem is gone, or the
// phone is closed.
func (p *Phone) rest(m *modem.Modem) bool {
	timer := time.NewTimer(lookAt)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-m.Gone():
	case <-p.ctx.Done():
	}
	return false
}

func (p *Phone) busy() *talk {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.talk
}

func (p *Phone) set(m *modem.Modem, why error) {
	p.mu.Lock()
	changed := (p.why == nil) != (why == nil)
	p.modem, p.why = m, why
	p.mu.Unlock()
	if changed {
		p.config.Log.Info("modem", "ready", why == nil, "why", fmt.Sprint(why))
	}
}

var dialable = regexp.MustCompile(`^\+[1-9][0-9]{5,14}$|^[0-9]{2,6}$`)

// Dial implements [call.Phone].
func (p *Phone) Dial(ctx context.Context, to call.Target) (call.Call, error) {
	number := strings.ReplaceAll(to.Address, " ", "")
	if !dialable.MatchString(number) {
		return nil, call.ErrTarget
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.ctx.Err() != nil:
		return nil, call.ErrNoLine
	case p.talk != nil:
		return nil, call.ErrBusy
	}
	p.talk = newTalk(ctx, p)
	go p.talk.run(p.modem, number)
	return p.talk, nil
}

func (p *Phone) free() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.talk = nil
}

// Close ends a call and lets go of the modem.
func (p *Phone) Close() error {
	p.mu.Lock()
	p.stop()
	t := p.talk
	p.mu.Unlock()
	if t != nil {
		t.Hangup()
		<-t.done
	}
	<-p.kept
	return nil
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

var _ call.Phone = (*Phone)(nil)
