package event

import (
	"maps"
	"slices"
)

// Names are all the names of the kiosk, sorted.
func Names() []Name { return slices.Sorted(maps.Keys(sentences)) }
