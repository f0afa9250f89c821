package sipcall

import (
	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// offered answers a re-INVITE or an UPDATE.
func (l *leg) offered(req *sip.Request) *sip.Response {
	body := sdpOf(req)
	switch {
	case (l.modifying || !l.described) && (body != nil || req.IsInvite()):
		return reject(req, 491) // an offer of ours is open (RFC 3311, section 5.2)
	case !l.confirmed && req.IsInvite():
		return reject(req, 500)
	}
	l.dialog.retarget(req.Contact())
	res := able(req)
	switch {
	case body == nil && req.IsInvite():
		offer := l.describe()
		l.mu.Lock()
		l.late[req.CSeq().SeqNo] = offer
		l.mu.Unlock()
		contentSDP(res, offer.write())
	case body != nil:
		answer, ok := l.meet(body)
		if !ok {
			return reject(req, 488)
		}
		contentSDP(res, answer)
	}
	l.accepts(req, res)
	if name := agentOf(req); name != "" {
		l.talk.change(func(e *call.Event) { e.Agent = name })
	}
	l.changed()
	return res
}

// meet takes an offer and gives the answer.
func (l *leg) meet(body []byte) ([]byte, bool) {
	theirs, err := readSDP(body)
	if err != nil {
		return nil, false
	}
	before, version := l.mine, l.version
	ours := l.describe()
	ours.keys = []sdes{l.stream.key} // for whoever begins to encrypt now
	answer, a, err := reply(theirs, ours, l.talk.p.cfg.Encrypt)
	if err != nil || l.stream.agree(a) != nil {
		l.mine, l.version = before, version
		return nil, false
	}
	if l.secure && !answer.secure {
		l.talk.p.cfg.Log.Warn("telephone", "encrypted", false, "asked by", "the other side")
	}
	l.secure, l.mine = answer.secure, answer
	return answer.write(), true
}
