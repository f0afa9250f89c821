package light

import (
	"context"
	"os"
	"unsafe"

	"guichet/drivers/uapi"
)

// outputs are three lines of a chip: green, amber, red.
type outputs struct {
	file  *os.File
	ioctl uapi.Ioctl
}

func linesAt(chip string, lines [3]uint32, low bool) func() (device, error) {
	return func() (device, error) { return openLines(chip, lines, low, uapi.Control) }
}

func openLines(chip string, lines [3]uint32, low bool, ioctl uapi.Ioctl) (device, error) {
	fd, err := uapi.OpenLines(chip, request(lines, low), ioctl)
	if err != nil {
		return nil, err
	}
	return &outputs{os.NewFile(uintptr(fd), chip), ioctl}, nil
}

func request(lines [3]uint32, low bool) uapi.LineRequest {
	r := uapi.LineRequest{Lines: uint32(len(lines)), Flags: uapi.Output}
	if low {
		r.Flags |= uapi.ActiveLow
	}
	copy(r.Offsets[:], lines[:])
	copy(r.Consumer[:], "guichet light")
	return r
}

func (o *outputs) show(_ context.Context, s state) error {
	v := uapi.LineValues{Mask: 0b111}
	if s.colour != Off {
		v.Bits = 1 << (s.colour - Green)
	}
	return o.ioctl(o.file, uapi.SetValues, unsafe.Pointer(&v))
}

func (o *outputs) close() error { return o.file.Close() }
