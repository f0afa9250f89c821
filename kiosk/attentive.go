package kiosk

import (
	"context"
	"sync/atomic"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

// attentive is a sound that notices the citizen's own voice: who speaks without
// touching the glass is not gone. It keeps nothing of it. What the loudspeaker
// plays may come back into the microphone, so that only what is louder counts.
type attentive struct {
	audio.Sound
	spoke func() // set before the first call; must not block
}

// Open is that of the sound, with somebody who listens.
func (a *attentive) Open(ctx context.Context) (audio.Stream, error) {
	s, err := a.Sound.Open(ctx)
	if err != nil {
		return nil, err
	}
	return &attentiveStream{Stream: s, spoke: a.spoke, level: sound.NewLevel(audio.Rate)}, nil
}

// In frames of 10 ms: a voice has no longer pause than voicePause, and with the
// pauses lasts at least voiceLeast; a door that falls shut does not. sound.Level
// adds 0.4 s of its own to each sound.
const (
	voicePause = 40
	voiceLeast = 100
)

// attentiveStream is one call's.
type attentiveStream struct {
	audio.Stream
	spoke func()
	level *sound.Level
	voice int // frames so far
	pause int // frames that a pause may still last

	played atomic.Int64 // how loud the loudspeaker is, in millionths of full scale
}

func (s *attentiveStream) Read(f *audio.Frame) error {
	err := s.Stream.Read(f)
	if err == nil {
		s.listen(f[:])
	}
	return err
}

// listen counts how long somebody speaks who is louder than the loudspeaker.
func (s *attentiveStream) listen(heard []int16) {
	echo := s.echo()
	if s.level.Add(heard) && millionths(heard) > echo {
		s.pause = voicePause
	}
	if s.pause == 0 {
		s.voice = 0
		return
	}
	s.pause--
	if s.voice++; s.voice == voiceLeast {
		s.voice = 0
		s.spoke()
	}
}

// echo is how loud what was played may come back: it halves in a third of a
// second.
func (s *attentiveStream) echo() int64 {
	now := s.played.Load()
	s.played.CompareAndSwap(now, now*98/100)
	return now
}

func (s *attentiveStream) Write(f *audio.Frame) error {
	if now := millionths(f[:]); now > s.played.Load() {
		s.played.Store(now)
	}
	return s.Stream.Write(f)
}

func millionths(samples []int16) int64 { return int64(sound.RMS(samples) * 1e6) }
