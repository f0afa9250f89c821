package engine

import "guichet/forms"

// Remove takes away the instance of a repeat that a place is in.
func (j *Journey) Remove(at Place) bool {
	repeat, i, ok := splitPlace(at)
	return ok && j.RemoveInstance(repeat, i)
}

// RemoveInstance takes away one instance of a repeat, from 0; those after it
// move up. Where fewer than the least are left, an empty one comes at the end.
// False: there is no such instance.
func (j *Journey) RemoveInstance(repeat string, i int) bool {
	n := j.instances[repeat]
	if i < 0 || i >= n {
		return false
	}
	wasCheck := j.at == Check
	j.undeclare(Place(repeat))
	j.shift(repeat, i)
	j.count[repeat] = n - 1
	j.recompute()
	j.settle(wasCheck)
	return true
}

// shift moves the answers of the instances after i up by one, and the place
// with them.
func (j *Journey) shift(repeat string, i int) {
	moved := map[Place]forms.Answer{}
	at := j.at
	for place, a := range j.answers {
		if to, ok := moveUp(place, repeat, i); ok {
			moved[to] = a
		}
	}
	if to, ok := moveUp(at, repeat, i); ok {
		at = to
	} else {
		at = Place(repeat)
	}
	j.answers, j.at = moved, at
}

// moveUp is the place after instance i of a repeat is gone; false for a place
// that was in it.
func moveUp(at Place, repeat string, i int) (Place, bool) {
	r, k, ok := splitPlace(at)
	switch {
	case !ok || r != repeat || k < i:
		return at, true
	case k == i:
		return "", false
	}
	return inner(repeat, k-1, string(at)[len(instancePrefix(repeat, k)):]), true
}

// settle finds a place after a removal: the present one if all before it is
// answered, else the first open one. From the check it comes back to the check.
func (j *Journey) settle(wasCheck bool) {
	open := j.firstOpen()
	here := j.index(j.at)
	if here >= 0 && here <= j.index(open) {
		return
	}
	j.returning = j.returning || wasCheck
	j.to(open)
}
