package sipcall

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// acknowledge sends PRACK where a provisional response wants one (RFC 3262,
// section 4). False: it came before, or out of order, and is to be passed over.
func (l *leg) acknowledge(req *sip.Request, res *sip.Response) bool {
	if !has(res.GetHeaders("Require"), "100rel") || res.StatusCode == 100 || res.To() == nil {
		return true
	}
	h := res.GetHeader("RSeq")
	if h == nil {
		return true
	}
	n, err := strconv.ParseUint(strings.TrimSpace(h.Value()), 10, 32)
	if err != nil {
		return true
	}
	tag, _ := res.To().Params.Get("tag")
	if last, began := l.reliable[tag]; began && uint32(n) != last+1 || len(l.reliable) > 16 {
		return false
	}
	l.reliable[tag] = uint32(n)
	l.prack(req, res, uint32(n))
	return true
}

// prack goes in the early dialog of whoever sent the response, with the next
// number of ours.
func (l *leg) prack(invite *sip.Request, res *sip.Response, n uint32) {
	d := l.dialog.fork(res)
	l.dialog.mu.Lock()
	l.dialog.cseq++ // what comes after counts on from PRACK
	l.dialog.mu.Unlock()
	rack := fmt.Sprintf("%d %d INVITE", n, invite.CSeq().SeqNo)
	l.talk.p.behind(func(ctx context.Context) {
		ctx, stop := context.WithTimeout(ctx, patience)
		defer stop()
		_, _ = l.line.do(ctx, func(proof []sip.Header) *sip.Request {
			req := prove(d.request(sip.PRACK), proof)
			req.AppendHeader(sip.NewHeader("RAck", rack))
			return req
		})
	})
}

// has tells whether a word is in headers that list words.
func has(headers []sip.Header, word string) bool {
	for _, h := range headers {
		for _, w := range strings.Split(h.Value(), ",") {
			if strings.EqualFold(strings.TrimSpace(w), word) {
				return true
			}
		}
	}
	return false
}
