package hook

import (
	"encoding/binary"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"guichet/drivers/uapi"
)

const (
	debounce = 20_000 // µs: a contact bounces for some ms

	gpioEventSize = 48 // struct gpio_v2_line_event
	gpioRising    = 1
)

// openLine asks the chip for one line, pulled up: a contact to ground that opens
// when the handset is lifted reads as lifted; low is for one that closes.
func openLine(chip string, offset uint32, low bool) (*line, error) {
	fd, err := uapi.OpenLines(chip, request(offset, low), uapi.Control)
	if err != nil {
		return nil, fmt.Errorf("hook: %s line %d: %w", chip, offset, err)
	}
	if err := unix.SetNonblock(fd, true); err != nil { // so that Close ends a Read
		unix.Close(fd)
		return nil, fmt.Errorf("hook: %w", err)
	}
	f := os.NewFile(uintptr(fd), chip)
	return &line{f, 16 * gpioEventSize, func() (bool, bool) { return level(f) }, readEdges}, nil
}

func request(offset uint32, low bool) uapi.LineRequest {
	r := uapi.LineRequest{Lines: 1, Attributes: 1, Flags: uapi.Input | uapi.Rising | uapi.Falling | uapi.PullUp}
	if low {
		r.Flags |= uapi.ActiveLow
	}
	r.Offsets[0] = offset
	copy(r.Consumer[:], "guichet hook")
	r.Attribute[0] = uapi.LineAttribute{ID: uapi.Debounce, Value: debounce, Mask: 1}
	return r
}

func level(f *os.File) (lifted, known bool) {
	v := uapi.LineValues{Mask: 1}
	err := uapi.Control(f, uapi.GetValues, unsafe.Pointer(&v))
	return v.Bits&1 == 1, err == nil
}

// readEdges gives the last of some struct gpio_v2_line_event.
func readEdges(b []byte) (lifted, known bool) {
	for ; len(b) >= gpioEventSize; b = b[gpioEventSize:] {
		lifted, known = binary.NativeEndian.Uint32(b[8:]) == gpioRising, true
	}
	return lifted, known
}
