package ui

// plan is one way to put a question, its fields and a keyboard on the glass.
type plan struct {
	k, title float32 // factor of the letters; height of the question's capitals, mm
	keyMM    float32
	shape    shape
	help     bool // the help stands on the page; else behind a button
	one      bool // only the field with the caret
}

func (t *typist) choose() plan {
	var last plan
	for _, p := range t.plans() {
		if t.fits(p) {
			return p
		}
		last = p
	}
	t.sc.cut = append(t.sc.cut, "no way to fit the keyboard")
	return last
}

// plans are all ways, the best first. Who asked for large letters gets one
// field at a time, and the help on a part of its own, before smaller letters.
func (t *typist) plans() []plan {
	best := []float32{touchSide, 17.5, keyNarrow}
	if besideQuestion(t.f.Pad) {
		best = append([]float32{27, 23}, best...)
	}
	var out []plan
	if t.m.k > 1 {
		out = t.ways(best, 1.15)
	}
	for _, sizes := range [][]float32{best, {14, 13.2, keyLeast}, {11, 9.5, 8, 6}} {
		out = append(out, t.ways(sizes, 0)...)
	}
	return out
}

// ways are the plans with these keys whose letters are not smaller than least.
func (t *typist) ways(keys []float32, least float32) []plan {
	ones := []bool{false}
	if len(t.fields) > 1 {
		ones = append(ones, true)
	}
	var out []plan
	for _, help := range []bool{true, false} {
		for _, one := range ones {
			for _, s := range t.shapes() {
				for _, mm := range keys {
					out = append(out, t.steps(plan{keyMM: mm, shape: s, help: help, one: one}, least)...)
				}
			}
		}
	}
	return out
}

func (t *typist) shapes() []shape {
	if t.m.port {
		return []shape{tall, folded}
	}
	return []shape{wide, high, short, folded}
}

// steps are the sizes of the letters, from those that were asked for down to
// the ordinary ones.
func (t *typist) steps(p plan, least float32) []plan {
	var out []plan
	for k := t.m.k; k > max(least, 1.05); k -= 0.15 {
		p.k, p.title = k, capTitle*k
		out = append(out, p)
	}
	if least > 1 {
		return out
	}
	p.k = min(t.m.k, 1)
	for _, mm := range []float32{capTitle, 7.2, 6.4, 5.6, capBody} {
		if p.title = mm * p.k; p.title >= capBody {
			out = append(out, p)
		}
	}
	p.title = capBody
	return append(out, p)
}

// fits measures a plan.
func (t *typist) fits(p plan) bool {
	b := t.board(p)
	keyH := t.m.mm(p.keyMM)
	if p.keyMM >= keyLeast && t.keyWidth(b, t.boardWidth()) < min(keyH, t.m.mm(touchSide)) {
		return false
	}
	top := stack(t.above(p))
	if t.beside {
		return top <= t.at.H && t.boardHeight(b, keyH) <= t.at.H
	}
	return top+t.air()+t.foundLeast()+t.boardHeight(b, keyH) <= t.at.H
}

// air is the least room between the fields and the keyboard.
func (t *typist) air() float32 {
	if t.m.low() {
		return t.m.mm(touchGap)
	}
	return t.m.mm(6)
}

func (t *typist) board(p plan) board { return t.boardFor(t.f.Pad, p.shape, t.hasNext()) }

func (t *typist) hasNext() bool {
	return len(t.fields) > 1 && t.fields[len(t.fields)-1].Name != t.f.Name
}
