package sipcall

import (
	"context"
	"time"

	"github.com/emiago/sipgo/sip"
)

// transact sends an INVITE and leaves each response in the box of the call. It
// ends with the last one, or some time after the end of the leg.
func (l *leg) transact(req *sip.Request, hear func(*sip.Request, *sip.Response)) {
	l.talk.p.behind(func(ctx context.Context) {
		tx, err := l.line.start(ctx, req)
		if err != nil {
			l.pass(req, silence(req, 503), hear)
			return
		}
		tx.OnRetransmission(func(res *sip.Response) { l.pass(req, res, hear) })
		l.own(tx)
		l.follow(ctx, tx, req, hear)
	})
}

// own keeps a transaction to end it with the leg: sipgo would keep it, and the
// leg with it, for 32 s more.
func (l *leg) own(tx sip.ClientTransaction) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.txs = append(l.txs, tx)
}

// release ends the transactions that were answered. What still comes for them
// finds Phone.stray.
func (l *leg) release() {
	l.mu.Lock()
	all := l.txs
	l.txs = nil
	l.mu.Unlock()
	for _, tx := range all {
		tx.Terminate()
	}
}

func (l *leg) follow(ctx context.Context, tx sip.ClientTransaction, req *sip.Request, hear func(*sip.Request, *sip.Response)) {
	var late <-chan time.Time
	gone := l.gone
	for {
		select {
		case res := <-tx.Responses():
			l.pass(req, res, hear)
			if !res.IsProvisional() {
				return // sipgo acknowledges a refusal, and hears what comes again
			}
		case <-tx.Done():
			l.pass(req, silence(req, 408), hear)
			return
		case <-gone:
			gone, late = nil, time.After(patience)
		case <-late:
			tx.Terminate()
			return
		case <-ctx.Done():
			tx.Terminate()
			return
		}
	}
}

// silence stands for a response that did not come (section 8.1.3.1).
func silence(req *sip.Request, code int) *sip.Response {
	res := sip.NewResponseFromRequest(req, code, "", nil)
	res.AppendHeader(sip.NewHeader("X-Silence", "1"))
	return res
}

func unsaid(res *sip.Response) bool { return res.GetHeader("X-Silence") != nil }

// pass leaves a response in the box; after the end of the call nobody reads it,
// and what it needs is done here.
func (l *leg) pass(req *sip.Request, res *sip.Response, hear func(*sip.Request, *sip.Response)) {
	if !whole(res) {
		if res.IsProvisional() {
			return
		}
		res = silence(req, 500)
	}
	f := func() {
		if l.isOver() {
			l.orphan(req, res)
		} else {
			hear(req, res)
		}
	}
	if !l.talk.box.post(f) {
		l.orphan(req, res)
	}
}

// whole tells whether a response has what each must have (RFC 3261, section
// 8.1.1); sipgo does not look.
func whole(res *sip.Response) bool {
	return res.From() != nil && res.To() != nil && res.CSeq() != nil && res.CallID() != nil
}

// orphan is a response to an INVITE that nobody wants any more. The dialog of a
// re-INVITE has its BYE already.
func (l *leg) orphan(req *sip.Request, res *sip.Response) {
	again := req.To().Params.Has("tag")
	switch {
	case unsaid(res):
	case again && res.IsSuccess():
		l.acknowledged(req.CSeq().SeqNo)
	case again:
	case res.IsProvisional():
		l.talk.p.behind(func(context.Context) { l.cancel(req) })
	case res.IsSuccess():
		d := l.dialog.fork(res)
		l.talk.p.behind(func(ctx context.Context) { dismiss(ctx, l.line, d, req.CSeq().SeqNo) })
	}
}
