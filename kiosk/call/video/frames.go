package video

import "time"

// A frame that waits for a packet is given up after three questions for it and
// their answers, within these bounds: a longer freeze is worse than a key frame,
// and fewer questions are too few where one in ten is lost.
const (
	shortWait = 300 * time.Millisecond
	longWait  = 1200 * time.Millisecond
	// Where a whole key frame stands ready behind it, it does not wait longer
	// than this.
	keyWait = 100 * time.Millisecond
)

// frame is a whole VP8 frame; data is valid until the next one is taken.
type frame struct {
	data      []byte
	timestamp uint32
	key       bool
}

// state of the packets from one on.
type state int

const (
	whole  state = iota // up to the end of a frame
	open                // the rest has not come yet
	broken              // one is missing
)

// head is the timestamp of the next frame that can be decoded, in order. What
// cannot be is left out on the way.
func (j *jitter) head(now time.Time) (timestamp uint32, ok bool) {
	for {
		end, s := j.scan(j.next)
		switch {
		case s == open:
			return 0, false
		case s == whole && j.decodable():
			j.end, j.came = end, j.lastOf(end)
			return j.at(j.next).p.header.Timestamp, true
		case s == whole:
			j.leave(end)
		case !j.passed(end, now):
			return 0, false
		}
	}
}

// lastOf is when the last packet of the frame at next came.
func (j *jitter) lastOf(end int64) (t time.Time) {
	for n := j.next; n <= end; n++ {
		if at := j.at(n).p.at; at.After(t) {
			t = at
		}
	}
	return t
}

// decodable reports whether the whole frame at next is one that can be shown.
func (j *jitter) decodable() bool {
	p := j.at(j.next).p
	return p.starts && (p.key() || !j.needKey)
}

// leave drops a frame. Padding is not one, nor the end of a frame that was under
// way when we came.
func (j *jitter) leave(end int64) {
	if p := j.at(j.next).p; len(p.vp8) > 0 {
		j.needKey = true
		if p.starts {
			j.stats.Dropped++
		}
	}
	j.forget(end + 1)
}

// scan looks for the end of the frame that begins at n: its marker, or a packet
// of another timestamp. Padding is a frame of its own.
func (j *jitter) scan(n int64) (end int64, s state) {
	for end = n; end <= j.top; end++ {
		first, p := j.at(n).p, j.at(end).p
		switch {
		case p == nil:
			return end, broken
		case p.header.Timestamp != first.header.Timestamp || len(p.vp8) == 0 && end > n:
			return end - 1, whole
		case p.header.Marker || len(p.vp8) == 0:
			return end, whole
		}
	}
	return end, open
}

// passed goes on behind the gap, where it has been waited for long enough.
func (j *jitter) passed(gap int64, now time.Time) bool {
	waits := now.Sub(j.at(gap).since)
	if key, ok := j.keyAfter(gap); ok && (j.needKey || waits > keyWait) {
		j.abandon(key)
		return true
	}
	if waits < min(max(3*again(j.rtt)+2*reorder, shortWait), longWait) {
		return false
	}
	j.abandon(j.startAfter(gap))
	return true
}

// abandon gives up the frames below n.
func (j *jitter) abandon(n int64) {
	for i := j.next; i < n; i++ {
		if p := j.at(i).p; p != nil && p.starts {
			j.stats.Dropped++
		}
	}
	j.forget(n)
	j.needKey = true
}

// keyAfter finds a key frame behind a gap that has come whole.
func (j *jitter) keyAfter(gap int64) (int64, bool) {
	for n := gap + 1; n <= j.top; n++ {
		p := j.at(n).p
		if p == nil || !p.starts || !p.key() {
			continue
		}
		end, s := j.scan(n)
		if s == whole {
			return n, true
		}
		n = end
	}
	return 0, false
}

// startAfter is where a frame begins behind a gap.
func (j *jitter) startAfter(gap int64) int64 {
	for n := gap + 1; n <= j.top; n++ {
		if p := j.at(n).p; p != nil && p.starts {
			return n
		}
	}
	return j.top + 1
}

// pop gives out the frame that head has found.
func (j *jitter) pop() frame {
	first := j.at(j.next).p
	f := frame{timestamp: first.header.Timestamp, key: first.key()}
	j.buf = j.buf[:0]
	for n := j.next; n <= j.end; n++ {
		j.buf = append(j.buf, j.at(n).p.vp8...)
	}
	j.forget(j.end + 1)
	if f.key {
		j.needKey = false
	}
	f.data = j.buf
	return f
}
