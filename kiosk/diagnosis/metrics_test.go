package diagnosis

import (
	"context"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/metrics"
)

// Every line that package metrics writes goes out, as it is.
func TestAllOurFiguresGoOut(t *testing.T) {
	board, counters := &health.Board{}, metrics.NewCounters()
	board.Report(health.SpoolBroken, true)
	counters.Visit("finished")
	counters.Call(true, "lost")
	counters.Document(printer.Printed)
	var text strings.Builder
	err := metrics.Write(&text, metrics.Source{
		Version: "0.6.0", Board: board, Counters: counters,
		Spool: func(context.Context) (int, time.Time, error) { return 3, at, nil },
		Paper: func() (float64, float64) { return 12, 68 },
		Hub:   func() (bool, bool) { return true, true },
		Clock: func() (time.Duration, bool) { return time.Second, true },
	})
	if err != nil {
		t.Fatal(err)
	}
	out, lines := filter{}.metrics(text.String()), 0
	for line := range strings.Lines(text.String()) {
		if line[0] == '#' {
			continue
		}
		lines++
		if !strings.Contains(out, line) {
			t.Errorf("held back: %s", line)
		}
	}
	if lines < 30 {
		t.Errorf("%d lines only:\n%s", lines, text.String())
	}
}
