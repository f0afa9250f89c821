// Package spool keeps submissions on the disk of the kiosk until the town hall
// has them.
//
// [Spool.Put] is the moment when a submission exists: it returns once the
// record is encrypted, committed and synced. Before that nothing of a visit is
// on disk; after that nothing of it is readable here, for the kiosk holds only
// the public keys of the town hall. What it wrote it cannot read back.
//
// One file, spool.db, holds one row a submission: the ciphertext (age, with
// hybrid post-quantum recipients, see [ParseRecipients]), a SHA-256 over the
// whole row, and in clear what the staff needs to find it: id, reference, pack,
// version, time. None of these is personal. The journal (WAL) beside it holds
// the same bytes.
//
// What can go wrong, and what the caller does about it:
//
//   - [ErrReferenceTaken]: draw another reference and put again.
//   - [ErrOtherContent]: the id is in use; a mistake in the program.
//   - [ErrFull]: the disk is full; nothing was acknowledged, tell the citizen.
//   - [ErrDamaged]: this one record is not what was written; never send it.
//   - [*CorruptError]: the file as a whole; the kiosk must not take submissions.
package spool
