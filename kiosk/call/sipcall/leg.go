package sipcall

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// leg is one dialog of a call, with its stream. It belongs to the goroutine of
// its talk, but for what comes after the end of that.
type leg struct {
	talk   *talk
	line   *line
	dialog *dialog
	stream *stream
	gone   chan struct{} // closed: nothing more will be done with it

	secure    bool
	version   int
	session   uint32
	mine      media        // the last description of ours
	sent      *sip.Request // the INVITE that is on its way
	proof     []sip.Header
	asked     int // how often who we are
	redirects int
	rung      bool   // a provisional response came, so CANCEL may go
	confirmed bool   // 2xx
	answer    uint32 // CSeq of the INVITE that was answered
	acks      map[uint32]*sip.Request
	reliable  map[string]uint32 // last RSeq by tag (RFC 3262)
	described bool              // they told how their sound is
	modifying bool              // a re-INVITE of ours is on its way
	updates   bool              // they take UPDATE
	timer     *time.Timer       // RFC 4028
	refer     *referral         // why this leg was made, nil: dialled

	mu      sync.Mutex
	over    bool
	stopped bool // CANCEL was sent
	txs     []sip.ClientTransaction
	waits   map[uint32]chan struct{}
	late    map[uint32]media // offers of ours in a 200, answered in its ACK
}

// newLeg opens the sockets of a leg to an address; nil: there are none.
func (t *talk) newLeg(l *line, to sip.Uri) *leg {
	p, err := openPorts(l.local, t.p.cfg.MinPort, t.p.cfg.MaxPort)
	if err != nil {
		t.p.cfg.Log.Warn("telephone", "why", err.Error())
		return nil
	}
	g := &leg{
		talk: t, line: l, dialog: t.p.cfg.newDialog(to), stream: newStream(p), gone: make(chan struct{}),
		secure: t.p.cfg.Encrypt != Never, session: rand.Uint32() >> 1,
		acks: map[uint32]*sip.Request{}, reliable: map[string]uint32{}, waits: map[uint32]chan struct{}{}, late: map[uint32]media{},
	}
	t.p.keep(g)
	return g
}

// describe is what we offer now.
func (l *leg) describe() media {
	l.version++
	at := l.stream.ports.at()
	m := media{
		origin: fmt.Sprintf("guichet %d %d", l.session, l.version),
		rtp:    at, rtcp: rtcpAt(at), secure: l.secure,
		formats: formatsOf(l.talk.p.cfg.Codecs), dir: directionOf(true, !l.talk.hold),
	}
	if l.secure {
		m.keys = []sdes{l.stream.key}
	}
	l.mine = m
	return m
}

// close ends a leg, and its dialog behind. It may be called at any time.
func (l *leg) close() {
	l.mu.Lock()
	was := l.over
	l.over = true
	l.mu.Unlock()
	if was {
		return
	}
	if l.timer != nil {
		l.timer.Stop()
	}
	sent, rung, confirmed := l.sent, l.rung, l.confirmed
	close(l.gone)
	l.talk.p.behind(func(ctx context.Context) {
		ctx, stop := context.WithTimeout(ctx, patience)
		defer stop()
		l.stream.close()
		switch {
		case confirmed:
			bye(ctx, l.line, l.dialog)
			l.release()
		case sent != nil && rung:
			l.cancel(sent)
		}
		l.talk.p.forget(l)
	})
}

// ended is close of a dialog that the other side ended: nothing is sent.
func (l *leg) ended() {
	l.confirmed, l.sent = false, nil
	l.close()
}

// cancel sends CANCEL, once.
func (l *leg) cancel(invite *sip.Request) {
	l.mu.Lock()
	was := l.stopped
	l.stopped = true
	l.mu.Unlock()
	if was {
		return
	}
	ctx, stop := context.WithTimeout(l.talk.p.ctx, patience)
	defer stop()
	_, _ = l.line.once(ctx, cancel(invite))
}

func (l *leg) isOver() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.over
}

// contentSDP marks a body.
func contentSDP(req interface {
	AppendHeader(sip.Header)
	SetBody([]byte)
}, body []byte) {
	req.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	req.SetBody(body)
}

// sdpOf is the description in a message: nil where there is none.
func sdpOf(m interface {
	Body() []byte
	ContentType() *sip.ContentTypeHeader
}) []byte {
	body, kind := m.Body(), m.ContentType()
	if len(body) == 0 || kind != nil && !isSDP(kind.Value()) {
		return nil
	}
	return body
}
