//go:build cgo

package sipcall

import (
	"fmt"
	"slices"

	"github.com/hraban/opus"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

func init() {
	newOpus = func() (codec, error) { return newLibopus() }
}

const (
	opusBitrate = 32_000 // a second: wide-band voice with FEC, RFC 7587, section 3.1.1
	opusLoss    = 10     // percent that FEC is made for
	opusLongest = audio.Rate * 120 / 1000
)

// libopus is Opus by libopus, mono at audio.Rate.
type libopus struct {
	out  *opus.Encoder
	in   *opus.Decoder
	wide []int16
}

func newLibopus() (*libopus, error) {
	out, err := opus.NewEncoder(audio.Rate, 1, opus.AppVoIP)
	if err != nil {
		return nil, fmt.Errorf("sipcall: %w", err)
	}
	for _, set := range []error{out.SetBitrate(opusBitrate), out.SetInBandFEC(true), out.SetPacketLossPerc(opusLoss)} {
		if set != nil {
			return nil, fmt.Errorf("sipcall: %w", set)
		}
	}
	in, err := opus.NewDecoder(audio.Rate, 1)
	if err != nil {
		return nil, fmt.Errorf("sipcall: %w", err)
	}
	return &libopus{out: out, in: in, wide: make([]int16, opusLongest)}, nil
}

func (c *libopus) encode(dst []byte, pcm []int16) ([]byte, error) {
	at := len(dst)
	dst = slices.Grow(dst, 1275)[:at+1275] // the longest of one frame, RFC 6716, section 3.4
	n, err := c.out.Encode(pcm, dst[at:])
	if err != nil {
		return dst[:at], fmt.Errorf("sipcall: %w", err)
	}
	return dst[:at+n], nil
}

func (c *libopus) decode(dst []int16, payload []byte) ([]int16, error) {
	n, err := c.in.Decode(payload, c.wide)
	if err != nil {
		return dst, fmt.Errorf("sipcall: %w", err)
	}
	return append(dst, c.wide[:n]...), nil
}

// conceal finds the lost packet in the next one, where that carries it (FEC).
func (c *libopus) conceal(dst []int16, ticks int, next []byte) []int16 {
	n := min(ticks, len(c.wide))
	pcm := c.wide[:n:n] // the binding fills a buffer up to its capacity
	clear(pcm)
	var err error
	if next != nil {
		err = c.in.DecodeFEC(next, pcm)
	}
	if next == nil || err != nil {
		err = c.in.DecodePLC(pcm)
	}
	if err != nil {
		clear(pcm)
	}
	return append(dst, pcm...)
}

func (c *libopus) ticks(payload []byte) int { return opusTicks(payload) }

// wipe forgets what was said and heard.
func (c *libopus) wipe() {
	clear(c.wide)
	sound.ForgetCodec(c.out)
	sound.ForgetCodec(c.in)
}
