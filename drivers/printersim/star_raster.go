package printersim

import "strconv"

// starRaster is the raster mode: ESC * r A enters, ESC * r B quits.
type starRaster struct {
	on      bool
	row     *dots // put together by k
	pending bool  // rows since the last form feed
	eot, ff int   // what ESC FF EOT and ESC FF NUL do
}

// parseStarRaster reads a command of the raster mode; what is none is passed
// over.
func parseStarRaster(b []byte) (command, int) {
	switch {
	case b[0] == 'b' || b[0] == 'k':
		c, n := withData(b, 3, func(a []byte) int { return le16(a[1:]) })
		return c.as(op("raster " + string(rune(b[0])))), n
	case b[0] != 0x1B:
		return command{op: opIgnored}, 1
	case len(b) < 2:
		return command{}, 0
	case b[1] == 0x0C:
		return simple(b, "ESC ", map[byte]int{0x0C: 1})
	case b[1] == 0x06:
		return simple(b, "ESC ", starESC)
	case b[1] != '*':
		return command{op: opIgnored}, 2
	case len(b) < 4:
		return command{}, 0
	case b[2] != 'r':
		return command{op: opIgnored}, 3
	}
	return rasterSetting(b)
}

// rasterSetting is ESC * r X, or ESC * r X n NUL with n in decimal digits.
func rasterSetting(b []byte) (command, int) {
	name := op("ESC * r " + string(rune(b[3])))
	switch b[3] {
	case 'A', 'B', 'C', 'R':
		return command{op: name}, 4
	}
	c, n := untilZero(b, 4)
	if n > 4+255+1 {
		return command{op: opIgnored}, 4
	}
	return c.as(name), n
}

func (s *starline) obeyRaster(m *machine, c command) bool {
	r := &s.raster
	switch c.op {
	case "ESC * r A":
		if !r.on {
			m.flush()
			*r = starRaster{on: true, eot: 13}
		}
	case "ESC * r B":
		if r.pending {
			s.formFeed(m, r.eot)
		}
		*r = starRaster{}
	case "ESC * r C", "ESC * r R":
		r.row = nil
	case "ESC * r E":
		r.eot = decimal(c.data, 13)
	case "ESC * r F":
		r.ff = decimal(c.data, 0)
	case "ESC * r Y":
		m.feed(decimal(c.data, 0))
	case "raster b":
		r.lay(m, c.data)
		r.print(m)
	case "raster k":
		r.lay(m, c.data)
	case "ESC \f":
		mode := r.ff
		if c.args[0] == 4 {
			mode = r.eot
		}
		s.formFeed(m, mode)
	default:
		return false
	}
	return true
}

// decimal is n in digits; 0 is the initial value.
func decimal(digits []byte, initial int) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil || n == 0 || n > 10_000 {
		return initial
	}
	return n
}

// lay puts a row over the one that is being put together.
func (r *starRaster) lay(m *machine, data []byte) {
	if r.row == nil {
		r.row = newDots(m.roll.width, 1)
	}
	r.row.lay(unpack(data, len(data), 1, 1), 0, 0)
}

func (r *starRaster) print(m *machine) {
	m.print(r.row)
	r.row, r.pending = nil, true
}

// formFeed ends a page of the raster mode: 8, 9, 12 and 13 cut, and of these 9
// and 13 feed to the cutter first; 2 only feeds.
func (s *starline) formFeed(m *machine, mode int) {
	s.raster.pending = false
	switch mode {
	case 2, 3:
		m.feed(m.toCutter())
	case 8, 12:
		m.cutPaper(0)
	case 9, 13:
		m.cutPaper(m.toCutter())
	}
}
