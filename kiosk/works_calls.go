package kiosk

import (
	"context"
	"math"
	"slices"

	"guichet/drivers/audio"
	"guichet/drivers/camera"
	"guichet/kiosk/staff"
	"guichet/kiosk/tend"
)

// callWorks is what the front desk tries of calls.
type callWorks struct {
	*calls
	call func() // as a citizen does, once nobody of the front desk is here
}

// Check looks at each device once.
func (w *callWorks) Check(context.Context) staff.CallState {
	s := staff.CallState{Camera: staff.Absent, Microphone: part(w.sound.Ready()), Speaker: part(w.sound.Ready()), Agents: staff.Broken}
	if w.camera != nil {
		s.Camera = part(w.camera.Ready())
	}
	for _, p := range w.phones {
		if p.Ready() != nil {
			continue
		}
		s.Agents = staff.Fine
		if way := string(p.Way()); !slices.Contains(s.Ways, way) {
			s.Ways = append(s.Ways, way)
		}
	}
	return s
}

func part(err error) staff.Part {
	if err != nil {
		return staff.Broken
	}
	return staff.Fine
}

// Levels hears the room and plays a short tone every two seconds.
func (w *callWorks) Levels(ctx context.Context, tell func(percent int)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s, err := w.sound.Open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	go tend.Once(w.log, "test tone", func() { beep(ctx, s) })
	var frame audio.Frame
	for loudest, n := 0, 1; ctx.Err() == nil; n++ {
		if err := s.Read(&frame); err != nil {
			return ending(ctx, err)
		}
		loudest = max(loudest, loudness(&frame))
		if n%framesALevel == 0 {
			tell(loudest)
			loudest = 0
		}
	}
	return nil
}

// framesALevel: ten levels a second.
const framesALevel = 10

// ending is nil where it was asked for.
func ending(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// loudness is 0 to 100 for -60 to 0 dB of full scale.
func loudness(f *audio.Frame) int {
	var sum float64
	for _, v := range f {
		sum += float64(v) * float64(v)
	}
	rms := math.Sqrt(sum/audio.Length) / math.MaxInt16
	return min(100, max(0, int(100+20*math.Log10(max(rms, 1e-6))*100/60)))
}

// beep plays 200 ms of a soft tone every two seconds, until ctx ends.
func beep(ctx context.Context, s audio.Stream) {
	var frame audio.Frame
	for n := 0; ctx.Err() == nil; n++ {
		clear(frame[:])
		if n%200 < 20 {
			tone(&frame, n)
		}
		if s.Write(&frame) != nil {
			return
		}
	}
}

// tone is 10 ms of 880 Hz at a fifth of full scale. 10 ms are not a whole number
// of its waves: the frame's number keeps them joined.
func tone(f *audio.Frame, n int) {
	for i := range f {
		at := float64(n*audio.Length+i) / audio.Rate
		f[i] = int16(0.2 * math.MaxInt16 * math.Sin(2*math.Pi*880*at))
	}
}

// Picture is what the camera sees, JPEG. It is off again when this returns.
func (w *callWorks) Picture(ctx context.Context) ([]byte, error) {
	if w.camera == nil {
		return nil, camera.ErrGone
	}
	p := &pictures{}
	defer p.close()
	return (&scanner{camera: w.camera}).look(ctx, p)
}

// Call is the way that a citizen goes.
func (w *callWorks) Call() { w.call() }
