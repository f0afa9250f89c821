package miniaudio

import "guichet/drivers/audio"

// slack finds sound that waits for nothing. Who reads a frame and writes one, turn
// by turn, never catches up: what once waited because the machine was busy would
// make the whole call late.
type slack struct{ least, reads int }

// enough reads are looked at: a second.
const enough = 100

// spare is told what still waits after a read, in samples, and says how many of
// them to leave out: whole frames that none of the last reads needed.
func (s *slack) spare(waiting int) (samples int) {
	if s.reads == 0 {
		s.least = waiting
	}
	s.least = min(s.least, waiting)
	if s.reads++; s.reads < enough {
		return 0
	}
	s.reads = 0
	return s.least / audio.Length * audio.Length
}
