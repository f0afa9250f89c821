package serialtest

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/serial"
)

var ask = []byte{0x10, 0x04, 0x01} // DLE EOT 1

func urgent(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	b.ask(t) // and again, although nothing says that the line is held
	b.say(t, xon)
	b.goesOn(t)
}

// ask sends a command past XOFF and sees it arrive.
func (b *bench) ask(t *testing.T) {
	t.Helper()
	if err := b.port.Urgent(within(t, never), ask); err != nil {
		t.Fatal(err)
	}
	same(t, b.line.ReadFor(never, len(ask)), ask)
}

// goesOn: bytes pass, and XOFF stops them as before.
func (b *bench) goesOn(t *testing.T) {
	t.Helper()
	if _, err := b.port.Write(within(t, never), []byte("free")); err != nil {
		t.Fatal(err)
	}
	same(t, b.line.ReadFor(never, 4), []byte("free"))
	b.hold(t)
}

func (b *bench) stands(t *testing.T) {
	t.Helper()
	n, err := b.port.Write(within(t, soon), []byte("held"))
	want(t, err, serial.ErrTimeout)
	if out := b.line.ReadFor(quiet, 1<<20); n != 0 || len(out) != 0 {
		t.Fatalf("%d bytes were taken, %d passed XOFF", n, len(out))
	}
}

// holdOutlivesUrgent: the device that answered our question has still no room
// for more, although the kernel has forgotten that it said so.
func holdOutlivesUrgent(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	b.stands(t)
	b.say(t, 0x12, xon, 0x14)
	b.goesOn(t)
	same(t, b.fetch(t, 2), []byte{0x12, 0x14})
}

// heldAgain: the device changes its mind before we have listened.
func heldAgain(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	b.say(t, xon, 0x12, xoff)
	b.stands(t)
	same(t, b.fetch(t, 1), []byte{0x12})
	b.say(t, xon)
	b.goesOn(t)
}

// heldInTheRest: a Read takes the XON, the XOFF behind it stays for later.
func heldInTheRest(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	b.say(t, xon, 0x12, xoff)
	time.Sleep(quiet)
	same(t, b.fetch(t, 1), []byte{0x12})
	b.stands(t)
	b.say(t, xon)
	b.goesOn(t)
}

// readerHearsXON: somebody waits for an answer while the line is held, and gets
// the answer without the XON before it.
func readerHearsXON(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	ctx, got := within(t, never), make(chan []byte, 1)
	go func() {
		buf := make([]byte, 8)
		n, _ := b.port.Read(ctx, buf)
		got <- buf[:n]
	}()
	time.Sleep(quiet)
	b.say(t, xon, 0x12)
	same(t, <-got, []byte{0x12})
	b.goesOn(t)
}

// writerAndReader: a Write that waits for XON leaves the answers to Read.
func writerAndReader(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	written := b.write(context.Background(), []byte("free"))
	b.say(t, 0x12)
	time.Sleep(quiet)
	b.say(t, 0x14)
	same(t, b.fetch(t, 2), []byte{0x12, 0x14})
	b.say(t, xon)
	want(t, <-written, nil)
	same(t, b.line.ReadFor(never, 4), []byte("free"))
}

// dropKeepsXON: to forget old answers is not to forget that the line is free.
func dropKeepsXON(t *testing.T, b *bench) {
	b.hold(t)
	b.ask(t)
	b.say(t, 0x12, xon, 0x12)
	time.Sleep(quiet)
	want(t, b.port.Drop(), nil)
	b.goesOn(t)
	b.say(t, 0x14)
	same(t, b.fetch(t, 1), []byte{0x14})
}

// heldAndSwitchedOff: the device says XOFF, is asked, loses its power, and comes
// back without a word. A Write that begins while the XOFF counts fails; the next
// one goes, under flow control as before.
func heldAndSwitchedOff(t *testing.T, b *bench) {
	b.reopen(t, 3*soon)
	b.hold(t)
	b.ask(t)
	n, err := b.port.Write(within(t, never), []byte("too early"))
	want(t, err, serial.ErrTimeout)
	if out := b.line.ReadFor(quiet, 1<<20); n != 0 || len(out) != 0 {
		t.Fatalf("%d bytes were taken, %d passed XOFF", n, len(out))
	}
	b.goesOn(t)
}

// heldAnew: a device that is still there says so at whatever comes.
func heldAnew(t *testing.T, b *bench) {
	b.reopen(t, 3*soon)
	b.hold(t)
	b.ask(t)
	time.Sleep(3 * soon)
	b.say(t, 0x12, xoff)
	time.Sleep(quiet)
	same(t, b.fetch(t, 1), []byte{0x12})
	b.stands(t)
	b.say(t, xon)
	b.goesOn(t)
}

// reopen opens the port with another WriteTimeout.
func (b *bench) reopen(t *testing.T, d time.Duration) {
	t.Helper()
	b.port.Close()
	b.cfg.WriteTimeout = d
	b.open(t)
}
