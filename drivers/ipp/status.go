package ipp

import (
	"context"
	"strings"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

// The states of a printer (RFC 8011 §5.4.11).
const (
	printerIdle       = 3
	printerProcessing = 4
	printerStopped    = 5
)

// Status asks the printer how it is: Get-Printer-Attributes (RFC 8011 §4.2.5).
// The error wraps printer.ErrGone or printer.ErrNoAnswer where it does not say.
func (p *Printer) Status(ctx context.Context) (printer.Status, error) {
	a, err := p.attributes(ctx)
	if err != nil {
		return printer.Status{}, err
	}
	return statusOf(a), nil
}

func (p *Printer) attributes(ctx context.Context) (attributes, error) {
	m := p.by(p.request(goipp.OpGetPrinterAttributes))
	m, err := p.ask(ctx, want(m, "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "document-format-supported"))
	if err != nil {
		return nil, err
	}
	return attributes(m.Printer), nil
}

// statusOf reads printer-state, printer-state-reasons and
// printer-is-accepting-jobs. The presenter of a roll has no counterpart.
func statusOf(a attributes) printer.Status {
	state, _ := a.number("printer-state")
	s := printer.Status{
		Online: (state == printerIdle || state == printerProcessing) && !a.no("printer-is-accepting-jobs"),
		Paper:  printer.PaperOK,
	}
	if state == 0 {
		s.Paper = printer.PaperUnknown
	}
	for _, reason := range a.texts("printer-state-reasons") {
		note(&s, reason)
	}
	return s
}

// note takes a reason into a status. A reason ends in its severity; one that
// does not is an error (RFC 8011 §5.4.12). A warning stops nothing.
func note(s *printer.Status, reason string) {
	if _, ok := strings.CutSuffix(reason, "-report"); ok && reason != "offline-report" {
		return
	}
	word, warning := strings.CutSuffix(reason, "-warning")
	word = strings.TrimSuffix(strings.TrimSuffix(word, "-error"), "-report")
	if warning {
		if nearly[word] && s.Paper == printer.PaperOK {
			s.Paper = printer.PaperNearEnd
		}
		return
	}
	if set, ok := reasons[word]; ok {
		set(s)
	}
}

// nearly are the warnings that tell to bring paper.
var nearly = map[string]bool{"media-low": true, "media-empty": true, "media-needed": true}

// reasons are the keywords of RFC 8011 §5.4.12 that keep a printer from
// printing. "offline-report" is what CUPS says of a printer that it cannot reach
// (backend/runloop.c of CUPS). Those of trays are in PWG 5100.9, from memory:
// CUPS and its ippeveprinter know them.
// "connecting-to-device" is not among them: see still.
var reasons = map[string]func(*printer.Status){
	"media-empty":         paperOut,
	"media-needed":        paperOut,
	"media-low":           paperLow,
	"media-jam":           jam,
	"cover-open":          cover,
	"door-open":           cover,
	"interlock-open":      cover,
	"input-tray-missing":  cover,
	"output-tray-missing": cover,
	"fuser-over-temp":     hot,
	"toner-empty":         broken,
	"marker-supply-empty": broken,
	"marker-waste-full":   broken,
	"developer-empty":     broken,
	"opc-life-over":       broken,
	"paused":              offline,
	"moving-to-paused":    offline,
	"shutdown":            offline,
	"timed-out":           offline,
	"stopping":            offline,
	"output-area-full":    offline,
	"spool-area-full":     offline,
	"offline":             offline,
}

func paperOut(s *printer.Status) { s.Paper = printer.PaperOut }
func jam(s *printer.Status)      { s.Cutter = true }
func cover(s *printer.Status)    { s.CoverOpen = true }
func hot(s *printer.Status)      { s.Hot = true }
func broken(s *printer.Status)   { s.Broken = true }
func offline(s *printer.Status)  { s.Online = false }

func paperLow(s *printer.Status) {
	if s.Paper == printer.PaperOK {
		s.Paper = printer.PaperNearEnd
	}
}
