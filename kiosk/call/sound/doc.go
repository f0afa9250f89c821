// Package sound is what a call does to sound between the line and
// [guichet/drivers/audio]:
//
//	line ─► Jitter ─► decoder (G.711 here, or Opus) ─► Concealer ─► Resampler ─► Mixer ─► loudspeaker
//	microphone ─► Resampler ─► encoder ─► line
//
// It is pure Go, starts no goroutine and reads no clock: whoever calls says what
// time it is. Samples are signed 16-bit, mono. Only [Jitter] may be used from
// several goroutines; of the others each belongs to one.
package sound
