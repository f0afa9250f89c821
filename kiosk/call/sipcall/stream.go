package sipcall

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"

	"guichet/kiosk/call/sound"
)

// stream is the sound of a leg on its way: RTP (RFC 3550), SRTP (RFC 3711) and
// RTCP. It reads its sockets on two goroutines; the voice sends and plays.
type stream struct {
	ports ports
	key   sdes // ours
	done  sync.WaitGroup
	stop  chan struct{}

	mu     sync.Mutex
	now    agreed
	live   bool // now holds
	ssrc   uint32
	seq    uint16
	ts     uint32
	spoken bool // the first packet of a spurt has its marker
	sent   counts
	in, on *srtp.Context // of theirs, and of ours
	codecs map[string]codec
	keys   keys
	source source
	jitter *sound.Jitter
	ticks  int // of a packet in jitter
	name   string
	noise  noise
	last   time.Time // of anything that came from them
	vad    bool      // they are silent now and then
	began  time.Time
}

type counts struct{ packets, bytes uint32 }

// newStream has open sockets, and neither sends nor plays before agree.
func newStream(p ports) *stream {
	s := &stream{
		ports: p, key: newSDES(), stop: make(chan struct{}),
		ssrc: rand.Uint32(), seq: uint16(rand.Uint32()), ts: rand.Uint32(),
		codecs: map[string]codec{},
	}
	s.done.Go(s.readRTP)
	s.done.Go(s.readRTCP)
	s.done.Go(s.report)
	return s
}

// close ends it, waits for its goroutines, and wipes what it knows of the sound.
func (s *stream) close() {
	s.farewell()
	close(s.stop)
	s.ports.close()
	s.done.Wait()
	s.wipe()
}

// wipe leaves neither sound nor keys behind. What the garbage collector holds of
// single packets is out of reach.
func (s *stream) wipe() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.codecs {
		c.wipe()
	}
	if s.jitter != nil {
		s.jitter.Wipe()
	}
	s.codecs, s.jitter, s.in, s.on, s.live = nil, nil, nil, nil, false
	s.key, s.now, s.keys = sdes{}, agreed{}, keys{}
}

var errOver = errors.New("sipcall: the stream is over")

// agree changes what is sent and played. Two descriptions that say the same
// change nothing, so that a refresh is not heard.
func (s *stream) agree(a agreed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.codecs == nil {
		return errOver
	}
	if _, err := s.codec(a.send.name); err != nil {
		return err
	}
	if err := s.secure(a); err != nil {
		return err
	}
	if !s.live || s.now.rtp != a.rtp {
		s.source = source{}
	}
	if s.now.dir.receives() != a.dir.receives() && s.jitter != nil {
		s.jitter.Reset()
	}
	if !s.live || !s.now.dir.receives() {
		s.last = time.Now() // they have as long as any silence may last
	}
	if !s.live {
		s.began = time.Now()
	}
	s.now, s.live = a, true
	return nil
}

func (s *stream) secure(a agreed) (err error) {
	if !a.secure {
		s.in, s.on = nil, nil
		return nil
	}
	if s.on == nil {
		if s.on, err = s.key.context(); err != nil {
			return err
		}
	}
	if s.in == nil || s.now.theirs != a.theirs {
		s.in, err = a.theirs.context()
	}
	return err
}

func (s *stream) codec(name string) (codec, error) {
	if c := s.codecs[name]; c != nil {
		return c, nil
	}
	c, err := newCodec(name)
	if err == nil {
		s.codecs[name] = c
	}
	return c, err
}

// speak sends 20 ms of sound, or keys in their place. Where we are not to send,
// time goes on all the same.
func (s *stream) speak(pcm []int16) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.live {
		return
	}
	step := uint32(s.now.send.clock / 50)
	defer func() { s.ts += step }()
	if !s.now.dir.sends() {
		s.spoken = false
		return
	}
	if s.now.keys.clock != 0 {
		if s.press() {
			return
		}
	} else {
		s.keys.sing(pcm)
	}
	c, err := s.codec(s.now.send.name)
	if err != nil {
		return
	}
	if payload, err := c.encode(nil, pcm); err == nil {
		s.send(s.now.send.pt, s.ts, !s.spoken, payload)
		s.spoken = true
	}
}

// press sends what RFC 4733 has to say now; false: nothing. Durations tick with
// the clock of the events, which is another than that of the sound with the
// telephones that have them at 8,000 only.
func (s *stream) press() bool {
	event, at, first := s.keys.next(s.ts, uint32(s.now.keys.clock/50))
	for _, payload := range event {
		s.send(s.now.keys.pt, at, first, payload)
		first = false
	}
	return event != nil
}

func (s *stream) send(pt uint8, ts uint32, marker bool, payload []byte) {
	h := rtp.Header{Version: 2, PayloadType: pt, SequenceNumber: s.seq, Timestamp: ts, SSRC: s.ssrc, Marker: marker}
	s.seq++
	data, err := (&rtp.Packet{Header: h, Payload: payload}).Marshal()
	if err == nil && s.on != nil {
		data, err = s.on.EncryptRTP(nil, data, nil)
	}
	if err != nil {
		return
	}
	s.sent.packets++
	s.sent.bytes += uint32(len(payload))
	_, _ = s.ports.rtp.WriteToUDPAddrPort(data, s.source.to(s.now.rtp))
}

// health is what can be said of the line.
type health struct {
	silent       time.Duration // since anything came; 0: nothing is expected
	played, lost int
	vad          bool
}

func (s *stream) health(at time.Time) (h health) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live && s.now.dir.receives() {
		h.silent = at.Sub(s.last)
	}
	h.vad = s.vad
	if s.jitter != nil {
		st := s.jitter.Stats()
		h.played, h.lost = st.Played, st.Lost+st.Late
	}
	return h
}

// dial queues keys.
func (s *stream) dial(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.add(word)
}

func ntp(t time.Time) uint64 {
	const since1900 = 2_208_988_800 // seconds, RFC 3550, section 4
	return uint64(t.Unix()+since1900)<<32 | uint64(t.Nanosecond())<<32/1e9
}
