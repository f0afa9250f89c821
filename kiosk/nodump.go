package kiosk

import (
	"log/slog"

	"golang.org/x/sys/unix"

	"guichet/kiosk/event"
)

// refuseDumps keeps the memory of a visit out of core files. The limit alone
// does not do it: where the kernel's core_pattern is a pipe, the limit is not
// asked (core(5)); a process that is not dumpable is never handed to it.
func refuseDumps(log *slog.Logger) {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		log.Warn(string(event.CoreLimit), "error", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		log.Warn(string(event.Dumpable), "error", err)
	}
}
