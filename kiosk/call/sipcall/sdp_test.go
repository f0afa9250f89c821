package sipcall

import (
	"bytes"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

// offerOfBaresip is what baresip 1.0.0 offers with SRTP.
const offerOfBaresip = "v=0\r\no=- 3 4 IN IP4 10.77.0.1\r\ns=-\r\nc=IN IP4 10.77.0.1\r\nt=0 0\r\na=tool:baresip 1.0.0\r\n" +
	"m=audio 20000 RTP/SAVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n" +
	"a=rtcp:20001\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\na=sendrecv\r\na=label:1\r\na=ptime:20\r\n"

// offerWithVideo has a stream that is refused before ours, and an old hold.
const offerWithVideo = "v=0\no=x 1 1 IN IP4 0.0.0.0\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=video 5000 RTP/AVP 96\na=sendonly\n" +
	"m=audio 4000 RTP/AVP 0 96 13\nc=IN IP4 0.0.0.0\na=rtpmap:96 OPUS/48000/2\nm=audio 0 RTP/AVP 8\n"

func TestReadSDP(t *testing.T) {
	m, err := readSDP([]byte(offerOfBaresip))
	must(t, err)
	if m.rtp != netip.MustParseAddrPort("10.77.0.1:20000") || m.rtcp.Port() != 20001 || !m.secure || m.dir != sendrecv || len(m.keys) != 1 {
		t.Errorf("%+v", m)
	}
	if want := []format{{8, PCMA, 8000}, {101, telephoneEvent, 8000}}; !reflect.DeepEqual(m.formats, want) {
		t.Errorf("formats %v", m.formats)
	}
	m, err = readSDP([]byte(offerWithVideo))
	must(t, err)
	if m.at != 1 || len(m.lines) != 3 || m.dir != sendonly || m.secure {
		t.Errorf("%+v", m)
	}
	if want := []format{{0, PCMU, 8000}, {96, Opus, 48_000}, {13, "CN", 8000}}; !reflect.DeepEqual(m.formats, want) {
		t.Errorf("formats %v", m.formats)
	}
}

func TestReadSDPRefuses(t *testing.T) {
	for _, bad := range []string{
		"", "v=1", "v=0\r\n", "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 0 RTP/AVP 8\r\n", "v=0\r\nm=audio 4000 RTP/AVP 8\r\n",
		"v=0\r\nc=IN IP4 pbx.example\r\nm=audio 4000 RTP/AVP 8\r\n", "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 TCP/MSRP *\r\n",
		"v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 70000 RTP/AVP 8\r\n", "v=0\r\n" + strings.Repeat("a=x\r\n", 4000),
	} {
		if m, err := readSDP([]byte(bad)); !errors.Is(err, errSDP) {
			t.Errorf("%.60q: %+v, %v", bad, m, err)
		}
	}
}

func ours(codecs ...string) media {
	at := netip.MustParseAddrPort("192.0.2.7:5000")
	return media{origin: "guichet 1 1", rtp: at, rtcp: rtcpAt(at), formats: formatsOf(codecs), dir: sendrecv}
}

func TestTheOfferInBytes(t *testing.T) {
	want := "v=0\r\no=guichet 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n" +
		"m=audio 5000 RTP/AVP 8 107 101 102\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:107 opus/48000/2\r\na=fmtp:107 useinbandfec=1\r\n" +
		"a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=rtpmap:102 telephone-event/48000\r\na=fmtp:102 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
	if got := ours(PCMA, Opus).write(); string(got) != want {
		t.Errorf("%s", got)
	}
}

func TestReply(t *testing.T) {
	offer, err := readSDP([]byte(offerWithVideo))
	must(t, err)
	answer, a, err := reply(offer, ours(PCMA, PCMU), Prefer)
	must(t, err)
	if a.send.name != PCMU || a.keys.clock != 0 || a.dir != recvonly {
		t.Errorf("%+v", a)
	}
	for _, line := range []string{"m=video 0 RTP/AVP 96\r\nm=audio 5000 RTP/AVP 0\r\n", "a=recvonly\r\n", "m=audio 0 RTP/AVP 8\r\n"} {
		if !bytes.Contains(answer.write(), []byte(line)) {
			t.Errorf("no %q in\n%s", line, answer.write())
		}
	}
	for _, c := range []struct {
		policy Encrypt
		offer  string
		ok     bool
	}{
		{Never, offerOfBaresip, false}, {Prefer, offerOfBaresip, true}, {Require, offerOfBaresip, true},
		{Require, offerWithVideo, false}, {Never, offerWithVideo, true},
	} {
		offer, err := readSDP([]byte(c.offer))
		must(t, err)
		mine := ours(PCMA, PCMU)
		mine.keys = []sdes{newSDES()}
		if _, _, err := reply(offer, mine, c.policy); (err == nil) != c.ok {
			t.Errorf("%s of %.90q: %v", c.policy, c.offer, err)
		}
	}
}

func TestAcceptWantsWhatWasOffered(t *testing.T) {
	clear, err := readSDP([]byte("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8 102\r\na=rtpmap:102 telephone-event/8000\r\na=sendonly\r\n"))
	must(t, err)
	a, err := accept(ours(PCMA, Opus), clear)
	if err != nil || a.send.name != PCMA || a.keys != (format{102, telephoneEvent, 8000}) || a.dir != recvonly {
		t.Errorf("%+v, %v", a, err)
	}
	secured := ours(PCMA)
	secured.secure, secured.keys = true, []sdes{newSDES()}
	if _, err := accept(secured, clear); err == nil {
		t.Error("an answer in clear to an encrypted offer")
	}
	other, err := readSDP([]byte(strings.Replace(offerOfBaresip, "crypto:1", "crypto:7", 1)))
	must(t, err)
	if _, err := accept(secured, other); err == nil {
		t.Error("a key for another offer")
	}
	if _, err := accept(ours(Opus), clear); err == nil {
		t.Error("a codec that was not offered")
	}
}

func TestSDES(t *testing.T) {
	k := newSDES()
	if back, err := readSDES(k.String()); err != nil || back != k {
		t.Errorf("%v: %v, %v", k, back, err)
	}
	const word = "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj"
	if _, err := readSDES("1 " + suite + " " + word + "|2^20"); err != nil {
		t.Errorf("with a lifetime: %v", err)
	}
	for _, bad := range []string{"", "1 " + suite, "x " + suite + " " + word, "1 AES_256_CM_HMAC_SHA1_80 " + word, "1 " + suite + " " + word + "|2^20|1:4", "1 " + suite + " inline:AAAA", "1 " + suite + " " + word + " UNENCRYPTED_SRTP"} {
		if _, err := readSDES(bad); err == nil {
			t.Errorf("%q is a key", bad)
		}
	}
}
