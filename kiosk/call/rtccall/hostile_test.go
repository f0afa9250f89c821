package rtccall

import (
	"context"
	"strings"
	"testing"
	"time"

	libopus "github.com/hraban/opus"
	"github.com/pion/webrtc/v4"

	"guichet/drivers/audio"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// A desk whom the hub vouches for may still say nonsense.
func TestAnswersOfNonsense(t *testing.T) {
	for what, sdp := range map[string]string{
		"no description": "a=fingerprint:sha-256 00\r\n",
		"no media":       "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=fingerprint:sha-256 00\r\n",
		"binary":         "\x00\xff\na=fingerprint:x\n",
	} {
		t.Run(what, func(t *testing.T) {
			h := newHub(t)
			h.peer()
			h.spoil = func(d *wire.SDP) {
				d.SDP = sdp
				d.Proof = proofOf(t, *d, hubKey, h.call)
			}
			c, err := h.phone(nil).Dial(t.Context(), call.Target{})
			if err != nil {
				t.Fatal(err)
			}
			if e := calltest.Ended(t, c); e.Cause != call.NoMedia || e.Code != 488 {
				t.Errorf("%+v", e)
			}
		})
	}
}

// Candidates, answers and words that belong to nothing change nothing.
func TestWordsOutOfPlace(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	for range 3 * candidates {
		h.say(wire.Message{Type: wire.Trickle, Call: h.call, Candidate: &wire.Candidate{Line: "candidate:nonsense", Round: 1}})
	}
	h.say(wire.Message{Type: wire.Trickle, Call: h.call, Candidate: &wire.Candidate{Line: strings.Repeat("x", 5000), Round: 1, Index: -9}})
	h.say(wire.Message{Type: wire.Offer, Call: h.call, SDP: &wire.SDP{Kind: "answer", SDP: "v=0", Round: 1}}) // a second desk
	h.say(wire.Message{Type: wire.Offer, Call: h.call, SDP: &wire.SDP{Kind: "offer", SDP: "v=0", Round: 9}})
	h.say(wire.Message{Type: wire.Bye, Call: newID()})
	h.say(wire.Message{Type: wire.Kept, Back: &wire.Back{}})
	c.Send("encore")
	waitFor(t, "text after it", func() bool { return p.text(wire.ChannelText) == "encore" })
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("%+v", e)
	}
}

// later moves a call's clock: so long has it been waiting, or gone.
func later(c call.Sight, d time.Duration) {
	s := c.(*sight)
	s.post(func() {
		s.asked, s.taken = s.asked.Add(-d), s.taken.Add(-d)
		if !s.lost.IsZero() {
			s.lost = s.lost.Add(-d)
		}
	})
}

// A desk that vanishes is waited for, then the call is lost.
func TestDeskVanishes(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	h.mu.Lock()
	h.deaf = true
	h.mu.Unlock()
	p.mu.Lock()
	p.pc.Close()
	p.mu.Unlock()
	event(t, c, func(e call.Event) bool { return e.Quality == call.Gone })
	later(c, wire.Away-time.Second/2)
	if e := calltest.Ended(t, c); e.Cause != call.Lost {
		t.Errorf("%+v", e)
	}
	h.kioskSaid(wire.Bye, func(m wire.Message) bool { return m.Why == "lost" })
}

// An agent who took the call but never answers is not waited for.
func TestTakenAndNeverAnswered(t *testing.T) {
	h := newHub(t)
	c, err := h.phone(nil).Dial(t.Context(), call.Target{Address: "rings"})
	if err != nil {
		t.Fatal(err)
	}
	calltest.Until(t, c, call.Early)
	later(c.(call.Sight), wire.Ring)
	if e := calltest.Ended(t, c); e.Cause != call.NoAnswer || e.Code != 408 {
		t.Errorf("%+v", e)
	}
}

func TestNoHubForACall(t *testing.T) {
	h := newHub(t)
	k := h.phone(nil)
	h.stop()
	waitFor(t, "no hub", func() bool { return !k.link.up() })
	c, err := k.Dial(t.Context(), call.Target{})
	if err != nil {
		t.Fatal(err)
	}
	later(c.(call.Sight), toHub)
	if e := calltest.Ended(t, c); e.Cause != call.Failed || e.Code != 503 {
		t.Errorf("%+v", e)
	}
}

// A transfer brings another agent, perhaps after some waiting.
func TestTransfer(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	k := h.phone(nil)
	c := called(t, k)
	waitFor(t, "the microphone", k.sound.InUse)
	h.say(wire.Message{Type: wire.Queued, Call: h.call, Queue: &wire.Queue{Place: 1}})
	event(t, c, func(e call.Event) bool { return e.State == call.Proceeding && e.Queue.Place == 1 })
	waitFor(t, "camera and microphone are off while he waits", func() bool { return !k.camera.Light() && !k.sound.InUse() })
	h.say(wire.Message{Type: wire.Taken, Call: h.call, Agent: "Dominique"})
	event(t, c, func(e call.Event) bool { return e.State == call.Confirmed && e.Agent == "Dominique" })
	waitFor(t, "both are on again", func() bool { return k.camera.Light() && k.sound.InUse() })
	if r := p.rounds(); len(r) != 2 || r[1].Restart {
		t.Errorf("%d rounds", len(r))
	}
	c.Hangup()
}

// FuzzAnswer: no answer and no candidate makes a panic. Goroutines of pion make
// coverage differ from run to run: -fuzzminimizetime 10x, or it does nothing else.
func FuzzAnswer(f *testing.F) {
	f.Add("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"+
		"c=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=mid:0\r\na=setup:active\r\na=recvonly\r\n"+
		"a=fingerprint:sha-256 00:11\r\na=rtpmap:111 opus/48000/2\r\n", "candidate:1 1 udp 2130706431 127.0.0.1 9 typ host")
	f.Fuzz(func(t *testing.T, sdp, line string) {
		l := lone(t)
		l.offers(t)
		l.candidate(wire.Candidate{Line: line, Round: 1})
		l.accept(wire.SDP{Kind: "answer", SDP: sdp})
		l.candidate(wire.Candidate{Line: line, Round: 1, Index: len(line)})
	})
}

// FuzzDeskSays: whatever comes on the channels, text is text and files are whole.
func FuzzDeskSays(f *testing.F) {
	f.Add([]byte(`{"type":"point","field":"nom"}`), []byte("%PDF"))
	head, parts := wire.NewFile("p", "application/pdf", []byte("%PDF")).Chunks()
	f.Add(head, parts[0])
	f.Fuzz(func(t *testing.T, a, b []byte) {
		s := newSight(&Phone{}, newID(), wire.Wish{}, nil)
		close(s.over)
		s.Heard(func(x string) {
			for _, r := range x {
				if !isText(r) && r != '\uFFFD' {
					t.Errorf("%q came through", r)
				}
			}
		})
		s.desk.Given(func(f wire.File) {
			if len(f.Data) != f.Size || f.Size > wire.MaxFile {
				t.Errorf("%d bytes of %d", len(f.Data), f.Size)
			}
		})
		s.text.receive(a)
		s.desk.receive(a)
		var j wire.Joiner
		s.desk.part(&j, webrtc.DataChannelMessage{IsString: true, Data: a})
		s.desk.part(&j, webrtc.DataChannelMessage{Data: b})
	})
}

// FuzzSound: whatever a desk sends as Opus, something is heard and nothing panics.
func FuzzSound(f *testing.F) {
	f.Add([]byte{0xf8, 0xff, 0xfe}, []byte{0xf8})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		dec, err := libopus.NewDecoder(audio.Rate, 1)
		if err != nil {
			t.Fatal(err)
		}
		v := newVoice(nil, nil, nil)
		pcm := make([]int16, packet)
		at := time.Now().Add(-time.Minute)
		for n, p := range [][]byte{a, b, nil, a, b, a} {
			if n != 2 { // lost: the next one is asked for it
				v.jitter.Put(uint16(n), uint32(n*packet), p, at.Add(time.Duration(n)*packetT))
			}
		}
		for range 8 {
			v.next(dec, pcm)
		}
	})
}

// The desk's messages wait for its channel, and no more than a few of them.
func TestToldBeforeTheChannel(t *testing.T) {
	s := newSight(&Phone{}, newID(), wire.Wish{}, nil)
	for range 3 * untold {
		s.desk.Tell(wire.Desk{Type: wire.DeskAnswer})
		s.desk.Tell(wire.Desk{Type: wire.DeskLook})
	}
	if len(s.desk.wait) != untold || len(s.desk.kept) != 1 {
		t.Errorf("%d wait, %d kept", len(s.desk.wait), len(s.desk.kept))
	}
	close(s.over)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.desk.Give(ctx, wire.NewFile("f", "image/jpeg", []byte("x"))); err == nil {
		t.Error("a file was given after the end")
	}
}
