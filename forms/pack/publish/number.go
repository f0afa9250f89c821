package publish

import (
	"fmt"
	"strconv"
	"time"

	"guichet/forms/pack/trust"
)

// afterField is in the signed part of a role that a person changes: the version
// that the change was made from, in decimal. Versions have gaps, so this is what
// shows that somebody has published in between.
const afterField = "after"

// follow is the version after was: the second in which it is made, and at least
// one more. So a hub that was set back to an old copy overtakes with its next
// signature what terminals have seen since.
func follow(was int64, now time.Time) int64 { return max(was+1, now.Unix()) }

// ahead is how far before the hub's clock that of who signs may be.
const ahead = 24 * time.Hour

// follows tells whether a version may be published after was: the next number,
// or one of the time in which it was made, from this very version.
func follows(was, version int64, fields map[string]any) bool {
	base, said := fields[afterField].(string)
	if !said {
		return version == was+1
	}
	return version > was && base == strconv.FormatInt(was, 10)
}

// firstTime is the least version that is a time, September 2001: who counts from
// 1 never gets there.
const firstTime = 1_000_000_000

// VersionWords is a version for people: a number, or when it was made, in UTC.
func VersionWords(version int64) string {
	if version < firstTime {
		return strconv.FormatInt(version, 10)
	}
	return time.Unix(version, 0).UTC().Format("2006-01-02 15:04")
}

// notAhead refuses a number that no clock has reached: everything after it would
// have to be higher still.
func notAhead(role string, was, version int64, now time.Time) error {
	if version > max(was+1, now.Add(ahead).Unix()) {
		return refuse(Title(role), ErrContent, fmt.Errorf("version %d is ahead of the clock", version))
	}
	return nil
}

// most is the longest file of a role that a terminal reads.
func most(role string) int {
	switch {
	case role == "root":
		return trust.MaxRoot
	case role == "targets":
		return trust.MaxTargets
	case role[0] == 'd':
		return trust.MaxDepartment
	}
	return trust.MaxTown
}
