package video

import (
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// Listen reads what the other side says of the picture (PLI, FIR) until r is
// stopped. It must run: interceptors hear through it.
func (s *Sender) Listen(r *webrtc.RTPSender) { Listen(r, s.hear) }

func (s *Sender) hear(p rtcp.Packet) {
	switch p.(type) {
	case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
		select {
		case s.keys <- struct{}{}:
		default: // it is asked for already
		}
	}
}
