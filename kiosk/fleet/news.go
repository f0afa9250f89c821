package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime"
	"net/http"
	"time"

	"github.com/tmaxmax/go-sse"
	"golang.org/x/time/rate"

	"guichet/kiosk/event"
	"guichet/kiosk/fleet/wire"
)

// listener hears the hub's news: by server-sent events, or by long polling
// where a proxy keeps events back.
type listener struct {
	client *Client
	log    *slog.Logger
	tell   func(wire.Notice)

	after int64     // number of the last notice
	poll  bool      // events do not come through
	since time.Time // since then
	lost  bool      // the log says so already
}

// run listens until ctx ends.
func (l *listener) run(ctx context.Context) {
	var r retry
	pace := rate.NewLimiter(rate.Every(2*time.Second), 4) // however fast a poll is answered
	for pace.Wait(ctx) == nil {
		began := time.Now()
		err := l.once(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > longestWait {
			r.reset() // it was a good connection
		}
		l.say(err)
		l.hope(began)
		if err == nil && l.poll {
			r.reset()
			continue
		}
		if !pause(ctx, max(r.wait(err), comeBack+rand.N(comeBackOver)), nil) {
			return
		}
	}
}

// hopeAgain is how long a kiosk polls before it tries events once more: what
// stood between may be gone.
const hopeAgain = time.Hour

func (l *listener) hope(now time.Time) {
	switch {
	case !l.poll:
		l.since = time.Time{}
	case l.since.IsZero():
		l.since = now
	case now.Sub(l.since) > hopeAgain:
		l.poll, l.since = false, time.Time{}
	}
}

func (l *listener) once(ctx context.Context) error {
	if l.poll {
		return l.ask(ctx)
	}
	return l.stream(ctx)
}

// say logs a change between reached and lost, not each try.
func (l *listener) say(err error) {
	lost := err != nil && !errors.Is(err, errEnd)
	switch {
	case lost && !l.lost:
		l.log.Warn(string(event.HubLost), "error", err)
	case !lost && l.lost:
		l.log.Info(string(event.HubReached))
	}
	l.lost = lost
}

var (
	errEnd    = errors.New("fleet: the hub ended the stream")
	errSilent = errors.New("fleet: the stream is silent")
)

// stream reads events until the connection ends. A stream that stays silent
// from its first moment is held back by somebody between: from then on the
// kiosk polls.
func (l *listener) stream(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	head := http.Header{"Accept": {"text/event-stream"}, "Last-Event-Id": {fmt.Sprint(l.after)}}
	res, err := l.client.signed(ctx, http.MethodGet, wire.PathNews, nil, head)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); kind != "text/event-stream" {
		l.poll = true
		return nil
	}
	alive := newPulse(slow{ctx, res.Body, rate.NewLimiter(newsPace, newsPace)}, wire.Quiet+wire.Quiet/2, func() { cancel(errSilent) })
	defer alive.stop()
	for e, err := range sse.Read(alive, &sse.ReadConfig{MaxEventSize: wire.MaxMessage}) {
		if err != nil {
			break
		}
		l.hear(e.Data)
	}
	if errors.Is(context.Cause(ctx), errSilent) {
		l.poll = !alive.beaten()
		return errSilent
	}
	return errEnd
}

func (l *listener) hear(data string) {
	var n wire.Notice
	if json.Unmarshal([]byte(data), &n) != nil {
		return // of a newer hub
	}
	l.after = max(l.after, n.Number)
	l.tell(n)
}

// ask is one long poll.
func (l *listener) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, wire.LongPoll+patience)
	defer cancel()
	path := fmt.Sprintf("%s?after=%d&wait=%d", wire.PathNews, l.after, int(wire.LongPoll.Seconds()))
	res, err := l.client.signed(ctx, http.MethodGet, path, nil, http.Header{"Accept": {"application/json"}})
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var news wire.News
	if err := readJSON(res.Body, &news); err != nil {
		return err
	}
	l.after = max(l.after, news.After)
	for _, n := range news.Notices {
		l.tell(n)
	}
	return nil
}

// newsPace is how many bytes of news a kiosk reads a second: a thousand times
// what an honest hub has to say, and nothing for a processor.
const newsPace = 16 << 10

// slow reads at a pace, so that a hub that pours keeps its own line busy alone.
type slow struct {
	ctx  context.Context
	from io.Reader
	pace *rate.Limiter
}

func (s slow) Read(b []byte) (int, error) {
	n, err := s.from.Read(b[:min(len(b), s.pace.Burst())])
	if wait := s.pace.WaitN(s.ctx, n); wait != nil {
		return n, wait
	}
	return n, err
}

// pulse reads a stream that must never be silent for long: comments count.
type pulse struct {
	io.Reader
	every time.Duration
	timer *time.Timer
	beats int
}

func newPulse(from io.Reader, every time.Duration, silent func()) *pulse {
	return &pulse{Reader: from, every: every, timer: time.AfterFunc(every, silent)}
}

func (p *pulse) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	if n > 0 {
		p.beats++
		p.timer.Reset(p.every)
	}
	return n, err
}

func (p *pulse) beaten() bool { return p.beats > 0 }

func (p *pulse) stop() { p.timer.Stop() }
