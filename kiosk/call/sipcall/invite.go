package sipcall

import (
	"context"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// maxRedirects is how many are followed (RFC 3261, section 8.1.3.4).
const maxRedirects = 3

// invite sends an INVITE with an offer.
func (l *leg) invite() {
	req := prove(l.dialog.request(sip.INVITE), l.proof)
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	req.AppendHeader(sip.NewHeader("Supported", "100rel, timer"))
	if l.refer != nil {
		l.refer.mark(req)
	}
	contentSDP(req, l.describe().write())
	l.sent, l.rung, l.described = req, false, false
	l.transact(req, l.onResponse)
}

// onResponse is a response to the INVITE that makes the dialog.
func (l *leg) onResponse(req *sip.Request, res *sip.Response) {
	l.talk.answered = l.talk.answered || !unsaid(res)
	switch {
	case res.IsSuccess():
		l.success(req, res)
	case req != l.sent:
	case res.IsProvisional():
		l.rung = true
		l.provisional(req, res)
	case challenged(res):
		l.challenge(req, res)
	case res.IsRedirection():
		l.redirect(res)
	case refusesSRTP(res.StatusCode) && l.secure && l.talk.p.cfg.Encrypt == Prefer:
		l.talk.p.cfg.Log.Warn("telephone", "encrypted", false, "code", res.StatusCode)
		l.secure = false
		l.invite()
	default:
		l.refused(res)
	}
}

func refusesSRTP(code int) bool { return code == 488 || code == 606 || code == 415 }

func (l *leg) challenge(req *sip.Request, res *sip.Response) {
	proof, err := l.talk.p.cfg.prove(req, res, l.proof)
	if l.asked++; err != nil || l.asked > proofs {
		l.refused(res)
		return
	}
	l.proof = proof
	l.invite()
}

// redirect follows the first address that is of our exchange: nobody sends the
// kiosk to a number that costs.
func (l *leg) redirect(res *sip.Response) {
	l.redirects++
	for _, h := range res.GetHeaders("Contact") {
		var u sip.Uri
		var params sip.HeaderParams
		_, err := sip.ParseAddressValue(h.Value(), &u, &params)
		if err != nil || l.redirects > maxRedirects || !l.talk.ours(u) {
			continue
		}
		u.Headers = nil
		l.dialog.retarget(&sip.ContactHeader{Address: u})
		l.proof, l.asked = nil, 0
		l.invite()
		return
	}
	l.refused(res)
}

// refused is the end of it.
func (l *leg) refused(res *sip.Response) {
	l.sent = nil
	why := causeOf(res.StatusCode)
	if unsaid(res) || challenged(res) {
		why = call.Failed
	}
	if l.refer != nil {
		l.talk.transferFailed(l, res.StatusCode)
		return
	}
	l.talk.end(res.StatusCode, why, retryAfter(res))
}

// provisional is 1xx: it rings, or waits, or says something already.
func (l *leg) provisional(req *sip.Request, res *sip.Response) {
	if !l.acknowledge(req, res) {
		return // a reliable one, again
	}
	if body := sdpOf(res); body != nil {
		l.hear(body)
	}
	if l.refer != nil || res.StatusCode == 199 {
		return
	}
	e := call.Event{State: call.Proceeding, Code: res.StatusCode, Queue: queueOf(res)}
	if res.StatusCode == 180 || res.StatusCode == 183 {
		e.State = call.Early
	}
	l.talk.tell(e)
}

// hear takes an answer to our offer.
func (l *leg) hear(body []byte) bool {
	theirs, err := readSDP(body)
	if err != nil {
		return false
	}
	a, err := accept(l.mine, theirs)
	if err != nil || l.stream.agree(a) != nil {
		return false
	}
	l.described = true
	return true
}

// success is 2xx: the first makes the dialog, the same again wants its ACK
// again, and one of somebody else (a fork) is ended.
func (l *leg) success(req *sip.Request, res *sip.Response) {
	tag, _ := res.To().Params.Get("tag")
	switch {
	case !l.confirmed && req == l.sent:
		l.confirm(req, res)
	case tag == l.dialog.tag():
		l.again(res)
	default:
		l.orphan(req, res)
	}
}

func (l *leg) confirm(req *sip.Request, res *sip.Response) {
	l.confirmed, l.sent, l.answer = true, nil, req.CSeq().SeqNo
	l.dialog.establish(res)
	l.acknowledged(l.answer)
	body := sdpOf(res)
	if body != nil && !l.hear(body) || !l.described {
		l.unheard()
		return
	}
	l.learn(res)
	if l.refer != nil {
		l.talk.transferred(l)
		return
	}
	l.talk.voice.open.Store(true)
	l.talk.tell(call.Event{State: call.Confirmed, Code: res.StatusCode, Agent: agentOf(res), Quality: call.Good, Held: l.heldByThem()})
	if l.talk.hold {
		l.rehold()
	}
}

// unheard: they answered, and there is no sound in common.
func (l *leg) unheard() {
	if l.refer != nil {
		l.talk.transferFailed(l, 488)
		return
	}
	l.talk.end(488, call.NoMedia, 0)
}

func (l *leg) heldByThem() bool {
	l.stream.mu.Lock()
	defer l.stream.mu.Unlock()
	return l.stream.live && !l.stream.now.dir.sends()
}

// acknowledged sends the ACK of a 2xx.
func (l *leg) acknowledged(cseq uint32) {
	l.talk.p.behind(func(ctx context.Context) {
		ctx, stop := context.WithTimeout(ctx, ask)
		defer stop()
		_ = l.line.post(ctx, l.dialog.ack(cseq))
	})
}

// again is a 2xx that came once more: its ACK was lost.
func (l *leg) again(res *sip.Response) {
	if seq := res.CSeq(); seq != nil && l.confirmed {
		l.acknowledged(seq.SeqNo)
	}
}
