package sipcall

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/rtp"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

// cut lets nothing of the peer through, no report either.
func (p *peer) cut(is bool) {
	p.stream.mu.Lock()
	defer p.stream.mu.Unlock()
	p.stream.live = !is
}

// The line goes, is told, comes back, goes for good.
func TestTheLineGoes(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	cfg.Gone, cfg.Lost = 500*time.Millisecond, 5*time.Second
	c, p := inCall(t, x, cfg)
	p.cut(true)
	untilEvent(t, c, "gone", func(e call.Event) bool { return e.Quality == call.Gone })
	p.cut(false)
	untilEvent(t, c, "back", func(e call.Event) bool { return e.Quality != call.Gone })
	until(t, "the citizen hears the agent again", hears(device(cfg), 600))
	p.cut(true)
	if e := calltest.Ended(t, c); e.Cause != call.Lost {
		t.Errorf("%+v", e)
	}
	until(t, "the exchange is told", func() bool { return x.count(sip.BYE) == 1 })
}

// A stranger who knows the port of a stream that runs is not heard, neither is
// noise.
func TestAStrangerIsNotHeard(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, p := inCall(t, x, cfg)
	offer, err := readSDP(p.invite.Body())
	must(t, err)
	out, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(offer.rtp))
	must(t, err)
	defer out.Close()
	for i := range 2000 {
		pkt := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 8, SequenceNumber: uint16(i), Timestamp: uint32(160 * i), SSRC: 99}, Payload: make([]byte, 160)}
		data, err := pkt.Marshal()
		must(t, err)
		if i%2 == 0 {
			for j := range data {
				data[j] = byte(rand.Uint32())
			}
		}
		_, _ = out.Write(data[:rand.IntN(len(data))+1])
		_, _ = out.Write(data)
	}
	until(t, "the agent is heard all the same", hears(device(cfg), 600))
	s := c.(*talk).voice.stream.Load()
	s.mu.Lock()
	from := s.source.from
	s.mu.Unlock()
	if from != p.mine.rtp {
		t.Errorf("sound goes to %v, not to %v", from, p.mine.rtp)
	}
	c.Hangup()
	calltest.Ended(t, c)
}

func TestSource(t *testing.T) {
	written, nat, thief := netip.MustParseAddrPort("192.0.2.1:4000"), netip.MustParseAddrPort("192.0.2.9:9000"), netip.MustParseAddrPort("198.51.100.1:1")
	now := time.Now()
	take := func(s *source, from netip.AddrPort, ssrc uint32, seq uint16, at time.Time) bool {
		return s.could(from, written, at) && s.is(from, written, ssrc, seq, at)
	}
	var s source
	if s.to(written) != written || !take(&s, nat, 1, 10, now) || s.to(written) != nat {
		t.Error("who is behind a translator is not followed")
	}
	if take(&s, thief, 1, 11, now) {
		t.Error("a stranger takes a stream that runs")
	}
	if !take(&s, written, 1, 11, now) || s.to(written) != written {
		t.Error("who was written does not come first")
	}
	if take(&s, written, 2, 500, now) || take(&s, written, 2, 501, now) || !take(&s, written, 2, 502, now) || !s.fresh {
		t.Error("another SSRC counts after three packets in order")
	}
	if !take(&s, nat, 2, 503, now.Add(patient+time.Second)) {
		t.Error("who moved is not followed")
	}
}

// A flood of messages of strangers is not even read, and one of the exchange
// itself does not end the call.
func TestAFloodOfMessages(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, _ := inCall(t, x, cfg)
	x.mu.Lock()
	to := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: x.contact.Port}
	x.mu.Unlock()
	for range 3000 {
		_, _ = x.socket.WriteToUDP([]byte("INVITE sip:x SIP/2.0\r\nVia: garbage\r\n\r\n"), to)
	}
	if n := runtime.NumGoroutine(); n > 500 {
		t.Errorf("%d goroutines", n)
	}
	until(t, "the agent is heard", hears(device(cfg), 600))
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("%+v", e)
	}
}

func TestFilter(t *testing.T) {
	f := newFilter()
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	f.allow(a)
	now, passed := time.Now(), 0
	for range 10 * burst {
		if f.pass(a, now) {
			passed++
		}
	}
	if passed < burst || passed > burst+1 || f.pass(b, now) || !f.pass(a, now.Add(time.Second)) {
		t.Errorf("%d of a flood passed", passed)
	}
}

func TestAWrongPasswordDoesNotLoop(t *testing.T) {
	x := openExchange(t, "autre")
	p, err := New(x.config())
	must(t, err)
	defer p.Close()
	until(t, "refused", func() bool { return p.Ready() != nil && strings.Contains(p.Ready().Error(), "password") })
	if n := x.count(sip.REGISTER); n != 2 {
		t.Errorf("%d REGISTER", n)
	}
	if wait := pause(1, ErrPassword); wait < much/2 {
		t.Errorf("and again after %v", wait)
	}
	c := dial(t, p, x, "answers")
	if e := calltest.Ended(t, c); e.Cause != call.Failed || e.Code != 407 {
		t.Errorf("a call: %+v", e)
	}
	if n := x.count(sip.INVITE); n != 2 {
		t.Errorf("%d INVITE", n)
	}
}

func TestThePasswordIsNeverLogged(t *testing.T) {
	x := openExchange(t, "sésame")
	cfg := x.config()
	var log strings.Builder
	cfg.Log = logger(&log)
	p := x.phone(cfg)
	c := dial(t, p, x, "busy")
	calltest.Ended(t, c)
	must(t, p.Close())
	for _, secret := range []string{"sésame", "sip:", "Digest"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "ready=true") {
		t.Errorf("the log says nothing:\n%s", log.String())
	}
}

func TestRegistration(t *testing.T) {
	x := openExchange(t, "sésame")
	p := x.phone(x.config())
	must(t, p.Close())
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.expires != "0" {
		t.Errorf("at the end Expires is %q", x.expires)
	}
}

func TestPause(t *testing.T) {
	for failed, most := range map[int]time.Duration{1: soon, 3: 4 * soon, 30: later, 1000: later} {
		for range 50 {
			if got := pause(failed, errSilent); got < most/2 || got >= 3*most/2 {
				t.Errorf("after %d failures: %v", failed, got)
			}
		}
	}
	if got := pause(1, refusal{503, 10 * time.Minute}); got < 5*time.Minute {
		t.Errorf("Retry-After: %v", got)
	}
}

func TestConfig(t *testing.T) {
	x := openExchange(t, "")
	good := x.config()
	must(t, good.Check())
	for what, spoil := range map[string]func(*Config){
		"is not the address of an exchange": func(c *Config) { c.Server = "pbx" },
		"is not the address of a machine":   func(c *Config) { c.Proxy = "sbc" },
		"is not an account":                 func(c *Config) { c.User = "a@b" },
		"password_file is missing":          func(c *Config) { c.PasswordFile = "" },
		"is not udp, tcp or tls":            func(c *Config) { c.Transport = "ws" },
		"sips needs tls":                    func(c *Config) { c.Server, c.Transport = "sips:pbx.example", "udp" },
		"is not never, prefer or require":   func(c *Config) { c.Encrypt = "maybe" },
		"anybody can read the keys":         func(c *Config) { c.Encrypt = Require },
		"too short":                         func(c *Config) { c.Expires = time.Second },
		"are no ports":                      func(c *Config) { c.MinPort = 9; c.MaxPort = 3 },
		"too few":                           func(c *Config) { c.MinPort, c.MaxPort = 4000, 4003 },
		"codec \"GSM\"":                     func(c *Config) { c.Codecs = []string{"GSM"} },
		"there is no sound":                 func(c *Config) { c.Sound = nil },
		"a time is negative":                func(c *Config) { c.Gone = -1 },
		"line end":                          func(c *Config) { c.Display = "a\r\nb" },
		"country is missing":                func(c *Config) { c.Numbers.National = "0" },
	} {
		c := good
		spoil(&c)
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
	empty := filepath.Join(t.TempDir(), "empty")
	must(t, os.WriteFile(empty, nil, 0o600))
	for _, file := range []string{empty, "/nowhere"} {
		c := good
		c.PasswordFile = file
		if _, err := New(c); err == nil {
			t.Errorf("%s is a password", file)
		}
		c = good
		c.CAFile = file
		if _, err := New(c); err == nil {
			t.Errorf("%s is an authority", file)
		}
	}
}

func TestNumbers(t *testing.T) {
	france := Numbers{Country: "33", National: "0", Outside: "0"}
	for _, n := range []struct {
		plan        Numbers
		to, dialled string
	}{
		{Numbers{}, "+33123456789", "+33123456789"}, {france, "+33123456789", "00123456789"},
		{france, "+3222345678", "0003222345678"}, {france, "3939", "03939"}, {Numbers{}, "3939", "3939"},
	} {
		u, err := Config{Server: "sip:pbx.example", Numbers: n.plan}.target(n.to)
		if err != nil || u.User != n.dialled || u.Host != "pbx.example" {
			t.Errorf("%s: %v %v", n.to, u, err)
		}
	}
	for _, bad := range []string{"", "mairie", "tel:+331", "sip:", "sip:a@", "sip:a b@c", "sip:a@b\r\nVia: x", "http://a", "+0123456", "sip:a:secret@b", "sip:a@b?Replaces=x"} {
		if u, err := (Config{Server: "sip:pbx.example"}).target(bad); err == nil {
			t.Errorf("%q is %v", bad, u)
		}
	}
}
