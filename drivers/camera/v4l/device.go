package v4l

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"guichet/drivers/camera"
)

// device is what is asked of the kernel: an open /dev/video*.
type device interface {
	ioctl(number uintptr, arg unsafe.Pointer) error
	mmap(offset int64, length int) ([]byte, error)
	munmap(b []byte) error
	// ready waits until a picture is there, at most so long.
	ready(atMost time.Duration) (bool, error)
	close() error
}

// kernel is the true one.
type kernel struct{ fd int }

func openKernel(path string) (device, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, told("open", err)
	}
	return kernel{fd}, nil
}

func (k kernel) ioctl(number uintptr, arg unsafe.Pointer) error {
	for {
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(k.fd), number, uintptr(arg))
		runtime.KeepAlive(arg)
		switch errno {
		case 0:
			return nil
		case unix.EINTR:
		default:
			return errno
		}
	}
}

func (k kernel) mmap(offset int64, length int) ([]byte, error) {
	return unix.Mmap(k.fd, offset, length, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
}

func (k kernel) munmap(b []byte) error { return unix.Munmap(b) }

func (k kernel) ready(atMost time.Duration) (bool, error) {
	p := []unix.PollFd{{Fd: int32(k.fd), Events: unix.POLLIN}}
	n, err := unix.Poll(p, int(atMost/time.Millisecond))
	switch {
	case errors.Is(err, unix.EINTR):
		return false, nil
	case err != nil:
		return false, err
	case p[0].Revents&(unix.POLLERR|unix.POLLHUP|unix.POLLNVAL) != 0:
		return false, unix.ENODEV
	}
	return n > 0, nil
}

func (k kernel) close() error { return unix.Close(k.fd) }

// told makes an error of the contract of one of the kernel.
func told(doing string, err error) error {
	switch {
	case errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO), errors.Is(err, os.ErrNotExist), errors.Is(err, unix.EIO):
		return fmt.Errorf("v4l: %s: %w", doing, camera.ErrGone)
	case errors.Is(err, unix.EBUSY):
		return fmt.Errorf("v4l: %s: %w", doing, camera.ErrTaken)
	}
	return fmt.Errorf("v4l: %s: %w", doing, err)
}
