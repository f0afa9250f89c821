package health

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Try runs f, a step of one part of the program that looks at the machine or
// tells of it, and returns whether it came to its end. A mistake in it must not
// end the visit of somebody: a panic is [PartBroken] until the part does well
// again. What the panic says may hold anything, so only the part is told, and the
// line where it broke.
func (b *Board) Try(part string, f func()) (well bool) {
	defer func() {
		if recover() != nil {
			_, line := Thrown()
			b.ReportFrom(part, PartBroken, true, part+" "+line)
		}
	}()
	f()
	b.ReportFrom(part, PartBroken, false)
	return true
}

// Thrown is where the panic under way began, such as "guichet/kiosk.watch" and
// "watch.go:34"; empty where that cannot be told. It is for the deferred function
// that recovers.
func Thrown() (function, line string) {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for panicked := false; ; {
		f, more := frames.Next()
		switch ours := !strings.HasPrefix(f.Function, "runtime."); {
		case panicked && ours:
			return f.Function, fmt.Sprintf("%s:%d", path.Base(f.File), f.Line)
		case f.Function == "runtime.gopanic":
			panicked = true
		}
		if !more {
			return "", ""
		}
	}
}
