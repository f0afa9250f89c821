package serialtest

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/serial"
)

// unplugRead: a printer is pulled out while we wait for its answer; the port
// must say so once, and go on saying so without spinning.
func unplugRead(t *testing.T, b *bench) {
	read := make(chan error, 1)
	ctx := within(t, never)
	go func() {
		_, err := b.port.Read(ctx, make([]byte, 1))
		read <- err
	}()
	b.line.Close()
	want(t, <-read, serial.ErrGone)
	_, err := b.port.Read(ctx, make([]byte, 1))
	want(t, err, serial.ErrGone)
	_, err = serial.Open(b.cfg)
	want(t, err, serial.ErrGone)
}

// unplugLook: who looks for answers between two writes has a millisecond, and
// no look lasts long enough to ask whether the line is there.
func unplugLook(t *testing.T, b *bench) {
	b.line.Close()
	_, err := b.port.Read(within(t, time.Millisecond), make([]byte, 1))
	want(t, err, serial.ErrGone)
}

func unplugWrite(t *testing.T, b *bench) {
	b.hold(t)
	written := make(chan error, 1)
	ctx := within(t, never)
	go func() {
		_, err := b.port.Write(ctx, []byte("held"))
		written <- err
	}()
	b.line.Close()
	want(t, <-written, serial.ErrGone)
	_, err := b.port.Write(ctx, []byte("x"))
	want(t, err, serial.ErrGone)
	want(t, b.port.Urgent(ctx, []byte("x")), serial.ErrGone)
	want(t, b.port.Close(), nil)
}

func closing(t *testing.T, b *bench) {
	b.hold(t)
	ended := make(chan error, 2)
	started := make(chan struct{}, 2)
	go func() {
		started <- struct{}{}
		_, err := b.port.Read(context.Background(), make([]byte, 1))
		ended <- err
	}()
	go func() {
		started <- struct{}{}
		_, err := b.port.Write(context.Background(), []byte("held"))
		ended <- err
	}()
	<-started
	<-started
	time.Sleep(quiet) // most of the time both are inside the kernel by now
	want(t, b.port.Close(), nil)
	want(t, <-ended, serial.ErrClosed)
	want(t, <-ended, serial.ErrClosed)
	want(t, b.port.Close(), nil)
	want(t, b.port.Drop(), serial.ErrClosed)
}
