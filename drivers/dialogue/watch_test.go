package dialogue

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// Who listens gives way at once to a document.
func TestWatchGivesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s := &script{states: well, takes: 1000, fences: []time.Duration{0}}
		d := s.dev(t, &plain{confirm: "fence"})
		go d.Watch(ctx, func(printer.Status, error) {})
		time.Sleep(time.Second)
		began := time.Now()
		if outcome, err := d.Print(ctx, someText); outcome != printer.Printed {
			t.Fatal(outcome, err)
		}
		if waited := time.Since(began); waited > 100*time.Millisecond {
			t.Errorf("a document waited for %v", waited)
		}
		if s, err := d.Status(ctx); !s.Ready() || err != nil {
			t.Errorf("%v, %v: hushing is no fault", s, err)
		}
	})
}

// A printer that is pulled out while nobody prints is told as gone, once, and
// again when it is back.
func TestWatchSeesItGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := &script{states: well}
		d := s.dev(t, &plain{})
		open := d.open
		var told []string
		ended := make(chan bool)
		go func() {
			defer close(ended)
			d.Watch(ctx, func(s printer.Status, err error) {
				switch {
				case errors.Is(err, printer.ErrGone):
					told = append(told, "gone")
				case err == nil:
					told = append(told, s.String())
				default:
					told = append(told, err.Error())
				}
			})
		}()
		time.Sleep(10 * time.Second)
		d.takeTurn(ctx)
		d.disconnect()
		d.open = func(context.Context) (Port, error) { return nil, serial.ErrGone }
		d.release()
		time.Sleep(10 * time.Second)
		d.takeTurn(ctx)
		d.open = open
		d.release()
		time.Sleep(10 * time.Second)
		cancel()
		<-ended
		want := []string{"online, paper ok", "gone", "online, paper ok"}
		if len(told) != 3 || told[0] != want[0] || told[1] != want[1] || told[2] != want[2] {
			t.Errorf("told %q, want %q", told, want)
		}
	})
}
