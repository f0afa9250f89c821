package engine

import (
	"maps"

	"guichet/forms"
)

// What the property tests, outside for they use formtest, see of a journey.

func (j *Journey) Clone() *Journey {
	c := *j
	c.answers, c.count, c.closed = maps.Clone(j.answers), maps.Clone(j.count), maps.Clone(j.closed)
	return &c
}

func (j *Journey) Recompute()                      { j.recompute() }
func (j *Journey) Answers() map[Place]forms.Answer { return j.answers }
func (j *Journey) Returns() bool                   { return j.returning }
