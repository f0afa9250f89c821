package stafftest

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"time"

	"guichet/kiosk/staff"
)

type waiting struct{ k *Kiosk }

func (w waiting) State(ctx context.Context) (staff.WaitingState, error) {
	if err := w.k.ask(ctx, "waiting"); err != nil {
		return staff.WaitingState{}, err
	}
	return w.k.State().Waiting, nil
}

func (w waiting) Deliver(ctx context.Context) error {
	return w.k.do(ctx, "deliver", func(s *State) {
		s.Waiting.Waiting, s.Waiting.Oldest, s.Waiting.Last = 0, time.Time{}, time.Now()
	})
}

type packs struct{ k *Kiosk }

func (p packs) List() []staff.Pack { return p.k.State().Packs }

// Install takes what is on the stick; the stick may go while it does.
func (p packs) Install(ctx context.Context) (came []staff.Pack, err error) {
	if !p.k.State().Stick.In {
		return nil, staff.ErrNoStick
	}
	err = p.k.do(ctx, "install", func(s *State) { came = s.takeAll() })
	switch stick := p.k.State().Stick; {
	case err != nil:
		return nil, err
	case len(stick.Packs) == 0:
		return nil, staff.ErrNotOurs
	default:
		return came, stick.Refused
	}
}

// takeAll takes what is on the stick, and says what was newer.
func (s *State) takeAll() (came []staff.Pack) {
	for i, n := range s.Stick.Packs {
		if refused := s.Stick.Refused != nil && i == len(s.Stick.Packs)-1; !refused && s.take(n) {
			came = append(came, n)
		}
	}
	return came
}

// take replaces a procedure by its newest revision; false if it is that already.
func (s *State) take(n staff.Pack) bool {
	i := slices.IndexFunc(s.Packs, func(p staff.Pack) bool { return p.ID == n.ID })
	switch {
	case i < 0:
		s.Packs = append(slices.Clone(s.Packs), n)
	case s.Packs[i].Version == n.Version:
		return false
	default:
		n.Previous = s.Packs[i].Version
		s.Packs = slices.Clone(s.Packs)
		s.Packs[i] = n
	}
	return true
}

// Back changes a procedure and the one before: the one that was left is refused
// until it is taken back, as the library of a kiosk does.
func (p packs) Back(ctx context.Context, id string) error {
	return p.k.do(ctx, "back", func(s *State) {
		s.Packs = slices.Clone(s.Packs)
		for i, p := range s.Packs {
			if p.ID != id {
				continue
			}
			is := &s.Packs[i]
			is.Version, is.Previous, is.Refused = p.Previous, p.Version, p.Version
			if p.Refused == is.Version {
				is.Refused = ""
			}
		}
	})
}

type calls struct{ k *Kiosk }

func (c calls) Check(ctx context.Context) staff.CallState {
	if c.k.ask(ctx, "check") != nil {
		return staff.CallState{}
	}
	return c.k.State().Calls
}

// Levels tells what State.Loud says, round and round.
func (c calls) Levels(ctx context.Context, tell func(percent int)) error {
	if err := c.k.ask(ctx, "levels"); err != nil {
		return err
	}
	beat := time.NewTicker(100 * time.Millisecond)
	defer beat.Stop()
	for i := 0; ; i++ {
		if loud := c.k.State().Loud; len(loud) > 0 {
			tell(loud[i%len(loud)])
		}
		select {
		case <-beat.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c calls) Picture(ctx context.Context) ([]byte, error) {
	if err := c.k.ask(ctx, "picture"); err != nil {
		return nil, err
	}
	return c.k.State().Picture, nil
}

func (c calls) Call() { c.k.do(context.Background(), "call", func(*State) {}) }

type screen struct{ k *Kiosk }

func (s screen) Brightness(context.Context) (int, bool) {
	n := s.k.State().Brightness
	return n, n >= 0
}

func (s screen) SetBrightness(ctx context.Context, percent int) error {
	return s.k.do(ctx, "brightness", func(s *State) { s.Brightness = percent })
}

func (s screen) Volume() (int, bool) {
	n := s.k.State().Volume
	return n, n >= 0
}

func (s screen) SetVolume(percent int) error {
	return s.k.do(context.Background(), "volume", func(s *State) { s.Volume = percent })
}

func (s screen) Clean() error { return s.k.do(context.Background(), "clean", func(*State) {}) }

type machine struct{ k *Kiosk }

func (m machine) Facts(ctx context.Context) staff.Facts {
	if m.k.ask(ctx, "facts") != nil {
		return staff.Facts{}
	}
	return m.k.State().Facts
}

func (m machine) SetClock(ctx context.Context) error {
	return m.k.do(ctx, "set_clock", func(s *State) { s.Facts.ClockOff = time.Millisecond })
}

func (m machine) Restart() error { return m.k.do(context.Background(), "restart", func(*State) {}) }

func (m machine) Reboot(ctx context.Context) error { return m.k.do(ctx, "reboot", func(*State) {}) }

func (m machine) PowerOff(ctx context.Context) error {
	return m.k.do(ctx, "power_off", func(*State) {})
}

type sticks struct{ k *Kiosk }

func (s sticks) Key(ctx context.Context) ([]byte, string, error) {
	stick := s.k.State().Stick
	switch {
	case !stick.In:
		return nil, "", staff.ErrNoStick
	case stick.Key == nil:
		return nil, "", staff.ErrNotOurs
	}
	return stick.Key, stick.Serial, s.k.do(ctx, "key", func(*State) {})
}

func (s sticks) Export(ctx context.Context) (string, error) {
	if !s.k.State().Stick.In {
		return "", staff.ErrNoStick
	}
	return "guichet-diagnostic.zip", s.k.do(ctx, "export", func(*State) {})
}

func (s sticks) Close() error { return s.k.do(context.Background(), "close", func(*State) {}) }

type visit struct{ k *Kiosk }

func (v visit) Waits() bool { return v.k.State().Visit }

func (v visit) End() {
	v.k.do(context.Background(), "end_visit", func(s *State) { s.Visit = false })
}

// picture is an image as a camera gives it: a grey that goes from dark to light.
func picture() []byte {
	img := image.NewGray(image.Rect(0, 0, 160, 120))
	for x := range 160 {
		for y := range 120 {
			img.SetGray(x, y, color.Gray{Y: uint8(x + y/2)})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic("stafftest: " + err.Error()) // memory takes what is written to it
	}
	return b.Bytes()
}
