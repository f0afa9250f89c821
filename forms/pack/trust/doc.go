// Package trust is the reader's side of packs: it says which packs a town has
// published, and that these bytes are one of them.
//
// It reads a repository of The Update Framework, version 1.0
// (https://theupdateframework.github.io/specification/latest/), from the hub
// or from a USB stick with the same code. The signatures are checked by
// go-tuf; what go-tuf leaves to the application is here: where the files come
// from, how they are kept, what time it is, and which role may speak for whom.
//
// # Who signs what
//
//	root (2 of 3, offline)
//	├── timestamp, snapshot (the hub, online)   "this is the newest state"
//	└── targets (the publisher)                 which département keys there are
//	    └── d04 (the publisher)                 which town keys there are; only 04/*/*
//	        └── c04999 (the town)               its packs and recipients; only 04/04999/*
//
// Only the role of the town is asked for targets. A key above it can name
// another town key, which is seen in the metadata, but cannot publish itself.
//
// # The files
//
//	metadata/1.root.json 2.root.json …         every root there ever was
//	metadata/timestamp.json
//	metadata/1795348800.snapshot.json … .targets.json … .d04.json … .c04999.json
//	targets/04/04999/<sha256>.cantine-1.1.0.guichet
//	targets/04/04999/<sha256>.recipients-1.json
//
// A root is one more than the root before. The number of any other file is at
// least one more, and at least the second of Unix time in which it was made: so
// what is published at a hub that was set back to an old copy follows, by its
// number, whatever terminals have seen since the copy.
//
// # What is promised
//
// A state is accepted whole or not at all. What was accepted stays usable
// without a date: an expired repository means "cannot update", never "cannot
// work". Nothing older than what was accepted is accepted, and the time that
// expiry is measured with never goes back, whatever the clock of the machine
// says.
//
// # What is not
//
// A terminal that has never accepted anything, and is shown an old repository,
// can tell only by the expiry dates in it: that is inherent. The dates are
// measured with the later of the clock and the date on which the factory root
// was signed, so that a dead clock opens a window no wider than the age of the
// factory root.
//
// Whoever can write to the folder of a [Keeper] can take it back to an older
// state, and cannot put a pack of his own in: what is kept is verified from the
// factory root at each start. So leave the factory root of a terminal in
// service as it is: newer ones are followed, and kept. Where an update of the
// system brings a newer one all the same, and keys were replaced in between, a
// terminal serves again only after its next contact.
package trust
