package tend

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/event/eventtest"
)

// A part that breaks begins anew, after a rest that grows; what its panic says is
// not told, where it was is.
func TestAPartThatBreaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log eventtest.Log
		began := time.Now()
		var at []time.Duration
		Part(t.Context(), slog.New(slog.NewTextHandler(&log, nil)), "printer", func(context.Context) {
			at = append(at, time.Since(began))
			switch len(at) {
			case 3:
				time.Sleep(2 * longRest)
				fallthrough
			case 1, 2, 4:
				panic(errors.New("Camille Martin"))
			}
		})
		want := []time.Duration{0, time.Second, 3 * time.Second, 3*time.Second + 2*longRest + time.Second, 3*time.Second + 2*longRest + 3*time.Second}
		for i := range want {
			if len(at) != len(want) || at[i] != want[i] {
				t.Fatalf("it began at %v, want %v", at, want)
			}
		}
		text := log.String()
		if strings.Count(text, "part_broken") != 4 || !strings.Contains(text, "part=printer") || !strings.Contains(text, "*errors.errorString") || !strings.Contains(text, "tend_test.go:") {
			t.Error(text)
		}
		if strings.Contains(text, "Camille") {
			t.Errorf("it tells what the panic said: %s", text)
		}
	})
}

// One that breaks for ever ends with the kiosk, and rests a minute at most.
func TestAPartThatBreaksForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		n := 0
		Part(ctx, slog.New(slog.DiscardHandler), "printer", func(context.Context) {
			n++
			var none *struct{ n int }
			none.n = 1 // what the runtime throws
		})
		if n < 60 || n > 70 {
			t.Errorf("it began %d times in an hour", n)
		}
	})
}

func TestWhereItBroke(t *testing.T) {
	var log eventtest.Log
	var none *struct{ n int }
	if Once(slog.New(slog.NewTextHandler(&log, nil)), "x", func() { none.n = 1 }) {
		t.Error("it came to its end")
	}
	if text := log.String(); !strings.Contains(text, "tend.TestWhereItBroke") || !strings.Contains(text, "tend_test.go") {
		t.Error(text)
	}
	if !Once(nil, "x", func() {}) {
		t.Error("it did not come to its end")
	}
}
