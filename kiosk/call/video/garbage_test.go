package video

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call/vpx"
)

// FuzzGarbage gives packets of any kind to everything that stands between the
// line and the screen. Each packet of the corpus has two bytes of length and one
// of waiting before it, in 10 ms.
func FuzzGarbage(f *testing.F) {
	s := &script{}
	var seed []byte
	for i := range 3 {
		for _, p := range s.frame("\x9d\x01\x2a\x10\x00\x10\x00 picture", i == 0, 2) {
			seed = append(binary.BigEndian.AppendUint16(seed, uint16(p.n)), 1)
			seed = append(seed, p.buf[:p.n]...)
		}
	}
	f.Add(seed)
	f.Add([]byte{0, 3, 200, 0x80, 1, 2})
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := vpx.NewDecoder()
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		pool := new(packets)
		j, now := newJitter(pool), time.Unix(1e9, 0)
		for len(b) > 3 {
			n := min(int(binary.BigEndian.Uint16(b)), len(b)-3, largest)
			now = now.Add(time.Duration(b[2]) * 10 * time.Millisecond)
			p := pool.get()
			p.n, p.at = copy(p.buf[:], b[3:3+n]), now
			b = b[3+n:]
			if p.parse() {
				j.put(p, now)
			} else {
				pool.put(p)
			}
			garbage(t, j, d, now)
		}
		j.wipe()
	})
}

func garbage(t *testing.T, j *jitter, d *vpx.Decoder, now time.Time) {
	if len(j.ask(now, nil)) > slots || j.missing < 0 || j.top-j.next >= slots {
		t.Fatalf("%d missing, next %d, top %d", j.missing, j.next, j.top)
	}
	for range slots {
		if _, ok := j.head(now); !ok {
			return
		}
		if w, h, err := d.Decode(j.pop().data); err == nil && w > 0 {
			if err := d.RGBA(make([]byte, 4*w*h)); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Fatal("more frames than packets")
}

// FuzzReports gives RTCP of any kind to everything that hears it: the estimator,
// the sender, the clock of a receiver.
func FuzzReports(f *testing.F) {
	for _, p := range []rtcp.Packet{
		&rtcp.PictureLossIndication{MediaSSRC: 7},
		&rtcp.SenderReport{SSRC: 7, NTPTime: 1 << 63, RTPTime: 5},
		&rtcp.TransportLayerNack{MediaSSRC: 1, Nacks: []rtcp.NackPair{{PacketID: 3, LostPackets: 0xffff}}},
		&rtcp.TransportLayerCC{
			Header:             rtcp.Header{Count: rtcp.FormatTCC, Type: rtcp.TypeTransportSpecificFeedback, Length: 5},
			BaseSequenceNumber: 1, PacketStatusCount: 2,
			PacketChunks: []rtcp.PacketStatusChunk{&rtcp.RunLengthChunk{PacketStatusSymbol: rtcp.TypeTCCPacketReceivedSmallDelta, RunLength: 2}},
			RecvDeltas:   []*rtcp.RecvDelta{{Type: rtcp.TypeTCCPacketReceivedSmallDelta, Delta: 250}, {Type: rtcp.TypeTCCPacketReceivedSmallDelta, Delta: 500}},
		},
	} {
		b, err := p.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		pkts, err := rtcp.Unmarshal(b)
		if err != nil {
			return
		}
		e, err := newEstimator(Logs(nil))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		w := e.AddStream(streamInfo(2, webrtc.MimeTypeOpus), new(wire))
		s, r := &Sender{keys: make(chan struct{}, 1)}, newReceiver(newTape(), nil)
		for n := range 50 {
			w.Write(&rtp.Header{Version: 2, SSRC: 2, SequenceNumber: uint16(n)}, make([]byte, 80), nil)
		}
		for range 3 {
			if err := e.WriteRTCP(pkts, nil); err != nil {
				t.Error(err)
			}
			for _, p := range pkts {
				s.hear(p)
				r.hear(p)
			}
			r.clock.Behind(9, time.Now())
		}
		e.asked = time.Time{} // look again
		if rate := e.rate(); rate < lowRate || rate > highRate {
			t.Errorf("%d bit/s", rate)
		}
	})
}
