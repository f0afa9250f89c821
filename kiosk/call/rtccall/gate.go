package rtccall

import (
	"sync/atomic"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// gate is a track that is shut while nothing comes from the other side: what is
// sent into a line that is cut would only count as lost, and the estimate of the
// line start from the bottom when it is back.
type gate struct {
	webrtc.TrackLocal
	shut *atomic.Bool
}

// Bind implements webrtc.TrackLocal.
func (g gate) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	return g.TrackLocal.Bind(gateContext{c, g.shut})
}

type gateContext struct {
	webrtc.TrackLocalContext
	shut *atomic.Bool
}

func (c gateContext) WriteStream() webrtc.TrackLocalWriter {
	return gateWriter{c.TrackLocalContext.WriteStream(), c.shut}
}

type gateWriter struct {
	webrtc.TrackLocalWriter
	shut *atomic.Bool
}

func (w gateWriter) WriteRTP(h *rtp.Header, payload []byte) (int, error) {
	if w.shut.Load() {
		return h.MarshalSize() + len(payload), nil
	}
	return w.TrackLocalWriter.WriteRTP(h, payload)
}

func (w gateWriter) Write(b []byte) (int, error) {
	if w.shut.Load() {
		return len(b), nil
	}
	return w.TrackLocalWriter.Write(b)
}
