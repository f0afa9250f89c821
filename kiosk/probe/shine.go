package probe

import (
	"context"
	"errors"

	"guichet/drivers/light"
	"guichet/kiosk/health"
)

// Colour is how the staff light shows what is wrong: green for nothing but
// notices, amber where something is missing, red where citizens go without proof
// or are turned away. It blinks where one of the conditions of that colour is for
// whoever sees it to mend; a steady amber or red waits for somebody else.
func Colour(conditions []health.Condition) (c light.Colour, blink bool) {
	worst := health.Notice
	for _, cond := range conditions {
		worst = max(worst, cond.Gravity)
	}
	if worst == health.Notice {
		return light.Green, false
	}
	for _, cond := range conditions {
		blink = blink || cond.Gravity == worst && cond.Who == health.Staff
	}
	if worst == health.Grave {
		return light.Red, blink
	}
	return light.Amber, blink
}

// Shine shows on l what the board says, until ctx ends; it leaves the light as it
// is then. A light that is unplugged shows it when it is back (light.Light), which
// is why no error matters here, and one that breaks is health.PartBroken. The board
// keeps what Shine hung on it: call it once.
func Shine(ctx context.Context, board *health.Board, l light.Light) {
	changed := make(chan struct{}, 1)
	board.Watch(func(health.Change) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	for {
		board.Try("light", func() {
			if err := l.Show(Colour(board.All())); errors.Is(err, light.ErrBroken) {
				panic(err) // as it did on a goroutine of its own
			}
		})
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
