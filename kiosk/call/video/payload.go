package video

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// fragment is how much of a frame goes into a packet, in bytes: with RTP, SRTP
// and TURN around it the datagram stays below 1,280, which every line of IPv6
// carries (RFC 8200, section 5).
const fragment = 1120

// descriptor is X, then I alone, then a picture id of 15 bits (RFC 7741, section
// 4.2).
const descriptor = 4

// payloader cuts VP8 frames into RTP packets of a track.
type payloader struct {
	track   *webrtc.TrackLocalStaticRTP
	packet  rtp.Packet
	buf     [descriptor + fragment]byte
	base    uint32 // timestamp of the beginning
	picture uint16
}

func newPayloader(t *webrtc.TrackLocalStaticRTP) *payloader {
	p := &payloader{track: t, base: rand.Uint32(), picture: uint16(rand.Uint32())}
	p.packet.Version = 2
	p.packet.SequenceNumber = uint16(rand.Uint32())
	return p
}

// write sends one frame in pieces of about the same size. at is when the picture
// was taken, since the beginning.
func (p *payloader) write(frame []byte, at time.Duration) error {
	p.picture = (p.picture + 1) & 0x7fff
	p.packet.Timestamp = p.base + uint32(int64(at)*9/100_000)
	pieces := (len(frame) + fragment - 1) / fragment
	size := (len(frame) + pieces - 1) / pieces
	for first := true; len(frame) > 0; first = false {
		n := min(size, len(frame))
		p.fill(frame[:n], first)
		p.packet.Marker = n == len(frame)
		if err := p.track.WriteRTP(&p.packet); err != nil {
			return err
		}
		p.packet.SequenceNumber++
		frame = frame[n:]
	}
	return nil
}

func (p *payloader) fill(b []byte, first bool) {
	p.buf[0], p.buf[1] = 0x80, 0x80
	if first {
		p.buf[0] |= 0x10 // S
	}
	binary.BigEndian.PutUint16(p.buf[2:], 0x8000|p.picture)
	p.packet.Payload = append(p.buf[:descriptor], b...)
}

// wipe clears the last piece of a picture.
func (p *payloader) wipe() { clear(p.buf[:]) }
