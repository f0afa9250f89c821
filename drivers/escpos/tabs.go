package escpos

import "slices"

// gap is white in a line: so many columns that nothing was written for yet. It
// becomes tabs and spaces when all gaps of the document are known, because then
// the tab stops can be put where they save most.
type gap struct {
	at       int  // where in the job
	from, to byte // columns
}

// usualStops are there after ESC @: every 8 columns.
var usualStops = func() (stops []byte) {
	for n := 8; n <= 248; n += 8 {
		stops = append(stops, byte(n))
	}
	return stops
}()

const (
	maxStops = 32 // that ESC D sets
	ownStops = 3  // bytes of ESC D besides them
)

// tabbed is the job with its gaps filled in. Stops of its own stand behind the
// lead, where letters have their usual width.
func (e *encoder) tabbed(lead int) []byte {
	if len(e.gaps) == 0 {
		return e.out
	}
	stops, own := stopsFor(e.gaps)
	job := make([]byte, 0, len(e.out)+price(e.gaps, stops)+ownStops+maxStops)
	job = append(job, e.out[:lead]...)
	if own {
		job = appendTabs(job, stops)
	}
	done := lead
	for _, g := range e.gaps {
		job = append(job, e.out[done:g.at]...)
		job = g.fill(job, stops)
		done = g.at
	}
	return append(job, e.out[done:]...)
}

// stopsFor returns the tab stops that make gaps cheapest, as far as taking the
// best one after another finds them; own says that they have to be set.
func stopsFor(gaps []gap) (stops []byte, own bool) {
	best := price(gaps, nil)
	stops = make([]byte, 0, maxStops)
	for len(stops) < maxStops {
		stop, total := bestStop(gaps, stops, best)
		if total+1 >= best { // it costs a byte itself
			break
		}
		i, _ := slices.BinarySearch(stops, stop)
		stops, best = slices.Insert(stops, i, stop), total
	}
	if best+ownStops+len(stops) < price(gaps, usualStops) {
		return stops, true
	}
	return usualStops, false
}

// bestStop is the stop that is best added to stops, and the price with it. At
// the end of a gap it saves most.
func bestStop(gaps []gap, stops []byte, best int) (stop byte, total int) {
	var room [maxStops + 1]byte
	var tried [256]bool
	total = best
	for _, g := range gaps {
		if tried[g.to] {
			continue
		}
		tried[g.to] = true
		i, found := slices.BinarySearch(stops, g.to)
		with := append(append(append(room[:0], stops[:i]...), g.to), stops[i:]...)
		if n := price(gaps, with); !found && n < total && !hasRealTime(with) {
			stop, total = g.to, n
		}
	}
	return stop, total
}

// price is how many bytes the gaps take with those stops.
func price(gaps []gap, stops []byte) (bytes int) {
	for _, g := range gaps {
		tabs, blanks := g.steps(stops)
		bytes += tabs + blanks
	}
	return bytes
}

// steps is how to get across: by tabs and then by spaces. A tab goes to the
// next stop behind where it stands.
func (g gap) steps(stops []byte) (tabs, blanks int) {
	last := g.from
	for _, s := range stops {
		if s > g.to {
			break
		}
		if s > g.from {
			tabs, last = tabs+1, s
		}
	}
	blanks = int(g.to - last)
	if tabs+blanks >= int(g.to-g.from) {
		return 0, int(g.to - g.from)
	}
	return tabs, blanks
}

func (g gap) fill(job, stops []byte) []byte {
	tabs, blanks := g.steps(stops)
	for range tabs {
		job = append(job, tab)
	}
	for range blanks {
		job = append(job, ' ')
	}
	return job
}
