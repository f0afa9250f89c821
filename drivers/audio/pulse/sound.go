package pulse

import (
	"context"
	"io"
	"sync"

	"guichet/drivers/audio"
)

// Sound is an [audio.Sound] that prepares the server before each call, and when
// something is missing.
type Sound struct {
	config Config
	via    func(Setup) audio.Sound
	log    func(step string)

	mu    sync.Mutex
	setup Setup
	sound audio.Sound // nil: nothing was prepared yet
}

// New opens what [Setup] names by via, anew where the names change; what was
// opened before is closed where it is an [io.Closer]. log takes each step.
func New(c Config, via func(Setup) audio.Sound, log func(step string)) *Sound {
	return &Sound{config: c, via: via, log: log}
}

// Ready implements [audio.Sound].
func (s *Sound) Ready() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sound != nil && s.sound.Ready() == nil {
		return nil
	}
	if err := s.prepare(context.Background()); err != nil {
		return err
	}
	return s.sound.Ready()
}

// Open implements [audio.Sound].
func (s *Sound) Open(ctx context.Context) (audio.Stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	return s.sound.Open(ctx)
}

// Close closes what was opened last.
func (s *Sound) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.forget()
}

func (s *Sound) forget() (err error) {
	if c, ok := s.sound.(io.Closer); ok {
		err = c.Close()
	}
	s.sound = nil
	return err
}

func (s *Sound) prepare(ctx context.Context) error {
	now, err := Prepare(ctx, s.config)
	if err != nil {
		return err
	}
	for _, step := range now.Steps {
		s.log(step)
	}
	if s.sound != nil && (now.Microphone != s.setup.Microphone || now.Speaker != s.setup.Speaker) {
		if err := s.forget(); err != nil {
			return err // a call is under way
		}
	}
	if s.sound == nil {
		s.sound = s.via(now)
	}
	s.setup = now
	return nil
}

var _ audio.Sound = (*Sound)(nil)
