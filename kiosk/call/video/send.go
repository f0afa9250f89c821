package video

import (
	"fmt"
	"time"

	"guichet/drivers/camera"
	"guichet/kiosk/call/vpx"
)

// send sends the picture taken at an instant, or leaves it out where the line has
// no room for it.
func (f *film) send(at time.Time) error {
	rate := f.s.o.Line.Rate()
	step := f.ladder.choose(rate, at)
	if q := f.ladder.quality(at); q != f.quality {
		f.quality = q
		f.s.o.Quality(q)
	}
	key := f.keyAsked(at, step)
	if !key && at.Sub(f.last) < step.period() || f.s.o.Line.full() {
		return nil
	}
	if err := f.prepare(step.settings(camera.Mode{Width: f.taken.Width, Height: f.taken.Height}, rate)); err != nil {
		return err
	}
	return f.encode(at, key)
}

// keyAsked reports whether a key frame is to be made now. One that is asked for
// soon after the last one waits: it may be asked for because that one came before
// anybody listened.
func (f *film) keyAsked(at time.Time, step *step) bool {
	select {
	case <-f.s.keys:
		f.wantKey = true
	default:
	}
	return f.wantKey && at.Sub(f.lastKey) >= max(keyGap, step.period())
}

// prepare sets the encoder, and makes the picture as large as it wants it.
func (f *film) prepare(v vpx.Settings) (err error) {
	if f.encoder == nil {
		f.encoder, err = vpx.NewEncoder(v)
	} else if f.differs(v) {
		err = f.encoder.Set(v)
	}
	if err != nil {
		return fmt.Errorf("video: %w", err)
	}
	if err := f.sized.Reset(v.Width, v.Height); err != nil {
		return fmt.Errorf("video: %w", err)
	}
	return f.sized.Scale(&f.taken)
}

// differs reports whether the encoder should change: not for a rate that only
// trembles.
func (f *film) differs(v vpx.Settings) bool {
	now := f.encoder.Settings()
	by := v.Bitrate - now.Bitrate
	v.Bitrate = now.Bitrate
	return v != now || 20*max(by, -by) > now.Bitrate
}

func (f *film) encode(at time.Time, key bool) error {
	since := at.Sub(f.begun)
	b, isKey, err := f.encoder.Encode(&f.sized, since, key)
	if err != nil {
		return fmt.Errorf("video: %w", err)
	}
	if len(b) == 0 {
		return nil // the rate control leaves it out
	}
	f.last = at
	if isKey {
		f.lastKey, f.wantKey = at, false
	}
	// What the line does not take is lost, as anything on it.
	_ = f.out.write(b, since)
	return nil
}
