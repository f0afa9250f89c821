package sipcall

import (
	"testing"
	"time"

	"guichet/drivers/audio"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/sound"
)

// spoken is one second of a tone through a codec, both ways.
func spoken(t *testing.T, c codec) {
	t.Helper()
	pcm, tone := make([]int16, packet), sound.NewTone(audio.Rate, 440, 0.5)
	for range 50 {
		tone.Fill(pcm)
		data, err := c.encode(nil, pcm)
		must(t, err)
		_, err = c.decode(nil, data)
		must(t, err)
	}
}

// remembered says by codec how many samples or bytes of sound it still has, by
// place.
var remembered = map[string]func(codec) map[string]int{PCMA: ofG711, PCMU: ofG711}

func ofG711(c codec) map[string]int {
	g, lost := c.(*g711), make([]int16, 160)
	g.hidden.Conceal(lost)
	return map[string]int{"the last packet": left(g.narrow[:cap(g.narrow)]), "what it would conceal with": left(lost)}
}

func left[T int16 | byte](all []T) (n int) {
	for _, v := range all {
		if v != 0 {
			n++
		}
	}
	return n
}

// Nothing of what was said stays in a codec.
func TestACodecForgets(t *testing.T) {
	for _, name := range codecNames() {
		c, err := newCodec(name)
		must(t, err)
		spoken(t, c)
		for where, n := range remembered[name](c) {
			if n == 0 {
				t.Errorf("%s: nothing is in %s, so this test sees nothing", name, where)
			}
		}
		c.wipe()
		for where, n := range remembered[name](c) {
			if n > 0 {
				t.Errorf("%s: %d of %s are left", name, n, where)
			}
		}
	}
}

// And nothing in a stream: it neither speaks, nor plays, nor begins again.
func TestAStreamForgets(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	cfg.Encrypt = Prefer
	x.when("answers", func(p *peer) { p.encrypt = Prefer; p.ring(); p.accept() })
	c, _ := inCall(t, x, cfg)
	s := c.(*talk).voice.stream.Load()
	c.Hangup()
	calltest.Ended(t, c)
	until(t, "it is wiped", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.codecs == nil && s.jitter == nil && s.in == nil && s.on == nil && s.key == sdes{} && s.now.theirs == sdes{}
	})
	if err := s.agree(agreed{send: statics[8], dir: sendrecv}); err == nil {
		t.Error("it begins again")
	}
	s.speak(make([]int16, packet))
	if pcm := s.listen(nil, true, time.Now()); sound.RMS(pcm) != 0 {
		t.Error("it plays")
	}
}
