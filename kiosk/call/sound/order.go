package sound

// Where order puts a packet.
type verdict int

const (
	placed verdict = iota
	doubted
	jumped
)

// Bounds of a believable numbering (RFC 3550, appendix A.1).
const (
	maxDropout  = 3000
	maxMisorder = 100
)

// order unwraps the numbers of RTP, 16 bits of seq and 32 of timestamp.
type order struct {
	begun       bool
	seq, ts     int64 // of the newest
	transit     int64 // of the last one
	doubted     bool
	wantedAfter uint16 // a jump is believed when this one follows
}

// place says where a packet belongs, or that it does not: a first stranger is
// doubted, a second one right after it says that the sender jumped. now is in
// samples of the clock.
func (o *order) place(seq uint16, ts uint32, now, clock int64) (s, t int64, v verdict) {
	if !o.begun {
		*o = order{begun: true, seq: int64(seq), ts: int64(ts), transit: now - int64(ts)}
		return o.seq, o.ts, placed
	}
	ds, dt := int64(int16(seq-uint16(o.seq))), int64(int32(ts-uint32(o.ts)))
	s, t = o.seq+ds, o.ts+dt
	moved := now - t - o.transit
	if ds > maxDropout || ds < -maxMisorder || moved > 2*clock || moved < -2*clock {
		return 0, 0, o.doubt(seq)
	}
	o.doubted, o.transit = false, now-t
	if ds > 0 {
		o.seq, o.ts = s, t
	}
	return s, t, placed
}

func (o *order) doubt(seq uint16) verdict {
	if o.doubted && seq == o.wantedAfter {
		*o = order{}
		return jumped
	}
	o.doubted, o.wantedAfter = true, seq+1
	return doubted
}
