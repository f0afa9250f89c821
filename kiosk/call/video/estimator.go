package video

import (
	"strings"
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/gcc"
	"github.com/pion/logging"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
)

// estimator is pion's estimate by the delay (gcc), our own of what strains the
// line, and our pacer. It stands in for gcc.SendSideBWE, whose pacers know a stream by its SSRC
// alone and so refuse what is sent again on the SSRC of RTX (RFC 4588): here each
// stream has its own way to the network, whatever SSRC a packet bears.
type estimator struct {
	*gcc.SendSideBWE
	pacer  *pacer
	strain strain
	start  start

	mu     sync.Mutex
	number uint16 // of the last packet, transport-wide
	rates  int    // bits a second, as last asked for
	asked  time.Time
}

func newEstimator(logs logging.LoggerFactory) (*estimator, error) {
	e := &estimator{pacer: newPacer(firstRate), strain: strain{rate: highRate, strained: time.Now()}, rates: firstRate}
	bwe, err := gcc.NewSendSideBWE(
		gcc.SendSideBWEInitialBitrate(highRate), gcc.SendSideBWEMinBitrate(lowRate),
		gcc.SendSideBWEMaxBitrate(highRate), gcc.SendSideBWEPacer(e.pacer), gcc.WithLoggerFactory(logs))
	e.SendSideBWE = bwe
	return e, err
}

// AddStream makes the way of one stream: numbered and counted as it leaves, so
// that sound may overtake pictures without seeming lost.
func (e *estimator) AddStream(info *interceptor.StreamInfo, w interceptor.RTPWriter) interceptor.RTPWriter {
	s := &stream{e: e, attributes: interceptor.Attributes{}}
	for _, x := range info.RTPHeaderExtensions {
		if x.URI == sdp.TransportCCURI {
			s.extension = uint8(x.ID)
		}
	}
	e.pacer.mu.Lock()
	defer e.pacer.mu.Unlock()
	e.SendSideBWE.AddStream(info, w) // it counts, and gives its writer to the pacer
	s.counted = e.pacer.added
	if isSound(info) {
		return interceptor.RTPWriterFunc(s.send)
	}
	return interceptor.RTPWriterFunc(func(h *rtp.Header, payload []byte, _ interceptor.Attributes) (int, error) {
		return e.pacer.push(s, h, payload, h.SSRC != info.SSRC)
	})
}

func isSound(info *interceptor.StreamInfo) bool { return strings.HasPrefix(info.MimeType, "audio/") }

// stream is one track that we send.
type stream struct {
	e          *estimator
	extension  uint8 // its id; 0: the other side does not want numbers
	counted    interceptor.RTPWriter
	attributes interceptor.Attributes
	bytes      [2]byte
}

// send numbers a packet and sends it.
func (s *stream) send(h *rtp.Header, payload []byte, _ interceptor.Attributes) (int, error) {
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	if s.extension != 0 {
		s.e.number++
		s.bytes[0], s.bytes[1] = byte(s.e.number>>8), byte(s.e.number)
		if err := h.SetExtension(s.extension, s.bytes[:]); err != nil {
			return 0, err
		}
		s.e.strain.left(s.e.number, h.MarshalSize()+len(payload))
	}
	return s.counted.Write(h, payload, s.attributes)
}

// WriteRTCP hears feedback of the other side.
func (e *estimator) WriteRTCP(pkts []rtcp.Packet, a interceptor.Attributes) error {
	for _, p := range pkts {
		if t, ok := p.(*rtcp.TransportLayerCC); ok {
			e.strain.hear(t, time.Now(), e.known())
		}
	}
	// Feedback that it does not understand says nothing, but an error would keep
	// from others what came with it.
	_ = e.SendSideBWE.WriteRTCP(pkts, a)
	return nil
}

// GetTargetBitrate is what limits sending again, too.
func (e *estimator) GetTargetBitrate() int { return e.rate() }

// rate is the lowest of all. gcc's own use of loss is left out, see strain.
func (e *estimator) rate() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if now := time.Now(); now.Sub(e.asked) > 50*time.Millisecond {
		e.asked = now
		e.rates = e.start.limit(e.strain.limit(e.delayRate(), now), now)
		e.pacer.pace(e.rates)
	}
	return e.rates
}

// known is the rate, or any while it is not known yet.
func (e *estimator) known() int {
	rate := e.rate()
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.start.over {
		return highRate
	}
	return rate
}

// delayRate is what gcc makes of the delay. Before the first feedback it says 0,
// and has begun with highRate.
func (e *estimator) delayRate() int {
	if n, _ := e.GetStats()["delayTargetBitrate"].(int); n > 0 {
		return n
	}
	return highRate
}

// start goes from a rate that any line carries up to the estimate. gcc itself
// grows by 8 % a second, and so would need twenty seconds for a good picture;
// begun with a high rate, it finds the true one within one of overuse, but fills
// the line with the first key frame. So it begins high, and we below it.
type start struct {
	rate int
	at   time.Time // of the last step; zero: not begun
	over bool
}

const (
	startPeriod = 250 * time.Millisecond
	startStep   = 5 // a fifth each
)

// limit is the estimate, or less.
func (s *start) limit(estimate int, now time.Time) int {
	switch {
	case s.over:
		return estimate
	case s.at.IsZero():
		s.rate, s.at = firstRate, now
		return s.rate
	case estimate <= s.rate:
		s.over = true
		return estimate
	case now.Sub(s.at) >= startPeriod:
		s.rate, s.at = s.rate+s.rate/startStep, now
	}
	return s.rate
}
