package serial

import (
	"context"
	"time"

	"golang.org/x/sys/unix"
)

// maxAhead bounds what is kept for a Read that nobody calls; the kernel's own
// buffer is as large, and loses what comes after it as well.
const maxAhead = 4096

// hold keeps the XOFF that the kernel is made to forget.
func (p *port) hold() {
	p.input.Lock()
	defer p.input.Unlock()
	p.since = time.Now()
	p.held.Store(true)
}

// released waits until the device has taken back an XOFF that the kernel does
// not know of. It counts for WriteTimeout: a device that lost its power has
// forgotten it, and not every one says XON when it comes back. A Write that
// waits to that end was meant for a device that has no room, and fails; a later
// one goes.
func (j job) released(ctx context.Context) error {
	if err := j.listen(); err != nil || !j.held.Load() {
		return err
	}
	end := j.holdEnds()
	if !time.Now().Before(end) {
		return j.forgetHold()
	}
	ctx, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	for j.held.Load() {
		if err := j.wait(ctx, unix.POLLIN); err != nil {
			return err
		}
		if err := j.listen(); err != nil {
			return err
		}
	}
	return nil
}

func (p *port) holdEnds() time.Time {
	p.input.Lock()
	defer p.input.Unlock()
	return p.since.Add(p.cfg.WriteTimeout)
}

func (p *port) forgetHold() error {
	p.input.Lock()
	defer p.input.Unlock()
	return p.obey(xon)
}

// listen takes what has come, for a later Read, and obeys what stands in it.
func (p *port) listen() error {
	p.input.Lock()
	defer p.input.Unlock()
	if !p.held.Load() {
		return nil
	}
	kept, last := withoutFlow(p.arrived())
	p.keep(kept)
	return p.obey(last)
}

// obey ends the hold if the last that the device said of it is XON. The caller
// has input, here and below.
func (p *port) obey(last byte) error {
	if last == xoff {
		p.since = time.Now()
	}
	if last != xon {
		return nil
	}
	if err := setFlow(p.fd, p.cfg.Flow); err != nil {
		return classify("end the hold", err)
	}
	// What came before IXON was back came as bytes.
	kept, last := withoutFlow(p.arrived())
	p.keep(kept)
	if last == xoff {
		p.since = time.Now()
		return classify("hold", setFlow(p.fd, FlowNone))
	}
	p.held.Store(false)
	return nil
}

// arrived takes what the kernel has.
func (p *port) arrived() []byte {
	all := make([]byte, 0, maxAhead)
	for len(all) < maxAhead {
		n, err := unix.Read(p.fd, all[len(all):maxAhead])
		if n <= 0 || err != nil {
			break
		}
		all = all[:len(all)+n]
	}
	return all
}

func (p *port) keep(b []byte) {
	p.ahead = append(p.ahead, b[:min(len(b), maxAhead-len(p.ahead))]...)
}

func (p *port) hasAhead() bool {
	p.input.Lock()
	defer p.input.Unlock()
	return len(p.ahead) > 0
}

// takeAhead gives what came while a Write waited for XON.
func (p *port) takeAhead(b []byte) int {
	n := copy(b, p.ahead)
	p.ahead = p.ahead[n:]
	return n
}

// withoutFlow takes XON and XOFF out of b, as IXON would, and says which came
// last; 0 for neither.
func withoutFlow(b []byte) (kept []byte, last byte) {
	kept = b[:0]
	for _, c := range b {
		if c == xon || c == xoff {
			last = c
		} else {
			kept = append(kept, c)
		}
	}
	return kept, last
}
