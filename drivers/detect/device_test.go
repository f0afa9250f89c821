package detect_test

import (
	"bytes"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/detect"
	"guichet/drivers/serial/pty"
)

// device is a printer that knows answers by heart, at one speed. At any other
// it hears noise and says nothing.
type device struct {
	line    *pty.Line
	speed   uint32 // B38400 and so on; 0 is any
	answers map[string]string

	mu    sync.Mutex
	heard []string
}

// questions is all that may ever be sent, but for the n of the first two.
var questions = []string{"\x10\x04", "\x1DI", "\x1B\x06\x01"}

// star answers as a Star printer in Line mode does: it finds an EOT, with
// whatever around it.
var star = map[string]string{
	"\x10\x04\x01": "\x10",
	"\x1B\x06\x01": "\x23\x06\x00\x00\x00\x00\x00\x00\x00",
}

func newDevice(t *testing.T, speed uint32, answers map[string]string) *device {
	t.Helper()
	line, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := &device{line: line, speed: speed, answers: answers}
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.serve()
	}()
	t.Cleanup(func() {
		line.Close()
		<-done
	})
	return d
}

// serve answers question by question: each has three bytes.
func (d *device) serve() {
	buf := make([]byte, 3)
	for {
		if _, err := io.ReadFull(d.line.Device, buf); err != nil {
			return
		}
		d.mu.Lock()
		d.heard = append(d.heard, string(buf))
		d.mu.Unlock()
		if d.speed == 0 || d.speed == d.lineSpeed() {
			d.line.Device.WriteString(d.answers[string(buf)])
		}
	}
}

// lineSpeed is what the computer set: a pty has no speed, but remembers one.
func (d *device) lineSpeed() (speed uint32) {
	raw, err := d.line.Device.SyscallConn()
	if err != nil {
		return 0
	}
	raw.Control(func(fd uintptr) {
		if t, err := unix.IoctlGetTermios(int(fd), unix.TCGETS); err == nil {
			speed = t.Cflag & unix.CBAUD
		}
	})
	return speed
}

// patience is how long the tests wait for what is silent, and for what a busy
// machine delays.
const patience = time.Second

func (d *device) ask(t *testing.T, speeds ...int) (detect.Report, error) {
	t.Helper()
	return detect.Ask(t.Context(), d.line.Path, detect.Options{Speeds: speeds, Answer: patience})
}

// wantHarmless checks that nothing but questions was ever sent.
func (d *device) wantHarmless(t *testing.T) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.heard) == 0 {
		t.Error("nothing was asked")
	}
	for _, h := range d.heard {
		known := func(q string) bool { return len(h) == 3 && bytes.HasPrefix([]byte(h), []byte(q)) }
		if !slices.ContainsFunc(questions, known) {
			t.Errorf("sent % X", h)
		}
	}
}
