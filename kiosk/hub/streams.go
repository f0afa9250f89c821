package hub

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"guichet/kiosk/fleet/wire"
)

// waiting is how many notices a stream holds that its kiosk has not read. One
// that has more to say is cut: its kiosk comes back and catches up.
const waiting = 4

// stream is one kiosk that listens.
type stream struct {
	kiosk, town string
	out         chan news
	cut         chan struct{} // closed: the stream ends once out is empty
}

// news is a notice, and the event that it is on a stream: written once for all.
type news struct {
	wire.Notice
	event []byte
}

func newsOf(n wire.Notice) news {
	data, _ := json.Marshal(n)
	return news{n, fmt.Appendf(nil, "id: %d\ndata: %s\n\n", n.Number, data)}
}

// streams is who listens.
type streams struct {
	most int

	mu   sync.Mutex
	all  map[*stream]struct{}
	of   map[string][]*stream // those of a kiosk, oldest first
	last int64                // number of the newest notice that went out
}

// each is how many streams a kiosk may have: one, and one that it has lost and
// the hub does not know of yet. More would let a kiosk that lies take all.
const each = 2

func newStreams(most int) *streams {
	return &streams{most: most, all: map[*stream]struct{}{}, of: map[string][]*stream{}}
}

// add lets a kiosk listen from now on; last is the number of the newest notice
// that it will not hear. Nil where too many listen.
func (s *streams) add(k kiosk) (_ *stream, last int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if mine := s.of[k.id]; len(mine) >= each {
		s.end(mine[0])
	}
	if len(s.all) >= s.most {
		return nil, 0
	}
	one := &stream{kiosk: k.id, town: k.town, out: make(chan news, waiting), cut: make(chan struct{})}
	s.all[one] = struct{}{}
	s.of[k.id] = append(s.of[k.id], one)
	return one, s.last
}

func (s *streams) remove(one *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(one)
}

// forget, with the lock held, makes a stream one that nobody tells anything.
func (s *streams) forget(one *stream) {
	delete(s.all, one)
	s.of[one.kiosk] = slices.DeleteFunc(s.of[one.kiosk], func(o *stream) bool { return o == one })
	if len(s.of[one.kiosk]) == 0 {
		delete(s.of, one.kiosk)
	}
}

// end cuts one that listens.
func (s *streams) end(one *stream) {
	s.forget(one)
	close(one.cut)
}

func (s *streams) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// begin says which notices went out before this hub began to listen.
func (s *streams) begin(last int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last, last)
}

// tell gives a notice to whom it is for, never waiting for anybody.
func (s *streams) tell(notice wire.Notice, town, kiosk string) {
	n := newsOf(notice)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last, n.Number)
	for one := range s.all {
		if (kiosk == "" || kiosk == one.kiosk) && (town == "" || town == one.town) {
			s.give(one, n)
		}
	}
}

func (s *streams) give(one *stream, n news) {
	full := false
	select {
	case one.out <- n:
	default:
		full = true
	}
	if full || n.Kind == wire.NoticeRevoked {
		s.end(one)
	}
}

// newest is the number of the last notice that went out.
func (s *streams) newest() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}
