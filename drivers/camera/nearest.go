package camera

// Nearest is the mode of all that is nearest to m: first in size, where a larger
// picture is better than one as much smaller, then in rate. Where m asks for no
// size, 640 × 480, for no rate, 30. all is not empty.
func Nearest(all []Mode, m Mode) Mode {
	if m.Width == 0 || m.Height == 0 {
		m.Width, m.Height = 640, 480
	}
	if m.Rate == 0 {
		m.Rate = 30
	}
	best := all[0]
	for _, a := range all[1:] {
		if s, b := far(a, m), far(best, m); s < b || s == b && slower(a, m) < slower(best, m) {
			best = a
		}
	}
	return best
}

// far is how much of the picture is too small, twice, or too large.
func far(a, m Mode) int {
	return side(a.Width, m.Width) + side(a.Height, m.Height)
}

func side(has, wants int) int {
	if has < wants {
		return 2 * (wants - has)
	}
	return has - wants
}

// slower is how far a rate is: too slow is worse than too fast.
func slower(a, m Mode) int { return side(a.Rate, m.Rate) }
