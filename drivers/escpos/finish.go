package escpos

import (
	"bytes"

	"guichet/drivers/printer"
)

// start is in front of every document; nothing in it prints. ESC @ turned ASB
// off.
func start(p printer.Profile) []byte {
	if p.Auto {
		return join(initialise, cancelKanji, autoStatus)
	}
	return join(initialise, cancelKanji)
}

// finish brings the last line out of the printer: it cuts, or feeds for a
// hand, and has the presenter hold the paper out.
func finish(p printer.Profile) []byte { return join(part(p), present(p)) }

func join(commands ...[]byte) []byte { return bytes.Join(commands, nil) }

// toBlade feeds the last line past the cutter, or past the tear bar.
func toBlade(p printer.Profile) []byte {
	switch {
	case p.FeedLines <= 0:
		return nil
	case p.Feed == "lf":
		return bytes.Repeat(lineFeed, p.FeedLines)
	}
	return feedLines(byte(min(p.FeedLines, 254)))
}

// part cuts the paper off. Where the command does not feed, FeedLines do:
// otherwise it would cut through the last lines.
func part(p printer.Profile) []byte {
	feed := toBlade(p)
	switch p.Cut {
	case "gs_v_66":
		return feedAndCut
	case "gs_v_65":
		return feedAndCutFull
	case "gs_v_0":
		return join(feed, cutHere)
	case "esc_i":
		return join(feed, cutOnePoint)
	case "esc_m":
		return join(feed, cutThreePoints)
	}
	return feed
}

// present holds the cut paper out, by the command that the model has.
func present(p printer.Profile) []byte {
	steps, seconds := stepsOf(p.Presenter), byte(min(max(p.Presenter.Timeout, 0), 255))
	switch p.Presenter.Command {
	case "gs_e":
		return presentTicket(steps)
	case "gs_e_32":
		return presentFor(steps, seconds)
	case "fs_p":
		return presentThen(steps, p.Presenter.Then == "retract", seconds)
	case "gs_r":
		return retractAfter(min(seconds, 9))
	}
	return nil
}

// throwOut has the presenter let go of a paper at once.
func throwOut(p printer.Profile) []byte {
	switch p.Presenter.Command {
	case "gs_e", "gs_e_32":
		return ejectTicket
	case "fs_p":
		return presentThen(1, false, 1)
	}
	return nil
}

// stepsOf is how far the paper is held out, in steps of the motor. 16 would be
// DLE in front of the next byte.
func stepsOf(p printer.Presenter) byte {
	if p.Step <= 0 {
		return 1
	}
	steps := byte(min(max(float64(p.Out)/p.Step+0.5, 1), 255))
	if steps == dle {
		steps++
	}
	return steps
}
