package loop

import "context"

// Ping is put into a loop's queue to learn whether it lives. Who takes it answers.
type Ping struct{ answered chan struct{} }

// Answer says that the loop has come to it.
func (p Ping) Answer() { close(p.answered) }

// Alive has put bring a ping into a queue. It returns nil once the loop has handled
// all that was put before, and the cause of ctx where it does not in time: it hangs.
func Alive(ctx context.Context, put func(Ping)) error {
	p := Ping{make(chan struct{})}
	put(p)
	select {
	case <-p.answered:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
