package video

import (
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/vpx"
)

const (
	mirrorWidth, mirrorHeight = 320, 240
	mirrorPeriod              = time.Second/15 - 8*time.Millisecond
)

// mirror shows a citizen himself, small and turned as a looking glass does it.
type mirror struct {
	small, turned vpx.Image
	pix           []byte
	last          time.Time
	to            func(call.Frame) // who was shown a picture; nil: nobody
}

func (s *Sender) looking() func(call.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.self
}

func (m *mirror) show(to func(call.Frame), taken *vpx.Image, at time.Time) {
	if to == nil {
		m.end()
		return
	}
	if at.Sub(m.last) < mirrorPeriod {
		return
	}
	w, h := fit(taken.Width, taken.Height, mirrorWidth, mirrorHeight)
	if m.small.Reset(w, h) != nil || m.small.Scale(taken) != nil || m.turned.Mirror(&m.small) != nil {
		return
	}
	if len(m.pix) < 4*w*h {
		m.pix = make([]byte, 4*w*h)
	}
	if m.turned.RGBA(m.pix) != nil {
		return
	}
	m.last, m.to = at, to
	to(call.Frame{Width: w, Height: h, Pix: m.pix[:4*w*h]})
}

// end tells whoever looked that there is nothing to see.
func (m *mirror) end() {
	if m.to != nil {
		m.to(call.Frame{})
	}
	m.to = nil
}

func (m *mirror) wipe() {
	m.small.Wipe()
	m.turned.Wipe()
	clear(m.pix)
}
