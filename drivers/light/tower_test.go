package light

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial/pty"
)

func TestTheTowersCommands(t *testing.T) {
	allOff := []byte{0x28, 0x21, 0x22, 0x24}
	for _, c := range []struct {
		state
		same bool
		want []byte
	}{
		{state{Off, false}, false, allOff},
		{state{Red, false}, false, append(allOff, 0x11)},
		{state{Amber, false}, false, append(allOff, 0x12)},
		{state{Green, false}, false, append(allOff, 0x14)},
		{state{Red, true}, false, append(allOff, 0x41)},
		{state{Amber, true}, false, append(allOff, 0x42)},
		{state{Green, true}, false, append(allOff, 0x44)},
		{state{Green, false}, true, []byte{0x14}},
		{state{Red, true}, true, []byte{0x41}},
		{state{Off, false}, true, allOff},
	} {
		if got := towerCommands(c.state, c.same); !bytes.Equal(got, c.want) {
			t.Errorf("%v, said again %v: % X, want % X", c.state, c.same, got, c.want)
		}
	}
}

// cable is a pty under a name that stays, as udev gives it. What is read at its
// other end goes to take.
type cable struct {
	t    *testing.T
	path string
	take func([]byte)

	line *pty.Line // nil: unplugged
	end  *os.File  // the computer's end, opened before the driver has it alone
	read chan struct{}
}

func newCable(t *testing.T, take func([]byte)) *cable {
	c := &cable{t: t, path: filepath.Join(t.TempDir(), "light"), take: take}
	c.plug()
	t.Cleanup(c.unplug)
	return c
}

func (c *cable) plug() {
	line, err := pty.Open()
	if err != nil {
		c.t.Fatal(err)
	}
	c.line, c.read = line, make(chan struct{})
	if c.end, err = os.OpenFile(line.Path, os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		c.t.Fatal(err)
	}
	go c.listen(line.Device, c.read)
	if err := os.Symlink(line.Path, c.path); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cable) listen(device *os.File, done chan<- struct{}) {
	defer close(done)
	b := make([]byte, 4096)
	for {
		n, err := device.Read(b)
		if err != nil {
			return
		}
		c.take(b[:n])
	}
}

// unplug ends the reader before it returns: what was read was taken.
func (c *cable) unplug() {
	if c.line == nil {
		return
	}
	os.Remove(c.path)
	c.line.Close()
	c.end.Close()
	<-c.read
	c.line = nil
}

// hold stops the line: nothing that is written goes out, tcflow(3).
func (c *cable) hold() { c.flow(unix.TCOOFF) }

func (c *cable) release() { c.flow(unix.TCOON) }

func (c *cable) flow(action int) {
	if err := unix.IoctlSetInt(int(c.end.Fd()), unix.TCXONC, action); err != nil {
		c.t.Fatal(err)
	}
}

// towerSim is the tower by its manual: each lamp, and the buzzer, is off, on or
// blinks.
type towerSim struct {
	mu    sync.Mutex
	lamps [4]byte // red, amber, green, buzzer: 0, 1 on, 4 blinks
}

func (s *towerSim) take(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range b {
		i, ok := map[byte]int{1: 0, 2: 1, 4: 2, 8: 3}[c&0x0F]
		if what := c >> 4; ok && (what == 1 || what == 4) {
			s.lamps[i] = what
		} else if ok && what == 2 {
			s.lamps[i] = 0
		}
	}
}

func (s *towerSim) dark() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lamps = [4]byte{}
}

func (s *towerSim) sees() (c Colour, blink bool, wrong string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lamps[3] != 0 {
		return 0, false, "the buzzer sounds"
	}
	for i, colour := range []Colour{Red, Amber, Green} {
		if s.lamps[i] == 0 {
			continue
		}
		if c != Off {
			return 0, false, "two lamps shine"
		}
		c, blink = colour, s.lamps[i] == 4
	}
	return c, blink, ""
}

// off waits until the tower is dark, as drain waits for a real one.
func (s *towerSim) off() {
	for end := time.Now().Add(never); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if c, _, _ := s.sees(); c == Off {
			return
		}
	}
}

func towerRig(t *testing.T, p pace) rig {
	sim := new(towerSim)
	c := newCable(t, sim.take)
	l := newLamp(towerAt(c.path, sim.off), false, p)
	t.Cleanup(func() { l.Close() })
	return rig{Light: l, sees: sim.sees, plug: c.plug, hold: c.hold, release: c.release,
		unplug: func() { c.unplug(); sim.dark() }}
}

func TestTheTower(t *testing.T) { keeps(t, towerRig) }

// A tower whose buzzer another program left on.
func TestTheTowersBuzzerIsSilenced(t *testing.T) {
	sim := &towerSim{lamps: [4]byte{4, 1, 0, 1}}
	c := newCable(t, sim.take)
	l := newLamp(towerAt(c.path, sim.off), false, patient)
	defer l.Close()
	if err := l.Show(Green, false); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(never); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if got, blink, wrong := sim.sees(); wrong == "" && got == Green && !blink {
			return
		}
	}
	t.Error(sim.sees())
}
