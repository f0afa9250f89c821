package store

import "slices"

// CommitUnsynced makes SQLite lose what a power cut finds: the control of the
// tests that must not.
func CommitUnsynced() {
	sqliteWriter[slices.Index(sqliteWriter, "synchronous(FULL)")] = "synchronous(NORMAL)"
}
