package kiosk

import (
	"context"
	"log/slog"

	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// bulletin tells the log what is raised and cleared, and news that something was.
type bulletin struct {
	log  *slog.Logger
	news chan struct{} // a token
}

func watchBoard(b *health.Board, log *slog.Logger) *bulletin {
	p := &bulletin{log: log, news: make(chan struct{}, 1)}
	b.Watch(p.hear)
	return p
}

func (p *bulletin) hear(c health.Change) {
	name := event.ConditionCleared
	if c.Raised {
		name = event.ConditionRaised
	}
	p.log.Log(context.Background(), name.Level(), string(name), "name", string(c.Name), "who", string(c.Who), "detail", c.Detail)
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// run calls tell with all that is raised, now and after each change.
func (p *bulletin) run(ctx context.Context, b *health.Board, tell func([]health.Condition)) {
	for {
		tell(b.All())
		select {
		case <-ctx.Done():
			return
		case <-p.news:
		}
	}
}
