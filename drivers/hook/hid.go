package hook

import (
	"encoding/binary"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"guichet/drivers/uapi"
)

// linux/hidraw.h
const (
	hidDescriptorSize = 0x80044801 // HIDIOCGRDESCSIZE
	hidDescriptor     = 0x90044802 // HIDIOCGRDESC
	hidInput          = 0xC040480A // HIDIOCGINPUT(64), since Linux 5.11
	longestReport     = 64         // of full-speed USB
)

// openHID opens a hidraw device that has a hook switch.
func openHID(path string) (*line, error) {
	f, err := os.OpenFile(path, os.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("hook: %w", err)
	}
	s, err := descriptor(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	read := s.Read
	if s.toggles {
		read = toggle(s)
	}
	return &line{f, longestReport, func() (bool, bool) { return asked(f, s) }, read}, nil
}

func descriptor(f *os.File) (Switch, error) {
	var size int32
	if err := uapi.Control(f, hidDescriptorSize, unsafe.Pointer(&size)); err != nil {
		return Switch{}, fmt.Errorf("hook: %w", err)
	}
	var d struct {
		size  uint32
		value [4096]byte
	}
	d.size = uint32(min(max(size, 0), int32(len(d.value))))
	if err := uapi.Control(f, hidDescriptor, unsafe.Pointer(&d)); err != nil {
		return Switch{}, fmt.Errorf("hook: %w", err)
	}
	return ParseDescriptor(d.value[:d.size])
}

// asked asks for the report with the switch; many devices do not answer.
func asked(f *os.File, s Switch) (lifted, known bool) {
	if s.toggles {
		return false, false
	}
	var report [longestReport]byte
	report[0] = s.report
	if uapi.Control(f, hidInput, unsafe.Pointer(&report)) != nil {
		return false, false
	}
	if s.numbered {
		return s.Read(report[:])
	}
	return s.Read(report[1:]) // the kernel keeps a place for the number
}

// toggle is for a switch that reports each change as a pulse: it is taken to hang
// at the beginning.
func toggle(s Switch) func([]byte) (bool, bool) {
	lifted := false
	return func(report []byte) (bool, bool) {
		on, known := s.Read(report)
		if known && on {
			lifted = !lifted
		}
		return lifted, known && on
	}
}

// openKey opens an evdev device: KEY_PHONE held down, or a jack that is in, is
// lifted (linux/input-event-codes.h).
func openKey(path string) (*line, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("hook: %w", err)
	}
	return &line{f, 64 * eventSize, func() (bool, bool) { return held(f) }, readKeys}, nil
}

const (
	eventSize = 24         // struct input_event on 64 bits
	keyState  = 0x80604518 // EVIOCGKEY(96)
	swState   = 0x8008451B // EVIOCGSW(8)
	evKey     = 1
	evSwitch  = 5
	keyPhone  = 169
	headphone = 2 // SW_HEADPHONE_INSERT
)

// held asks whether the key or the switch is down now.
func held(f *os.File) (lifted, known bool) {
	var keys [96]byte
	var switches [8]byte
	if uapi.Control(f, keyState, unsafe.Pointer(&keys)) != nil {
		return false, false
	}
	uapi.Control(f, swState, unsafe.Pointer(&switches))
	lifted = bits(keys[:], keyPhone, 1) == 1 || bits(switches[:], headphone, 1) == 1
	return lifted, true
}

// readKeys gives the last word of some events; value 2 is a key that repeats.
func readKeys(b []byte) (lifted, known bool) {
	for ; len(b) >= eventSize; b = b[eventSize:] {
		kind, code := binary.NativeEndian.Uint16(b[16:]), binary.NativeEndian.Uint16(b[18:])
		if kind == evKey && code == keyPhone || kind == evSwitch && code == headphone {
			lifted, known = binary.NativeEndian.Uint32(b[20:]) != 0, true
		}
	}
	return lifted, known
}
