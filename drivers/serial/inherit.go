package serial

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// closeOnExec marks every descriptor of this process that is the device of fd,
// and returns the highest descriptor that is open, whatever it is.
func closeOnExec(fd int) (highest int, err error) {
	var device unix.Stat_t
	if err := unix.Fstat(fd, &device); err != nil {
		return 0, err
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0, err
	}
	for _, entry := range open {
		n, err := strconv.Atoi(entry.Name())
		if err != nil {
			return 0, err
		}
		highest = max(highest, n)
		if !isDevice(n, device.Rdev) {
			continue
		}
		if _, err := unix.FcntlInt(uintptr(n), unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
			return 0, err
		}
	}
	return highest, nil
}

func isDevice(fd int, rdev uint64) bool {
	var s unix.Stat_t
	return unix.Fstat(fd, &s) == nil && s.Mode&unix.S_IFMT == unix.S_IFCHR && s.Rdev == rdev
}
