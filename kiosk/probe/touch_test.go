package probe

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/kiosk/health"
)

// paragraph is one device of /proc/bus/input/devices.
func paragraph(name, prop, key, abs string) string {
	return "I: Bus=0003 Vendor=0eef Product=0001 Version=0110\n" +
		"N: Name=\"" + name + "\"\nP: Phys=usb-0000:00:14.0-3/input0\n" +
		"S: Sysfs=/devices/pci0000:00/input/input4\nU: Uniq=\nH: Handlers=mouse0 event4 \n" +
		"B: PROP=" + prop + "\nB: EV=1b\nB: KEY=" + key + "\nB: ABS=" + abs + "\n\n"
}

// Devices as kernels of 64 bits write them.
var (
	multitouch = paragraph("Acme Multi-Touch", "2", "400 0 0 0 0 0", "6618000000000003")
	onlySlots  = paragraph("Acme Panel", "2", "0", "260000000000000")
	resistive  = paragraph("Acme SerialTouch", "0", "400 0 0 0 0 0", "3")
	touchpad   = paragraph("Acme Touchpad", "5", "e520 10000 0 0 0 0", "2e0800000000003")
	oldPad     = paragraph("Acme Old Pad", "0", "420 70000 0 0 0 0", "3")
	tablet     = paragraph("Acme Pen", "2", "1c03 0 0 0 0 0", "f000003")
	clickpad   = paragraph("Acme Click Pad", "1", "400 0 0 0 0 0", "3")
	fingerPad  = paragraph("Acme Finger Pad", "0", "420 0 0 0 0 0", "3")
	virtual    = paragraph("Acme Virtual Mouse", "0", "400 10000 0 0 0 0", "3")
	keyboard   = paragraph("Acme Keyboard", "0", "402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe", "")
	gamepad    = paragraph("Acme Pad", "0", "7cdb000000000000 0 0 0 0", "3003f")
)

func TestWhatATouchscreenIs(t *testing.T) {
	for _, c := range []struct {
		paragraph string
		is        bool
	}{
		{multitouch, true}, {onlySlots, true}, {resistive, true},
		{touchpad, false}, {oldPad, false}, {clickpad, false}, {fingerPad, false}, {tablet, false}, {virtual, false}, {keyboard, false}, {gamepad, false},
		{paragraph("broken", "2", "400 0 0 0 0 0", "zz"), false},
		{paragraph("too long", "2", "400 0 0 0 0 0", "10000000000000003"), false},
	} {
		all := parseInputs([]byte(c.paragraph))
		if len(all) != 1 || all[0].touchscreen() != c.is || !strings.Contains(c.paragraph, `"`+all[0].name+`"`) {
			t.Errorf("%+v, want %v of\n%s", all, c.is, c.paragraph)
		}
	}
}

func TestParagraphsAreDevices(t *testing.T) {
	all := parseInputs([]byte(keyboard + multitouch + strings.TrimSpace(tablet)))
	if len(all) != 3 || all[0].touchscreen() || !all[1].touchscreen() || all[2].name != "Acme Pen" {
		t.Errorf("%+v", all)
	}
	if all := parseInputs([]byte(strings.Repeat(keyboard, 1000))); len(all) != mostInputs {
		t.Errorf("%d devices of a thousand", len(all))
	}
}

func FuzzInputs(f *testing.F) {
	for _, p := range []string{multitouch, touchpad + keyboard, "B: ABS=\nB: KEY= 0 0", "\n\nN: Name=\"", "B: PROP=ffffffffffffffff ffffffffffffffff"} {
		f.Add([]byte(p))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		all := parseInputs(file)
		if len(all) > mostInputs {
			t.Errorf("%d devices", len(all))
		}
		for _, i := range all {
			if i.touchscreen() && !i.ab.has(absX) && !i.ab.has(absTouchX) {
				t.Errorf("a touchscreen without a place: %+v", i)
			}
		}
	})
}

// tree is a made-up system.
type tree struct {
	*testing.T
	Tree
}

func newTree(t *testing.T) tree { return tree{t, Tree(t.TempDir())} }

func (t tree) put(path, content string) {
	t.Helper()
	path = filepath.Join(string(t.Tree), path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (t tree) remove(path string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(string(t.Tree), path)); err != nil {
		t.Fatal(err)
	}
}

// wants looks once: whether the condition holds.
func (t tree) wants(p Probe, name health.Name, holds bool, what string) {
	t.Helper()
	found := p.Look()
	if len(found) != 1 || found[0].Name != name || found[0].Holds != holds {
		t.Errorf("%s: %+v, want %s: %v", what, found, name, holds)
	}
}

const inputs = "proc/bus/input/devices"

func TestATouchscreenThatGoesAndComesBack(t *testing.T) {
	tr := newTree(t)
	p := tr.Touch("")
	tr.put(inputs, keyboard+touchpad)
	tr.wants(p, health.ScreenDead, false, "a machine that never had one")
	tr.put(inputs, keyboard+multitouch)
	tr.wants(p, health.ScreenDead, false, "plugged in")
	tr.put(inputs, keyboard)
	tr.wants(p, health.ScreenDead, true, "pulled out")
	tr.put(inputs, keyboard+resistive)
	tr.wants(p, health.ScreenDead, false, "another one")
	tr.put(inputs, "")
	tr.wants(p, health.ScreenDead, true, "nothing at all: a hub was reset")
	tr.put(inputs, keyboard+multitouch)
	tr.wants(p, health.ScreenDead, false, "back")
}

func TestTheTouchscreenThatIsNamed(t *testing.T) {
	tr := newTree(t)
	tr.put(inputs, resistive+paragraph("Acme Multi-Touch Keyboard", "0", "fffffffffffffffe", ""))
	p := tr.Touch("Multi-Touch")
	tr.wants(p, health.ScreenDead, true, "it was not there at the start")
	tr.put(inputs, multitouch)
	tr.wants(p, health.ScreenDead, false, "plugged in")
}

// A service that does not see all of /proc reads /sys.
func TestTouchWithoutProc(t *testing.T) {
	tr := newTree(t)
	p := tr.Touch("")
	if found := p.Look(); found != nil {
		t.Errorf("neither /proc nor /sys: %+v", found)
	}
	class := "sys/class/input/"
	tr.put(class+"input3/name", "Acme Multi-Touch\n")
	tr.put(class+"input3/properties", "2\n")
	tr.put(class+"input3/capabilities/key", "400 0 0 0 0 0\n")
	tr.put(class+"input3/capabilities/abs", "6618000000000003\n")
	tr.put(class+"event3/dev", "13:67\n")
	tr.wants(p, health.ScreenDead, false, "plugged in")
	tr.wants(tr.Touch("Multi-Touch"), health.ScreenDead, false, "by name")
	tr.remove(class + "input3")
	tr.wants(p, health.ScreenDead, true, "pulled out")
}
