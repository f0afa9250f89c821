package uapi

import (
	"os"
	"unsafe"
)

// Numbers of linux/gpio.h.
const (
	GetLine   = 0xC250B407 // GPIO_V2_GET_LINE_IOCTL, of a chip
	GetValues = 0xC010B40E // GPIO_V2_LINE_GET_VALUES_IOCTL, of lines
	SetValues = 0xC010B40F // GPIO_V2_LINE_SET_VALUES_IOCTL

	// Flags of a LineRequest: GPIO_V2_LINE_FLAG_…
	ActiveLow = 1 << 1
	Input     = 1 << 2
	Output    = 1 << 3
	Rising    = 1 << 4
	Falling   = 1 << 5
	PullUp    = 1 << 8

	// Debounce is GPIO_V2_LINE_ATTR_ID_DEBOUNCE, in µs.
	Debounce = 3
)

// LineAttribute is struct gpio_v2_line_config_attribute.
type LineAttribute struct {
	ID, _ uint32
	Value uint64
	Mask  uint64 // of the lines that it is for
}

// LineRequest is struct gpio_v2_line_request. Outputs begin inactive.
type LineRequest struct {
	Offsets    [64]uint32
	Consumer   [32]byte
	Flags      uint64
	Attributes uint32 // how many
	_          [5]uint32
	Attribute  [10]LineAttribute
	Lines      uint32 // how many
	Buffer     uint32
	_          [5]uint32
	FD         int32 // the kernel's answer
}

// LineValues is struct gpio_v2_line_values: bit n is of the line Offsets[n].
type LineValues struct{ Bits, Mask uint64 }

// OpenLines asks a chip, such as /dev/gpiochip0, for lines, and gives the
// descriptor that stands for them; who has it closes it.
func OpenLines(chip string, r LineRequest, ioctl Ioctl) (fd int, err error) {
	c, err := os.OpenFile(chip, os.O_RDWR, 0)
	if err != nil {
		return -1, err
	}
	defer c.Close()
	if err := ioctl(c, GetLine, unsafe.Pointer(&r)); err != nil {
		return -1, err
	}
	return int(r.FD), nil
}
