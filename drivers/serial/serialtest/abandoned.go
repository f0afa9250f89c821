package serialtest

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"guichet/drivers/serial"
)

// A Moment is a way to give a job up while the printer holds the line. It is
// what costs a citizen his privacy: the paper of the next one begins with
// whatever is left.
type Moment struct {
	Name    string
	abandon func(*testing.T, *bench, []byte)
}

// Moments are all that a program can do by itself. That it is killed is for
// the tests of package serial, which have a process to kill.
var Moments = []Moment{
	{"deadline", byDeadline},
	{"cancel", byCancel},
	{"close", byClose},
	{"drop", byDrop},
}

// Abandon gives job up at moment m while the device says XOFF, lets the device
// say XON, prints something else, and returns what of job came out at the
// device, in bytes.
func Abandon(t *testing.T, backend string, m Moment, job []byte) (later int) {
	b := newBench(t, backend)
	b.hold(t)
	m.abandon(t, b, job)
	return b.leftOver(t)
}

// leftOver counts what comes out before and after XON, up to the next job.
func (b *bench) leftOver(t *testing.T) int {
	t.Helper()
	b.say(t, xon)
	out := b.line.ReadFor(quiet, 1<<20)
	next := "NEXT"
	if _, err := b.port.Write(within(t, never), []byte(next)); err != nil {
		t.Fatal(err)
	}
	for late := time.Now().Add(never); !strings.HasSuffix(string(out), next); {
		if time.Now().After(late) {
			t.Fatalf("the next job is not there: %.40q", out)
		}
		out = append(out, b.line.ReadFor(quiet, 1<<20)...)
	}
	return len(out) - len(next)
}

func byDeadline(t *testing.T, b *bench, job []byte) {
	_, err := b.port.Write(within(t, soon), job)
	want(t, err, serial.ErrTimeout)
	want(t, b.port.Drop(), nil)
}

func byCancel(t *testing.T, b *bench, job []byte) {
	ctx, cancel := context.WithCancel(context.Background())
	written := b.write(ctx, job)
	cancel()
	want(t, <-written, context.Canceled)
	want(t, b.port.Drop(), nil)
}

func byClose(t *testing.T, b *bench, job []byte) {
	written := b.write(context.Background(), job)
	want(t, b.port.Close(), nil)
	want(t, <-written, serial.ErrClosed)
	b.open(t)
}

func byDrop(t *testing.T, b *bench, job []byte) {
	written := b.write(context.Background(), job)
	want(t, b.port.Drop(), nil)
	want(t, <-written, serial.ErrDropped)
}

// write starts a Write and comes back when, as good as always, it stands.
func (b *bench) write(ctx context.Context, job []byte) <-chan error {
	written, port := make(chan error, 1), b.port
	go func() {
		_, err := port.Write(ctx, job)
		written <- err
	}()
	time.Sleep(quiet)
	return written
}

func abandoned(m Moment) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		b.hold(t)
		m.abandon(t, b, bytes.Repeat([]byte("SECRET"), 200))
		if n := b.leftOver(t); n > 0 {
			t.Fatalf("%d bytes of an abandoned job came out", n)
		}
	}
}
