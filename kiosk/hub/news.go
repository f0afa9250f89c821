package hub

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"guichet/kiosk/fleet/wire"
)

// news tells a kiosk what is new: by server-sent events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html), or by long
// polling where it asks for that.
func (h *Hub) news(w http.ResponseWriter, r *http.Request) {
	k, err := h.signed(w, r, nil)
	if err != nil {
		h.fail(w, r, "news_failed", err)
		return
	}
	q := r.URL.Query()
	if q.Has("wait") || q.Has("after") {
		h.poll(w, r, k, number(q.Get("after")), waitOf(q.Get("wait")))
		return
	}
	h.stream(w, r, k, number(r.Header.Get("Last-Event-ID")))
}

// number is a notice's number as a kiosk sends it; 0 is "none".
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func waitOf(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return min(time.Duration(min(n, 3600))*time.Second, wire.LongPoll)
}

// listen is a stream with what its kiosk missed. One that asks for everything
// (0) begins now: it sends a heartbeat when it starts anyway.
func (h *Hub) listen(ctx context.Context, k kiosk, after int64) (*stream, []wire.Notice, int64, error) {
	s, last := h.streams.add(k)
	if s == nil {
		return nil, nil, 0, errBusy
	}
	if after == 0 || after >= last {
		return s, nil, last, nil
	}
	missed, err := h.Store.Since(ctx, after, k.town, k.id)
	if err != nil {
		h.streams.remove(s)
	}
	for _, n := range missed {
		last = max(last, n.Number)
	}
	return s, missed, last, err
}

// stream writes events until the kiosk goes, is cut off, or the hub drains.
// Nothing but its goroutine and its buffers is held for it.
func (h *Hub) stream(w http.ResponseWriter, r *http.Request, k kiosk, after int64) {
	s, missed, last, err := h.listen(r.Context(), k, after)
	if err != nil {
		h.fail(w, r, "news_failed", err)
		return
	}
	defer h.streams.remove(s)
	out := newEvents(w)
	out.open()
	for _, n := range missed {
		out.notice(newsOf(n))
	}
	quiet := time.NewTicker(wire.Quiet - time.Duration(rand.Int64N(int64(wire.Quiet/5))))
	defer quiet.Stop()
	for out.flush() == nil {
		select {
		case n := <-s.out:
			if n.Number > last || n.Kind == wire.NoticeRevoked {
				out.notice(n)
			}
		case <-quiet.C:
			out.comment()
		case <-s.cut:
			h.leftover(s, out, last)
			return
		case <-h.drain:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// leftover writes what a stream still holds when it is cut.
func (h *Hub) leftover(s *stream, out *events, last int64) {
	for {
		select {
		case n := <-s.out:
			if n.Number > last || n.Kind == wire.NoticeRevoked {
				out.notice(n)
			}
		default:
			out.flush()
			return
		}
	}
}

// poll answers with what is new, at once or when there is something.
func (h *Hub) poll(w http.ResponseWriter, r *http.Request, k kiosk, after int64, wait time.Duration) {
	s, missed, last, err := h.listen(r.Context(), k, after)
	if err != nil {
		h.fail(w, r, "news_failed", err)
		return
	}
	defer h.streams.remove(s)
	c := http.NewResponseController(w)
	c.SetReadDeadline(time.Time{})
	c.SetWriteDeadline(time.Now().Add(wait + short))
	if len(missed) == 0 && wait > 0 {
		missed = h.await(r.Context(), s, last, wait)
	}
	answer := wire.News{Notices: missed, After: last}
	for _, n := range missed {
		answer.After = max(answer.After, n.Number)
	}
	if answer.Notices == nil {
		answer.Notices = []wire.Notice{}
	}
	reply(w, http.StatusOK, answer)
}

// await is the first new notice, or none when the wait is over.
func (h *Hub) await(ctx context.Context, s *stream, last int64, wait time.Duration) []wire.Notice {
	over := time.NewTimer(wait)
	defer over.Stop()
	for {
		select {
		case n := <-s.out:
			if n.Number > last || n.Kind == wire.NoticeRevoked {
				return []wire.Notice{n.Notice}
			}
		case <-over.C:
			return nil
		case <-h.drain:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

// events writes an event stream.
type events struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func newEvents(w http.ResponseWriter) *events {
	return &events{w, http.NewResponseController(w)}
}

// open writes the head of the answer, and how long to wait before a new
// connection: each another time, so that a hub that restarts is not run over.
// "X-Accel-Buffering" is nginx's, "no-transform" everybody's word for "do not
// hold this back".
func (e *events) open() {
	head := e.w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store, no-transform")
	head.Set("X-Accel-Buffering", "no")
	e.c.SetReadDeadline(time.Time{}) // nothing more is to come in
	e.until()
	e.w.WriteHeader(http.StatusOK)
	fmt.Fprintf(e.w, "retry: %d\n:\n\n", 2000+rand.IntN(58_000))
}

func (e *events) notice(n news) {
	e.until()
	e.w.Write(n.event)
}

// event is one that is not a notice: a line of JSON.
func (e *events) event(v any) {
	data, _ := json.Marshal(v)
	e.until()
	fmt.Fprintf(e.w, "data: %s\n\n", data)
}

func (e *events) comment() {
	e.until()
	e.w.Write([]byte(":\n\n"))
}

// until gives the next write its time: a kiosk that reads nothing for so long is
// gone.
func (e *events) until() { e.c.SetWriteDeadline(time.Now().Add(short)) }

func (e *events) flush() error { return e.c.Flush() }

// publish tells kiosks that there is something to ask for. Who misses it asks
// within a minute by himself, so that a failure is only logged.
func (h *Hub) publish(ctx context.Context, town, kiosk, kind string) {
	if _, err := h.Store.Publish(context.WithoutCancel(ctx), town, kiosk, kind); err != nil {
		h.log.Error("notice_failed", "error", err)
	}
}

// hear is called for every notice, of this hub and of others.
func (h *Hub) hear(n wire.Notice, town, kiosk string) {
	h.counts.notices.Add(1)
	switch n.Kind {
	case wire.NoticeRevoked:
		h.kiosks.forget(kiosk)
		h.plans.forget(town)
		if h.desk != nil {
			go h.desk.Cut(kiosk) // it asks the store, and notices must not wait
		}
	case wire.NoticePacks:
		h.plans.forget(town)
		h.running.look()
	}
	h.streams.tell(n, town, kiosk)
}
