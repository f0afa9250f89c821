package printersim_test

import (
	"os"
	"runtime"
	"testing"

	"guichet/drivers/printersim"
	"guichet/drivers/serial"
)

// A bench that is left open for a week of demonstrations makes and ends many
// printers: each gives back its pty, its folder and its goroutines, and so does
// the port at its other end.
func TestNothingIsLeft(t *testing.T) {
	round := func() {
		for _, backend := range []string{serial.Bugst, serial.Tarm} {
			openAndClose(t, backend)
		}
	}
	round() // what is made once
	files, goroutines := descriptors(t), runtime.NumGoroutine()
	for range 100 {
		round()
	}
	await(t, func() bool { return descriptors(t) <= files && runtime.NumGoroutine() <= goroutines })
}

// openAndClose also pulls the cable under two of its three ports.
func openAndClose(t *testing.T, backend string) {
	t.Helper()
	sim, err := printersim.New(printersim.Options{Model: "epson-tm-t20iii"})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	for range 2 {
		port, err := serial.Open(serial.Config{Path: sim.Path(), Baud: 115200, Flow: serial.FlowXonXoff, Backend: backend})
		if err != nil {
			t.Fatal(err)
		}
		sim.Unplug()
		if err := port.Close(); err != nil {
			t.Fatal(err)
		}
		if err := sim.Plug(); err != nil {
			t.Fatal(err)
		}
	}
	port, err := serial.Open(serial.Config{Path: sim.Path(), Baud: 115200, Backend: backend})
	if err != nil {
		t.Fatal(err)
	}
	port.Close()
}

func descriptors(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}
