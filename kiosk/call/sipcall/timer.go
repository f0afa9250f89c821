package sipcall

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// shortest is what RFC 4028, section 4, lets a session be refreshed in.
const shortest = 90 * time.Second

// expiry reads Session-Expires (RFC 4028, section 4): "1800;refresher=uac". 0:
// there is none.
func expiry(m headed) (every time.Duration, refresher string) {
	h := m.GetHeader("Session-Expires")
	if h == nil {
		h = m.GetHeader("x") // the short form
	}
	if h == nil {
		return 0, ""
	}
	n, params, _ := strings.Cut(h.Value(), ";")
	every = bounded(strings.TrimSpace(n), 86_400) * time.Second
	for _, p := range strings.Split(params, ";") {
		if k, v, _ := strings.Cut(strings.TrimSpace(p), "="); strings.EqualFold(k, "refresher") {
			refresher = strings.ToLower(strings.TrimSpace(v))
		}
	}
	if every == 0 {
		return 0, ""
	}
	return max(every, shortest), refresher
}

// learn takes from a 2xx to a request of ours what the other side can do, and
// when the session is to be refreshed.
func (l *leg) learn(res *sip.Response) {
	if h := res.GetHeaders("Allow"); len(h) > 0 {
		l.updates = has(h, "UPDATE")
	}
	every, refresher := expiry(res)
	l.keepUp(every, refresher != "uas") // who asked is the uac
}

// keepUp begins the time of a session anew: we refresh it at half of it, or end
// the call where the other side does not (section 10).
func (l *leg) keepUp(every time.Duration, byUs bool) {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	switch {
	case every == 0:
	case byUs:
		l.timer = time.AfterFunc(every/2, func() { l.talk.box.post(l.refresh) })
	default:
		l.timer = time.AfterFunc(every-min(32*time.Second, every/3), func() { l.talk.box.post(l.expired) })
	}
}

func (l *leg) expired() {
	if !l.isOver() && l == l.talk.cur {
		l.talk.end(0, call.Lost, 0)
	}
}

// anew is how long after a refresh the next one is tried where nothing came of it:
// there is half the time of a session for that.
const anew = 20 * time.Second

// refresh is an UPDATE without a description (section 7.4), or a re-INVITE where
// they do not take that.
func (l *leg) refresh() {
	if l.isOver() || !l.confirmed {
		return
	}
	l.keepUp(2*anew, true) // until an answer says how long it holds
	switch {
	case l.modifying:
	case !l.updates:
		l.modify(nil)
	default:
		l.talk.p.behind(l.update)
	}
}

func (l *leg) update(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	res, err := l.line.do(ctx, func(proof []sip.Header) *sip.Request {
		req := prove(l.dialog.request(sip.UPDATE), proof)
		req.AppendHeader(sip.NewHeader("Supported", "timer"))
		return req
	})
	if err != nil {
		return // the other side ends the call when its time is over
	}
	l.talk.box.post(func() {
		switch {
		case l.isOver():
		case res.IsSuccess():
			l.learn(res)
		case res.StatusCode == 481 || res.StatusCode == 408:
			l.lost()
		}
	})
}

// accepts answers Session-Expires of a request of theirs: it is as they want it,
// by them where they leave it open.
func (l *leg) accepts(req *sip.Request, res *sip.Response) {
	every, refresher := expiry(req)
	if every == 0 {
		return
	}
	if refresher == "" {
		refresher = "uac"
	}
	res.AppendHeader(sip.NewHeader("Session-Expires", strconv.Itoa(int(every.Seconds()))+";refresher="+refresher))
	res.AppendHeader(sip.NewHeader("Require", "timer"))
	l.keepUp(every, refresher == "uas")
}
