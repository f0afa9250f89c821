package sipcall

import (
	"time"

	"guichet/kiosk/call"
)

// dead is how long an exchange may stay without a word on an INVITE. RFC 3261
// gives it 32 s; nobody waits that long before a silent screen.
const dead = 10 * time.Second

// Loss over a window that makes a line weak, and good again.
const (
	window  = 2 * time.Second
	weak    = 0.05
	healthy = 0.02
)

// rests is what Config.Gone becomes for a side that stops sending when nobody
// speaks.
const rests = 15 * time.Second

// quality is what was measured of the line in this window.
type quality struct {
	since        time.Time
	played, lost int
	weak         bool
}

// watch looks at the time, and at the line.
func (t *talk) watch(now time.Time) {
	switch {
	case t.now.State != call.Confirmed && !t.answered && now.Sub(t.asked) > dead:
		t.end(408, call.Failed, 0)
	case t.now.State != call.Confirmed && now.Sub(t.asked) > t.p.cfg.Wait:
		t.end(408, call.NoAnswer, 0)
	case t.next != nil && now.Sub(t.next.refer.began) > t.p.cfg.Wait:
		t.transferFailed(t.next, 408)
	case t.now.State == call.Confirmed && !t.cur.isOver(): // else a blind transfer rings, and is silent
		t.judge(t.cur.stream.health(now), now)
	}
}

func (t *talk) judge(h health, now time.Time) {
	gone := t.p.cfg.Gone
	if h.vad {
		gone = max(gone, rests)
	}
	if h.silent > max(t.p.cfg.Lost, gone) {
		t.end(0, call.Lost, 0)
		return
	}
	t.line.add(h, now)
	q := call.Good
	switch {
	case h.silent > gone:
		q = call.Gone
	case t.line.weak:
		q = call.Weak
	}
	t.change(func(e *call.Event) { e.Quality = q })
}

func (q *quality) add(h health, now time.Time) {
	if now.Sub(q.since) < window {
		return
	}
	played, lost := h.played-q.played, h.lost-q.lost
	*q = quality{since: now, played: h.played, lost: h.lost, weak: q.weak}
	if played+lost <= 0 {
		return
	}
	switch share := float64(lost) / float64(played+lost); {
	case share > weak:
		q.weak = true
	case share < healthy:
		q.weak = false
	}
}
