package audiotest

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"guichet/drivers/audio"
)

// near is a tone of 200 ms at the amplitude, within 5 percent, and nothing else
// that is as loud.
func near(freq, want float64) func([]int16) bool {
	return func(last []int16) bool {
		return math.Abs(amplitude(last, freq)-want) <= 0.05*want && loudest(last) < want*1.1
	}
}

func heard(t *testing.T, r Rig) {
	if err := r.Sound.Ready(); err != nil {
		t.Fatal(err)
	}
	s, o := open(t, r), &tone{freq: 440, amplitude: 0.5}
	play(t, s, o)
	listen(t, s, "440 Hz at 0.5", near(440, 0.5))
}

func silence(t *testing.T, r Rig) {
	s := open(t, r)
	var f audio.Frame
	o := &tone{freq: 440, amplitude: 0.5}
	wrote := make(chan error, 1)
	go func() {
		for range 100 {
			o.fill(&f)
			if err := s.Write(&f); err != nil {
				wrote <- err
				return
			}
		}
		wrote <- nil
	}()
	listen(t, s, "440 Hz", func(last []int16) bool { return amplitude(last, 440) > 0.3 })
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	listen(t, s, "silence", func(last []int16) bool { return loudest(last) < 0.001 })
}

func volume(t *testing.T, r Rig) {
	for _, c := range []struct {
		percent   int
		in, heard float64
	}{{100, 0.2, 0.2}, {200, 0.2, 0.4}, {50, 0.2, 0.1}, {200, 0.9, 0.944}} {
		func() {
			s, o := open(t, r), &tone{freq: 440, amplitude: c.in}
			defer s.Close()
			s.Volume(c.percent)
			play(t, s, o)
			listen(t, s, "a tone at another volume", near(440, c.heard))
		}()
	}
	s := open(t, r)
	s.Volume(0)
	play(t, s, &tone{freq: 440, amplitude: 0.9})
	listen(t, s, "nothing at 0 percent", func(last []int16) bool { return loudest(last) < 0.001 })
}

// late plays low for a while and then high, reads nothing meanwhile, and must
// not hear the low one.
func late(t *testing.T, r Rig) {
	s := open(t, r)
	write(t, s, &tone{freq: 440, amplitude: 0.5}, 50)
	write(t, s, &tone{freq: 880, amplitude: 0.5}, 150)
	var first []int16
	for range 3 {
		var f audio.Frame
		if err := s.Read(&f); err != nil {
			t.Fatal(err)
		}
		first = append(first, f[:]...)
	}
	if a := amplitude(first, 440); a > 0.1 {
		t.Errorf("who comes more than a second late hears what was before: 440 Hz at %.3f", a)
	}
}

func write(t *testing.T, s audio.Stream, o *tone, frames int) {
	t.Helper()
	var f audio.Frame
	for range frames {
		o.fill(&f)
		if err := s.Write(&f); err != nil {
			t.Fatal(err)
		}
	}
}

// pace counts what the microphone gives while 2 s are written: were Write not to
// wait, there would be next to nothing. A busy machine loses some, or plays late.
func pace(t *testing.T, r Rig) {
	s := open(t, r)
	read := make(chan int)
	done := make(chan struct{})
	go func() {
		n := 0
		for {
			var f audio.Frame
			if s.Read(&f) != nil {
				break
			}
			n++
		}
		read <- n
	}()
	go func() { defer close(done); write(t, s, &tone{freq: 440, amplitude: 0.1}, 200) }()
	<-done
	s.Close()
	if n := <-read; n < 100 || n > 800 {
		t.Errorf("%d frames were heard while 200 were written", n)
	}
}

func once(t *testing.T, r Rig) {
	s := open(t, r)
	if _, err := r.Sound.Open(context.Background()); !errors.Is(err, audio.ErrBusy) {
		t.Errorf("opened a second time: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	again := open(t, r)
	if err := again.Read(new(audio.Frame)); err != nil {
		t.Error(err)
	}
}

func closing(t *testing.T, r Rig) {
	s := open(t, r)
	ends := underWay(s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	ended(t, ends, audio.ErrClosed)
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

func cancelled(t *testing.T, r Rig) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s, err := r.Sound.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ends := underWay(s)
	cancel()
	ended(t, ends, audio.ErrClosed)
	open(t, r).Close()
}

func plugged(t *testing.T, r Rig) {
	if r.Unplug == nil {
		t.Skip("this device cannot be unplugged here")
	}
	s := open(t, r)
	ends := underWay(s)
	r.Unplug()
	ended(t, ends, audio.ErrGone)
	if err := r.Sound.Ready(); !errors.Is(err, audio.ErrGone) {
		t.Errorf("it is away and ready: %v", err)
	}
	if _, err := r.Sound.Open(t.Context()); !errors.Is(err, audio.ErrGone) {
		t.Errorf("it is away and opens: %v", err)
	}
	s.Close()
	r.Plug()
	if err := r.Sound.Ready(); err != nil {
		t.Fatalf("it is back and not ready: %v", err)
	}
	heard(t, r)
}

// underWay reads and writes until that fails.
func underWay(s audio.Stream) <-chan error {
	ends, begun := make(chan error, 2), make(chan struct{}, 2)
	for _, do := range []func(*audio.Frame) error{s.Read, s.Write} {
		go func() {
			var f audio.Frame
			err := do(&f)
			begun <- struct{}{}
			for err == nil {
				err = do(&f)
			}
			ends <- err
		}()
	}
	<-begun
	<-begun
	return ends
}

func ended(t *testing.T, ends <-chan error, want error) {
	t.Helper()
	for range 2 {
		select {
		case err := <-ends:
			if !errors.Is(err, want) {
				t.Errorf("it ended with %v, not with %v", err, want)
			}
		case <-time.After(enough):
			t.Fatal("it does not end")
		}
	}
}
