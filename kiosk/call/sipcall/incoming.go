package sipcall

import (
	"net/netip"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// allowed are the methods that we take.
const allowed = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, REFER, NOTIFY"

// known are those that we know of and do not take: 405, not 501.
var known = map[sip.RequestMethod]bool{
	sip.PRACK: true, sip.INFO: true, sip.MESSAGE: true, sip.SUBSCRIBE: true, sip.PUBLISH: true, sip.REGISTER: true,
}

func rtcpAt(rtp netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(rtp.Addr(), rtp.Port()+1) }

func isSDP(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/sdp")
}

// incoming is every request, on a goroutine of its own.
func (p *Phone) incoming(req *sip.Request, tx sip.ServerTransaction) {
	if req.From() == nil || req.To() == nil || req.CallID() == nil || req.CSeq() == nil {
		return // sipgo answers what it can of those
	}
	theirs, _ := req.From().Params.Get("tag")
	ours, inside := req.To().Params.Get("tag")
	l := p.leg(req.CallID(), ours, theirs)
	switch {
	case req.IsAck():
		if l != nil {
			l.onAck(req)
		}
	case l == nil:
		_ = tx.Respond(p.stranger(req, inside))
	default:
		p.inside(l, req, tx)
	}
}

// stranger answers what belongs to no call.
func (p *Phone) stranger(req *sip.Request, inside bool) *sip.Response {
	switch {
	case inside || req.IsCancel() || req.Method == sip.BYE || req.Method == sip.NOTIFY:
		return reject(req, 481)
	case req.Method == sip.OPTIONS: // "are you there?"
		return able(req)
	case req.IsInvite():
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.talk != nil {
			return reject(req, 486)
		}
		return reject(req, 480) // a kiosk takes no calls
	}
	return unknown(req)
}

func unknown(req *sip.Request) *sip.Response {
	if known[req.Method] || req.Method == sip.UPDATE || req.Method == sip.REFER {
		res := reject(req, 405)
		res.AppendHeader(sip.NewHeader("Allow", allowed))
		return res
	}
	return reject(req, 501)
}

func able(req *sip.Request) *sip.Response {
	res := reject(req, 200)
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	res.AppendHeader(sip.NewHeader("Accept", "application/sdp"))
	res.AppendHeader(sip.NewHeader("Supported", "100rel, timer"))
	return res
}

var phrases = map[int]string{
	200: "OK", 202: "Accepted", 400: "Bad Request", 405: "Method Not Allowed", 420: "Bad Extension", 480: "Temporarily Unavailable",
	481: "Call/Transaction Does Not Exist", 486: "Busy Here", 488: "Not Acceptable Here",
	491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented", 603: "Decline",
}

func reject(req *sip.Request, code int) *sip.Response {
	return sip.NewResponseFromRequest(req, code, phrases[code], nil)
}

// inside answers a request in a dialog. A flood fills the box and gets 500.
func (p *Phone) inside(l *leg, req *sip.Request, tx sip.ServerTransaction) {
	reply := make(chan *sip.Response, 1)
	if !l.talk.box.offer(func() { reply <- l.answerTo(req) }) {
		if l.isOver() {
			_ = tx.Respond(l.afterwards(req))
		} else {
			_ = tx.Respond(reject(req, 500))
		}
		return
	}
	res := <-reply
	seq := req.CSeq().SeqNo
	if req.IsInvite() && res.IsSuccess() {
		acked := l.expect(seq)
		_ = tx.Respond(res)
		l.insist(tx, res, acked)
		return
	}
	_ = tx.Respond(res)
}

// insist sends a 2xx until its ACK comes (RFC 3261, section 13.3.1.4).
func (l *leg) insist(tx sip.ServerTransaction, res *sip.Response, acked <-chan struct{}) {
	wait, end := 500*time.Millisecond, time.After(patience)
	for {
		select {
		case <-acked:
			return
		case <-l.gone:
			return
		case <-end:
			l.talk.box.post(func() { l.lost() })
			return
		case <-time.After(wait):
			if !sip.IsReliable(l.line.cfg.Transport) {
				_ = tx.Respond(res)
			}
			wait = min(2*wait, 4*time.Second)
		}
	}
}

// expect makes the channel that the ACK of a 2xx of ours closes.
func (l *leg) expect(cseq uint32) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := make(chan struct{})
	l.waits[cseq] = c
	return c
}

// onAck may carry the answer to an offer that we made in the 200.
func (l *leg) onAck(req *sip.Request) {
	seq := req.CSeq().SeqNo
	l.mu.Lock()
	if c := l.waits[seq]; c != nil {
		close(c)
		delete(l.waits, seq)
	}
	offer, ours := l.late[seq]
	delete(l.late, seq)
	l.mu.Unlock()
	body := sdpOf(req)
	if !ours || body == nil {
		return
	}
	l.talk.box.post(func() {
		if l.mine.origin == offer.origin && !l.isOver() {
			l.hear(body)
			l.changed()
		}
	})
}

// afterwards answers what comes after the end.
func (l *leg) afterwards(req *sip.Request) *sip.Response {
	if req.Method == sip.BYE {
		return reject(req, 200)
	}
	return reject(req, 481)
}

// answerTo answers a request in the dialog, in the order of the call.
func (l *leg) answerTo(req *sip.Request) *sip.Response {
	if l.isOver() {
		return l.afterwards(req)
	}
	if !l.dialog.inOrder(req.CSeq().SeqNo) {
		return reject(req, 500) // section 12.2.2
	}
	if odd := unheardOf(req.GetHeaders("Require")); odd != "" {
		res := reject(req, 420)
		res.AppendHeader(sip.NewHeader("Unsupported", odd))
		return res
	}
	switch req.Method {
	case sip.BYE:
		l.byeOfTheirs()
		return reject(req, 200)
	case sip.INVITE, sip.UPDATE:
		return l.offered(req)
	case sip.REFER:
		return l.referred(req)
	case sip.OPTIONS:
		return able(req)
	case sip.NOTIFY:
		return reject(req, 200) // of an exchange that tells what we did not ask
	}
	return unknown(req)
}

// unheardOf are the extensions that a request cannot do without and that we do
// not have (RFC 3261, section 8.2.2.3), "" where there is none.
func unheardOf(required []sip.Header) string {
	var odd []string
	for _, h := range required {
		for _, word := range strings.Split(h.Value(), ",") {
			switch word = strings.ToLower(strings.TrimSpace(word)); word {
			case "", "timer", "100rel":
			default:
				odd = append(odd, word)
			}
		}
	}
	return strings.Join(odd, ", ")
}

func (l *leg) byeOfTheirs() {
	l.ended()
	switch l {
	case l.talk.next:
		l.talk.transferFailed(l, 487)
	case l.talk.cur:
		if l.talk.next == nil || !l.talk.adopt() {
			l.talk.end(0, call.RemoteBye, 0)
		}
	}
}
