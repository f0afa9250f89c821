package miniaudio

import "sync/atomic"

// ring passes samples from one goroutine or thread to another one without a lock.
type ring struct {
	samples  [ringSize]int16
	put, got atomic.Uint64 // samples since the beginning
	full     atomic.Bool   // something was refused: what is in it is old
	bell     chan struct{} // there are more, or there is more room
}

// ringSize is a third of a second, and a power of two.
const ringSize = 1 << 14

func newRing() *ring { return &ring{bell: make(chan struct{}, 1)} }

func (r *ring) waiting() int { return int(r.put.Load() - r.got.Load()) }

// write takes what there is room for: all of it, as a rule.
func (r *ring) write(s []int16) (n int) {
	at := r.put.Load()
	n = min(len(s), ringSize-int(at-r.got.Load()))
	first := copy(r.samples[at%ringSize:], s[:n])
	copy(r.samples[:], s[first:n])
	r.put.Store(at + uint64(n))
	if n < len(s) {
		r.full.Store(true)
	}
	return n
}

// read gives what there is, at most len(s).
func (r *ring) read(s []int16) (n int) {
	at := r.got.Load()
	n = min(len(s), int(r.put.Load()-at))
	first := copy(s[:n], r.samples[at%ringSize:])
	copy(s[first:n], r.samples[:])
	r.got.Store(at + uint64(n))
	return n
}

// catchUp is for the reader: where more than most samples wait, all are lost but
// the newest keep, and those too where the ring had been full.
func (r *ring) catchUp(most, keep int) {
	switch {
	case r.full.Swap(false):
		r.got.Store(r.put.Load())
	case r.waiting() > most:
		r.got.Store(r.put.Load() - uint64(keep))
	}
}

// drop is for the reader: the oldest n samples are lost.
func (r *ring) drop(n int) { r.got.Add(uint64(n)) }

// ring wakes whoever waits; it does not wait for him.
func (r *ring) ring() {
	select {
	case r.bell <- struct{}{}:
	default:
	}
}
