package kiosk

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"guichet/kiosk/event"
)

// The front desk reads what has a sentence, the newest first, whatever the level
// of the journal; the journal has all that it had.
func TestTheLastLinesOfTheLog(t *testing.T) {
	var journal bytes.Buffer
	var kept lines
	log := kept.tee(slog.New(slog.NewTextHandler(&journal, &slog.HandlerOptions{Level: slog.LevelWarn})))
	log.Info(string(event.PrinterReady))
	log.Error("odd_thing", "error", "no such folder") // has no sentence
	log.With("way", "video").Warn(string(event.PrinterFault), "fault", "paper out")
	log.Debug(string(event.PageShown), "page", "ecole")
	all := kept.last(10)
	if len(all) != 2 || all[0].Name != "printer_fault" || all[0].With != "way=video fault=paper out" || all[0].Level != "warn" {
		t.Fatalf("kept %+v", all)
	}
	if all[1].Says != event.PrinterReady.Sentence() || all[1].At.IsZero() {
		t.Errorf("kept %+v", all[1])
	}
	if text := journal.String(); strings.Contains(text, "printer_ready") || !strings.Contains(text, "odd_thing") || !strings.Contains(text, "way=video") {
		t.Errorf("the journal has %s", text)
	}
}

func TestOldLinesGo(t *testing.T) {
	var kept lines
	log := kept.tee(slog.New(slog.DiscardHandler))
	for range keptLines + 5 {
		log.Info(string(event.PrinterReady))
	}
	log.Info(string(event.SessionStopped))
	if all := kept.last(1000); len(all) != keptLines || all[0].Name != "session_stopped" {
		t.Errorf("%d lines, %+v", len(all), all[0])
	}
	if all := kept.last(3); len(all) != 3 {
		t.Errorf("%d lines", len(all))
	}
}
