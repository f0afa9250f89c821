package video

import (
	"time"

	"github.com/pion/rtcp"
)

// journeys remembers what was sent, and learns from feedback (transport-wide
// congestion control, draft-holmer-rmcat-transport-wide-cc-extensions-01) how
// long each packet took. It is not safe for two goroutines.
type journeys struct {
	sent [4096]journey
	// The shortest journey of this and of the period before: the clocks of both
	// sides differ by any time, and drift.
	least, before time.Duration
	turned        time.Time

	came, lost, bytes int           // since the last sum
	fastest           time.Duration // journey since then
	halt              time.Duration // the longest time that one packet came later than the one before
	newest, summed    time.Duration // when the last one came, and the last one of the last sum

	last journey       // the last one that came
	trip time.Duration // from its leaving to what was heard of it
}

// journey of one packet.
type journey struct {
	at     time.Time // zero: not sent, or heard of already
	number uint16
	size   int
}

const (
	never     = time.Duration(1<<63 - 1)
	baseFresh = 10 * time.Second
)

func (j *journeys) left(number uint16, size int, at time.Time) {
	j.sent[number%uint16(len(j.sent))] = journey{at, number, size}
}

// hear takes one feedback message.
func (j *journeys) hear(t *rtcp.TransportLayerCC, now time.Time) {
	if j.turned.IsZero() {
		j.least, j.before, j.fastest, j.turned = never, never, never, now
	}
	if now.Sub(j.turned) > baseFresh {
		j.before, j.least, j.turned = j.least, never, now
	}
	arrival := time.Duration(t.ReferenceTime) * 64 * time.Millisecond
	number, left, deltas := t.BaseSequenceNumber, int(t.PacketStatusCount), t.RecvDeltas
	for _, c := range t.PacketChunks {
		for i := 0; left > 0 && i < length(c); i++ {
			if !arrived(symbol(c, i)) || len(deltas) == 0 {
				j.gone(number)
			} else {
				arrival += time.Duration(deltas[0].Delta) * time.Microsecond
				deltas = deltas[1:]
				j.arrived(number, arrival, now)
			}
			number, left = number+1, left-1
		}
	}
}

func length(c rtcp.PacketStatusChunk) int {
	switch c := c.(type) {
	case *rtcp.RunLengthChunk:
		return int(c.RunLength)
	case *rtcp.StatusVectorChunk:
		return len(c.SymbolList)
	}
	return 0
}

func symbol(c rtcp.PacketStatusChunk, i int) uint16 {
	if v, ok := c.(*rtcp.StatusVectorChunk); ok {
		return v.SymbolList[i]
	}
	return c.(*rtcp.RunLengthChunk).PacketStatusSymbol
}

func arrived(symbol uint16) bool {
	return symbol == rtcp.TypeTCCPacketReceivedSmallDelta || symbol == rtcp.TypeTCCPacketReceivedLargeDelta
}

// find gives a packet once.
func (j *journeys) find(number uint16) (journey, bool) {
	s := &j.sent[number%uint16(len(j.sent))]
	found := *s
	if found.at.IsZero() || found.number != number {
		return journey{}, false
	}
	s.at = time.Time{}
	return found, true
}

func (j *journeys) gone(number uint16) {
	if _, ok := j.find(number); ok {
		j.lost++
	}
}

func (j *journeys) arrived(number uint16, arrival time.Duration, now time.Time) {
	s, ok := j.find(number)
	if !ok {
		return
	}
	j.came++
	j.bytes += s.size
	took := arrival - time.Duration(s.at.UnixNano())
	if !j.last.at.IsZero() {
		j.halt = max(j.halt, arrival-j.newest-s.at.Sub(j.last.at))
	}
	j.newest, j.last, j.trip = max(j.newest, arrival), s, now.Sub(s.at)
	j.least, j.fastest = min(j.least, took), min(j.fastest, took)
}

// longer says that the way itself takes so much more than the shortest journey
// known: journeys count from there.
func (j *journeys) longer(by time.Duration) {
	j.least, j.before = min(j.least, j.before)+by, never
}

// sum is what happened since the last one: how many packets came and were lost,
// how many bits came a second, and how long even the fastest one queued.
func (j *journeys) sum(lasted time.Duration) (came, lost int, delivered float64, queued time.Duration) {
	came, lost = j.came, j.lost
	if came > 0 {
		queued = j.fastest - min(j.least, j.before)
		delivered = float64(j.bytes*8) / j.arriving(lasted).Seconds()
	}
	j.came, j.lost, j.bytes, j.fastest, j.halt, j.summed = 0, 0, 0, never, 0, j.newest
	return came, lost, delivered, queued
}

const (
	longHalt = 100 * time.Millisecond // a line that stood still, or became longer
	moment   = 50 * time.Millisecond
)

// arriving is how long packets came, by the clock of the other side: what it says
// of them may be late itself. A halt does not count: a line whose packets all
// come later from now on brings as many as before.
func (j *journeys) arriving(lasted time.Duration) time.Duration {
	if d := j.newest - j.summed; j.summed > 0 && d > 0 && d < 4*lasted {
		lasted = d
	}
	if j.halt > longHalt {
		lasted -= j.halt
	}
	return max(lasted, moment)
}
