package serialtest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"guichet/drivers/serial"
)

func everyByte(t *testing.T, b *bench) {
	b.port.Close()
	b.cfg.Flow = serial.FlowNone // 11h and 13h are data too
	b.open(t)
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	if _, err := b.port.Write(within(t, never), all); err != nil {
		t.Fatal(err)
	}
	same(t, b.line.ReadFor(never, len(all)), all)
	b.say(t, all...)
	same(t, b.fetch(t, len(all)), all)
}

func longWrite(t *testing.T, b *bench) {
	all := bytes.Repeat([]byte("Récépissé de dépôt\n"), 10_000)
	written := make(chan error, 1)
	ctx := within(t, never)
	go func() {
		n, err := b.port.Write(ctx, all)
		if n != len(all) && err == nil {
			err = errors.New("short write without an error")
		}
		written <- err
	}()
	same(t, b.line.ReadFor(never, len(all)), all)
	want(t, <-written, nil)
}

func silence(t *testing.T, b *bench) {
	n, err := b.port.Read(within(t, soon), make([]byte, 8))
	want(t, err, serial.ErrTimeout)
	want(t, err, context.DeadlineExceeded)
	if n != 0 {
		t.Fatalf("read %d bytes of silence", n)
	}
	b.say(t, 'x')
	same(t, b.fetch(t, 1), []byte("x"))
}

func cancelled(t *testing.T, b *bench) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := b.port.Read(ctx, make([]byte, 1))
	want(t, err, context.Canceled)
	if errors.Is(err, serial.ErrTimeout) {
		t.Fatal("a cancelled read says time-out")
	}
}

func held(t *testing.T, b *bench) {
	b.hold(t)
	n, err := b.port.Write(within(t, soon), []byte("held"))
	want(t, err, serial.ErrTimeout)
	if n != 0 {
		t.Fatalf("%d bytes passed XOFF", n)
	}
	b.say(t, xon)
	if _, err := b.port.Write(within(t, never), []byte("free")); err != nil {
		t.Fatal(err)
	}
	same(t, b.line.ReadFor(never, 4), []byte("free"))
}

// drop: a pty takes bytes off the line at once, up to 4 KiB that nobody has
// read; only what is behind them still waits and can be dropped.
func drop(t *testing.T, b *bench) {
	taken, err := b.port.Write(within(t, soon), bytes.Repeat([]byte("forget me "), 20_000))
	want(t, err, serial.ErrTimeout)
	if err := b.port.Drop(); err != nil {
		t.Fatal(err)
	}
	if got := b.line.ReadFor(quiet, 1<<20); len(got) >= taken {
		t.Fatalf("all %d bytes came out", taken)
	}
	if _, err := b.port.Write(within(t, never), []byte("keep me")); err != nil {
		t.Fatal(err)
	}
	same(t, b.line.ReadFor(never, len("keep me")), []byte("keep me"))
}

// statusWhileHeld: with IXANY any answer of the printer would act as an XON.
func statusWhileHeld(t *testing.T, b *bench) {
	b.hold(t)
	b.say(t, 0x12)
	same(t, b.fetch(t, 1), []byte{0x12})
	_, err := b.port.Write(within(t, soon), []byte("held"))
	want(t, err, serial.ErrTimeout)
}

func mistakes(t *testing.T, b *bench) {
	b.port.Close()
	for name, change := range map[string]func(*serial.Config){
		"Path":         func(c *serial.Config) { c.Path = "" },
		"Baud":         func(c *serial.Config) { c.Baud = 7 },
		"Flow":         func(c *serial.Config) { c.Flow = "dtrdsr" },
		"Backend":      func(c *serial.Config) { c.Backend = "pyserial" },
		"WriteTimeout": func(c *serial.Config) { c.WriteTimeout = -1 },
	} {
		cfg := b.cfg
		change(&cfg)
		wantMistake(t, cfg, name)
	}
	for _, path := range []string{"/dev/null", file(t)} {
		cfg := b.cfg
		cfg.Path = path
		wantMistake(t, cfg, "Path")
	}
}

func wantMistake(t *testing.T, cfg serial.Config, field string) {
	t.Helper()
	port, err := serial.Open(cfg)
	if err == nil {
		port.Close()
	}
	var mistake *serial.ConfigError
	if !errors.As(err, &mistake) || mistake.Field != field {
		t.Errorf("%s: error = %v, want a ConfigError", field, err)
	}
}

func oldInput(t *testing.T, b *bench) {
	b.say(t, []byte("an answer to somebody else")...)
	b.port.Close()
	b.open(t)
	b.say(t, 'n')
	same(t, b.fetch(t, 1), []byte("n"))
}

func second(t *testing.T, b *bench) {
	other, err := serial.Open(b.cfg)
	if err == nil {
		other.Close()
	}
	want(t, err, serial.ErrBusy)
}
