package serial_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial"
	"guichet/drivers/serial/pty"
)

// A UART takes bytes into its own buffer although XOFF stops it; a pty does
// not. So here a pty plays a UART: waiting says what stays in its buffer.
func openUART(t *testing.T, waiting func(line *pty.Line, calls int) int) (*pty.Line, serial.Port) {
	t.Helper()
	line := openLine(t)
	port := openPort(t, line, serial.Bugst)
	calls := 0
	serial.SetWaiting(port, func() int {
		calls++
		return waiting(line, calls)
	})
	return line, port
}

// Nothing leaves the UART until IXON goes: the device said XOFF. After the
// command the line is held, although the UART's buffer is empty.
func TestUrgentKnowsAHeldUART(t *testing.T) {
	line, port := openUART(t, func(line *pty.Line, calls int) int {
		if calls == 1 || settingsOf(t, line).Iflag&unix.IXON == 0 {
			return 0
		}
		return 3
	})
	if err := port.Urgent(t.Context(), []byte("ask")); err != nil {
		t.Fatal(err)
	}
	if n, err := port.Write(soon(t), []byte("held")); n != 0 || !errors.Is(err, serial.ErrTimeout) {
		t.Fatalf("%d bytes, %v: the XOFF is forgotten", n, err)
	}
	line.Device.Write([]byte{0x11})
	serial.SetWaiting(port, func() int { return 0 })
	if _, err := port.Write(t.Context(), []byte("free")); err != nil {
		t.Fatal(err)
	}
	if got := line.ReadFor(20*time.Second, len("askfree")); string(got) != "askfree" {
		t.Errorf("read %q", got)
	}
}

// A UART that needs its time is not held: nobody will say XON.
func TestUrgentWaitsForAFreeUART(t *testing.T) {
	_, port := openUART(t, func(_ *pty.Line, calls int) int { return max(0, 4-calls) })
	if err := port.Urgent(t.Context(), []byte("ask")); err != nil {
		t.Fatal(err)
	}
	if _, err := port.Write(t.Context(), []byte("free")); err != nil {
		t.Fatal(err)
	}
}

// The command does not get through in time: the device said XOFF all the same.
func TestUrgentThatFailsKeepsTheHold(t *testing.T) {
	line, port := openUART(t, func(_ *pty.Line, calls int) int {
		if calls == 1 {
			return 0
		}
		return 3
	})
	line.Device.Write([]byte{0x13})
	time.Sleep(quiet)
	ctx, cancel := context.WithTimeout(t.Context(), 4*quiet)
	defer cancel()
	if err := port.Urgent(ctx, []byte("ask")); !errors.Is(err, serial.ErrTimeout) {
		t.Fatalf("error = %v, want ErrTimeout", err)
	}
	line.ReadFor(quiet, 1<<20)
	if n, err := port.Write(soon(t), []byte("held")); n != 0 || !errors.Is(err, serial.ErrTimeout) {
		t.Errorf("%d bytes, %v: the XOFF is forgotten", n, err)
	}
}

// What an earlier Write left in the UART is not pushed past XOFF.
func TestUrgentPushesNothing(t *testing.T) {
	line, port := openUART(t, func(*pty.Line, int) int { return 7 })
	if err := port.Urgent(soon(t), []byte("ask")); !errors.Is(err, serial.ErrTimeout) {
		t.Errorf("error = %v, want ErrTimeout", err)
	}
	wantFlow(t, line, unix.IXON, 0)
	if got := line.ReadFor(quiet, 1<<20); len(got) != 0 {
		t.Errorf("read %q", got)
	}
}
