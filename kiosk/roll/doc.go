// Package roll knows how much paper is left in the receipt printer, as well as
// that can be known: no printer measures its roll.
//
// [Meter] adds up what was printed since the roll was new. The near-end sensor,
// a lever on the side of the roll, tells once that little is left; how much
// depends on the core and on the paper (Epson's Technical Reference Guides say
// that it cannot be detected exactly), so the meter learns it: what was printed
// from near end to out on the rolls before, and how long a whole roll was, each
// the median of the last five. Until then a number of the printer's profile
// stands in.
//
// A new roll is counted when somebody says so, or when the sensors leave no
// doubt: the paper was out, and the near-end sensor, which had worked on the
// roll before, sees a full one. Where there is doubt the meter proposes
// ([Meter.MaybeNew]) and a person answers, with [Meter.NewRoll] or
// [Meter.SameRoll].
//
// What it knows is in a small file, replaced and synced at each document. A file
// that is damaged, or none, means that the roll is not known: what is left is
// told as less than 0 until a new roll goes in or the sensor speaks.
package roll
