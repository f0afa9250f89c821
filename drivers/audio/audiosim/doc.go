// Package audiosim is a microphone and a loudspeaker without hardware, at the
// pace of real ones: a frame each 10 ms of time.Ticker, so also in a bubble of
// testing/synctest.
//
//	d := audiosim.New(audiosim.Tone(440, 0.5)) // what is said into the microphone
//	… the program speaks through d …
//	heard := d.Played()                        // what came out of the loudspeaker
//
// d.Echo lets the microphone hear the loudspeaker, d.Unplug and d.Plug take the
// device away and bring it back.
package audiosim
