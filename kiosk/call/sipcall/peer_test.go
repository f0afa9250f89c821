package sipcall

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call/sound"
)

// peer is a phone that is called.
type peer struct {
	x       *exchange
	invite  *sip.Request
	tx      sip.ServerTransaction
	dialog  *dialog
	stream  *stream
	mine    media
	stop    chan struct{}
	back    sync.WaitGroup
	once    sync.Once
	codecs  []string
	encrypt Encrypt

	mu    sync.Mutex
	heard []int16
	got   []*sip.Request
	reply func(*sip.Request) *sip.Response // to what comes in the dialog; nil: the usual
	ended chan struct{}
	over  bool
}

func (x *exchange) invited(req *sip.Request, tx sip.ServerTransaction, script func(*peer)) {
	p := &peer{x: x, invite: req, tx: tx, stop: make(chan struct{}), ended: make(chan struct{}), codecs: []string{PCMA}, encrypt: Never}
	p.dialog = &dialog{id: req.CallID().Value(), target: req.Contact().Address, cseq: 100}
	p.dialog.local = sip.FromHeader{Address: req.To().Address}
	p.dialog.local.Params.Add("tag", random())
	p.dialog.remote = sip.ToHeader{Address: req.From().Address, Params: req.From().Params}
	x.peers <- p
	gone := make(chan struct{})
	tx.OnTerminate(func(string, error) { close(gone) })
	script(p)
	<-gone // the transaction lives as long as this goroutine
}

// respond answers the INVITE.
func (p *peer) respond(code int, reason string, headers ...string) {
	p.describe(code, reason, nil, headers...)
}

func (p *peer) describe(code int, reason string, body []byte, headers ...string) {
	res := sip.NewResponseFromRequest(p.invite, code, reason, body)
	if code > 100 {
		res.To().Params = p.dialog.local.Params
	}
	if code < 300 {
		res.AppendHeader(&sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "agent", Host: "127.0.0.1", Port: p.x.at.Port}})
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		res.AppendHeader(sip.NewHeader(name, value))
	}
	if body != nil {
		res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	}
	_ = p.tx.Respond(res)
}

func (p *peer) ring() { p.respond(180, "Ringing") }

// accept answers with sound: 600 Hz.
func (p *peer) accept(headers ...string) { p.describe(200, "OK", p.sounds(), headers...) }

// sounds opens the stream of the peer by what the kiosk offered.
func (p *peer) sounds() []byte {
	offer, err := readSDP(p.invite.Body())
	if err != nil {
		p.x.t.Errorf("the kiosk's offer: %v", err)
		return nil
	}
	return p.open(offer)
}

func (p *peer) open(offer media) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stream == nil {
		o, err := openPorts(netip.MustParseAddr("127.0.0.1"), 0, 0)
		if err != nil {
			p.x.t.Error(err)
			return nil
		}
		p.stream = newStream(o)
		p.back.Go(p.talk)
	}
	at := p.stream.ports.at()
	p.mine = media{origin: "agent 1 1", rtp: at, rtcp: rtcpAt(at), formats: formatsOf(p.codecs), dir: sendrecv, keys: []sdes{p.stream.key}}
	answer, a, err := reply(offer, p.mine, p.encrypt)
	if err != nil {
		p.x.t.Errorf("the kiosk offers nothing: %v", err)
		return nil
	}
	if err := p.stream.agree(a); err != nil {
		p.x.t.Error(err)
	}
	return answer.write()
}

func (p *peer) talk() {
	tone := sound.NewTone(48_000, 600, 0.5)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	pcm := make([]int16, packet)
	for {
		select {
		case <-p.stop:
			return
		case now := <-tick.C:
			tone.Fill(pcm)
			p.stream.speak(pcm)
			var heard []int16
			for len(heard) < packet {
				heard = p.stream.listen(heard, true, now)
			}
			p.mu.Lock()
			if p.heard = append(p.heard, heard...); len(p.heard) > 48_000 {
				p.heard = p.heard[len(p.heard)-48_000:]
			}
			p.mu.Unlock()
		}
	}
}

// hears tells how loud a tone was in the last 100 ms.
func (p *peer) hears(freq float64) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return lately(p.heard, freq)
}

func lately(heard []int16, freq float64) float64 {
	if len(heard) < 4800 {
		return 0
	}
	return sound.Goertzel(heard[len(heard)-4800:], 48_000, freq)
}

// silence stops the peer; it says nothing to the kiosk.
func (p *peer) silence() {
	p.once.Do(func() {
		close(p.stop)
		p.back.Wait()
		if p.stream != nil {
			p.stream.close()
		}
		p.tx.Terminate()
	})
}

// send makes a request in the dialog and gives the answer.
func (p *peer) send(method sip.RequestMethod, body []byte, headers ...string) *sip.Response {
	p.x.t.Helper()
	req := p.dialog.request(method)
	req.AppendHeader(&sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "agent", Host: "127.0.0.1", Port: p.x.at.Port}})
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.AppendHeader(sip.NewHeader(name, value))
	}
	if body != nil {
		contentSDP(req, body)
	}
	ctx, stop := context.WithTimeout(context.Background(), long)
	defer stop()
	return p.x.send(ctx, req)
}

func (x *exchange) send(ctx context.Context, req *sip.Request) *sip.Response {
	x.t.Helper()
	req.Laddr = sip.Addr{IP: x.at.IP, Port: x.at.Port}
	res, err := x.client.Do(ctx, req, sipgo.ClientRequestAddVia)
	if err != nil {
		x.t.Fatalf("%s: %v", req.Method, err)
	}
	return res
}

// ack acknowledges a 2xx of the kiosk.
func (p *peer) ack(res *sip.Response, body []byte) {
	req := p.dialog.ack(res.CSeq().SeqNo)
	if body != nil {
		contentSDP(req, body)
	}
	req.Laddr = sip.Addr{IP: p.x.at.IP, Port: p.x.at.Port}
	must(p.x.t, p.x.client.WriteRequest(req, sipgo.ClientRequestAddVia))
}

// settled is p, whose stream is open.
func (p *peer) settled() *peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p
}

func (p *peer) bye() int { defer p.silence(); return p.send(sip.BYE, nil).StatusCode }

// inDialog answers what the kiosk asks in a dialog.
func (x *exchange) inDialog(tag string, req *sip.Request, tx sip.ServerTransaction) {
	var found *peer
	x.mu.Lock()
	for range len(x.peers) {
		p := <-x.peers
		if v, _ := p.dialog.local.Params.Get("tag"); v == tag {
			found = p
		}
		x.peers <- p
	}
	x.mu.Unlock()
	if found == nil {
		_ = tx.Respond(sip.NewResponseFromRequest(req, 481, "No", nil))
		return
	}
	_ = tx.Respond(found.answer(req))
}

func (p *peer) answer(req *sip.Request) *sip.Response {
	p.mu.Lock()
	p.got = append(p.got, req)
	reply := p.reply
	p.mu.Unlock()
	if reply != nil {
		if res := reply(req); res != nil {
			return res
		}
	}
	res := sip.NewResponseFromRequest(req, 200, "OK", nil)
	switch {
	case req.Method == sip.BYE:
		p.mu.Lock()
		if !p.over {
			p.over = true
			close(p.ended)
		}
		p.mu.Unlock()
	case req.IsInvite():
		res.AppendHeader(&sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "agent", Host: "127.0.0.1", Port: p.x.at.Port}})
		offer, err := readSDP(req.Body())
		if err != nil {
			p.x.t.Errorf("the kiosk's new offer: %v", err)
		}
		contentSDP(res, p.open(offer))
	}
	return res
}

// requests are those of a method that the kiosk made in this dialog.
func (p *peer) requests(m sip.RequestMethod) (all []*sip.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.got {
		if r.Method == m {
			all = append(all, r)
		}
	}
	return all
}
