package video

import (
	"context"
	"errors"
	"net"
	"time"
)

const inFlight = 256 // packets between the reader and the screen

// reader reads the track into packets, on a goroutine of its own.
type reader struct {
	track source
	full  chan *packet // read
	empty chan *packet // to be read into
}

func newReader(t source) *reader {
	return &reader{track: t, full: make(chan *packet, inFlight), empty: make(chan *packet, inFlight)}
}

// run reads until the track or ctx ends, and closes full. A deadline that passes
// is only a kick: pion gives a packet that was sent again when it is asked, and
// does not wake who waits already.
func (r *reader) run(ctx context.Context) {
	defer close(r.full)
	p := r.take()
	var faults Faults
	for ctx.Err() == nil {
		n, _, err := r.track.Read(p.buf[:])
		var wait net.Error
		switch {
		case errors.As(err, &wait) && wait.Timeout():
			r.track.SetReadDeadline(time.Time{})
			continue
		case faults.End(err):
			return
		case err != nil:
			continue
		}
		p.n = n
		select {
		case r.full <- p:
			p = r.take()
		default: // the screen is behind: the line would lose it, too
		}
	}
}

// kick wakes a read that waits.
func (r *reader) kick() { r.track.SetReadDeadline(time.Unix(1, 0)) }

func (r *reader) take() *packet {
	select {
	case p := <-r.empty:
		return p
	default:
		return new(packet)
	}
}
