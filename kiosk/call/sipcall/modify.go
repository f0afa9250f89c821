package sipcall

import (
	"math/rand/v2"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// rehold tells the other side what we hold, where it does not know.
func (l *leg) rehold() {
	if l.confirmed && !l.modifying && !l.isOver() && l.mine.dir.receives() == l.talk.hold {
		l.modify(nil)
	}
}

// modify sends a re-INVITE (RFC 3261, section 14.1) that says what holds now.
func (l *leg) modify(proof []sip.Header) {
	req := prove(l.dialog.request(sip.INVITE), proof)
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	req.AppendHeader(sip.NewHeader("Supported", "timer"))
	before := l.mine
	contentSDP(req, l.describe().write())
	l.modifying = true
	l.transact(req, func(req *sip.Request, res *sip.Response) { l.onModified(req, res, before, proof) })
}

func (l *leg) onModified(req *sip.Request, res *sip.Response, before media, proof []sip.Header) {
	if res.IsProvisional() {
		return
	}
	if res.IsSuccess() {
		l.modified(req, res)
		return
	}
	l.modifying = false
	l.mine = before // nothing changed, section 14.1
	switch code := res.StatusCode; {
	case challenged(res) && proof == nil:
		if proof, err := l.talk.p.cfg.prove(req, res, nil); err == nil {
			l.modify(proof)
		}
	case code == 481 || code == 408:
		l.lost()
	case code == 491: // both asked at once; the owner of the Call-ID waits longer
		time.AfterFunc(2100*time.Millisecond+rand.N(1900*time.Millisecond), func() { l.talk.box.post(l.rehold) })
	}
}

func (l *leg) modified(req *sip.Request, res *sip.Response) {
	l.acknowledged(req.CSeq().SeqNo)
	if !l.modifying {
		return // the same 2xx again
	}
	l.modifying = false
	l.dialog.retarget(res.Contact())
	l.learn(res)
	if body := sdpOf(res); body != nil {
		l.hear(body)
	}
	l.changed()
	l.rehold() // somebody may have changed his mind meanwhile
}

// lost is a dialog that the other side knows no more.
func (l *leg) lost() {
	if l == l.talk.cur {
		l.talk.end(0, call.Lost, 0)
	}
}

// changed tells what a new description changed.
func (l *leg) changed() {
	if l == l.talk.cur {
		held := l.heldByThem()
		l.talk.change(func(e *call.Event) { e.Held = held })
	}
}
