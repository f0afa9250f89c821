package hub_test

import (
	"runtime"
	"syscall"
	"time"
)

// weight is what a process has used.
type weight struct {
	cpu     time.Duration // user and system
	mallocs uint64
}

// weigh is of this process alone, not of those that it started.
func weigh() weight {
	var u syscall.Rusage
	var m runtime.MemStats
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	runtime.ReadMemStats(&m)
	return weight{time.Duration(u.Utime.Nano() + u.Stime.Nano()), m.Mallocs}
}

func (w weight) minus(o weight) weight { return weight{w.cpu - o.cpu, w.mallocs - o.mallocs} }

func (w weight) plus(o weight) weight { return weight{w.cpu + o.cpu, w.mallocs + o.mallocs} }
