// Package miniaudio is the sound of this machine, by malgo (the miniaudio
// library, https://miniaud.io): PulseAudio or PipeWire where one answers, else
// ALSA. Both are opened at run time; the program needs neither to start.
//
// A device is named by its id, never by what it calls itself: two loudspeakers of
// a kind call themselves the same. [List] gives the ids; for PulseAudio they are
// the names that "pactl list short sinks" prints, for ALSA "hw:1,0".
//
// Each way is a device of its own with 10 ms periods. Its callback, on a thread
// of the library, moves samples into or out of a ring and rings a bell; it never
// waits, and allocates nothing.
//
// No library says that a device was pulled out while PulseAudio has a stream on
// it: the callbacks just stop. So a stream that was not called for [silentFor] is
// gone.
package miniaudio
