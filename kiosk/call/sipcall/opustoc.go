package sipcall

import "guichet/drivers/audio"

// opusTicks is how long an Opus packet is, in samples at 48,000 a second, by its
// first byte (RFC 6716, section 3.1); 0: it is none.
func opusTicks(payload []byte) int {
	if len(payload) == 0 {
		return 0
	}
	frames := 1
	switch payload[0] & 3 {
	case 1, 2:
		frames = 2
	case 3:
		if len(payload) < 2 {
			return 0
		}
		frames = int(payload[1] & 0x3f)
	}
	if n := frames * opusFrame(payload[0]>>3); n <= audio.Rate*120/1000 {
		return n
	}
	return 0
}

// opusFrame is how long one frame is (RFC 6716, table 2).
func opusFrame(config byte) int {
	const ms = audio.Rate / 1000
	switch {
	case config < 12: // SILK
		return []int{10 * ms, 20 * ms, 40 * ms, 60 * ms}[config%4]
	case config < 16: // hybrid
		return []int{10 * ms, 20 * ms}[config%2]
	}
	return []int{ms * 5 / 2, 5 * ms, 10 * ms, 20 * ms}[config%4]
}
