// Package probe is what the machine notices about itself: its disk, its clock,
// its touchscreen, its camera and its sound. Each [Probe] looks at one thing;
// [Run] looks with all of them and reports to a health.Board.
//
//	statfs, a small file ──────────► Disk ──┐
//	the two clocks, the hub's ─────► Clock ─┤
//	/proc/bus/input/devices ───────► Touch ─┼─ Run ─► health.Board
//	/dev/video* ───────────────────► Camera ┤
//	/proc/asound, /dev/snd/by-id ──► Sound ─┘
//
// A look is cheap and changes nothing, but for the small file that Disk writes
// once a minute. One that does not return holds up no other one, and is itself
// something to report: a disk that does not answer. One that breaks, by a mistake
// in the program, is a condition too.
//
// The board decides when a finding counts (health.Rule): a plug with a loose
// contact is one alert. What a probe finds has a detail in few fixed words, for
// the technician; it names a device or an error, never a person.
//
// [Shine] shows the board on the staff light, and [Colour] says how.
package probe
