package serial_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial"
	"guichet/drivers/serial/pty"
)

// The share of the line's rate that a long picture gets, XON/XOFF active: time
// of its bytes on the line, divided by the time from the first to the last one
// at the device. The device stops the line some times, which is lost for
// anybody: 128 bytes at ten times the line's speed.
func BenchmarkLineRate(b *testing.B) {
	for _, backend := range backends {
		for _, baud := range []int{9600, 19200, 115200} {
			b.Run(fmt.Sprintf("%s/%d", backend, baud), func(b *testing.B) { lineRate(b, backend, baud) })
		}
	}
}

func lineRate(b *testing.B, backend string, baud int) {
	job := bytes.Repeat([]byte("\x1d8L picture "), 20<<10/12)
	var share, holds float64
	for b.Loop() {
		u := newUART(b, baud, len(job))
		port, err := serial.Open(serial.Config{Path: u.line.Path, Baud: baud, Flow: serial.FlowXonXoff, Backend: backend})
		if err != nil {
			b.Fatal(err)
		}
		serial.SetWaiting(port, u.waiting)
		go u.run()
		if _, err := port.Write(b.Context(), job); err != nil {
			b.Fatal(err)
		}
		<-u.done
		port.Close()
		if u.lost > 0 || u.holds == 0 {
			b.Fatalf("%d bytes lost, %d holds", u.lost, u.holds)
		}
		share += 100 * float64(len(job)) * u.byteTime.Seconds() / u.clock.Sub(u.first).Seconds()
		holds += float64(u.holds)
	}
	b.ReportMetric(share/float64(b.N), "%line")
	b.ReportMetric(holds/float64(b.N), "holds")
	b.ReportMetric(0, "ns/op")
}

// uart is a computer's UART with a printer behind it, on a pty. The UART sends
// a byte every byteTime; a byte that comes late is late for good, and time in
// which it has none is lost. Its clock runs in time.Time, so that this
// goroutine may wake up late without slowing the line. The printer prints a
// band when its buffer is full, as one does that prints pictures.
type uart struct {
	line     *pty.Line
	byteTime time.Duration
	total    int           // bytes of the job
	done     chan struct{} // closed when the last one has come

	mu      sync.Mutex
	first   time.Time // when the first byte began
	clock   time.Time // up to when the line's time is accounted for
	queue   int       // bytes in the UART
	got     int       // bytes that the printer got
	used    int       // of its buffer
	lost    int       // that did not fit
	printed time.Time // up to when paper is accounted for; zero: it stands
	stopped bool      // the printer said XOFF
	holds   int
}

const (
	printerBuffer = 4096
	saysXOFF      = printerBuffer - 128 // Epson TM-T88: 128 bytes left
	saysXON       = printerBuffer - 256
	paperIsFaster = 10 // than the line
)

func newUART(b *testing.B, baud, total int) *uart {
	return &uart{
		line: openLine(b), byteTime: 10 * time.Second / time.Duration(baud), total: total,
		done: make(chan struct{}),
	}
}

// run looks at the line until the job is through.
func (u *uart) run() {
	defer close(u.done)
	for !u.look() {
		time.Sleep(max(u.byteTime, 200*time.Microsecond))
	}
}

func (u *uart) look() (through bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.advance()
	return u.got == u.total
}

// waiting is what TIOCOUTQ says of a real UART.
func (u *uart) waiting() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.advance()
	return u.queue
}

func (u *uart) advance() {
	u.take()
	now := time.Now()
	for u.send(now); u.print(now); u.send(now) {
	}
}

// send lets the line run up to now.
func (u *uart) send(now time.Time) {
	for u.queue > 0 && !u.stopped && !u.clock.Add(u.byteTime).After(now) {
		u.clock = u.clock.Add(u.byteTime)
		u.receive()
	}
	if u.queue == 0 && !u.stopped && u.got < u.total {
		u.clock = now // nothing to send: this time is lost
	}
}

// take moves what the port wrote into the UART.
func (u *uart) take() {
	var buf [1024]byte
	u.control(func(fd int) {
		n, err := unix.Read(fd, buf[:])
		if err != nil || n <= 0 {
			return
		}
		if u.first.IsZero() {
			u.first = time.Now()
			u.clock = u.first
		}
		u.queue += n
	})
}

func (u *uart) receive() {
	u.queue--
	u.got++
	if u.used == printerBuffer {
		u.lost++
		return
	}
	u.used++
	if u.used >= saysXOFF && !u.stopped {
		u.printed = u.clock
		u.say(0x13)
		u.holds++
	}
}

// print takes bytes out of the buffer until it is empty, or until there is room
// again: then the line runs on from that very moment.
func (u *uart) print(now time.Time) (resumed bool) {
	each := u.byteTime / paperIsFaster
	for !u.printed.IsZero() && !u.printed.Add(each).After(now) {
		u.printed = u.printed.Add(each)
		u.used--
		if u.stopped && u.used <= saysXON {
			u.say(0x11)
			u.clock = u.printed
			return true
		}
		if u.used == 0 {
			u.printed = time.Time{}
		}
	}
	return false
}

func (u *uart) say(c byte) {
	u.stopped = c == 0x13
	u.control(func(fd int) { unix.Write(fd, []byte{c}) })
}

func (u *uart) control(f func(fd int)) {
	raw, err := u.line.Device.SyscallConn()
	if err != nil {
		panic(err)
	}
	if err := raw.Control(func(fd uintptr) { f(int(fd)) }); err != nil {
		panic(err)
	}
}
