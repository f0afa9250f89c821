package rtccall

import (
	"sync"

	"guichet/kiosk/call"
)

// view gives pictures to whoever watches, one at a time, and takes the last one
// from his eyes in the end.
type view struct {
	mu    sync.Mutex
	f     func(call.Frame)
	shown bool
}

// set begins with another watcher; the one before gets an empty frame. After over
// nobody watches.
func (v *view) set(f func(call.Frame), over <-chan struct{}) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.clear()
	select {
	case <-over:
		v.f = nil
	default:
		v.f = f
	}
}

func (v *view) watched() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.f != nil
}

// show is called with each picture.
func (v *view) show(f call.Frame) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.f != nil {
		v.f(f)
		v.shown = !f.Empty()
	}
}

// clear shows nothing.
func (v *view) clear() {
	if v.f != nil && v.shown {
		v.f(call.Frame{})
	}
	v.shown = false
}

// stop is the end of all pictures.
func (v *view) stop() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.clear()
	v.f = nil
}
