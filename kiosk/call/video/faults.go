package video

import (
	"errors"
	"io"
	"net"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
)

// Faults tells the end of a stream from a packet that cannot be read: pion gives
// an error for both, and whoever stops at the second hears nothing for the rest
// of the call.
type Faults int

// mostFaults in a row are a stream that gives nothing else any more.
const mostFaults = 1000

// End takes what each Read gave, and reports whether there is nothing more to
// read.
func (f *Faults) End(err error) bool {
	if err == nil {
		*f = 0
		return false
	}
	*f++
	return *f > mostFaults || errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, net.ErrClosed)
}

// Reports is where RTCP comes from: a webrtc.RTPSender or RTPReceiver.
type Reports interface {
	Read(b []byte) (int, interceptor.Attributes, error)
}

// Listen reads RTCP until it ends, and gives each packet to hear. It must run for
// every sender and receiver: interceptors hear through it.
func Listen(r Reports, hear func(rtcp.Packet)) {
	var faults Faults
	for b := make([]byte, largest); ; {
		n, _, err := r.Read(b)
		if faults.End(err) {
			return
		}
		if err != nil {
			continue
		}
		// What cannot be read says nothing.
		pkts, _ := rtcp.Unmarshal(b[:n])
		for _, p := range pkts {
			hear(p)
		}
	}
}
