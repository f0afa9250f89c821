package hook

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// usbHandset is written after HID 1.11: report 1 is two consumer keys (volume),
// report 2 is telephony: hook switch, mute, 6 bits of padding.
var usbHandset = []byte{
	0x05, 0x0C, 0x09, 0x01, 0xA1, 0x01, 0x85, 0x01, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x02, 0x09, 0xE9, 0x09, 0xEA, 0x81, 0x02, 0x95, 0x06, 0x81, 0x01, 0xC0,
	0x05, 0x0B, 0x09, 0x05, 0xA1, 0x01, 0x85, 0x02, 0x95, 0x02, 0x09, 0x2F, 0x09, 0x20, 0x81, 0x22, 0x95, 0x06, 0x81, 0x01, 0xC0,
}

// keypad has no numbers and an array: the value is the place in usages 20h to 2Fh.
var keypad = []byte{
	0x05, 0x0B, 0x09, 0x01, 0xA1, 0x01, 0x75, 0x08, 0x95, 0x01, 0x81, 0x03, // a byte of nothing
	0x15, 0x01, 0x25, 0x10, 0x19, 0x20, 0x29, 0x2F, 0x75, 0x08, 0x95, 0x02, 0x81, 0x00, 0xC0,
}

// fromZero is an array whose values begin at 0: hook switch, flash.
var fromZero = []byte{0x05, 0x0B, 0x15, 0x00, 0x25, 0x01, 0x19, 0x20, 0x29, 0x21, 0x75, 0x08, 0x95, 0x01, 0x81, 0x00}

// extended names page and usage in one item, between push and pop, after a long
// item.
var extended = []byte{
	0xFE, 0x02, 0x10, 0xAA, 0xBB, 0x05, 0x01, 0x75, 0x01, 0x95, 0x01, 0xA4, 0x05, 0x0C, 0xB4,
	0x0B, 0x20, 0x00, 0x0B, 0x00, 0x81, 0x06, // relative: it toggles
}

func TestTheSwitchIsFoundInADescriptor(t *testing.T) {
	for _, c := range []struct {
		name       string
		descriptor []byte
		report     []byte
		on, known  bool
	}{
		{"lifted", usbHandset, []byte{2, 0b10}, true, true},
		{"hung up, muted", usbHandset, []byte{2, 0b01}, false, true},
		{"a key of another report", usbHandset, []byte{1, 0b11}, false, false},
		{"cut short", usbHandset, []byte{2}, false, false},
		{"nothing", usbHandset, nil, false, false},
		{"array: hook first", keypad, []byte{0xFF, 1, 0}, true, true},
		{"array: hook second", keypad, []byte{0, 9, 1}, true, true},
		{"array: other keys", keypad, []byte{0, 2, 3}, false, true},
		{"array from 0: hook", fromZero, []byte{0}, true, true},
		{"array from 0: flash", fromZero, []byte{1}, false, true},
		{"extended", extended, []byte{1}, true, true},
	} {
		s, err := ParseDescriptor(c.descriptor)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if on, known := s.Read(c.report); on != c.on || known != c.known {
			t.Errorf("%s: %v, %v", c.name, on, known)
		}
	}
	keyboard := []byte{0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x75, 0x08, 0x95, 0x06, 0x81, 0x00}
	for _, d := range [][]byte{nil, keyboard, usbHandset[:40], {0x07, 1}} {
		if _, err := ParseDescriptor(d); !errors.Is(err, ErrNoSwitch) {
			t.Errorf("% X: %v", d, err)
		}
	}
}

func FuzzParseDescriptor(f *testing.F) {
	for _, d := range [][]byte{usbHandset, keypad, extended} {
		f.Add(d, []byte{2, 2})
	}
	f.Fuzz(func(t *testing.T, d, report []byte) {
		if s, err := ParseDescriptor(d); err == nil {
			s.Read(report)
		}
	})
}

func TestASwitchThatPulsesToggles(t *testing.T) {
	s, _ := ParseDescriptor(extended)
	if !s.toggles {
		t.Fatalf("%+v", s)
	}
	read, got := toggle(s), ""
	for _, r := range []byte{1, 0, 1, 0, 1} {
		lifted, known := read([]byte{r})
		got += map[bool]string{true: "up ", false: "down "}[lifted] + map[bool]string{true: "! ", false: ""}[known]
	}
	if got != "up ! up down ! down up ! " {
		t.Error(got)
	}
}

func event(kind, code uint16, value uint32) []byte {
	b := make([]byte, eventSize)
	binary.NativeEndian.PutUint16(b[16:], kind)
	binary.NativeEndian.PutUint16(b[18:], code)
	binary.NativeEndian.PutUint32(b[20:], value)
	return b
}

func TestKeysAndEdges(t *testing.T) {
	for _, c := range []struct {
		b             []byte
		lifted, known bool
	}{
		{event(evKey, keyPhone, 1), true, true},
		{append(event(evKey, keyPhone, 0), event(0, 0, 0)...), false, true},
		{event(evSwitch, headphone, 1), true, true},
		{event(evKey, 30, 1), false, false},
		{event(evKey, keyPhone, 1)[:20], false, false},
	} {
		if lifted, known := readKeys(c.b); lifted != c.lifted || known != c.known {
			t.Errorf("% X: %v, %v", c.b, lifted, known)
		}
	}
	edges := make([]byte, 2*gpioEventSize)
	binary.NativeEndian.PutUint32(edges[8:], 2)
	binary.NativeEndian.PutUint32(edges[gpioEventSize+8:], gpioRising)
	if lifted, known := readEdges(edges); !lifted || !known {
		t.Error("the last edge rises")
	}
	if lifted, known := readEdges(edges[:gpioEventSize]); lifted || !known {
		t.Error("an edge falls")
	}
}

func TestTheRequestForALine(t *testing.T) {
	r := request(17, true)
	if r.Offsets[0] != 17 || r.Flags != 0b1_0011_0110 || r.Lines != 1 || r.Attributes != 1 || r.Attribute[0].Value != debounce || r.Attribute[0].Mask != 1 {
		t.Errorf("%+v", r)
	}
}

func TestOpenKnowsItsKinds(t *testing.T) {
	for _, spec := range []string{"/dev/hidraw0", "/dev/input/by-id/usb-event", "gpio:gpiochip0:17", "gpio:gpiochip0:17:low"} {
		if _, err := Open(spec); err != nil {
			t.Errorf("%s: %v", spec, err)
		}
	}
	for _, spec := range []string{"", "/dev/ttyUSB0", "gpio:", "gpio:gpiochip0", "gpio:gpiochip0:x", "gpio:../mem:1", "gpio:gpiochip0:1:high"} {
		if _, err := Open(spec); !errors.Is(err, ErrSpec) {
			t.Errorf("%s: %v", spec, err)
		}
	}
}

// pipes stand for devices: each open gives the next one.
type pipes struct {
	files chan *os.File
	first bool
}

func (p *pipes) open() (*line, error) {
	select {
	case f := <-p.files:
		return &line{f, 256, func() (bool, bool) { return p.first, true }, readKeys}, nil
	default:
		return nil, os.ErrNotExist
	}
}

func TestAHandsetThatComesBackIsWatchedOn(t *testing.T) {
	p := &pipes{files: make(chan *os.File, 2)}
	ctx, cancel := context.WithCancel(t.Context())
	told, ended := make(chan bool, 10), make(chan error)
	go func() { ended <- (&device{p.open}).Watch(ctx, func(lifted bool) { told <- lifted }) }()

	expect := func(what string, want bool) {
		t.Helper()
		select {
		case got := <-told:
			if got != want {
				t.Fatalf("%s: %v", what, got)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: nothing is told", what)
		}
	}
	r, w, _ := os.Pipe()
	p.files <- r
	expect("it is there, and hangs", false)
	w.Write(event(evKey, keyPhone, 1))
	expect("lifted", true)
	w.Write(event(evKey, keyPhone, 1)) // nothing new
	w.Close()                          // pulled out

	p.first = true
	r2, w2, _ := os.Pipe()
	p.files <- r2
	w2.Write(event(evKey, keyPhone, 0))
	expect("hung up after it came back", false)
	cancel()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it does not end")
	}
	w2.Close()
}

func TestADeviceThatIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	os.WriteFile(path, []byte("no device"), 0o600)
	if _, err := openHID(path); err == nil {
		t.Error("a file is no HID device")
	}
	if _, err := openLine(path, 1, false); err == nil {
		t.Error("a file is no GPIO chip")
	}
}

func TestTheSimulator(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s, got := &Sim{}, ""
		go s.Watch(ctx, func(lifted bool) { got += map[bool]string{true: "up ", false: "down "}[lifted] })
		for _, do := range []func(){func() {}, s.Lift, s.Lift, s.HangUp, cancel, s.Lift} {
			do()
			synctest.Wait()
		}
		if got != "down up down " {
			t.Error(got)
		}
	})
}
