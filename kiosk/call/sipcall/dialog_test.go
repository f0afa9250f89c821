package sipcall

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

// inCall is a call that was answered, and the phone that answered it.
func inCall(t *testing.T, x *exchange, cfg Config) (call.Call, *peer) {
	t.Helper()
	p := x.phone(cfg)
	c := dial(t, p, x, "answers")
	calltest.Until(t, c, call.Confirmed)
	until(t, "the citizen hears the agent", hears(device(cfg), 600))
	return c, x.called().settled()
}

// offer is a description of the peer, with another direction.
func (p *peer) offer(dir direction) []byte {
	p.mu.Lock()
	m := p.mine
	p.mu.Unlock()
	m.dir = dir
	return m.write()
}

func TestHeldByTheAgent(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	for _, method := range []sip.RequestMethod{sip.INVITE, sip.UPDATE} {
		for _, dir := range []direction{sendonly, inactive} {
			res := p.send(method, p.offer(dir))
			if answer, err := readSDP(res.Body()); res.StatusCode != 200 || err != nil || answer.dir.sends() {
				t.Fatalf("%s: %s is answered with %d, %s", method, dir, res.StatusCode, res.Body())
			}
			if method == sip.INVITE {
				p.ack(res, nil)
			}
			untilEvent(t, c, "held", func(e call.Event) bool { return e.Held })
			until(t, "the agent hears nothing", func() bool { return p.hears(440) < quiet })
			res = p.send(method, p.offer(sendrecv))
			if method == sip.INVITE {
				p.ack(res, nil)
			}
			untilEvent(t, c, "back", func(e call.Event) bool { return !e.Held })
			until(t, "both hear each other", func() bool { return p.hears(440) > loud && hears(device(cfg), 600)() })
		}
	}
	c.Hangup()
	calltest.Ended(t, c)
}

// A re-INVITE without a description: the offer is in the 200, the answer in the
// ACK (RFC 3261, section 14.2). It ends calls elsewhere.
func TestAnOfferInThe200(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	res := p.send(sip.INVITE, nil)
	offer, err := readSDP(res.Body())
	if res.StatusCode != 200 || err != nil || offer.dir != sendrecv || len(offer.formats) < 2 {
		t.Fatalf("%d %s", res.StatusCode, res.Body())
	}
	answer := p.mine
	answer.dir = sendonly
	p.ack(res, answer.write())
	untilEvent(t, c, "held by what the ACK says", func(e call.Event) bool { return e.Held })
	until(t, "the agent is still heard", hears(device(cfg), 600))
	if code := p.bye(); code != 200 {
		t.Errorf("BYE: %d", code)
	}
	if e := calltest.Ended(t, c); e.Cause != call.RemoteBye {
		t.Errorf("%+v", e)
	}
}

func TestHeldByTheCitizenWhileTheAgentAsksToo(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	var once sync.Once
	p.mu.Lock()
	p.reply = func(req *sip.Request) (res *sip.Response) {
		if req.IsInvite() {
			once.Do(func() { res = sip.NewResponseFromRequest(req, 491, "Request Pending", nil) })
		}
		return res
	}
	p.mu.Unlock()
	c.Hold(true)
	until(t, "it asks again", func() bool { return len(p.requests(sip.INVITE)) == 2 })
	until(t, "held", func() bool { return p.hears(440) < quiet })
	c.Hold(false)
	until(t, "back", func() bool { return p.hears(440) > loud })
	c.Hangup()
	calltest.Ended(t, c)
}

func TestMuteAndKeys(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	until(t, "the citizen is heard", func() bool { return p.hears(440) > loud })
	c.Mute(call.Microphone, true)
	until(t, "muted", func() bool { return p.hears(440) < quiet })
	c.Mute(call.Camera, false)
	c.Mute(call.Microphone, false)
	until(t, "heard again", func() bool { return p.hears(440) > loud })
	c.Hangup()
	calltest.Ended(t, c)
}

func TestStrangeRequests(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	for _, s := range []struct {
		method sip.RequestMethod
		code   int
	}{{sip.OPTIONS, 200}, {sip.INFO, 405}, {sip.MESSAGE, 405}, {sip.SUBSCRIBE, 405}, {"FROBNICATE", 501}, {sip.NOTIFY, 200}} {
		if res := p.send(s.method, nil); res.StatusCode != s.code || s.code == 405 && res.GetHeader("Allow") == nil {
			t.Errorf("%s: %d", s.method, res.StatusCode)
		}
	}
	if res := p.send(sip.OPTIONS, nil, "Require: unheard-of"); res.StatusCode != 420 {
		t.Errorf("an extension: %d", res.StatusCode)
	}
	if res := p.send(sip.OPTIONS, nil, "Require: timer, unheard-of"); res.StatusCode != 420 || res.GetHeader("Unsupported").Value() != "unheard-of" {
		t.Errorf("one extension of two: %d, %v", res.StatusCode, res.GetHeader("Unsupported"))
	}
	if res := p.send(sip.INVITE, []byte("v=0\r\nm=audio")); res.StatusCode != 488 {
		t.Errorf("a broken description: %d", res.StatusCode)
	}
	p.dialog.cseq -= 3
	if res := p.send(sip.OPTIONS, nil); res.StatusCode != 500 {
		t.Errorf("an old number: %d", res.StatusCode)
	}
	p.dialog.cseq += 3
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("%+v", e)
	}
}

// outside sends a request to the kiosk that belongs to no call.
func (x *exchange) outside(method sip.RequestMethod, tag string) int {
	x.t.Helper()
	x.mu.Lock()
	to := x.contact
	x.mu.Unlock()
	d := &dialog{id: random(), target: to, local: sip.FromHeader{Address: to}, remote: sip.ToHeader{Address: to}}
	d.local.Params.Add("tag", random())
	if tag != "" {
		d.remote.Params.Add("tag", tag)
	}
	req := d.request(method)
	req.AppendHeader(&sip.ContactHeader{Address: sip.Uri{Scheme: "sip", Host: "127.0.0.1", Port: x.at.Port}})
	ctx, stop := context.WithTimeout(context.Background(), long)
	defer stop()
	return x.send(ctx, req).StatusCode
}

func TestAKioskTakesNoCalls(t *testing.T) {
	x := openExchange(t, "")
	p := x.phone(x.config())
	for method, code := range map[sip.RequestMethod]int{
		sip.INVITE: 480, sip.OPTIONS: 200, sip.MESSAGE: 405, sip.REFER: 405, "FROBNICATE": 501, sip.BYE: 481, sip.NOTIFY: 481,
	} {
		if got := x.outside(method, ""); got != code {
			t.Errorf("%s: %d, not %d", method, got, code)
		}
	}
	c := dial(t, p, x, "rings")
	calltest.Until(t, c, call.Early)
	if got := x.outside(sip.INVITE, ""); got != 486 {
		t.Errorf("INVITE in a call: %d", got)
	}
	if got := x.outside(sip.BYE, "nobody"); got != 481 {
		t.Errorf("BYE of a stranger: %d", got)
	}
	c.Hangup()
	calltest.Ended(t, c)
}

func TestAStormOfBYE(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	codes := make(chan int, 40)
	for range cap(codes) {
		req := p.dialog.request(sip.BYE)
		req.Laddr = sip.Addr{IP: x.at.IP, Port: x.at.Port}
		go func() {
			ctx, stop := context.WithTimeout(context.Background(), long)
			defer stop()
			res, err := x.client.Do(ctx, req, sipgo.ClientRequestAddVia)
			if err != nil {
				codes <- 0
				return
			}
			codes <- res.StatusCode
		}()
	}
	if e := calltest.Ended(t, c); e.Cause != call.RemoteBye {
		t.Errorf("%+v", e)
	}
	good := 0
	for range cap(codes) {
		switch code := <-codes; code {
		case 200:
			good++
		case 481, 500:
		default:
			t.Errorf("BYE: %d", code)
		}
	}
	if good == 0 {
		t.Error("no BYE was taken")
	}
}

func TestTheAgentTransfers(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	res := p.send(sip.REFER, nil, "Refer-To: <sip:answers@"+x.String()+"?Replaces=abc%40pbx%3Bto-tag%3D1%3Bfrom-tag%3D2>", "Referred-By: <sip:camille@pbx.example>")
	if res.StatusCode != 202 {
		t.Fatalf("REFER: %d", res.StatusCode)
	}
	until(t, "the first is let go", func() bool { return len(p.requests(sip.BYE)) == 1 })
	until(t, "he is told", func() bool {
		n := p.requests(sip.NOTIFY)
		return len(n) == 2 && n[1].GetHeader("Subscription-State") != nil
	})
	invites := x.heard(sip.INVITE)
	last := invites[len(invites)-1]
	if h := last.GetHeader("Replaces"); h == nil || h.Value() != "abc@pbx;to-tag=1;from-tag=2" {
		t.Errorf("Replaces: %v", h)
	}
	if h := last.GetHeader("Referred-By"); h == nil || !strings.Contains(h.Value(), "camille") {
		t.Errorf("Referred-By: %v", h)
	}
	p.silence()
	until(t, "the citizen hears the other", hears(device(cfg), 600))
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("%+v", e)
	}
}

func TestATransferThatFails(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	for to, code := range map[string]int{
		"<sip:0899000000@premium.example>": 603, "<tel:+33899000000>": 400, "<sip:a@" + x.String() + ";method=BYE>": 400,
	} {
		if res := p.send(sip.REFER, nil, "Refer-To: "+to); res.StatusCode != code {
			t.Errorf("to %s: %d", to, res.StatusCode)
		}
	}
	if res := p.send(sip.REFER, nil); res.StatusCode != 400 {
		t.Errorf("to nobody: %d", res.StatusCode)
	}
	if res := p.send(sip.REFER, nil, "Refer-To: <sip:busy@"+x.String()+">"); res.StatusCode != 202 {
		t.Errorf("to who is busy: %d", res.StatusCode)
	}
	until(t, "the agent is told", func() bool {
		for _, n := range p.requests(sip.NOTIFY) {
			if strings.Contains(string(n.Body()), "486") {
				return true
			}
		}
		return false
	})
	until(t, "the citizen still hears the agent", hears(device(cfg), 600))
	p.bye()
	if e := calltest.Ended(t, c); e.Cause != call.RemoteBye {
		t.Errorf("%+v", e)
	}
}

// The agent hangs up before the other one answers: nobody is heard, the call
// goes on.
func TestABlindTransfer(t *testing.T) {
	x := openExchange(t, "")
	answer := make(chan struct{})
	x.when("later", func(p *peer) { p.ring(); <-answer; p.accept() })
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	p.send(sip.REFER, nil, "Refer-To: <sip:later@"+x.String()+">", "Refer-Sub: false")
	if code := p.bye(); code != 200 {
		t.Errorf("BYE: %d", code)
	}
	untilEvent(t, c, "nobody is there", func(e call.Event) bool { return e.Held })
	close(answer)
	untilEvent(t, c, "the other is there", func(e call.Event) bool { return !e.Held })
	until(t, "the citizen hears him", hears(device(cfg), 600))
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("%+v", e)
	}
	if n := p.requests(sip.NOTIFY); len(n) != 0 {
		t.Errorf("he wanted to hear nothing of it, and was told %d times", len(n))
	}
}

func TestSessionTimers(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	res := p.send(sip.UPDATE, nil, "Session-Expires: 1800;refresher=uac", "Supported: timer")
	if h := res.GetHeader("Session-Expires"); res.StatusCode != 200 || h == nil || h.Value() != "1800;refresher=uac" {
		t.Errorf("%d, %v", res.StatusCode, h)
	}
	c.Hangup()
	calltest.Ended(t, c)
	for _, s := range []struct {
		header    string
		every     time.Duration
		refresher string
	}{
		{"1800;refresher=uas", 1800 * time.Second, "uas"}, {"90", 90 * time.Second, ""}, {"1 ; refresher=UAC", shortest, "uac"},
		{"0;refresher=uac", 0, ""}, {"-4", 0, ""}, {"x", 0, ""}, {"999999999", 24 * time.Hour, ""},
	} {
		r := sip.NewResponse(200, "OK")
		r.AppendHeader(sip.NewHeader("Session-Expires", s.header))
		if every, who := expiry(r); every != s.every || who != s.refresher {
			t.Errorf("%q: %v %q", s.header, every, who)
		}
	}
}

// An INVITE that is longer than a packet of Ethernet is sent in fragments.
func TestALongINVITE(t *testing.T) {
	x := openExchange(t, "sésame")
	cfg := x.config()
	cfg.Encrypt, cfg.Display = Prefer, strings.Repeat("Borne de l'hôtel de ville ", 30)
	x.when("secret", func(p *peer) { p.encrypt = Prefer; p.accept() })
	p := x.phone(cfg)
	c := dial(t, p, x, "secret")
	calltest.Until(t, c, call.Confirmed)
	if n := len(x.heard(sip.INVITE)[1].String()); n < 1500 {
		t.Fatalf("it is %d bytes", n)
	}
	until(t, "the citizen hears the agent", hears(device(cfg), 600))
	c.Hangup()
	calltest.Ended(t, c)
}

// What the citizen did to hold while somebody else was called is so with him too.
func TestHoldEndsDuringATransfer(t *testing.T) {
	x := openExchange(t, "")
	answer := make(chan struct{})
	x.when("later", func(p *peer) { p.ring(); <-answer; p.accept() })
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	c.Hold(true)
	until(t, "the agent is on hold", func() bool { return len(p.requests(sip.INVITE)) == 1 })
	p.send(sip.REFER, nil, "Refer-To: <sip:later@"+x.String()+">", "Refer-Sub: false")
	until(t, "the other is called", func() bool { return len(x.heard(sip.INVITE)) == 3 })
	c.Hold(false)
	until(t, "the agent is back", func() bool { return len(p.requests(sip.INVITE)) == 2 })
	close(answer)
	until(t, "the first is let go", func() bool { return len(p.requests(sip.BYE)) == 1 })
	p.silence()
	until(t, "the citizen hears the other", hears(device(cfg), 600))
	c.Hangup()
	calltest.Ended(t, c)
}

// Nobody is there while a blind transfer rings: that is no line that went.
func TestABlindTransferMayRingForLong(t *testing.T) {
	x := openExchange(t, "")
	x.when("queue", func(p *peer) { p.ring() })
	cfg := x.config()
	cfg.Gone, cfg.Lost, cfg.Wait = 100*time.Millisecond, 200*time.Millisecond, 3*time.Second
	c, p := inCall(t, x, cfg)
	p.send(sip.REFER, nil, "Refer-To: <sip:queue@"+x.String()+">", "Refer-Sub: false")
	if code := p.bye(); code != 200 {
		t.Errorf("BYE: %d", code)
	}
	if e := calltest.Ended(t, c); e.Cause != call.RemoteBye {
		t.Errorf("it ended with %+v, not where nobody came in %v", e, cfg.Wait)
	}
}

// An UPDATE that finds the other side busy is made again: else the session runs
// out in the middle of a word.
func TestARefreshThatFailsIsMadeAgain(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	p.mu.Lock()
	p.reply = func(req *sip.Request) *sip.Response {
		if req.Method != sip.UPDATE {
			return nil
		}
		return sip.NewResponseFromRequest(req, 500, "Busy", nil)
	}
	p.mu.Unlock()
	k := c.(*talk)
	k.box.post(func() { k.cur.updates = true; k.cur.refresh() })
	until(t, "an UPDATE", func() bool { return len(p.requests(sip.UPDATE)) == 1 })
	k.box.post(func() {
		if k.cur.timer == nil || !k.cur.timer.Reset(0) {
			t.Error("there will be no other")
		}
	})
	until(t, "another", func() bool { return len(p.requests(sip.UPDATE)) == 2 })
	c.Hangup()
	calltest.Ended(t, c)
}

// While our offer has no answer, theirs has to wait.
func TestAnOfferInAnOffer(t *testing.T) {
	x := openExchange(t, "")
	x.when("early", func(p *peer) { p.ring() })
	p := x.phone(x.config())
	c := dial(t, p, x, "early")
	calltest.Until(t, c, call.Early)
	agent := x.called()
	if res := agent.send(sip.UPDATE, ours(PCMA).write()); res.StatusCode != 491 {
		t.Errorf("UPDATE with an offer: %d", res.StatusCode)
	}
	c.Hangup()
	calltest.Ended(t, c)
}
