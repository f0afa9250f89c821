// Package uapi is what more than one driver asks of the kernel itself: the call
// ioctl, and lines of a GPIO chip (linux/gpio.h, version 2 of the character
// device, Linux 5.10).
package uapi

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Ioctl is the call to the kernel; a test may have a kernel of its own. The error
// is the kernel's (unix.Errno).
type Ioctl func(f *os.File, request uintptr, arg unsafe.Pointer) error

// Control is an ioctl(2) with a pointer.
func Control(f *os.File, request uintptr, arg unsafe.Pointer) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var no unix.Errno
	err = raw.Control(func(fd uintptr) { _, _, no = unix.Syscall(unix.SYS_IOCTL, fd, request, uintptr(arg)) })
	if err == nil && no != 0 {
		err = no
	}
	return err
}
