package sipcall

import (
	"net/netip"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/rtp"

	"guichet/kiosk/call/sound"
)

func FuzzSDP(f *testing.F) {
	f.Add([]byte(offerOfBaresip))
	f.Add([]byte(offerWithVideo))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := readSDP(data)
		if err != nil {
			return
		}
		if !m.rtp.IsValid() || m.rtp.Port() == 0 || m.at < 0 {
			t.Fatalf("%+v", m)
		}
		mine := ours(PCMA, Opus, PCMU)
		mine.keys = []sdes{newSDES()}
		answer, a, err := reply(m, mine, Prefer)
		if err != nil {
			return
		}
		back, err := readSDP(answer.write())
		if err != nil || back.at != m.at || len(back.lines) != len(m.lines) || back.dir != a.dir {
			t.Fatalf("the answer cannot be read: %v\n%s", err, answer.write())
		}
	})
}

func FuzzRTP(f *testing.F) {
	p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 8, SequenceNumber: 7, SSRC: 1}, Payload: make([]byte, 160)}
	good, err := p.Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte{0x80, 13, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 60})
	f.Add([]byte{0x80, 107, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff})
	f.Add([]byte{0x80, 200, 0, 6, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		from := netip.MustParseAddrPort("192.0.2.1:4000")
		formats := formatsOf(codecNames())
		s := &stream{codecs: map[string]codec{}, live: true}
		s.now = agreed{rtp: from, rtcp: from, send: formats[0], receive: byType(formats), dir: sendrecv}
		now := time.Now()
		for i := range 4 {
			s.hear(append([]byte(nil), data...), from, now)
			if len(data) > 3 {
				data[3]++
			}
			s.hearRTCP(append([]byte(nil), data...), from, now)
			if pcm := s.listen(nil, true, now.Add(time.Duration(i)*100*time.Millisecond)); len(pcm) == 0 || len(pcm) > 48_000*120/1000 {
				t.Fatalf("%d samples", len(pcm))
			}
		}
	})
}

func FuzzResponses(f *testing.F) {
	f.Add("SIP/2.0 182 5 calls queued; expected waiting time is 15 minutes\r\nRetry-After: 18;duration=3\r\nX-Queue-Position: 2\r\nSession-Expires: 1800;refresher=uac\r\n" +
		"P-Asserted-Identity: \"Camille\" <sip:c@x>\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=MD5\r\nRecord-Route: <sip:a;lr>, <sip:b;lr>\r\nTo: <sip:a@b>;tag=1\r\nContact: <sip:a@b>;expires=5\r\nContent-Length: 0\r\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := sip.ParseMessage([]byte(text))
		if err != nil {
			return
		}
		res, ok := m.(*sip.Response)
		if !ok {
			request(m.(*sip.Request))
			return
		}
		if q := queueOf(res); q.Place < 0 || q.Place > 999 || q.Wait < 0 || q.Wait > 48*time.Hour {
			t.Fatalf("%+v", q)
		}
		if r := retryAfter(res); r < 0 || r > 24*time.Hour {
			t.Fatal(r)
		}
		if held := granted(res, 2*time.Minute); held < time.Minute || held > 2*time.Minute {
			t.Fatal(held)
		}
		if name := agentOf(res); !utf8.ValidString(name) || utf8.RuneCountInString(name) > 64 {
			t.Fatalf("%q", name)
		}
		if every, _ := expiry(res); every != 0 && every < shortest {
			t.Fatal(every)
		}
		_, _ = strongest(res.GetHeaders("WWW-Authenticate"))
		d := Config{Server: "sip:pbx.example", User: "borne"}.newDialog(sip.Uri{Host: "x"})
		d.establish(res)
		_ = d.request(sip.BYE).String()
	})
}

// request is what is read of a request of a stranger.
func request(req *sip.Request) {
	_, _, _ = referTo(req)
	_ = unknown(req)
	_ = agentOf(req)
	_, _ = expiry(req)
}

func TestOpusTicks(t *testing.T) {
	for payload, want := range map[string]int{
		"": 0, "\x00": 480, "\x08": 960, "\x18": 2880, "\x60": 480, "\x78": 960, "\x80": 120, "\xf8": 960,
		"\xf9": 1920, "\xfb": 0, "\xfb\x03": 2880, "\x1b\x3f": 0,
	} {
		if got := opusTicks([]byte(payload)); got != want {
			t.Errorf("% x: %d, not %d", payload, got, want)
		}
	}
}

func TestKeysAreEvents(t *testing.T) {
	k := keys{}
	k.add("5#")
	var events [][]byte
	starts := map[uint32]bool{}
	markers := 0
	for i := range uint32(30) {
		all, at, first := k.next(1000+160*i, 160)
		for range all {
			starts[at] = true
		}
		if first {
			markers++
		}
		events = append(events, all...)
	}
	if len(events) != 2*(pressed-1+lastly) || markers != 2 || len(starts) != 2 || k.wait != "" {
		t.Fatalf("%d events, %d markers, %d starts, %q left", len(events), markers, len(starts), k.wait)
	}
	if first, last := events[0], events[pressed-1]; string(first) != "\x05\x0a\x00\xa0" || string(last) != "\x05\x8a\x03\x20" {
		t.Errorf("% x … % x", first, last)
	}
	if events[len(events)-1][0] != 11 {
		t.Errorf("# is %d (RFC 4733, table 3)", events[len(events)-1][0])
	}
}

func TestKeysAreSung(t *testing.T) {
	k := keys{}
	k.add("9")
	pcm := make([]int16, packet)
	k.sing(pcm)
	if low, high := sound.Goertzel(pcm, 48_000, 852), sound.Goertzel(pcm, 48_000, 1477); low < loud || high < loud {
		t.Errorf("852 Hz %.3f, 1477 Hz %.3f", low, high)
	}
	for range pressed + released {
		k.sing(pcm)
	}
	if k.wait != "" {
		t.Errorf("%q is left", k.wait)
	}
}

func TestComfortNoise(t *testing.T) {
	var n noise
	if pcm := n.append(nil); sound.RMS(pcm) != 0 {
		t.Error("noise before any")
	}
	n.hear([]byte{50})
	pcm := n.append(nil)
	for range 20 {
		pcm = n.append(pcm)
	}
	if v := sound.RMS(pcm); v < 0.0028 || v > 0.0035 { // -50 dB is 0.0032
		t.Errorf("RMS %.4f", v)
	}
	n.hear([]byte{0})
	if v := sound.RMS(n.append(nil)); v > 0.012 {
		t.Errorf("as loud as %.4f", v)
	}
}
