package video

import (
	"fmt"
	"math"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"guichet/drivers/camera"
	"guichet/drivers/camera/camerasim"
	"guichet/kiosk/call"
	"guichet/kiosk/call/badline"
)

// psnr of two planes, in dB.
func psnr(a, b []byte) float64 {
	var sum float64
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/max(sum, 1))
}

// check looks at every picture that was seen: it is whole, newer than the one
// before, and like the one that was drawn.
func (f *filmed) check(t *testing.T) {
	t.Helper()
	var before uint32
	var worst, sum, n = 99.0, 0.0, 0.0
	for i, g := range f.seen.all() {
		if !g.bar {
			t.Errorf("picture %d has no bar", i)
			continue
		}
		if i > 0 && g.ms <= before {
			t.Errorf("picture %d is of %d, the one before of %d", i, g.ms, before)
		}
		before = g.ms
		if g.psnr > 0 {
			worst, sum, n = min(worst, g.psnr), sum+g.psnr, n+1
		}
	}
	if n == 0 || worst < 28 {
		t.Errorf("%.1f dB at worst of %.0f", worst, n)
	}
	t.Logf("PSNR %.1f dB, at worst %.1f", sum/n, worst)
}

func none(_, _ *peer) {}

// figure logs what was measured, in a line that is found among the others.
func figure(t *testing.T, format string, args ...any) {
	t.Helper()
	t.Logf("figure: "+format, args...)
}

func TestAPictureIsSeen(t *testing.T) {
	for _, o := range []camerasim.Options{{}, {Format: camera.YUYV}, {Format: camera.MJPEG, Bare: true}} {
		t.Run(string(o.Format), func(t *testing.T) {
			f := startFilm(t, o, none)
			want(t, "60 pictures", func() bool { return len(f.seen.all()) >= 60 })
			f.check(t)
			want(t, "a large one", func() bool { a := f.seen.all(); return a[len(a)-1].width == 640 })
		})
	}
}

func TestTheLastPictureDoesNotStay(t *testing.T) {
	f := startFilm(t, camerasim.Options{}, none)
	var kept []byte
	want(t, "a picture", func() bool { return len(f.seen.all()) > 0 })
	taken := make(chan []byte, 1)
	f.receiver.Watch(func(v call.Frame) {
		select {
		case taken <- v.Pix:
		default:
		}
		f.seen.watch(v)
	})
	kept = <-taken
	f.stop()
	if f.seen.ended != 1 {
		t.Errorf("told %d times that there is nothing to see", f.seen.ended)
	}
	if slices.ContainsFunc(kept, func(b byte) bool { return b != 0 }) {
		t.Error("the last picture is still there")
	}
	if f.camera.Light() {
		t.Error("the light is on")
	}
}

func TestMutedTheCameraIsOffAndAGreyPictureComes(t *testing.T) {
	f := startFilm(t, camerasim.Options{}, none)
	var own seen
	f.sender.Self(own.watch)
	want(t, "pictures on both sides", func() bool { return len(f.seen.all()) > 10 && len(own.all()) > 5 })
	f.sender.Mute(true)
	want(t, "the light goes out", func() bool { return !f.camera.Light() })
	want(t, "a grey picture", func() bool { a := f.seen.all(); return !a[len(a)-1].bar })
	own.mu.Lock()
	if own.ended != 1 {
		t.Errorf("the looking glass is told %d times", own.ended)
	}
	own.mu.Unlock()
	f.sender.Mute(false)
	want(t, "the picture is back", func() bool { a := f.seen.all(); return a[len(a)-1].bar })
	if !f.camera.Light() || f.camera.Uses() != 2 {
		t.Errorf("light %v, opened %d times", f.camera.Light(), f.camera.Uses())
	}
}

func TestPausedNothingComes(t *testing.T) {
	f := startFilm(t, camerasim.Options{}, none)
	want(t, "a picture", func() bool { return len(f.seen.all()) > 0 })
	f.sender.Pause(true)
	want(t, "a second without one", func() bool { return f.receiver.Stats().Age > time.Second })
	if f.camera.Light() {
		t.Error("the light is on")
	}
	n := len(f.seen.all())
	f.sender.Pause(false)
	want(t, "pictures", func() bool { return len(f.seen.all()) > n+10 })
	f.check(t)
}

func TestACameraThatGoesAndComesBack(t *testing.T) {
	f := startFilm(t, camerasim.Options{}, none)
	want(t, "a picture", func() bool { return len(f.seen.all()) > 0 })
	f.camera.Unplug()
	want(t, "a grey picture", func() bool { a := f.seen.all(); return !a[len(a)-1].bar })
	f.camera.Plug()
	want(t, "the picture is back", func() bool { a := f.seen.all(); return a[len(a)-1].bar })
}

func TestTheLookingGlass(t *testing.T) {
	c := camerasim.New(camerasim.Options{})
	s, err := NewSender(Options{Camera: c, Line: new(Line)})
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan call.Frame, 1)
	s.Self(func(f call.Frame) {
		if f.Empty() {
			return
		}
		f.Pix = slices.Clone(f.Pix)
		select {
		case got <- f:
		default:
		}
	})
	done := make(chan error, 1)
	go func() { done <- s.Run(t.Context()) }()
	f := <-got
	_, straight := camerasim.ReadBar(f.Width, f.Height, func(x, y int) byte { return luma(f, x, y) })
	_, turned := camerasim.ReadBar(f.Width, f.Height, func(x, y int) byte { return luma(f, f.Width-1-x, y) })
	if f.Width != 320 || straight || !turned {
		t.Errorf("%d wide, bar %v, turned %v", f.Width, straight, turned)
	}
}

func TestKeyFramesComeWhenAskedButNotTooOften(t *testing.T) {
	f := startFilm(t, camerasim.Options{}, none)
	want(t, "pictures", func() bool { return len(f.seen.all()) > 10 })
	before, begun := f.keys(), time.Now()
	for range 40 {
		f.receiver.ask(t)
		time.Sleep(25 * time.Millisecond)
	}
	want(t, "a key frame", func() bool { return f.keys() > before })
	lasted := time.Since(begun)
	if n := f.keys() - before; n > 2+int(lasted/keyGap) {
		t.Errorf("%d key frames in %v", n, lasted)
	}
}

// TestLoss: 98, 97 and 93 % of the pictures are shown at 2, 5 and 10 % of loss,
// each way.
func TestLoss(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for _, c := range []struct{ loss, shown float64 }{{0.02, 0.98}, {0.05, 0.97}, {0.10, 0.93}} {
		t.Run(fmt.Sprintf("%.0f %%", 100*c.loss), func(t *testing.T) {
			f := startFilm(t, camerasim.Options{}, func(a, b *peer) {
				a.bad.Out(badline.Road{Loss: c.loss, Delay: 10 * time.Millisecond})
				b.bad.Out(badline.Road{Loss: c.loss, Delay: 10 * time.Millisecond})
			})
			want(t, "the large picture", func() bool { a := f.seen.all(); return len(a) > 0 && a[len(a)-1].width == 640 })
			p, sent, seen := newPulse(t), f.sent(), len(f.seen.all())
			want(t, "600 pictures", func() bool { return f.sent()-sent >= 600 })
			time.Sleep(500 * time.Millisecond)
			sent, seen = f.sent()-sent, len(f.seen.all())-seen
			s := f.receiver.Stats()
			figure(t, "%.0f %% lost each way: %.1f %% of the pictures shown, %d of %d (to reach: %.0f %%)", 100*c.loss, 100*float64(seen)/float64(sent), seen, sent, 100*c.shown)
			t.Logf("%+v", s)
			p.load(t)
			f.check(t)
			if float64(seen) < c.shown*float64(sent) {
				p.fails(t, "%d of %d pictures", seen, sent)
			}
			if s.Asked > 2*s.Recovered {
				p.fails(t, "asked %d times for %d packets", s.Asked, s.Recovered)
			}
		})
	}
}

// TestNarrowLines: pictures a second and no sound lost, once the rate is found.
func TestNarrowLines(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for _, c := range []struct {
		rate    int
		least   float64 // pictures a second
		quality call.Quality
	}{{700_000, 25, call.Good}, {200_000, 5, call.Weak}} {
		t.Run(fmt.Sprintf("%d kbit/s", c.rate/1000), func(t *testing.T) {
			f := startFilm(t, camerasim.Options{}, func(a, b *peer) {
				a.bad.Out(badline.Road{Rate: c.rate, Delay: 20 * time.Millisecond})
				b.bad.Out(badline.Road{Delay: 20 * time.Millisecond})
			})
			p := newPulse(t)
			time.Sleep(6 * time.Second)
			heard, spoken, seen, start := f.sound(), f.spoken.Load(), len(f.seen.all()), time.Now()
			time.Sleep(20 * time.Second)
			heard, spoken, seen = f.sound()-heard, f.spoken.Load()-spoken, len(f.seen.all())-seen
			rate := float64(seen) / time.Since(start).Seconds()
			figure(t, "%d kbit/s: %.1f pictures a second, %.1f %% of the sound (to reach: %.0f, without gaps)", c.rate/1000, rate, 100*float64(heard)/float64(spoken), c.least)
			t.Logf("quality %v; %+v, %+v", f.qualities(), f.receiver.Stats(), f.from.bad.Sent())
			p.load(t)
			f.check(t)
			if rate < c.least || heard < int(spoken)*97/100 {
				p.fails(t, "%.1f pictures a second, %d of %d of the sound", rate, heard, spoken)
			}
			if q := f.qualities(); q[len(q)-1] != c.quality {
				p.fails(t, "quality %v", q)
			}
		})
	}
}

// TestALineThatCarriesLittleMoreThanTheSound shows a picture now and then.
func TestALineThatCarriesLittleMoreThanTheSound(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	f := startFilm(t, camerasim.Options{}, func(a, _ *peer) { a.bad.Out(badline.Road{Rate: 110_000}) })
	want(t, "stills", func() bool { return slices.Contains(f.qualities(), call.Stills) })
	time.Sleep(5 * time.Second)
	p, seen, heard, spoken := newPulse(t), len(f.seen.all()), f.sound(), f.spoken.Load()
	want(t, "three more", func() bool { return len(f.seen.all()) >= seen+3 })
	heard, spoken = f.sound()-heard, f.spoken.Load()-spoken
	if figure(t, "110 kbit/s: stills, and %.1f %% of the sound", 100*float64(heard)/float64(spoken)); heard < int(spoken)*95/100 {
		p.fails(t, "%d of %d of the sound", heard, spoken)
	}
}

func TestTheLineIsCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	f := startFilm(t, camerasim.Options{}, none)
	want(t, "pictures", func() bool { return len(f.seen.all()) > 60 })
	f.from.bad.Cut(8 * time.Second)
	f.to.bad.Cut(8 * time.Second)
	time.Sleep(8 * time.Second)
	back, n := time.Now(), len(f.seen.all())
	want(t, "the picture is back", func() bool { return len(f.seen.all()) > n })
	figure(t, "cut of 8 s: the picture is back %v after the line", time.Since(back).Round(time.Millisecond))
	t.Logf("%+v", f.receiver.Stats())
	want(t, "it moves", func() bool { return len(f.seen.all()) > n+60 })
	f.check(t)
}

func TestTheAddressChangesInMidCall(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	f := startFilm(t, camerasim.Options{}, none)
	want(t, "pictures", func() bool { return len(f.seen.all()) > 30 })
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f.from.bad.Move(socket)
	connect(t, f.from, f.to, &webrtc.OfferOptions{ICERestart: true})
	n := len(f.seen.all())
	want(t, "pictures from the new address", func() bool { return len(f.seen.all()) > n+60 })
	f.check(t)
}
