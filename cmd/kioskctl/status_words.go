package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// statusWords is a status in one line: ready or not, everything that is wrong
// in the order of mending it, and what else is known.
func statusWords(s printer.Status, err error) string {
	switch word := reason(err); {
	case word != "":
		return word
	case err != nil:
		return "not known: " + err.Error()
	case s.Ready():
		return "ready: " + strings.Join(facts(s), ", ")
	}
	return "not ready: " + strings.Join(append(faults(s), facts(s)...), ", ")
}

// reason is the word for an error that has one, else "". What is wrong with the
// port comes first: a driver calls all of it "not connected".
func reason(err error) string {
	var wrong *serial.ConfigError
	switch {
	case errors.As(err, &wrong):
		return wrong.Error()
	case errors.Is(err, fs.ErrPermission):
		return "not allowed: this user may not open the port; in Debian the group dialout may"
	case errors.Is(err, serial.ErrBusy):
		return "busy: another program has the port open; stop the kiosk first"
	case errors.Is(err, printer.ErrGone):
		return "not connected"
	case errors.Is(err, printer.ErrNoAnswer):
		return "no answer"
	}
	return ""
}

// faults is all that keeps it from printing.
func faults(s printer.Status) (words []string) {
	for _, f := range []struct {
		on    bool
		fault printer.Fault
	}{
		{s.Broken, printer.FaultBroken},
		{s.CoverOpen, printer.FaultCover},
		{s.Cutter, printer.FaultCutter},
		{s.Paper == printer.PaperOut, printer.FaultPaperOut},
		{s.Hot, printer.FaultHot},
	} {
		if f.on {
			words = append(words, f.fault.String())
		}
	}
	if len(words) == 0 && !s.Online {
		words = append(words, printer.FaultOffline.String())
	}
	return words
}

// facts is what is no fault.
func facts(s printer.Status) (words []string) {
	if s.Paper != printer.PaperOut {
		words = append(words, "paper "+s.Paper.String())
	}
	if s.Mouth != printer.MouthUnknown {
		words = append(words, "presenter "+s.Mouth.String())
	}
	if s.Forgotten > 0 {
		words = append(words, fmt.Sprintf("%d not taken", s.Forgotten))
	}
	return words
}
