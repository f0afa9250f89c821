package trust

import "time"

// How large a file can be, in bytes, before it is refused unread.
const (
	MaxRoot       = 512 << 10
	MaxTimestamp  = 16 << 10
	MaxSnapshot   = 4 << 20 // 34,900 towns of 40 bytes are 1.4 MB
	MaxTargets    = 1 << 20 // 101 départements are 36 KB
	MaxDepartment = 1 << 20 // 890 towns, the most, are 315 KB
	MaxTown       = 256 << 10
	MaxTarget     = 8 << 20 // a pack, as in package archive
)

// maxRoots is how many new roots one refresh follows.
const maxRoots = 256

// How long each signature is good for. The hub renews the timestamp by
// itself; the others are renewed by people, see the ceremony of kioskctl.
const (
	TimestampLife  = 7 * 24 * time.Hour
	SnapshotLife   = 30 * 24 * time.Hour
	TownLife       = 400 * 24 * time.Hour // a year, and a month to be late
	DepartmentLife = 400 * 24 * time.Hour
	TargetsLife    = 400 * 24 * time.Hour
	RootLife       = 3 * 366 * 24 * time.Hour
)
