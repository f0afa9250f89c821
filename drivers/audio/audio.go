// Package audio is the contract of sound: what a microphone and a loudspeaker, or
// a handset, are to whoever speaks through them.
//
//	miniaudio/   the sound of this machine (PulseAudio, PipeWire or ALSA), by malgo
//	pulse/       sets echo cancelling up, and knows which devices there are
//	audiosim/    tones, files and silence, at the pace of a real device
//	audiotest/   what every Sound keeps
//
// Samples are signed 16-bit, mono, 48,000 a second, in frames of 10 ms.
package audio

import (
	"context"
	"errors"
)

const (
	Rate   = 48_000     // samples a second
	Length = Rate / 100 // samples of a frame
)

// Frame is 10 ms of sound.
type Frame [Length]int16

var (
	// ErrGone: the device is not there, or went away.
	ErrGone = errors.New("audio: no device")
	// ErrBusy: the device is open already.
	ErrBusy = errors.New("audio: in use")
	// ErrClosed: the stream is closed.
	ErrClosed = errors.New("audio: closed")
)

// Sound is a microphone with its loudspeaker.
type Sound interface {
	// Ready is nil, or ErrGone with what is missing.
	Ready() error
	// Open begins both ways. A device is open once at a time (ErrBusy). ctx
	// closes it. A stream whose device went away says ErrGone from then on: Open
	// another one when Ready is nil again.
	Open(ctx context.Context) (Stream, error)
}

// Stream is sound both ways; one goroutine may read while another writes.
type Stream interface {
	// Read waits for the next 10 ms of the microphone. Who reads too late loses
	// the oldest.
	Read(f *Frame) error
	// Write plays 10 ms after those that wait. It waits itself while 20 ms or
	// more do: the device gives the pace. Where nothing is written there is
	// silence.
	Write(f *Frame) error
	// Volume is that of what is written, in percent, 0 to 200: above 100 it is
	// louder, and limited where it would clip.
	Volume(percent int)
	Close() error
}
