package light

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// board is a GPIO chip as linux/gpio.h describes it: what a program asks for is
// read as bytes, at the places that a C compiler gives the fields.
type board struct {
	t     *testing.T
	chip  string
	lines [3]uint32 // green, amber, red
	low   bool      // the lamps shine at the low level

	mu     sync.Mutex
	gone   bool
	asked  []uint32 // the lines that the program has, in its order
	invert bool
	level  map[uint32]bool
	seen   []Colour // what shone, one after the other, since it was looked at last
}

func newBoard(t *testing.T, low bool) *board {
	b := &board{t: t, chip: filepath.Join(t.TempDir(), "gpiochip0"), lines: [3]uint32{17, 27, 22}, low: low}
	b.plug()
	return b
}

func (b *board) plug() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := os.WriteFile(b.chip, nil, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.gone = false
	b.reset()
}

func (b *board) unplug() {
	b.mu.Lock()
	defer b.mu.Unlock()
	os.Remove(b.chip)
	b.gone = true
	b.reset()
}

// reset: the lamps are off.
func (b *board) reset() {
	b.level, b.asked, b.seen = map[uint32]bool{}, nil, nil
	for _, line := range b.lines {
		b.level[line] = b.low
	}
}

func (b *board) ioctl(f *os.File, request uintptr, arg unsafe.Pointer) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.gone:
		return unix.ENODEV
	case request == 0xC250B407: // GPIO_V2_GET_LINE_IOCTL, 0x250 bytes
		return b.getLine(unsafe.Slice((*byte)(arg), 0x250))
	case request == 0xC010B40F: // GPIO_V2_LINE_SET_VALUES_IOCTL
		return b.setValues(unsafe.Slice((*byte)(arg), 0x10))
	}
	return unix.ENOTTY
}

func (b *board) getLine(r []byte) error {
	flags := binary.NativeEndian.Uint64(r[288:])
	if flags&^(1<<1) != 1<<3 || !bytes.HasPrefix(r[256:], []byte("guichet light\x00")) {
		b.t.Errorf("flags %#x, consumer %q", flags, r[256:288])
		return unix.EINVAL
	}
	if slices.ContainsFunc(r[296:560], func(c byte) bool { return c != 0 }) {
		b.t.Error("attributes or padding are not 0")
		return unix.EINVAL
	}
	b.asked, b.invert = nil, flags&(1<<1) != 0
	for i := range binary.NativeEndian.Uint32(r[560:]) {
		b.asked = append(b.asked, binary.NativeEndian.Uint32(r[4*i:]))
	}
	b.put(0, 1<<len(b.asked)-1)
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	binary.NativeEndian.PutUint32(r[588:], uint32(fd))
	return err
}

func (b *board) setValues(v []byte) error {
	if b.asked == nil {
		return unix.ENODEV // lines of a chip that went, although it is back
	}
	b.put(binary.NativeEndian.Uint64(v), binary.NativeEndian.Uint64(v[8:]))
	return nil
}

func (b *board) put(bits, mask uint64) {
	for i, line := range b.asked {
		if mask>>i&1 == 1 {
			b.level[line] = bits>>i&1 == 1 != b.invert
		}
	}
	if c, _ := b.shines(); len(b.seen) == 0 || b.seen[len(b.seen)-1] != c {
		b.seen = append(b.seen, c)
	}
}

func (b *board) shines() (c Colour, wrong string) {
	for i, line := range b.lines {
		if b.level[line] != b.low {
			if c != Off {
				return 0, "two lamps shine"
			}
			c = Green + Colour(i)
		}
	}
	return c, ""
}

// sees looks for two seconds: a lamp that goes on and off in it blinks.
func (b *board) sees() (c Colour, blink bool, wrong string) {
	b.mu.Lock()
	b.seen = nil
	b.put(0, 0)
	b.mu.Unlock()
	time.Sleep(2 * time.Second)
	b.mu.Lock()
	defer b.mu.Unlock()
	_, wrong = b.shines()
	for _, now := range b.seen {
		if c != Off && now != Off && now != c {
			wrong = fmt.Sprintf("it shows %v", b.seen)
		}
		c = max(c, now)
	}
	return c, len(b.seen) > 2, wrong
}

func (b *board) lamp() *lamp {
	l := newLamp(func() (device, error) { return openLines(b.chip, b.lines, b.low, b.ioctl) }, true, usual)
	b.t.Cleanup(func() { l.Close() })
	return l
}

// The machine's time is made up here: half a second lasts as long as one wants.
func TestTheBoardsContacts(t *testing.T) {
	for _, low := range []bool{false, true} {
		for _, p := range promises {
			t.Run(fmt.Sprintf("low %v: %s", low, p.name), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := newBoard(t, low)
					p.keep(t, rig{Light: b.lamp(), sees: b.sees, unplug: b.unplug, plug: b.plug})
				})
			})
		}
	}
}

// The rhythm is half a second on, half a second off, and Show begins anew with on.
func TestTheRhythm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard(t, false)
		l := b.lamp()
		on := func(what string, want Colour) {
			t.Helper()
			synctest.Wait()
			b.mu.Lock()
			defer b.mu.Unlock()
			if c, wrong := b.shines(); c != want || wrong != "" {
				t.Errorf("%s: %v %s, want %v", what, c, wrong, want)
			}
		}
		l.Show(Red, true)
		time.Sleep(half / 2)
		for range 10 {
			on("on", Red)
			time.Sleep(half)
			on("off", Off)
			time.Sleep(half)
		}
		time.Sleep(half) // it is off
		l.Show(Amber, true)
		on("another colour", Amber)
		time.Sleep(half + half/2)
		on("off", Off)
		l.Show(Amber, false)
		for range 10 {
			on("steady", Amber)
			time.Sleep(half)
		}
	})
}
