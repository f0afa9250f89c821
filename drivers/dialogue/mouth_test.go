package dialogue

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
)

func TestMouth(t *testing.T) {
	const no, empty, holding = printer.MouthUnknown, printer.MouthEmpty, printer.MouthHolding
	tests := []struct {
		name string
		sees []printer.Mouth // one every 10 s
		want int
	}{
		{"nothing", []printer.Mouth{empty, empty, empty}, 0},
		{"taken", []printer.Mouth{holding, empty}, 0},
		{"drawn back", []printer.Mouth{holding, holding, empty}, 1},
		{"no sensor", []printer.Mouth{no, no, no, no}, 0},
		{"a status without the sensor between", []printer.Mouth{holding, no, no, empty}, 1},
		{"each counts", []printer.Mouth{holding, holding, empty, holding, empty, holding, holding, holding, empty}, 2},
		{"counted once", []printer.Mouth{holding, holding, empty, empty, empty}, 1},
	}
	for _, tt := range tests {
		m := mouth{timeout: 20 * time.Second}
		at, got := time.Unix(1000, 0), 0
		for _, now := range tt.sees {
			got = m.see(now, at)
			at = at.Add(10 * time.Second)
		}
		if got != tt.want {
			t.Errorf("%s: %d forgotten, want %d", tt.name, got, tt.want)
		}
	}
}

// The next paper waits for the one before it.
func TestWaitsUntilTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ym", takes: 1000, fences: []time.Duration{0}}
		d := s.dev(t, &plain{confirm: "fence", retract: []byte("BACK")})
		time.AfterFunc(5*time.Second, func() {
			if s.got() != "" {
				t.Errorf("sent %q while a paper was held out", s.got())
			}
			s.become("ye")
		})
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Printed {
			t.Errorf("%v, %v", outcome, err)
		}
		if got, _ := d.Status(t.Context()); got.Forgotten != 0 || strings.Contains(s.got(), "BACK") {
			t.Errorf("%v, sent %q: it was taken", got, s.got())
		}
	})
}

// A paper that nobody takes is drawn back, counted, and the next one printed.
func TestDrawnBackForTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ym", takes: 1000, fences: []time.Duration{0}}
		d := s.dev(t, &plain{confirm: "fence", retract: []byte("BACK")})
		d.opts.Taken = 25 * time.Second
		time.AfterFunc(26*time.Second, func() { s.become("ye") })
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Printed {
			t.Errorf("%v, %v", outcome, err)
		}
		if got := s.got(); !strings.HasPrefix(got, "BACK<<depot>") {
			t.Errorf("sent %q", got)
		}
		if got, _ := d.Status(t.Context()); got.Forgotten != 1 {
			t.Errorf("%d forgotten, want 1", got.Forgotten)
		}
	})
}

// A paper that is stuck in the mouth keeps the next one back, and says so.
func TestStuckInTheMouth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ym", takes: 1000, fences: []time.Duration{0}}
		d := s.dev(t, &plain{confirm: "fence"})
		d.opts.Taken = time.Minute
		outcome, err := d.Print(t.Context(), someText)
		var fault *printer.FaultError
		if outcome != printer.NotPrinted || !errors.As(err, &fault) || fault.Fault != printer.FaultPresenter {
			t.Errorf("%v, %v; want not printed, paper not taken", outcome, err)
		}
		if s.got() != "" {
			t.Errorf("sent %q", s.got())
		}
	})
}

// Watch tells each change once, and draws a forgotten paper back.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := &script{states: "ye", takes: 1000}
		d := s.dev(t, &plain{confirm: "fence", retract: []byte("BACK")})
		var told []string
		ended := make(chan bool)
		go func() {
			defer close(ended)
			d.Watch(ctx, func(s printer.Status, err error) { told = append(told, s.String()+" "+s.Mouth.String()) })
		}()
		time.Sleep(time.Minute)
		s.become("ym")
		time.Sleep(15 * time.Second)
		if s.got() != "" {
			t.Errorf("sent %q before its time", s.got())
		}
		time.Sleep(12 * time.Second)
		s.become("ye")
		time.Sleep(10 * time.Second)
		s.said <- 'p' // by itself
		time.Sleep(time.Second)
		cancel()
		<-ended
		want := "online, paper ok empty|online, paper ok holding a paper|online, paper ok empty|offline, paper out unknown"
		if got := strings.Join(told, "|"); got != want || s.got() != "BACK" {
			t.Errorf("told %s\nwant %s\nsent %q", got, want, s.got())
		}
	})
}

// The paper in the mouth is the confirmation, and nothing else is.
func TestConfirmedByTheMouth(t *testing.T) {
	tests := []struct {
		name  string
		then  string // what the sensors say 2 s after the job
		want  printer.Outcome
		fault printer.Fault
	}{
		{"it comes out", "ym", printer.Printed, printer.NoFault},
		{"it does not", "ye", printer.Unknown, printer.NoFault},
		{"the paper ends", "np", printer.Unknown, printer.FaultPaperOut},
		{"the cover is opened", "nc", printer.Unknown, printer.FaultCover},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := &script{states: "ye", takes: 1000}
			d := s.dev(t, &plain{mouth: true})
			time.AfterFunc(2*time.Second, func() { s.become(tt.then) })
			outcome, err := d.Print(t.Context(), someText)
			var fault *printer.FaultError
			if errors.As(err, &fault); outcome != tt.want || (fault != nil && fault.Fault != tt.fault) || fault == nil && tt.fault != printer.NoFault {
				t.Errorf("%s: %v, %v", tt.name, outcome, err)
			}
		})
	}
}

// What an abandoned document still brings out is not taken for the next one.
func TestAnAbandonedPaperConfirmsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ye", takes: 1000}
		d := s.dev(t, &plain{mouth: true, retract: []byte("BACK")})
		d.abandoned, d.link.clean = true, false
		time.AfterFunc(3*time.Second, func() { s.become("ym") }) // its slip
		time.AfterFunc(6*time.Second, func() { s.become("ye") }) // is thrown out
		time.AfterFunc(10*time.Second, func() {
			if got := s.got(); got != "000CUT" {
				t.Errorf("sent %q while the slip of before may still come", got)
			}
		})
		outcome, err := d.Print(t.Context(), someText)
		if outcome != printer.Unknown || !errors.Is(err, printer.ErrNoAnswer) {
			t.Errorf("%v, %v; want unknown: no paper came out", outcome, err)
		}
		if got := s.got(); got != "000CUT<<depot>" {
			t.Errorf("sent %q", got)
		}
	})
}

// Without an answer nobody waits for the mouth.
func TestSilenceAtTheMouth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ye", takes: len("<<depot>"), silent: true}
		d := s.dev(t, &plain{mouth: true})
		began := time.Now()
		outcome, err := d.Print(t.Context(), someText)
		if outcome != printer.Unknown || !errors.Is(err, printer.ErrNoAnswer) || time.Since(began) > 10*time.Second {
			t.Errorf("%v, %v after %v", outcome, err, time.Since(began))
		}
	})
}

// Whose paper is held out is asked to take it: it may be his own, of a moment
// ago.
func TestOwnPaperIsNotDrawnBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ym", takes: 1000}
		d := s.dev(t, &plain{confirm: "fence", retract: []byte("BACK")})
		began := time.Now()
		outcome, err := d.Print(t.Context(), someText)
		var fault *printer.FaultError
		if outcome != printer.NotPrinted || !errors.As(err, &fault) || fault.Fault != printer.FaultPresenter {
			t.Errorf("%v, %v", outcome, err)
		}
		if s.got() != "" || time.Since(began) > 12*time.Second {
			t.Errorf("sent %q, after %v", s.got(), time.Since(began))
		}
	})
}

// Its time is over while somebody only asks: it is drawn back too.
func TestStatusDrawsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "ym", takes: 1000}
		d := s.dev(t, &plain{confirm: "fence", retract: []byte("BACK")})
		for range 9 {
			if _, err := d.Status(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(3 * time.Second)
		}
		if s.got() != "BACK" {
			t.Errorf("sent %q, want one retract", s.got())
		}
	})
}
