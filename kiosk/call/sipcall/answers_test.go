package sipcall

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/drivers/audio/audiosim"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

func dial(t *testing.T, p *Phone, x *exchange, user string) call.Call {
	t.Helper()
	c, err := p.Dial(context.Background(), x.target(user))
	must(t, err)
	return c
}

// untilEvent reads events up to one that is as wanted.
func untilEvent(t *testing.T, c call.Call, what string, is func(call.Event) bool) call.Event {
	t.Helper()
	timeout := time.After(long)
	for {
		select {
		case e, open := <-c.Events():
			if !open {
				t.Fatalf("the call ended without: %s", what)
			}
			if is(e) {
				return e
			}
		case <-timeout:
			t.Fatalf("did not come: %s", what)
		}
	}
}

func TestRefusalsAreCauses(t *testing.T) {
	x := openExchange(t, "")
	p := x.phone(x.config())
	for _, c := range []struct {
		code  int
		extra string
		cause call.Cause
		retry time.Duration
	}{
		{486, "", call.Busy, 0}, {600, "", call.Busy, 0},
		{408, "", call.NoAnswer, 0}, {480, "Retry-After: 60", call.NoAnswer, time.Minute}, {487, "", call.NoAnswer, 0},
		{403, "", call.Rejected, 0}, {603, "", call.Rejected, 0},
		{404, "", call.NotFound, 0}, {604, "", call.NotFound, 0}, {484, "", call.NotFound, 0},
		{488, "", call.NoMedia, 0}, {606, "", call.NoMedia, 0},
		{503, "Retry-After: 18 (nuit);duration=3600", call.Overloaded, 18 * time.Second},
		{503, "Retry-After: 99999999999999999999", call.Overloaded, 0},
		{500, "", call.Failed, 0}, {420, "", call.Failed, 0}, {407, "", call.Failed, 0}, {401, "", call.Failed, 0},
	} {
		x.when("no", func(p *peer) {
			var headers []string
			if c.extra != "" {
				headers = append(headers, c.extra)
			}
			p.respond(c.code, "No", headers...)
		})
		if e := calltest.Ended(t, dial(t, p, x, "no")); e.Code != c.code || e.Cause != c.cause || e.Retry != c.retry {
			t.Errorf("%d: %+v", c.code, e)
		}
	}
}

func TestAQueueDoesNotKillTheCall(t *testing.T) {
	x := openExchange(t, "")
	last, answer := make(chan struct{}), make(chan struct{})
	x.when("queue", func(p *peer) {
		p.respond(100, "Trying")
		p.respond(181, "Call Is Being Forwarded")
		for range 30 {
			p.respond(182, "3 calls queued; expected waiting time is 4 minutes")
			p.ring()
		}
		<-last // sipgo may change the order of what comes together
		for waiting := true; waiting; {
			p.respond(182, "Queued", "X-Queue-Position: 1", "X-Queue-Wait: 45")
			select {
			case <-answer:
				waiting = false
			case <-time.After(50 * time.Millisecond):
			}
		}
		p.accept("P-Asserted-Identity: \"Camille, mairie de Saint-Éloi\" <sip:camille@pbx.example>")
	})
	cfg := x.config()
	p := x.phone(cfg)
	c := dial(t, p, x, "queue")
	e := untilEvent(t, c, "three in the queue", func(e call.Event) bool { return e.Code == 182 && e.Queue.Place == 3 })
	if e.State != call.Proceeding || e.Queue.Wait != 4*time.Minute {
		t.Errorf("%+v", e)
	}
	close(last)
	e = untilEvent(t, c, "the next", func(e call.Event) bool { return e.Queue.Place == 1 })
	if e.Queue.Wait != 45*time.Second {
		t.Errorf("%+v", e)
	}
	close(answer)
	seen := calltest.Until(t, c, call.Confirmed)
	if agent := seen[len(seen)-1].Agent; agent != "Camille, mairie de Saint-Éloi" {
		t.Errorf("agent %q", agent)
	}
	c.Hangup()
	calltest.Ended(t, c)
}

// An announcement is heard before the answer, but the citizen is not.
func TestEarlyMedia(t *testing.T) {
	x := openExchange(t, "")
	x.when("early", func(p *peer) { p.describe(183, "Session Progress", p.sounds()) })
	cfg := x.config()
	p := x.phone(cfg)
	c := dial(t, p, x, "early")
	calltest.Until(t, c, call.Early)
	until(t, "the announcement is heard", hears(device(cfg), 600))
	if v := x.called().hears(440); v > quiet {
		t.Errorf("the citizen is heard (%.3f) before anybody answered", v)
	}
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.Cancelled {
		t.Errorf("%+v", e)
	}
}

func TestCancelWaitsForAProvisionalResponse(t *testing.T) {
	x := openExchange(t, "")
	now, cancelled := make(chan struct{}), make(chan struct{})
	x.when("slow", func(p *peer) {
		p.tx.OnCancel(func(*sip.Request) { close(cancelled) })
		<-now
		p.ring()
	})
	p := x.phone(x.config())
	c := dial(t, p, x, "slow")
	x.called()
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.Cancelled {
		t.Errorf("%+v", e)
	}
	if n := x.count(sip.CANCEL); n != 0 {
		t.Errorf("%d CANCEL before any response (RFC 3261, section 9.1)", n)
	}
	close(now)
	select {
	case <-cancelled:
	case <-time.After(long):
		t.Error("no CANCEL came")
	}
}

// Two phones answer: one is acknowledged and ended, the call goes on with the
// other.
func TestAFork(t *testing.T) {
	x := openExchange(t, "")
	x.when("both", func(p *peer) {
		p.accept()
		res := sip.NewResponseFromRequest(p.invite, 200, "OK", p.mine.write())
		res.To().Params = sip.HeaderParams{{K: "tag", V: "second"}}
		res.AppendHeader(&sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "second", Host: "127.0.0.1", Port: x.at.Port}})
		_ = p.tx.Respond(res)
	})
	p := x.phone(x.config())
	c := dial(t, p, x, "both")
	calltest.Until(t, c, call.Confirmed)
	until(t, "one of them is ended", func() bool { return x.count(sip.BYE) == 1 })
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("%+v", e)
	}
	until(t, "both are ended", func() bool { return len(tags(x.heard(sip.BYE))) == 2 })
	until(t, "both were acknowledged", func() bool { return len(tags(x.heard(sip.ACK))) == 2 }) // sipgo reads in any order
}

func tags(all []*sip.Request) map[string]bool {
	m := map[string]bool{}
	for _, r := range all {
		tag, _ := r.To().Params.Get("tag")
		m[tag] = true
	}
	return m
}

func TestARedirectionStaysInTheHouse(t *testing.T) {
	x := openExchange(t, "")
	x.when("moved", func(p *peer) { p.respond(302, "Moved", "Contact: <sip:answers@"+x.String()+">;q=0.7") })
	x.when("round", func(p *peer) { p.respond(302, "Moved", "Contact: <sip:round@"+x.String()+">") })
	x.when("costly", func(p *peer) { p.respond(302, "Moved", "Contact: <sip:0899000000@premium.example>") })
	p := x.phone(x.config())
	c := dial(t, p, x, "moved")
	calltest.Until(t, c, call.Confirmed)
	c.Hangup()
	calltest.Ended(t, c)
	before := x.count(sip.INVITE)
	if e := calltest.Ended(t, dial(t, p, x, "round")); e.Cause != call.Failed || e.Code != 302 {
		t.Errorf("round: %+v", e)
	}
	if n := x.count(sip.INVITE) - before; n != 1+maxRedirects {
		t.Errorf("%d INVITE", n)
	}
	if e := calltest.Ended(t, dial(t, p, x, "costly")); e.Code != 302 {
		t.Errorf("costly: %+v", e)
	}
}

func TestAReliableProvisionalResponseIsAcknowledged(t *testing.T) {
	x := openExchange(t, "")
	acked := make(chan *sip.Request, 8)
	x.when("reliable", func(p *peer) {
		p.reply = func(req *sip.Request) *sip.Response {
			if req.Method == sip.PRACK {
				acked <- req
			}
			return nil
		}
		p.respond(183, "Session Progress", "Require: 100rel", "RSeq: 7001")
		p.respond(183, "Session Progress", "Require: 100rel", "RSeq: 7001") // again: it was lost
		<-acked
		p.accept()
	})
	p := x.phone(x.config())
	c := dial(t, p, x, "reliable")
	calltest.Until(t, c, call.Confirmed)
	prack := x.heard(sip.PRACK)
	invite := x.heard(sip.INVITE)[0]
	if len(prack) != 1 || prack[0].GetHeader("RAck").Value() != "7001 "+invite.CSeq().Value() {
		t.Errorf("PRACK %v", prack)
	}
	if prack[0].CSeq().SeqNo <= invite.CSeq().SeqNo {
		t.Errorf("PRACK has number %d, INVITE %d", prack[0].CSeq().SeqNo, invite.CSeq().SeqNo)
	}
	c.Hangup()
	calltest.Ended(t, c)
	until(t, "BYE", func() bool { return x.count(sip.BYE) > 0 })
	if bye := x.heard(sip.BYE)[0]; bye.CSeq().SeqNo <= prack[0].CSeq().SeqNo {
		t.Errorf("BYE has number %d, PRACK %d", bye.CSeq().SeqNo, prack[0].CSeq().SeqNo)
	}
}

func TestAnAnswerWithoutSoundIsNone(t *testing.T) {
	x := openExchange(t, "")
	x.when("mute", func(p *peer) { p.respond(200, "OK") })
	x.when("odd", func(p *peer) {
		p.describe(200, "OK", []byte("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 3\r\n"))
	})
	p := x.phone(x.config())
	for _, who := range []string{"mute", "odd"} {
		byes := x.count(sip.BYE)
		if e := calltest.Ended(t, dial(t, p, x, who)); e.Cause != call.NoMedia {
			t.Errorf("%s: %+v", who, e)
		}
		until(t, "it is ended", func() bool { return x.count(sip.BYE) == byes+1 })
	}
}

func TestAnExchangeThatSaysNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	dumb, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(t, err)
	defer dumb.Close()
	cfg := Config{Server: "sip:" + dumb.LocalAddr().String(), User: "borne", Unregistered: true, Sound: audiosim.New(nil)}
	p, err := New(cfg)
	must(t, err)
	defer p.Close()
	until(t, "the line is open", func() bool { return p.Ready() == nil })
	c, err := p.Dial(context.Background(), call.Target{Address: "+33123456789"})
	must(t, err)
	if e := calltest.Ended(t, c); e.Cause != call.Failed || e.Code != 408 {
		t.Errorf("%+v", e)
	}
}

// An answer that says neither to whom nor for what is none, and does no harm.
func TestAnAnswerWithoutHeaders(t *testing.T) {
	x := openExchange(t, "")
	for _, missing := range []string{"From", "To", "Call-ID"} {
		for code, want := range map[int]call.Cause{180: call.Cancelled, 200: call.Failed, 486: call.Failed} {
			answered := make(chan struct{})
			x.when("odd", func(p *peer) {
				p.respond(100, "Trying")
				res := sip.NewResponseFromRequest(p.invite, code, "Odd", nil)
				res.RemoveHeader(missing)
				_ = p.tx.Respond(res)
				close(answered)
			})
			p := x.phone(x.config())
			c := dial(t, p, x, "odd")
			if <-answered; code == 180 {
				c.Hangup()
			}
			if e := calltest.Ended(t, c); e.Cause != want {
				t.Errorf("%d without %s: %+v", code, missing, e)
			}
		}
	}
}

// The exchange has one name, and the machine in front of it another: addresses
// have the one, and all goes to the other.
func TestAllGoesThroughTheProxy(t *testing.T) {
	x := openExchange(t, "sésame")
	cfg := x.config()
	cfg.Server, cfg.Proxy = "sip:saint-eloi.example", "sip:"+x.String()
	x.when("+33465710000", func(p *peer) { p.accept() })
	p := x.phone(cfg)
	c, err := p.Dial(context.Background(), call.Target{Address: "+33465710000"})
	must(t, err)
	calltest.Until(t, c, call.Confirmed)
	until(t, "the citizen hears the agent", hears(device(cfg), 600))
	c.Hangup()
	calltest.Ended(t, c)
	for _, m := range []sip.RequestMethod{sip.REGISTER, sip.INVITE} {
		if r := x.heard(m)[0]; r.Recipient.Host != "saint-eloi.example" || r.From().Address.Host != "saint-eloi.example" {
			t.Errorf("%s %s from %s", m, r.Recipient.String(), r.From().Address.String())
		}
	}
}
