package sound

import "math/bits"

// ALaw encodes pcm into dst, one byte a sample, and gives how many (ITU-T G.711,
// table 1a). dst is at least as long as pcm.
func ALaw(dst []byte, pcm []int16) int {
	for i, s := range pcm {
		dst[i] = toALaw(s)
	}
	return len(pcm)
}

// FromALaw decodes into pcm and gives how many.
func FromALaw(pcm []int16, src []byte) int {
	for i, b := range src {
		pcm[i] = fromALaw[b]
	}
	return len(src)
}

// MuLaw encodes as ALaw does (ITU-T G.711, table 2a).
func MuLaw(dst []byte, pcm []int16) int {
	for i, s := range pcm {
		dst[i] = toMuLaw(s)
	}
	return len(pcm)
}

// FromMuLaw decodes into pcm and gives how many.
func FromMuLaw(pcm []int16, src []byte) int {
	for i, b := range src {
		pcm[i] = fromMuLaw[b]
	}
	return len(src)
}

// Silence as it is on the line.
const (
	ALawSilence  = 0xD5
	MuLawSilence = 0xFF
)

var fromALaw, fromMuLaw = tables()

func tables() (a, mu [256]int16) {
	for i := range 256 {
		a[i], mu[i] = expandALaw(byte(i)), expandMuLaw(byte(i))
	}
	return a, mu
}

// toALaw keeps the 4 bits after the highest one of 13 bits; every other bit is
// inverted on the line (55h).
func toALaw(s int16) byte {
	sign, v := byte(0x80), int(s)>>3
	if s < 0 {
		sign, v = 0, ^v // so that -1 is what 0 is
	}
	segment := max(bits.Len(uint(v))-5, 0)
	mantissa := v >> max(segment, 1) & 0x0F
	return (sign | byte(segment<<4) | byte(mantissa)) ^ 0x55
}

func expandALaw(b byte) int16 {
	b ^= 0x55
	segment, v := b>>4&7, int16(b&0x0F)<<4+8
	if segment > 0 {
		v = (v + 0x100) << (segment - 1)
	}
	if b&0x80 == 0 {
		return -v
	}
	return v
}

const muBias, muClip = 0x84, 32635

// toMuLaw works on 14 bits with a bias; all bits are inverted on the line.
func toMuLaw(s int16) byte {
	sign, v := byte(0), int(s)
	if v < 0 {
		sign, v = 0x80, -v
	}
	v = min(v, muClip) + muBias
	segment := bits.Len(uint(v)) - 8
	return ^(sign | byte(segment<<4) | byte(v>>(segment+3)&0x0F))
}

func expandMuLaw(b byte) int16 {
	b = ^b
	v := (int16(b&0x0F)<<3+muBias)<<(b>>4&7) - muBias
	if b&0x80 != 0 {
		return -v
	}
	return v
}
