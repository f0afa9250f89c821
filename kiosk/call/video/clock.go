package video

import (
	"sync"
	"time"

	"github.com/pion/rtcp"
)

// Clock turns RTP timestamps of one stream, sound or picture, into the sender's
// own time, by its sender reports (RFC 3550, section 6.4.1). Two streams of the
// same sender are compared so. It may be used from many goroutines.
type Clock struct {
	rate uint32

	mu    sync.Mutex
	known bool
	ntp   time.Duration // since an epoch of the sender's
	rtp   uint32
}

// NewClock: rate is ticks a second, 90,000 of a picture and 48,000 of Opus.
func NewClock(rate uint32) *Clock { return &Clock{rate: rate} }

// Report hears a sender report of this stream.
func (c *Clock) Report(sr *rtcp.SenderReport) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known, c.ntp, c.rtp = true, ntp(sr.NTPTime), sr.RTPTime
}

// ntp is an NTP timestamp, 32 bits of seconds and 32 of their fraction, since its
// epoch.
func ntp(t uint64) time.Duration {
	return time.Duration(t>>32)*time.Second + time.Duration((t&0xffffffff)*uint64(time.Second)>>32)
}

// Behind is how long before now, an instant of ours, the sender took what bears
// the timestamp. The two clocks may differ by any time; the difference of two
// streams' Behind does not. False before the first report.
func (c *Clock) Behind(timestamp uint32, now time.Time) (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		return 0, false
	}
	taken := c.ntp + time.Duration(int32(timestamp-c.rtp))*time.Second/time.Duration(c.rate)
	return ours(now) - taken, true
}

// ours is now on NTP's scale: seconds since 1900.
func ours(now time.Time) time.Duration {
	const to1970 = 2_208_988_800 * time.Second
	return time.Duration(now.UnixNano()) + to1970
}
