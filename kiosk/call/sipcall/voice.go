package sipcall

import (
	"context"
	"sync/atomic"
	"time"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

// voice is the microphone and the loudspeaker in a call. One goroutine reads and
// writes them, so that the microphone gives the pace of both ways, and what waits
// to be played stays short.
type voice struct {
	stream atomic.Pointer[stream]
	// open: what the microphone hears goes out. Before an answer it does not,
	// whatever the other side plays.
	open, muted, held atomic.Bool
	volume            atomic.Int32
	speaks            func(bool) // called by the goroutine of run
}

func newVoice() *voice {
	v := &voice{speaks: func(bool) {}}
	v.volume.Store(100)
	return v
}

// run opens the device and returns when ctx ends, or when the device is gone.
func (v *voice) run(ctx context.Context, device audio.Sound) error {
	st, err := device.Open(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	l := loop{voice: v, device: st, level: sound.NewLevel(audio.Rate)}
	defer l.wipe()
	for ctx.Err() == nil {
		if err := l.turn(); err != nil {
			return err
		}
	}
	return nil
}

// loop is what run keeps between two turns.
type loop struct {
	*voice
	device  audio.Stream
	level   *sound.Level
	frame   audio.Frame
	in, out []int16
	set     int32 // volume that the device was told
	spoke   bool
}

func (l *loop) wipe() {
	clear(l.frame[:])
	clear(l.in[:cap(l.in)])
	clear(l.out[:cap(l.out)])
}

// turn is 10 ms.
func (l *loop) turn() error {
	if v := l.volume.Load(); v != l.set {
		l.device.Volume(int(v))
		l.set = v
	}
	if err := l.device.Read(&l.frame); err != nil {
		return err
	}
	s := l.stream.Load()
	l.speak(s, &l.frame)
	l.listen(s, &l.frame)
	return l.device.Write(&l.frame)
}

func (l *loop) speak(s *stream, f *audio.Frame) {
	if !l.open.Load() || l.muted.Load() || l.held.Load() {
		clear(f[:])
	}
	if l.in = append(l.in, f[:]...); len(l.in) < packet {
		return
	}
	if s != nil {
		s.speak(l.in)
	}
	l.in = l.in[:0]
}

// listen fills f with theirs.
func (l *loop) listen(s *stream, f *audio.Frame) {
	clear(f[:])
	if s == nil {
		return
	}
	for len(l.out) < len(f) {
		l.out = s.listen(l.out, !l.spoke, time.Now())
	}
	n := copy(f[:], l.out)
	l.out = append(l.out[:0], l.out[n:]...)
	if l.held.Load() {
		clear(f[:])
	}
	if is := l.level.Add(f[:]); is != l.spoke {
		l.spoke = is
		l.speaks(is)
	}
}
