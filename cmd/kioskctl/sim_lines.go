package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"guichet/drivers/printersim"
)

// happening is a fault with the words for its beginning and its end.
type happening struct {
	fault printersim.Fault
	begin string
	end   string // "" ends by itself
	what  string // what it is, where its words do not say it
}

var happenings = []happening{
	{printersim.PaperOut, "paper out", "paper load", "the roll is at its end"},
	{printersim.NearEnd, "paper low", "paper load", "little paper is left; it prints on"},
	{printersim.CoverOpen, "cover open", "cover close", ""},
	{printersim.CutterJam, "cutter jam", "cutter free", "felt at the next cut"},
	{printersim.PaperJam, "paper jam", "paper free", "the paper folds in front of the head"},
	{printersim.HeadHot, "head hot", "head cool", ""},
	{printersim.Broken, "break", "repair", "an error for a technician"},
	{printersim.FeedButton, "feed press", "feed release", "the button is held down"},
	{printersim.PowerCut, "power off", "power on", ""},
	{printersim.Unplugged, "unplug", "plug", "the cable of the computer"},
	{printersim.Muted, "mute", "speak", "the wire from the printer is broken"},
	{printersim.Babbling, "babble", "", "64 bytes of garbage are said"},
	{printersim.Noisy, "noise", "noise end", "one of 50 bytes to the printer is spoilt"},
	{printersim.MouthBlocked, "mouth block", "mouth free", "nobody takes the paper out of the presenter"},
}

// happen lets what a line says happen to the printer.
func happen(sim *printersim.Sim, line string) error {
	switch line {
	case "", "state":
		return nil
	case "take":
		sim.Take()
		return nil
	}
	what, after, delayed := strings.Cut(line, " after ")
	for _, h := range happenings {
		switch {
		case h.begin == what && delayed:
			return later(sim, h.fault, strings.Fields(after))
		case h.begin == line:
			sim.Cause(h.fault)
			return nil
		case h.end == line:
			return sim.Mend(h.fault)
		}
	}
	return errNotUnderstood
}

// later reads "12 mm" or "500 bytes".
func later(sim *printersim.Sim, f printersim.Fault, after []string) error {
	if len(after) != 2 {
		return errNotUnderstood
	}
	n, err := strconv.Atoi(after[0])
	if err != nil || n < 1 || !slices.Contains([]string{"mm", "bytes"}, after[1]) {
		return errNotUnderstood
	}
	if after[1] == "mm" {
		sim.CauseAtMM(f, float64(n))
	} else {
		sim.CauseAtByte(f, n)
	}
	return nil
}

// trailing is what the empty cells of a table leave behind.
var trailing = regexp.MustCompile(`(?m) +$`)

// simHelp lists every line.
func simHelp() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, h := range happenings {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", h.begin, h.end, h.what)
	}
	fmt.Fprintf(w, "  take\t\tsomebody takes the paper out of the presenter\n")
	fmt.Fprintf(w, "  state, help, quit\n")
	w.Flush()
	fmt.Fprint(&b, "the first of a line may come later: \"paper out after 40 mm\", \"mute after 500 bytes\"")
	return trailing.ReplaceAllString(b.String(), "")
}
