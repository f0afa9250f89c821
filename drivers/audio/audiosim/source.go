package audiosim

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"guichet/drivers/audio"
)

// Source is what a microphone hears: it fills f, which is silence, with the next
// 10 ms. It is called by one goroutine at a time.
type Source func(f *audio.Frame)

// Tone is a sine of freq Hz; amplitude is part of full scale, 0 to 1.
func Tone(freq, amplitude float64) Source {
	phase, step := 0.0, 2*math.Pi*freq/audio.Rate
	return func(f *audio.Frame) {
		for i := range f {
			f[i] = int16(math.Round(amplitude * math.MaxInt16 * math.Sin(phase)))
			phase = math.Mod(phase+step, 2*math.Pi)
		}
	}
}

// Samples are heard once, then silence.
func Samples(s []int16) Source {
	return func(f *audio.Frame) { s = s[copy(f[:], s):] }
}

// File is a recording that is heard once: a WAV file, see [WAV].
func File(path string) (Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("audiosim: %w", err)
	}
	defer f.Close()
	s, err := WAV(f)
	if err != nil {
		return nil, err
	}
	return Samples(s), nil
}

// WAV reads a RIFF file of 48,000 samples a second, 16 bits, mono, PCM.
func WAV(r io.Reader) ([]int16, error) {
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return nil, errors.New("audiosim: no WAV file")
	}
	for {
		name, body, err := chunk(r)
		switch {
		case err != nil:
			return nil, err
		case name == "fmt " && !ours(body):
			return nil, errors.New("audiosim: a WAV file of another kind than 48,000 Hz, 16 bits, mono")
		case name == "data":
			return samples(body), nil
		}
	}
}

// chunk reads the next one. A program that writes to a pipe cannot know the
// length and says a very big one: the chunk then is what there is.
func chunk(r io.Reader) (name string, body []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", nil, errors.New("audiosim: a WAV file without sound")
	}
	size := int64(binary.LittleEndian.Uint32(head[4:]))
	body, err = io.ReadAll(io.LimitReader(r, size+size%2))
	return string(head[:4]), body, err
}

func ours(format []byte) bool {
	return len(format) >= 16 &&
		binary.LittleEndian.Uint16(format) == 1 && // PCM
		binary.LittleEndian.Uint16(format[2:]) == 1 &&
		binary.LittleEndian.Uint32(format[4:]) == audio.Rate &&
		binary.LittleEndian.Uint16(format[14:]) == 16
}

func samples(body []byte) []int16 {
	out := make([]int16, len(body)/2)
	for i := range out {
		out[i] = int16(binary.LittleEndian.Uint16(body[2*i:]))
	}
	return out
}

// echo is the way from the loudspeaker to the microphone.
type echo struct {
	gain float64
	past []int16 // of the loudspeaker, as long as the way
}

func newEcho(later time.Duration, gain float64) *echo {
	if gain == 0 {
		return nil
	}
	return &echo{gain, make([]int16, int(later*audio.Rate/time.Second))}
}

func (e *echo) add(in, out *audio.Frame) {
	e.past = append(e.past, out[:]...)
	for i := range in {
		v := float64(in[i]) + e.gain*float64(e.past[i])
		in[i] = int16(math.Round(min(max(v, math.MinInt16), math.MaxInt16)))
	}
	e.past = append(e.past[:0], e.past[len(in):]...)
}
