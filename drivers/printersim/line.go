package printersim

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial/pty"
)

// Plug connects the printer to the computer, at the same Path as before.
// Plugging twice changes nothing.
func (s *Sim) Plug() (err error) {
	s.do(func(m *machine) {
		if m.line == nil {
			err = s.plug(m)
		}
	})
	return err
}

func (s *Sim) plug(m *machine) error {
	line, err := pty.Open()
	if err != nil {
		return err
	}
	if err := os.Symlink(line.Path, s.Path()); err != nil {
		line.Close()
		return fmt.Errorf("printersim: %w", err)
	}
	m.line, m.changed, m.held, m.stops, m.deaf = line, true, false, false, false
	s.ended.Add(1)
	go s.read(line)
	return nil
}

// Unplug pulls the cable: the computer sees the device go. The printer goes on
// with what it has received.
func (s *Sim) Unplug() { s.do((*machine).unplug) }

// hearsXOFF says whether the computer has set its end to stop at XOFF. What lies
// in the pty is then what a UART would keep; of a computer that has not, it would
// come. Once is enough: a real-time command passes XOFF by taking the setting
// away for a while.
func (m *machine) hearsXOFF() bool {
	raw, err := m.line.Device.SyscallConn()
	if err != nil || m.stops {
		return m.stops
	}
	raw.Control(func(fd uintptr) {
		t, err := unix.IoctlGetTermios(int(fd), unix.TCGETS)
		m.stops = err == nil && t.Iflag&unix.IXON != 0
	})
	return m.stops
}

// UnplugAfter pulls it when so many more bytes have come.
func (s *Sim) UnplugAfter(n int) { s.do(func(m *machine) { m.plugLeft = n }) }

func (m *machine) unplug() {
	if m.line == nil {
		return
	}
	os.Remove(m.opts.path())
	m.line.Close()
	m.line, m.plugLeft, m.changed = nil, 0, true
}

// read hands over what the computer sends, at the pace of the line.
func (s *Sim) read(line *pty.Line) {
	defer s.ended.Done()
	var bits pacer
	for {
		buf := make([]byte, s.burst())
		asked := time.Now()
		n, err := line.Device.Read(buf)
		if err != nil {
			return
		}
		bits.wait(asked, s.opts.byteTime(n))
		select {
		case s.input <- buf[:n]:
		case <-s.quit:
			return
		}
	}
}

// pacer makes bytes take their time on the line, on the average: a Sleep that
// was too long is made up for by the next.
type pacer struct {
	due time.Time // when the last byte has come
}

const (
	// idle is how long a Read waits at least when the line was at rest.
	idle = time.Millisecond
	// arrears is the most that is made up for.
	arrears = 30 * time.Millisecond
)

// wait returns when the bytes of a Read that began at asked have come.
func (p *pacer) wait(asked time.Time, long time.Duration) {
	if long <= 0 {
		return
	}
	now := time.Now()
	if p.due.IsZero() || now.Sub(asked) > idle && p.due.Before(now) {
		p.due = now
	}
	if earliest := now.Add(-arrears); p.due.Before(earliest) {
		p.due = earliest
	}
	p.due = p.due.Add(long)
	time.Sleep(time.Until(p.due))
}

// maxBurst is how many bytes are handed over at once, at most.
const maxBurst = 64

// burst is what comes in 10 ms.
func (s *Sim) burst() int {
	most := s.m.burst() // its parts do not change after New
	if s.opts.Baud <= 0 {
		return most
	}
	return max(1, min(most, s.opts.Baud/1000))
}
