package sipcall

import (
	"errors"
	"slices"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

// packet is how much sound a packet of ours holds: 20 ms at audio.Rate.
const packet = 2 * audio.Length

// codec is one way to put sound into packets. All sound is at audio.Rate. It
// belongs to one goroutine.
type codec interface {
	// encode appends the payload of 20 ms.
	encode(dst []byte, pcm []int16) ([]byte, error)
	// decode appends what a payload holds.
	decode(dst []int16, payload []byte) ([]int16, error)
	// conceal appends ticks of the RTP clock that were lost; next is the payload
	// right after it, nil where that has not come.
	conceal(dst []int16, ticks int, next []byte) []int16
	// ticks is how long a payload is by the RTP clock, 0 where it is none.
	ticks(payload []byte) int
	// wipe clears what it knows of the sound; it is used no more.
	wipe()
}

// codecNames are those of this program, as they are offered.
func codecNames() []string {
	if newOpus == nil {
		return []string{PCMA, PCMU}
	}
	return []string{PCMA, Opus, PCMU}
}

// newOpus makes an Opus; nil in a program without cgo.
var newOpus func() (codec, error)

func newCodec(name string) (codec, error) {
	switch {
	case name == PCMA:
		return newG711(sound.ALaw, sound.FromALaw)
	case name == PCMU:
		return newG711(sound.MuLaw, sound.FromMuLaw)
	case name == Opus && newOpus != nil:
		return newOpus()
	}
	return nil, errors.New("sipcall: no codec " + name)
}

// g711 is 8,000 samples a second, a byte each.
type g711 struct {
	to       func([]byte, []int16) int
	from     func([]int16, []byte) int
	down, up *sound.Resampler
	hidden   *sound.Concealer
	narrow   []int16
}

func newG711(to func([]byte, []int16) int, from func([]int16, []byte) int) (codec, error) {
	down, err := sound.NewResampler(audio.Rate, 8000)
	if err != nil {
		return nil, err
	}
	up, err := sound.NewResampler(8000, audio.Rate)
	if err != nil {
		return nil, err
	}
	return &g711{to: to, from: from, down: down, up: up, hidden: sound.NewConcealer(8000)}, nil
}

func (c *g711) encode(dst []byte, pcm []int16) ([]byte, error) {
	c.narrow = c.down.Append(c.narrow[:0], pcm)
	at := len(dst)
	dst = slices.Grow(dst, len(c.narrow))[:at+len(c.narrow)]
	c.to(dst[at:], c.narrow)
	return dst, nil
}

func (c *g711) decode(dst []int16, payload []byte) ([]int16, error) {
	if c.ticks(payload) == 0 {
		return dst, errors.New("sipcall: a packet of a wrong length")
	}
	c.narrow = slices.Grow(c.narrow[:0], len(payload))[:len(payload)]
	c.from(c.narrow, payload)
	c.hidden.Good(c.narrow)
	return c.up.Append(dst, c.narrow), nil
}

func (c *g711) conceal(dst []int16, ticks int, _ []byte) []int16 {
	c.narrow = slices.Grow(c.narrow[:0], ticks)[:ticks]
	c.hidden.Conceal(c.narrow)
	return c.up.Append(dst, c.narrow)
}

// wipe: the resamplers hold some milliseconds, which are let go.
func (c *g711) wipe() {
	clear(c.narrow[:cap(c.narrow)])
	c.hidden.Wipe()
	c.down, c.up = nil, nil
}

// ticks: 10 to 60 ms, by whole 10 ms.
func (c *g711) ticks(payload []byte) int {
	if n := len(payload); n > 0 && n%80 == 0 && n <= 480 {
		return n
	}
	return 0
}
