package light

import (
	"context"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"guichet/drivers/uapi"
)

// linux/hidraw.h: HIDIOCGRAWINFO, struct hidraw_devinfo.
const hidInfo = 0x80084803

type hidDevice struct {
	bus             uint32
	vendor, product uint16
}

const (
	patlite = 0x191A
	lr6     = 0x8003 // tiers of lamps, one a colour
	ne      = 0x6001 // one lamp of many colours
)

// Halves of the bytes of a report (the maker's example programs, see the package
// comment).
const (
	patliteOff, patliteOn, patliteBlink = 0x0, 0x1, 0x2 // of a lamp: off, on, "LED pattern 1"
	patliteKeep                         = 0xF

	neRed, neGreen, neAmber = 0x1, 0x2, 0x3
)

// patliteReport is the number of the report, which is none, and its 8 bytes:
// version 0, command 0 (control), the buzzer, its pitch or volume, and the lamps.
type patliteReport [9]byte

// lr6Report has a half for each tier: red and amber, green and blue, white.
func lr6Report(s state) (r patliteReport) {
	lamp := byte(patliteOn)
	if s.blink {
		lamp = patliteBlink
	}
	switch s.colour {
	case Red:
		r[5] = lamp << 4
	case Amber:
		r[5] = lamp
	case Green:
		r[6] = lamp << 4
	}
	return r // the buzzer is 0: it stops
}

// neReport has the colour and the pattern in one byte, and leaves the volume as it
// is.
func neReport(s state) (r patliteReport) {
	r[3], r[4] = patliteKeep<<4, patliteKeep // the number of times stays, the sound stops
	colour := map[Colour]byte{Red: neRed, Amber: neAmber, Green: neGreen}[s.colour]
	switch {
	case s.colour == Off:
	case s.blink:
		r[5] = colour<<4 | patliteBlink
	default:
		r[5] = colour<<4 | patliteOn
	}
	return r
}

// hid is an open one.
type hid struct {
	file   *os.File
	report func(state) patliteReport
}

func patliteAt(path string) func() (device, error) {
	return func() (device, error) { return openHID(path, uapi.Control) }
}

// openHID asks which model it is.
func openHID(path string, ioctl uapi.Ioctl) (device, error) {
	f, err := os.OpenFile(path, os.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	h, err := asPatlite(f, ioctl)
	if err != nil {
		f.Close()
		return nil, err
	}
	return h, nil
}

func asPatlite(f *os.File, ioctl uapi.Ioctl) (*hid, error) {
	var d hidDevice
	if err := ioctl(f, hidInfo, unsafe.Pointer(&d)); err != nil {
		return nil, err
	}
	switch {
	case d.vendor == patlite && d.product == lr6:
		return &hid{f, lr6Report}, nil
	case d.vendor == patlite && d.product == ne:
		return &hid{f, neReport}, nil
	}
	return nil, fmt.Errorf("%04x:%04x is no light that is known here", d.vendor, d.product)
}

// show ends with ctx where the driver has room or has none; a driver that waits
// for the device takes up to 5 s (USB_CTRL_SET_TIMEOUT).
func (h *hid) show(ctx context.Context, s state) error {
	if end, ok := ctx.Deadline(); ok {
		h.file.SetWriteDeadline(end) // not every file has one
	}
	r := h.report(s)
	_, err := h.file.Write(r[:])
	return err
}

func (h *hid) close() error { return h.file.Close() }
