package light

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// holder has the device while there is one. It belongs to one goroutine.
type holder struct {
	pace
	open func() (device, error)
	soft bool
	dev  device

	asked bool // somebody has wished for something
	want  state
	dark  bool // a lamp that blinks by us is off just now
}

// step shows what w asks for, or the same again, or the other half of a blink.
func (h *holder) step(w *wish) {
	if w != nil {
		h.asked, h.want, h.dark = true, w.state, false
	} else if !h.asked {
		return
	} else if h.soft && h.want.blink {
		h.dark = !h.dark
	}
	err := h.show(h.frame())
	if w != nil {
		w.done <- err
	}
}

// frame is what the device is told now.
func (h *holder) frame() state {
	switch {
	case !h.soft:
		return h.want
	case h.dark:
		return state{Off, false}
	}
	return state{h.want.colour, false}
}

// show tries again with a device that fails at once: it may have been pulled out
// and be back.
func (h *holder) show(s state) error {
	old := h.dev != nil
	err := h.try(s)
	if old && errors.Is(err, ErrGone) {
		err = h.try(s)
	}
	return err
}

// try tells the device, and lets it go where it fails.
func (h *holder) try(s state) error {
	err := whole(func() error { return h.tell(s) })
	if err == nil {
		return nil
	}
	if h.dev != nil {
		whole(h.dev.close)
		h.dev = nil
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrSlow, err)
	}
	return fmt.Errorf("%w: %w", ErrGone, err)
}

// tell opens the device where it must.
func (h *holder) tell(s state) error {
	if h.dev == nil {
		dev, err := h.open()
		if err != nil {
			return err
		}
		h.dev = dev
	}
	ctx, cancel := context.WithTimeout(context.Background(), h.patience)
	defer cancel()
	return h.dev.show(ctx, s)
}

// whole is what f returns. A mistake in it is ErrBroken: on the lamp's goroutine a
// panic would end the program.
func whole(f func() error) (err error) {
	err = ErrBroken
	defer func() { recover() }()
	return f()
}

func (h *holder) pause() time.Duration {
	if h.dev != nil && h.soft && h.want.blink {
		return half
	}
	return h.again
}

// leave switches off what shines.
func (h *holder) leave() {
	if h.dev == nil {
		return
	}
	if h.show(state{Off, false}) == nil {
		whole(h.dev.close)
	}
}
