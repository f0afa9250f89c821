package session

import "guichet/kiosk/loop"

// newQueue carries events to the session. A touch that follows a touch says nothing
// new.
func newQueue() *loop.Queue[Event] {
	return loop.NewQueue(func(e, last Event) bool { return isTouch(e) && isTouch(last) })
}

func isTouch(e Event) bool {
	_, ok := e.(Touched)
	return ok
}
