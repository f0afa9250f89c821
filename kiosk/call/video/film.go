package video

import (
	"context"
	"time"

	"guichet/drivers/camera"
	"guichet/kiosk/call"
	"guichet/kiosk/call/vpx"
)

const (
	// keyGap is the least time between two key frames.
	keyGap = 250 * time.Millisecond
	// retry is how often a camera that is not there is looked for.
	retry = time.Second
	// neutralPeriod is how often the neutral picture is sent again.
	neutralPeriod = 500 * time.Millisecond
)

// film is what Run owns: pictures on their way from the camera to the track.
type film struct {
	s       *Sender
	out     *payloader
	encoder *vpx.Encoder
	begun   time.Time
	taken   vpx.Image // as the camera gave it
	sized   vpx.Image // as it is sent
	mirror  mirror
	ladder  ladder
	quality call.Quality
	last    time.Time // the picture sent last was taken
	lastKey time.Time
	wantKey bool
}

func newFilm(s *Sender) *film {
	now := time.Now()
	return &film{s: s, out: newPayloader(s.track), begun: now, ladder: newLadder(now)}
}

// roll opens the camera and sends its pictures until ctx ends; without a camera
// it sends neutral ones for a while.
func (f *film) roll(ctx context.Context) error {
	stream, err := f.s.o.Camera.Open(ctx, f.s.o.Mode)
	if err == nil {
		defer stream.Close()
		err = f.shoot(ctx, stream)
	}
	f.mirror.end()
	if err == nil || ctx.Err() != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, retry)
	defer cancel()
	return f.neutral(ctx)
}

// shoot returns when the camera gives no more; an error of one picture is that
// picture's.
func (f *film) shoot(ctx context.Context, stream camera.Stream) error {
	for {
		p, err := stream.Next(ctx)
		if err != nil {
			return err
		}
		if f.read(p) != nil {
			continue
		}
		f.mirror.show(f.s.looking(), &f.taken, p.At)
		if err := f.send(p.At); err != nil {
			return err
		}
	}
}

// read makes I420 of what the camera gave.
func (f *film) read(p camera.Picture) error {
	switch p.Format {
	case camera.MJPEG:
		return f.taken.MJPEG(p.Data)
	case camera.YUYV:
		return f.taken.YUYV(p.Data, p.Width, p.Height, p.Stride)
	}
	return f.taken.I420(p.Data, p.Width, p.Height, p.Stride)
}

// neutral sends a grey picture now and then, and where a key frame is asked for.
func (f *film) neutral(ctx context.Context) error {
	f.mirror.end()
	if err := f.taken.Reset(f.s.o.Mode.Width, f.s.o.Mode.Height); err != nil {
		return err
	}
	f.taken.Fill(90, 128, 128)
	again := time.NewTicker(neutralPeriod)
	defer again.Stop()
	for {
		if err := f.send(time.Now()); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		case <-f.s.keys:
			f.wantKey = true
		}
	}
}

// close wipes what held a picture.
func (f *film) close() {
	f.mirror.end()
	f.mirror.wipe()
	f.taken.Wipe()
	f.sized.Wipe()
	f.out.wipe()
	if f.encoder != nil {
		f.encoder.Close()
	}
}
