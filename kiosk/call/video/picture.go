package video

import (
	"time"

	"guichet/kiosk/call"
)

// pictures decodes those that are due, and shows the last of them.
func (s *screen) pictures(now time.Time) time.Duration {
	held := false
	wait := idle
	for {
		ts, ok := s.jitter.head(now)
		if !ok {
			break
		}
		if wait = s.due(ts, now); wait > 0 {
			break
		}
		if held {
			s.jitter.stats.Late++
		}
		held, wait = s.decode(ts, now), idle
	}
	if held {
		s.display(now)
	}
	return wait
}

// decode takes the frame that is due. From one that cannot be decoded on nothing
// is shown before a key frame.
func (s *screen) decode(timestamp uint32, now time.Time) bool {
	f := s.jitter.pop()
	w, _, err := s.decoder.Decode(f.data)
	if err != nil {
		s.jitter.needKey = true
		s.jitter.stats.Dropped++
		return false
	}
	if d, ok := s.r.clock.Behind(timestamp, now); ok {
		s.behind += (d - s.behind) / 8
	}
	return w > 0
}

// display shows the picture decoded last to whoever watches.
func (s *screen) display(now time.Time) {
	s.shown++
	s.at = now
	to := s.watcher()
	if to == nil {
		return
	}
	w, h := s.decoder.Size()
	if cap(s.pix) < 4*w*h {
		clear(s.pix)
		s.pix = make([]byte, 4*w*h)
	}
	s.pix = s.pix[:4*w*h]
	if s.decoder.RGBA(s.pix) != nil {
		return
	}
	to(call.Frame{Width: w, Height: h, Pix: s.pix})
}

// watcher is who is shown the picture. Whoever was, and is not any more, is told
// that there is nothing to see.
func (s *screen) watcher() func(call.Frame) {
	s.r.mu.Lock()
	to := s.r.show
	s.r.mu.Unlock()
	if to == nil && s.to != nil {
		s.to(call.Frame{})
		clear(s.pix)
	}
	s.to = to
	return to
}

// tell makes the figures known.
func (s *screen) tell() {
	s.watcher()
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.stats = s.jitter.stats
	s.r.stats.Shown = s.shown
	s.r.behind, s.r.at = s.behind, s.at
}

// close shows nothing, and wipes what held a picture.
func (s *screen) close() {
	s.tell()
	if s.to != nil {
		s.to(call.Frame{})
	}
	s.decoder.Close()
	s.jitter.wipe()
	s.packets.wipe()
	clear(s.pix)
}
