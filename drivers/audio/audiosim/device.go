package audiosim

import (
	"context"
	"sync"
	"time"

	"guichet/drivers/audio"
)

// Device is a simulated [audio.Sound].
type Device struct {
	mu     sync.Mutex
	hears  Source
	open   *stream
	gone   bool
	played []int16 // the last minute
	echo   *echo
}

const (
	minute = 60 * audio.Rate
	// Frames that wait at most: 60 ms for who reads, 20 ms to be played.
	unread, unplayed = 6, 2
)

// New is a device whose microphone hears s; nil is silence.
func New(s Source) *Device { return &Device{hears: s} }

// Echo lets the microphone hear the loudspeaker too, so much later and so loud:
// gain 1 and no delay is a loopback, 0 ends it.
func (d *Device) Echo(later time.Duration, gain float64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.echo = newEcho(later, gain)
}

// Played is what the loudspeaker played in the last minute, also before it was
// opened anew.
func (d *Device) Played() []int16 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]int16(nil), d.played...)
}

// Unplug takes the device away.
func (d *Device) Unplug() {
	d.mu.Lock()
	d.gone = true
	s := d.open
	d.mu.Unlock()
	if s != nil {
		s.end(audio.ErrGone)
	}
}

// Plug brings it back.
func (d *Device) Plug() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = false
}

// Ready implements [audio.Sound].
func (d *Device) Ready() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.gone {
		return audio.ErrGone
	}
	return nil
}

// Open implements [audio.Sound].
func (d *Device) Open(ctx context.Context) (audio.Stream, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case d.gone:
		return nil, audio.ErrGone
	case d.open != nil:
		return nil, audio.ErrBusy
	}
	s := newStream(d)
	d.open = s
	stop := context.AfterFunc(ctx, func() { s.end(audio.ErrClosed) })
	go func() { defer stop(); s.run() }()
	return s, nil
}

// tick is 10 ms: out comes out of the loudspeaker, and in is what the microphone
// hears meanwhile.
func (d *Device) tick(out, in *audio.Frame) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.played = append(d.played, out[:]...)
	if len(d.played) > 2*minute {
		d.played = append([]int16(nil), d.played[len(d.played)-minute:]...)
	}
	*in = audio.Frame{}
	if d.hears != nil {
		d.hears(in)
	}
	if d.echo != nil {
		d.echo.add(in, out)
	}
}

// InUse tells whether somebody has it open.
func (d *Device) InUse() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open != nil
}

func (d *Device) closed(s *stream) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open == s {
		d.open = nil
	}
}

var _ audio.Sound = (*Device)(nil)
