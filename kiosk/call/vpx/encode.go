package vpx

// #include "glue.h"
import "C"

import (
	"fmt"
	"sync"
	"time"
	"unsafe"
)

// Speed is cpu_used of libvpx's real-time mode, fastest at -16. From -6 to -12
// halves the work; on camera pictures the loss is not seen (37.4 and 37.3 dB).
const Speed = -12

// Settings are those of an encoder.
type Settings struct {
	Width, Height int
	Bitrate       int // bits a second
	Rate          int // pictures a second, about
}

// Encoder writes VP8 at a constant bit rate. It leaves pictures out rather than
// exceed it, and makes key frames only where asked.
type Encoder struct {
	c *C.encoder
	s Settings
	// When the first and the last picture were taken, 90 kHz; last is -1 before.
	first, last int64
}

// NewEncoder needs Close.
func NewEncoder(s Settings) (*Encoder, error) {
	if !fits(s.Width, s.Height) {
		return nil, ErrSize
	}
	s.clamp()
	c := C.encoder_new(C.int(s.Width), C.int(s.Height), C.int(s.Bitrate), C.int(s.Rate), Speed)
	if c == nil {
		return nil, fmt.Errorf("vpx: no encoder of %d × %d", s.Width, s.Height)
	}
	return &Encoder{c: c, s: s, last: -1}, nil
}

func (s *Settings) clamp() {
	s.Bitrate = min(max(s.Bitrate, 10_000), 20_000_000)
	s.Rate = min(max(s.Rate, 1), 60)
}

// Settings are the ones in force.
func (e *Encoder) Settings() Settings { return e.s }

// Set changes bit rate, picture rate and size from the next picture on. A new
// size begins with a key frame.
func (e *Encoder) Set(s Settings) error {
	s.clamp()
	switch {
	case e.c == nil:
		return ErrClosed
	case s == e.s:
		return nil
	case s.Width != e.s.Width || s.Height != e.s.Height:
		return e.replace(s)
	}
	if err := C.encoder_rate(e.c, C.int(s.Bitrate), C.int(s.Rate)); err != 0 {
		return fmt.Errorf("vpx: rate of %d bit/s: error %d", s.Bitrate, int(err))
	}
	e.s = s
	return nil
}

func (e *Encoder) replace(s Settings) error {
	n, err := NewEncoder(s)
	if err != nil {
		return err
	}
	e.free()
	*e = *n
	return nil
}

// Encode gives the VP8 frame of a picture of the encoder's size, valid until the
// next call; none where the picture was left out. at is when the picture was
// taken, on any clock that only goes forward.
func (e *Encoder) Encode(m *Image, at time.Duration, key bool) (frame []byte, isKey bool, err error) {
	switch {
	case e.c == nil:
		return nil, false, ErrClosed
	case !m.whole() || m.Width != e.s.Width || m.Height != e.s.Height:
		return nil, false, ErrSize
	}
	pts, lasts := e.clock(at)
	f := C.encoder_frame(e.c, ptr(m.Pix), C.int64_t(pts), C.ulong(lasts), flag(key || pts == 0))
	if f.err != 0 {
		return nil, false, fmt.Errorf("vpx: encode: error %d", int(f.err))
	}
	return unsafe.Slice((*byte)(f.data), int(f.size)), f.key != 0, nil
}

// clock is when a picture is shown and for how long, in ticks of 90 kHz: as long
// as the one before it, so that the rate control knows the true picture rate.
func (e *Encoder) clock(at time.Duration) (pts, lasts int64) {
	now := int64(at) * 9 / 100_000
	if e.last < 0 {
		e.first, e.last = now, now
		return 0, int64(90_000 / e.s.Rate)
	}
	lasts = max(now-e.last, 90)
	e.last += lasts
	return e.last - e.first, lasts
}

func flag(on bool) C.int {
	if on {
		return 1
	}
	return 0
}

// Close frees and wipes what libvpx held.
func (e *Encoder) Close() error {
	if e.c != nil {
		e.free()
		e.c = nil
	}
	return nil
}

// freeing lets one free at a time: that it wipes is a setting of the whole
// process, which the first to end would switch off under the others.
var freeing sync.Mutex

func (e *Encoder) free() {
	freeing.Lock()
	defer freeing.Unlock()
	C.encoder_free(e.c)
}
