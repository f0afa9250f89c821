package video

import (
	"fmt"
	"sync/atomic"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/cc"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/logging"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// Rates of a line, in bits a second.
const (
	firstRate = 150_000 // before anything is known
	lowRate   = 60_000  // no line is thought to carry less: sound, and a still now and then
	highRate  = 1_200_000
)

// Line is what a peer connection sends through: all of it is numbered, the other
// side says when each packet came (transport-wide congestion control), and an
// estimate is made of how much the line carries. Sound leaves at once; pictures
// queue, and leave no faster than the line takes them.
type Line struct{ estimator atomic.Pointer[estimator] }

// NewLine registers VP8 with its retransmission, header extensions, feedback and
// interceptors for one peer connection. Codecs of sound are registered before.
// No other interceptor is to be registered, above all not pion's defaults: its
// NACK generator asks about twenty times for what it has already got
// (pion/webrtc#3063), and its pacers lose what is sent again. The RTCP of every
// sender must be read, that of the sound too: feedback comes to any of them.
// logs is that of Logs.
func NewLine(me *webrtc.MediaEngine, reg *interceptor.Registry, logs logging.LoggerFactory) (*Line, error) {
	l := new(Line)
	if err := registerVP8(me); err != nil {
		return nil, fmt.Errorf("video: %w", err)
	}
	if err := l.register(reg, logs); err != nil {
		return nil, fmt.Errorf("video: %w", err)
	}
	return l, nil
}

// registerVP8 with what a receiver may say of it, and the numbering of every
// packet, of sound too.
func registerVP8(me *webrtc.MediaEngine) error {
	const payload, again = 96, 97
	vp8 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90_000}
	rtx := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeRTX, ClockRate: 90_000, SDPFmtpLine: fmt.Sprintf("apt=%d", payload)}
	kind := webrtc.RTPCodecTypeVideo
	if err := me.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: vp8, PayloadType: payload}, kind); err != nil {
		return err
	}
	if err := me.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: rtx, PayloadType: again}, kind); err != nil {
		return err
	}
	me.RegisterFeedback(webrtc.RTCPFeedback{Type: "nack"}, kind)
	me.RegisterFeedback(webrtc.RTCPFeedback{Type: "nack", Parameter: "pli"}, kind)
	me.RegisterFeedback(webrtc.RTCPFeedback{Type: "ccm", Parameter: "fir"}, kind)
	return numbered(me)
}

func numbered(me *webrtc.MediaEngine) error {
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo, webrtc.RTPCodecTypeAudio} {
		me.RegisterFeedback(webrtc.RTCPFeedback{Type: webrtc.TypeRTCPFBTransportCC}, kind)
		uri := webrtc.RTPHeaderExtensionCapability{URI: sdp.TransportCCURI}
		if err := me.RegisterHeaderExtension(uri, kind); err != nil {
			return err
		}
	}
	// Where media share a transport, this tells them apart (RFC 9143).
	mid := webrtc.RTPHeaderExtensionCapability{URI: sdp.SDESMidURI}
	return me.RegisterHeaderExtension(mid, webrtc.RTPCodecTypeVideo)
}

// register adds the interceptors. The first is the nearest to the network: what
// the responder sends again passes through the estimator too.
func (l *Line) register(reg *interceptor.Registry, logs logging.LoggerFactory) error {
	estimate, err := cc.NewInterceptor(func() (cc.BandwidthEstimator, error) {
		e, err := newEstimator(logs)
		l.estimator.Store(e)
		return e, err
	})
	if err != nil {
		return err
	}
	respond, err := nack.NewResponderInterceptor(nack.WithResponderLoggerFactory(logs))
	if err != nil {
		return err
	}
	reg.Add(estimate)
	reg.Add(respond)
	return reports(reg, logs)
}

// reports of sender and receiver, and of when each packet came.
func reports(reg *interceptor.Registry, logs logging.LoggerFactory) error {
	receive, err := report.NewReceiverInterceptor(report.WithReceiverLoggerFactory(logs))
	if err != nil {
		return err
	}
	send, err := report.NewSenderInterceptor(report.WithSenderLoggerFactory(logs))
	if err != nil {
		return err
	}
	came, err := twcc.NewSenderInterceptor(twcc.WithLoggerFactory(logs))
	if err != nil {
		return err
	}
	reg.Add(receive)
	reg.Add(send)
	reg.Add(came)
	return nil
}

// Rate is how many bits a second may be sent, the sound with them; RTP headers
// count, those below do not.
func (l *Line) Rate() int {
	if e := l.estimator.Load(); e != nil {
		return e.rate()
	}
	return firstRate
}

// full reports whether pictures queue longer than another one should.
func (l *Line) full() bool {
	e := l.estimator.Load()
	return e != nil && e.pacer.full()
}
