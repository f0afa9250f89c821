package fleet

import (
	"context"
	"errors"
)

// ErrKept: what the hub can take it has; the rest is damaged, or the hub refuses
// it, and stays for somebody to look at.
var ErrKept = errors.New("fleet: something stays here: the hub does not take it")

// errNoBox: there is nothing that could be delivered.
var errNoBox = errors.New("fleet: nothing can be saved here")

// errBroke: a mistake in the program ended the round.
var errBroke = errors.New("fleet: the round broke off")

// Deliver sends what waits now, without the pause after a failure, and what was
// set aside as well. It returns once nothing waits, or what could not be sent
// was tried: [ErrNoHub] where no hub answers, [ErrKept], or another reason. It
// needs [Agent.Run].
func (a *Agent) Deliver(ctx context.Context) error {
	err := a.courier.now(ctx)
	if err == nil {
		poke(a.heart.wake) // the hub answers, and nothing waits: both are news
	}
	return err
}

// now asks for a round that begins from now on, and waits for its end.
func (c *courier) now(ctx context.Context) error {
	done := make(chan error, 1)
	if err := c.ask(done); err != nil {
		return err
	}
	poke(c.wake)
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *courier) ask(done chan error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over == nil {
		c.asked = append(c.asked, done)
	}
	return c.over
}

func (c *courier) takeAsked() []chan error {
	c.mu.Lock()
	defer c.mu.Unlock()
	asked := c.asked
	c.asked = nil
	return asked
}

// end answers who still waits, and who asks from now on.
func (c *courier) end(why error) {
	c.mu.Lock()
	c.over = why
	c.mu.Unlock()
	for _, a := range c.takeAsked() {
		a <- why
	}
}
