package video

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"guichet/drivers/camera"
	"guichet/kiosk/call"
	"guichet/kiosk/call/badline"
)

// model is a call whose camera, encoder and network are figures, and whose
// estimator, ladder, pacer and line are those of a true one. It lasts as long as
// it says, in no time.
type model struct {
	t    *testing.T
	e    *estimator
	line *badline.Conn
	far  *badline.End
	done chan struct{}
	all  sync.WaitGroup

	mu      sync.Mutex
	ladder  ladder
	quality call.Quality
	spoken  int           // packets of sound
	heard   int           // that came
	late    time.Duration // of the last one
}

// road is what a line is from an instant on.
type road struct {
	from time.Duration
	badline.Road
}

// simulate has a call of so long over a line that changes, and looks at it ten
// times a second.
func simulate(t *testing.T, lasts time.Duration, roads []road, look func(at time.Duration, m *model)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t)
		defer m.stop()
		begun := time.Now()
		for at := time.Duration(0); at < lasts; at = time.Since(begun) {
			for len(roads) > 0 && roads[0].from <= at {
				m.line.Out(roads[0].Road)
				m.line.In(badline.Road{Delay: roads[0].Delay})
				roads = roads[1:]
			}
			time.Sleep(100 * time.Millisecond)
			look(time.Since(begun), m)
		}
	})
}

func newModel(t *testing.T) *model {
	e, err := newEstimator(Logs(nil))
	if err != nil {
		t.Fatal(err)
	}
	near, far := badline.Pipe()
	m := &model{t: t, e: e, line: badline.New(near, 1), far: far, done: make(chan struct{}), ladder: newLadder(time.Now())}
	picture := e.AddStream(streamInfo(1, webrtc.MimeTypeVP8), m)
	voice := e.AddStream(streamInfo(2, webrtc.MimeTypeOpus), m)
	m.all.Go(func() { m.film(picture) })
	m.all.Go(func() { m.talk(voice) })
	m.all.Go(m.receive)
	m.all.Go(m.feedback)
	return m
}

func (m *model) stop() {
	close(m.done)
	m.line.Close()
	m.far.Close()
	m.all.Wait()
	m.e.Close()
}

// Write puts a packet on the line.
func (m *model) Write(h *rtp.Header, payload []byte, _ interceptor.Attributes) (int, error) {
	b, err := (&rtp.Packet{Header: *h, Payload: payload}).Marshal()
	if err != nil {
		m.t.Error(err)
	}
	return m.line.WriteTo(b, badline.Here{})
}

// every does something until the end.
func (m *model) every(d time.Duration, do func(now time.Time)) {
	for pace := time.NewTicker(d); ; {
		select {
		case now := <-pace.C:
			do(now)
		case <-m.done:
			pace.Stop()
			return
		}
	}
}

// film sends 30 pictures a second as film.send does, each as large as the encoder
// is told.
func (m *model) film(to interceptor.RTPWriter) {
	var last time.Time
	mode := camera.Mode{Width: 640, Height: 480, Rate: 30}
	m.every(time.Second/30, func(now time.Time) {
		rate := m.e.rate()
		m.mu.Lock()
		step := m.ladder.choose(rate, now)
		m.quality = m.ladder.quality(now)
		m.mu.Unlock()
		period := max(step.period(), time.Second/30)
		if now.Sub(last) < step.period() || m.e.pacer.full() {
			return
		}
		last = now
		bytes := int(float64(step.settings(mode, rate).Bitrate) / 8 * period.Seconds())
		for ; bytes > 0; bytes -= fragment {
			to.Write(&rtp.Header{Version: 2, SSRC: 1}, make([]byte, min(bytes, fragment)), nil)
		}
	})
}

// talk sends what Opus makes of a voice, each packet with the time.
func (m *model) talk(to interceptor.RTPWriter) {
	begun := time.Now()
	m.every(20*time.Millisecond, func(now time.Time) {
		h := &rtp.Header{Version: 2, SSRC: 2, Timestamp: uint32(now.Sub(begun).Milliseconds())}
		to.Write(h, make([]byte, 80), nil)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.spoken++
	})
}

// receive notes when each packet came.
func (m *model) receive() {
	begun, recorder := time.Now(), twcc.NewRecorder(9)
	report := time.NewTicker(100 * time.Millisecond)
	defer report.Stop()
	for {
		var b []byte
		select {
		case b = <-m.far.In:
		case <-report.C:
			for _, p := range recorder.BuildFeedbackPacket() {
				said, _ := p.Marshal()
				m.far.WriteTo(said, badline.Here{})
			}
			continue
		case <-m.done:
			return
		}
		var p rtp.Packet
		if err := p.Unmarshal(b); err != nil {
			m.t.Error(err)
			return
		}
		x := p.GetExtension(3)
		recorder.Record(p.SSRC, uint16(x[0])<<8|uint16(x[1]), time.Since(begun).Microseconds())
		if p.SSRC == 2 {
			m.mu.Lock()
			m.heard, m.late = m.heard+1, time.Since(begun)-time.Duration(p.Timestamp)*time.Millisecond
			m.mu.Unlock()
		}
	}
}

// feedback is what the other side says of it.
func (m *model) feedback() {
	b := make([]byte, largest)
	for {
		n, _, err := m.line.ReadFrom(b)
		if err != nil {
			return
		}
		pkts, err := rtcp.Unmarshal(b[:n])
		if err != nil {
			m.t.Error(err)
			return
		}
		m.e.WriteRTCP(pkts, nil)
	}
}

// now is how it is.
func (m *model) now() (rate int, q call.Quality, late time.Duration) {
	rate = m.e.rate()
	m.mu.Lock()
	defer m.mu.Unlock()
	return rate, m.quality, m.late
}
