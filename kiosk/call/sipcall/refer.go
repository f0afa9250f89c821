package sipcall

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// referral is a transfer that the agent asked for (RFC 3515).
type referral struct {
	from     *leg   // whoever is told how it went
	by       string // Referred-By (RFC 3892)
	replaces string // the call that this one takes the place of (RFC 3891)
	mute     bool   // Refer-Sub: false (RFC 4488): nothing is told
	began    time.Time
}

// mark puts on an INVITE why it is made.
func (r *referral) mark(req *sip.Request) {
	if r.by != "" {
		req.AppendHeader(sip.NewHeader("Referred-By", r.by))
	}
	if r.replaces != "" {
		req.AppendHeader(sip.NewHeader("Replaces", r.replaces))
		req.AppendHeader(sip.NewHeader("Require", "replaces"))
	}
}

// ours tells whether an address is of our exchange, or of who is in the call.
func (t *talk) ours(u sip.Uri) bool {
	if u.Scheme != "sip" && u.Scheme != "sips" || !host(u.Host) {
		return false
	}
	server, _ := t.p.cfg.server()
	return strings.EqualFold(u.Host, server.Host) || strings.EqualFold(u.Host, t.target.Host)
}

// referred answers REFER: the call goes on while the other one is made.
func (l *leg) referred(req *sip.Request) *sip.Response {
	to, replaces, ok := referTo(req)
	switch {
	case !ok:
		return reject(req, 400)
	case l != l.talk.cur || !l.confirmed || l.talk.next != nil:
		return reject(req, 491)
	case !l.talk.ours(to):
		return reject(req, 603)
	}
	next := l.talk.newLeg(l.line, to)
	if next == nil {
		return reject(req, 500)
	}
	next.refer = &referral{from: l, replaces: replaces, began: time.Now()}
	if h := req.GetHeader("Referred-By"); h != nil {
		next.refer.by = h.Value()
	}
	res := reject(req, 202)
	if h := req.GetHeader("Refer-Sub"); h != nil && strings.HasPrefix(strings.TrimSpace(h.Value()), "false") {
		next.refer.mute = true
		res.AppendHeader(sip.NewHeader("Refer-Sub", "false"))
	}
	l.talk.next = next
	next.invite()
	next.refer.tell(100, false)
	return res
}

// referTo reads "<sip:camille@pbx.example.org?Replaces=…>".
func referTo(req *sip.Request) (to sip.Uri, replaces string, ok bool) {
	all := req.GetHeaders("Refer-To")
	if len(all) != 1 {
		return to, "", false
	}
	var params sip.HeaderParams
	if _, err := sip.ParseAddressValue(all[0].Value(), &to, &params); err != nil || to.Host == "" {
		return to, "", false
	}
	if m, has := to.UriParams.Get("method"); has && !strings.EqualFold(m, "INVITE") {
		return to, "", false
	}
	if v, has := to.Headers.Get("Replaces"); has {
		if replaces, ok = unescaped(v); !ok {
			return to, "", false
		}
	}
	to.Headers = nil
	to.UriParams.Remove("method")
	return to, replaces, true
}

func unescaped(v string) (string, bool) {
	v, err := url.PathUnescape(v)
	return v, err == nil && !strings.ContainsAny(v, "\r\n")
}

// tell says how a transfer goes (RFC 3515, section 2.4.5).
func (r *referral) tell(code int, last bool) {
	if r.mute || r.from.isOver() {
		return
	}
	state := "active;expires=60"
	if last {
		state = "terminated;reason=noresource"
	}
	l := r.from
	l.talk.p.behind(func(ctx context.Context) {
		ctx, stop := context.WithTimeout(ctx, patience)
		defer stop()
		_, _ = l.line.do(ctx, func(proof []sip.Header) *sip.Request {
			req := prove(l.dialog.request(sip.NOTIFY), proof)
			req.AppendHeader(sip.NewHeader("Event", "refer"))
			req.AppendHeader(sip.NewHeader("Subscription-State", state))
			req.AppendHeader(sip.NewHeader("Content-Type", "message/sipfrag;version=2.0"))
			req.SetBody(fmt.Appendf(nil, "SIP/2.0 %d %s\r\n", code, fragment(code)))
			return req
		})
	})
}

func fragment(code int) string {
	switch {
	case code == 100:
		return "Trying"
	case code == 200:
		return "OK"
	}
	return or(phrases[code], "Failed")
}

// transferred: the other one answered; the call goes on with him.
func (t *talk) transferred(next *leg) {
	next.refer.tell(200, true)
	before := t.cur
	t.cur, t.next = next, nil
	next.refer = nil
	t.voice.stream.Store(next.stream)
	t.line = quality{}
	t.change(func(e *call.Event) { e.Agent, e.Held, e.Quality = "", next.heldByThem(), call.Good })
	next.rehold() // hold may have changed while he was called
	if !before.isOver() {
		before.close()
	}
}

// transferFailed: the call goes on with whom it was.
func (t *talk) transferFailed(next *leg, code int) {
	next.refer.tell(code, true)
	if t.next == next {
		t.next = nil
	}
	next.close()
	if t.cur.isOver() { // he hung up meanwhile
		t.end(0, call.RemoteBye, 0)
	}
}

// adopt waits for the one to whom the call is transferred where the agent hung
// up before he answered. Nobody is heard until then.
func (t *talk) adopt() bool {
	t.change(func(e *call.Event) { e.Held, e.Speaks = true, false })
	return true
}
