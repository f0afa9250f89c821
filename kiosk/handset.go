package kiosk

import (
	"context"
	"sync/atomic"

	"guichet/drivers/audio"
)

// handset is a loudspeaker with its microphone, and a handset: lifted, the
// handset alone speaks and hears, so that the hall does not.
type handset struct {
	hall, ear audio.Sound
	lifted    atomic.Bool
}

// Ready is the hall's: a handset that is gone takes no call away.
func (h *handset) Ready() error { return h.hall.Ready() }

// Open opens both, for a person lifts in the middle of a call.
func (h *handset) Open(ctx context.Context) (audio.Stream, error) {
	hall, err := h.hall.Open(ctx)
	if err != nil {
		return nil, err
	}
	ear, err := h.ear.Open(ctx)
	if err != nil {
		return hall, nil
	}
	return &bothEars{h, hall, ear}, nil
}

// bothEars is the two while a call lasts.
type bothEars struct {
	of        *handset
	hall, ear audio.Stream
}

func (b *bothEars) now() audio.Stream {
	if b.of.lifted.Load() {
		return b.ear
	}
	return b.hall
}

func (b *bothEars) Read(f *audio.Frame) error  { return b.now().Read(f) }
func (b *bothEars) Write(f *audio.Frame) error { return b.now().Write(f) }

// Volume is that of both: who changes over does not set it again.
func (b *bothEars) Volume(percent int) {
	b.hall.Volume(percent)
	b.ear.Volume(percent)
}

func (b *bothEars) Close() error {
	b.ear.Close()
	return b.hall.Close()
}
