package staff

import (
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// newQueue carries what happens to the loop: touches, and what comes back from
// work beside it.
func newQueue() *loop.Queue[any] { return loop.NewQueue(replaces) }

// replaces tells what only says again what the last one said: a touch on nothing,
// how loud it is.
func replaces(e, last any) bool {
	switch e.(type) {
	case session.Touched:
		_, ok := last.(session.Touched)
		return ok
	case heard:
		_, ok := last.(heard)
		return ok
	}
	return false
}
