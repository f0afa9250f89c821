package video

import (
	"slices"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/badline"
)

// seconds is what a simulated call was like, ten times a second.
type seconds struct {
	rates []int
	worst []call.Quality
	late  []time.Duration // the sound
}

func (m *model) into(s *seconds) {
	rate, q, late := m.now()
	s.rates, s.worst, s.late = append(s.rates, rate), append(s.worst, q), append(s.late, late)
}

// between is a part of it.
func (s *seconds) between(from, to time.Duration) seconds {
	a, b := int(from/(100*time.Millisecond)), int(to/(100*time.Millisecond))
	return seconds{s.rates[a:b], s.worst[a:b], s.late[a:b]}
}

func (s seconds) rate() int { return median(s.rates) }

func median[T int | time.Duration](all []T) T {
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

func call60(t *testing.T, roads ...road) *seconds {
	t.Helper()
	s := new(seconds)
	simulate(t, time.Minute, roads, func(_ time.Duration, m *model) { m.into(s) })
	return s
}

const ms = time.Millisecond

// The packets of a call begin to take another way, or a radio becomes busy: all
// come later, and the line carries as much as before. Less is sent for a moment,
// for a queue looks the same, then as much again.
func TestAWayThatBecomesLonger(t *testing.T) {
	const at = 20 * time.Second
	for name, c := range map[string]struct {
		before, after badline.Road
		lasts         time.Duration // 0: to the end
	}{
		"150 ms on a free line":  {badline.Road{Delay: 20 * ms}, badline.Road{Delay: 170 * ms}, 0},
		"150 ms of 700 kbit/s":   {badline.Road{Delay: 20 * ms, Rate: 700_000}, badline.Road{Delay: 170 * ms, Rate: 700_000}, 0},
		"80 ms of 700 kbit/s":    {badline.Road{Delay: 20 * ms, Rate: 700_000}, badline.Road{Delay: 100 * ms, Rate: 700_000}, 0},
		"400 ms of 2 Mbit/s":     {badline.Road{Delay: 20 * ms, Rate: 2_000_000}, badline.Road{Delay: 420 * ms, Rate: 2_000_000}, 0},
		"150 ms for two seconds": {badline.Road{Delay: 20 * ms}, badline.Road{Delay: 170 * ms}, 2 * time.Second},
		"150 ms for five":        {badline.Road{Delay: 20 * ms}, badline.Road{Delay: 170 * ms}, 5 * time.Second},
	} {
		roads := []road{{0, c.before}, {at, c.after}}
		if c.lasts > 0 {
			roads = append(roads, road{at + c.lasts, c.before})
		}
		s := call60(t, roads...)
		was, after := s.between(at-5*time.Second, at).rate(), s.between(at, time.Minute).rates
		least := slices.Min(after)
		lowest := slices.Index(after, least)
		again := lowest + slices.IndexFunc(after[lowest:], func(r int) bool { return r > was*8/10 })
		figure(t, "%s: %d kbit/s become %d at least, and most of it again after %.1f s", name, was/1000, least/1000, float64(again)/10)
		if least < was/5 || again < lowest || again > 150 {
			t.Errorf("%s: %d bit/s became %d, and come back after %d tenths of a second", name, was, least, again)
		}
		if slices.Contains(s.between(at, time.Minute).worst, call.Stills) {
			t.Errorf("%s: still pictures", name)
		}
	}
}

// A queue that we fill ourselves is no such way, however long it may be: the rate
// stays what the line carries, and the sound does not come later and later.
func TestAQueueOfOurOwn(t *testing.T) {
	for name, c := range map[string]struct{ rate, then int }{
		"200 kbit/s from the beginning": {200_000, 200_000},
		"200 kbit/s from 700":           {700_000, 200_000},
		"400 kbit/s from 2000":          {2_000_000, 400_000},
	} {
		for _, queue := range []time.Duration{100 * ms, 250 * ms, time.Second, 3 * time.Second} {
			lay := func(rate int) badline.Road { return badline.Road{Delay: 20 * ms, Rate: rate, Queue: queue} }
			s := call60(t, road{0, lay(c.rate)}, road{20 * time.Second, lay(c.then)})
			rest := s.between(30*time.Second, time.Minute)
			figure(t, "%s, a queue of %v: %d kbit/s, sound %v late", name, queue, rest.rate()/1000, median(rest.late).Round(time.Millisecond))
			if r := rest.rate(); r < c.then*6/10 || r > c.then*12/10 || median(rest.late) > 200*ms {
				t.Errorf("%s, a queue of %v: %d bit/s, sound %v late", name, queue, r, median(rest.late))
			}
		}
	}
}

// A line that was narrow for a while is used again when it is wide.
func TestALineThatBecomesWide(t *testing.T) {
	s := call60(t, road{0, badline.Road{Delay: 20 * ms, Rate: 200_000}}, road{20 * time.Second, badline.Road{Delay: 20 * ms, Rate: 1_000_000}})
	if r := s.between(45*time.Second, time.Minute).rate(); r < 600_000 {
		t.Errorf("%d bit/s", r)
	}
}

// The sound comes first: it is whole on every line, and the picture is what the
// line leaves it.
func TestWhatANarrowLineCarries(t *testing.T) {
	for _, c := range []struct {
		rate int
		want call.Quality
	}{{700_000, call.Good}, {200_000, call.Weak}, {150_000, call.Weak}, {110_000, call.Stills}, {90_000, call.Stills}} {
		var s seconds
		spoken, heard := 0, 0
		simulate(t, time.Minute, []road{{0, badline.Road{Delay: 20 * ms, Rate: c.rate}}}, func(at time.Duration, m *model) {
			m.into(&s)
			m.mu.Lock()
			defer m.mu.Unlock()
			if at < 10*time.Second {
				spoken, heard = -m.spoken, -m.heard
			}
			if at > time.Minute-50*ms {
				spoken, heard = spoken+m.spoken, heard+m.heard
			}
		})
		rest := s.between(10*time.Second, 59*time.Second)
		part, most := float64(heard)/float64(spoken), usual(rest.worst)
		figure(t, "%d kbit/s: %s, %.1f %% of the sound, %v late", c.rate/1000, most, 100*part, median(rest.late).Round(time.Millisecond))
		if most != c.want || part < 0.97 {
			t.Errorf("%d kbit/s: %s, %.1f %% of the sound", c.rate/1000, most, 100*part)
		}
	}
}

// usual is what there was most of.
func usual(all []call.Quality) (most call.Quality) {
	n := map[call.Quality]int{}
	for _, q := range all {
		if n[q]++; n[q] > n[most] {
			most = q
		}
	}
	return most
}
