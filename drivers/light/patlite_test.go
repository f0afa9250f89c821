package light

import (
	"encoding/binary"
	"os"
	"sync"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"guichet/drivers/uapi"
)

func TestPatlitesReports(t *testing.T) {
	for _, c := range []struct {
		state
		lr6, ne patliteReport
	}{
		{state{Off, false}, patliteReport{}, patliteReport{3: 0xF0, 4: 0x0F}},
		{state{Red, false}, patliteReport{5: 0x10}, patliteReport{3: 0xF0, 4: 0x0F, 5: 0x11}},
		{state{Amber, false}, patliteReport{5: 0x01}, patliteReport{3: 0xF0, 4: 0x0F, 5: 0x31}},
		{state{Green, false}, patliteReport{6: 0x10}, patliteReport{3: 0xF0, 4: 0x0F, 5: 0x21}},
		{state{Red, true}, patliteReport{5: 0x20}, patliteReport{3: 0xF0, 4: 0x0F, 5: 0x12}},
		{state{Amber, true}, patliteReport{5: 0x02}, patliteReport{3: 0xF0, 4: 0x0F, 5: 0x32}},
		{state{Green, true}, patliteReport{6: 0x20}, patliteReport{3: 0xF0, 4: 0x0F, 5: 0x22}},
	} {
		if got := lr6Report(c.state); got != c.lr6 {
			t.Errorf("LR6 %v: % X, want % X", c.state, got, c.lr6)
		}
		if got := neReport(c.state); got != c.ne {
			t.Errorf("NE %v: % X, want % X", c.state, got, c.ne)
		}
	}
}

// patliteSim is a light that takes reports, as the maker's examples lay them out.
type patliteSim struct {
	product uint16

	mu      sync.Mutex
	rest    []byte // of a report
	lamps   map[Colour]byte
	buzzing bool
	wrong   string
}

func newPatliteSim(product uint16) *patliteSim {
	return &patliteSim{product: product, lamps: map[Colour]byte{}, buzzing: true}
}

// ioctl is the kernel's HIDIOCGRAWINFO.
func (s *patliteSim) ioctl(_ *os.File, request uintptr, arg unsafe.Pointer) error {
	if request != 0x80084803 {
		return unix.ENOTTY
	}
	info := unsafe.Slice((*byte)(arg), 8)
	binary.NativeEndian.PutUint32(info, 3) // BUS_USB
	binary.NativeEndian.PutUint16(info[4:], 0x191A)
	binary.NativeEndian.PutUint16(info[6:], s.product)
	return nil
}

// take cuts the stream into what the driver wrote at once: a pty keeps no borders.
func (s *patliteSim) take(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.rest = append(s.rest, b...); len(s.rest) >= 9; s.rest = s.rest[9:] {
		s.obey(s.rest[0], s.rest[1:9])
	}
}

func (s *patliteSim) obey(number byte, r []byte) {
	if number != 0 || r[0] != 0 || r[1] != 0 {
		s.wrong = "not a command of version 0"
	}
	if sound := r[2] & 0xF; sound != 0xF {
		s.buzzing = sound != 0
	}
	set := func(c Colour, half byte) {
		if half <= 7 {
			s.lamps[c] = half
		}
	}
	if s.product == 0x8003 {
		set(Red, r[4]>>4)
		set(Amber, r[4]&0xF)
		set(Green, r[5]>>4)
		if r[5]&0xF != 0 || r[6] != 0 {
			s.wrong = "blue or white"
		}
		return
	}
	clear(s.lamps)
	if c := map[byte]Colour{1: Red, 2: Green, 3: Amber}[r[4]>>4]; c != Off {
		set(c, r[4]&0xF)
	} else if r[4] != 0 {
		s.wrong = "a pattern without a colour that is known"
	}
}

func (s *patliteSim) dark() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest, s.buzzing = nil, false
	clear(s.lamps)
}

func (s *patliteSim) sees() (c Colour, blink bool, wrong string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for colour, half := range s.lamps {
		switch {
		case half == 0:
		case c != Off:
			return 0, false, "two lamps shine"
		default:
			c, blink = colour, half > 1
		}
	}
	if c != Off && s.buzzing {
		return 0, false, "the buzzer sounds"
	}
	return c, blink, s.wrong
}

func patliteRig(product uint16) func(t *testing.T, p pace) rig {
	return func(t *testing.T, p pace) rig {
		sim := newPatliteSim(product)
		c := newCable(t, sim.take)
		l := newLamp(func() (device, error) { return openHID(c.path, sim.ioctl) }, false, p)
		t.Cleanup(func() { l.Close() })
		return rig{Light: l, sees: sim.sees, plug: c.plug, hold: c.hold, release: c.release,
			unplug: func() { c.unplug(); sim.dark() }}
	}
}

func TestPatliteLR6(t *testing.T) { keeps(t, patliteRig(0x8003)) }

func TestPatliteNE(t *testing.T) { keeps(t, patliteRig(0x6001)) }

func TestWhatIsNoPatlite(t *testing.T) {
	r := patliteRig(0x0001)(t, patient)
	r.show(t, Red, false, ErrGone)
	if _, err := openHID("/dev/null", uapi.Control); err == nil {
		t.Error("/dev/null is no HID device")
	}
}
