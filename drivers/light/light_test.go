package light

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"
)

func TestOpenKnowsItsKinds(t *testing.T) {
	for _, spec := range []string{"gpio:/dev/none:17,27,22", "gpio:/dev/none:0,1,2:low", "tower:/dev/none", "tower:usb:1a86:7523", "patlite:/dev/none"} {
		l, err := Open(spec)
		if err != nil {
			t.Errorf("%s: %v", spec, err)
			continue
		}
		if err := l.Show(Red, false); !errors.Is(err, ErrGone) {
			t.Errorf("%s: there is none, but %v", spec, err)
		}
		l.Close()
	}
	for _, spec := range []string{
		"", "gpio", "gpio:", "gpio:/dev/gpiochip0", "gpio:/dev/gpiochip0:1,2", "gpio:/dev/gpiochip0:1,2,3,4", "gpio:/dev/gpiochip0:1,2,x",
		"gpio:/dev/gpiochip0:1,1,2", "gpio:/dev/gpiochip0:1,2,1", "gpio:/dev/gpiochip0:1,2,3:high", "gpio:gpiochip0:1,2,3", "gpio:/dev/gpiochip0:-1,2,3",
		"tower", "tower:", "patlite:", "patlite:hidraw0", "lamp:/dev/ttyUSB0", "/dev/ttyUSB0",
	} {
		if _, err := Open(spec); !errors.Is(err, ErrSpec) {
			t.Errorf("%q: %v", spec, err)
		}
	}
}

func FuzzParseLines(f *testing.F) {
	f.Add("17,27,22")
	f.Add("1,,2")
	f.Fuzz(func(t *testing.T, s string) {
		lines, ok := parseLines(s)
		if ok && (lines[0] == lines[1] || lines[1] == lines[2] || lines[0] == lines[2]) {
			t.Errorf("%q: %v", s, lines)
		}
	})
}

func TestTheSimulator(t *testing.T) {
	keeps(t, func(*testing.T, pace) rig {
		s := new(Sim)
		return rig{Light: s, plug: s.Plug, unplug: s.Unplug, sees: func() (Colour, bool, string) {
			c, blink := s.Shows()
			return c, blink, ""
		}}
	})
}

// stuck is a device that a test lets go.
type stuck struct {
	free chan struct{}

	mu     sync.Mutex
	shown  []state
	closed bool
}

func (s *stuck) show(_ context.Context, now state) error {
	<-s.free
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, now)
	return nil
}

// told are the colours that it was told.
func (s *stuck) told() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, now := range s.shown {
		all = append(all, now.colour.String())
	}
	if s.closed {
		all = append(all, "closed")
	}
	return strings.Join(all, " ")
}

func (s *stuck) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// A driver of the kernel that does not come back: who calls waits for a second,
// and the device then gets the newest wish only.
func TestADeviceThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &stuck{free: make(chan struct{})}
		l := newLamp(func() (device, error) { return d, nil }, false, usual)
		began := time.Now()
		for _, c := range []Colour{Green, Amber, Red} {
			if err := l.Show(c, false); !errors.Is(err, ErrSlow) {
				t.Errorf("%v: %v", c, err)
			}
		}
		if took := time.Since(began); took != 3*Patience {
			t.Errorf("three calls took %v", took)
		}
		close(d.free)
		synctest.Wait()
		if got := d.told(); got != "green red" {
			t.Errorf("it was told %s", got)
		}
		time.Sleep(usual.again + time.Second)
		synctest.Wait()
		if got := d.told(); got != "green red red" {
			t.Errorf("after a while it was told %s", got)
		}
		if err := l.Close(); err != nil || d.told() != "green red red off closed" {
			t.Errorf("close: %v, it was told %s", err, d.told())
		}
	})
}

// frail is a device whose driver has a mistake, for a while.
type frail struct {
	stuck
	broken bool
}

func (f *frail) show(ctx context.Context, s state) error {
	if f.broken {
		panic("it broke")
	}
	return f.stuck.show(ctx, s)
}

func (f *frail) close() error {
	f.stuck.close()
	if f.broken {
		panic("and again")
	}
	return nil
}

// A mistake in a driver ends nothing: the light is opened anew, and shows the last.
func TestADriverThatBreaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := &frail{stuck: stuck{free: make(chan struct{})}, broken: true}
		good := &frail{stuck: stuck{free: make(chan struct{})}}
		close(good.free)
		next := []func() (device, error){
			func() (device, error) { panic("it cannot even be opened") },
			func() (device, error) { return bad, nil },
			func() (device, error) { return good, nil },
		}
		l := newLamp(func() (device, error) {
			open := next[0]
			next = next[1:]
			return open()
		}, false, usual)
		for _, c := range []Colour{Green, Red} {
			if err := l.Show(c, false); !errors.Is(err, ErrGone) || !errors.Is(err, ErrBroken) {
				t.Errorf("%v: %v", c, err)
			}
		}
		if got := bad.told(); got != "closed" {
			t.Errorf("the one that broke was told %s", got)
		}
		time.Sleep(usual.again + time.Second)
		synctest.Wait()
		if got := good.told(); got != "red" {
			t.Errorf("the next was told %s", got)
		}
		l.Close()
	})
}

func TestClosingADeviceThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &stuck{free: make(chan struct{})}
		l := newLamp(func() (device, error) { return d, nil }, false, usual)
		l.Show(Green, false)
		second := make(chan error, 1)
		go func() { second <- l.Show(Red, false) }()
		synctest.Wait()
		if err := l.Close(); !errors.Is(err, ErrSlow) {
			t.Errorf("close: %v", err)
		}
		if err := <-second; !errors.Is(err, ErrSlow) && !errors.Is(err, ErrClosed) {
			t.Errorf("a wish that was not taken: %v", err)
		}
		close(d.free)
		synctest.Wait()
		if got := d.told(); got != "green off closed" {
			t.Errorf("it was told %s", got)
		}
	})
}

// A wish that another overtakes is nobody's trouble.
func TestAWishThatIsOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &stuck{free: make(chan struct{})}
		l := newLamp(func() (device, error) { return d, nil }, false, usual)
		ended := make(chan error, 3)
		for _, c := range []Colour{Green, Amber, Red} {
			go func() { ended <- l.Show(c, false) }()
			synctest.Wait()
		}
		close(d.free)
		for range 3 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		if got := d.told(); got != "green red" {
			t.Errorf("it was told %s", got)
		}
		l.Close()
	})
}

// The number is that of the kernel's header, where there is a C compiler.
func TestTheKernelsNumber(t *testing.T) {
	gcc, err := exec.LookPath("gcc")
	if _, missing := os.Stat("/usr/include/linux/hidraw.h"); err != nil || missing != nil {
		t.Skip("no gcc, or no headers of Linux")
	}
	source := filepath.Join(t.TempDir(), "abi.c")
	c := fmt.Sprintf("#include <sys/ioctl.h>\n#include <linux/hidraw.h>\n_Static_assert(HIDIOCGRAWINFO == %d && sizeof(struct hidraw_devinfo) == %d, \"\");\n", hidInfo, unsafe.Sizeof(hidDevice{}))
	if err := os.WriteFile(source, []byte(c), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(gcc, "-fsyntax-only", source).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
