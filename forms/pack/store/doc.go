// Package store keeps the packs that a terminal has, in a folder:
//
//	cantine/1.0.0.<sha256>.guichet   a revision, as it was published
//	cantine/1.1.0.<sha256>.guichet
//	cantine/active.json              which one counts, and which one before it
//
// A revision comes in by [Store.Install], from the hub or from a stick alike:
// verified, opened, loaded, and tried by its own tests, before it is kept. It
// counts from [Store.Activate] on, which is one rename; [Store.Rollback] is
// one rename back. Whatever happens between two operations of the disk, a
// procedure is there in its old revision or in its new one, whole.
//
// At each load, [Store.Active] verifies every byte against what the town has
// published. A revision that fails is left out, and the one before it stands
// in for it. Nothing is ever unpacked to disk.
package store
