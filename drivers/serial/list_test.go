package serial_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"guichet/drivers/serial"
)

// machine is a directory with a sys and a dev as Linux makes them.
type machine struct {
	*testing.T
	root string
}

// write makes the file; its name ends in the attribute.
func (m machine) write(name, text string) {
	m.Helper()
	path := filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		m.Fatal(err)
	}
}

// link makes name point to target, both below root, by a relative path as
// sysfs does.
func (m machine) link(name, target string) {
	m.Helper()
	name, target = filepath.Join(m.root, name), filepath.Join(m.root, target)
	short, err := filepath.Rel(filepath.Dir(name), target)
	if err != nil {
		m.Fatal(err)
	}
	for _, dir := range []string{filepath.Dir(name), target} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			m.Fatal(err)
		}
	}
	if err := os.Symlink(short, name); err != nil {
		m.Fatal(err)
	}
}

const (
	onUSB     = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2"
	onBoard   = "sys/devices/pnp0/00:00"
	classOf   = "sys/class/tty/"
	identity  = "usb:0403:6001:B00KLET7"
	twoPorts  = "usb:0403:6010"
	ftdi      = "sys/bus/usb-serial/drivers/ftdi_sio"
	portOf    = "sys/bus/serial-base/drivers/port"
	serialDrv = "sys/bus/pnp/drivers/serial"
)

// adapter plugs an FTDI adapter into the socket (1-2) under the given name.
func (m machine) adapter(socket, tty, product, number string) {
	usb := filepath.Join(filepath.Dir(onUSB), socket)
	m.write(usb+"/idVendor", "0403\n")
	m.write(usb+"/idProduct", product+"\n")
	m.write(usb+"/serial", number+"\n")
	m.write(usb+"/manufacturer", "FTDI\n")
	m.write(usb+"/product", "FT232R \x1b[31mUSB\xff UART\n")
	m.tty(usb+"/"+socket+":1.0/"+tty, tty)
}

func (m machine) tty(device, tty string) {
	m.link(classOf+tty+"/device", device)
	m.link(device+"/driver", ftdi)
}

// hall is the machine in the entrance hall: a port on the board, two that have
// no chip, a console, and two adapters, one of them with two ports.
func hall(t *testing.T) machine {
	m := machine{t, t.TempDir()}
	m.link(classOf+"ttyS0/device", onBoard+"/00:00:0/00:00:0.0")
	m.link(onBoard+"/00:00:0/00:00:0.0/driver", portOf)
	m.link(onBoard+"/driver", serialDrv)
	m.write(classOf+"ttyS0/type", "4\n")
	m.link(classOf+"ttyS1/device", "sys/devices/platform/serial8250/ttyS1")
	m.write(classOf+"ttyS1/type", "0\n")
	m.write(classOf+"tty7/dev", "4:7\n")
	m.adapter("1-2", "ttyUSB0", "6001", "B00KLET7")
	m.link("dev/serial/by-id/usb-FTDI_FT232R_B00KLET7-if00-port0", "dev/ttyUSB0")
	m.link("dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", "dev/ttyUSB0")
	m.adapter("1-3", "ttyUSB1", "6010", "")
	m.tty(filepath.Dir(onUSB)+"/1-3/1-3:1.1/ttyUSB2", "ttyUSB2")
	m.link("dev/serial/by-path/pci-0000:00:14.0-usb-0:3:1.0-port0", "dev/ttyUSB1")
	return m
}

func TestListWithoutTouchingAPort(t *testing.T) {
	m := hall(t)
	got, err := serial.ListIn(m.root)
	if err != nil {
		t.Fatal(err)
	}
	dev, product := m.root+"/dev/", "FT232R [31mUSB UART" // no escape reaches a terminal
	second := serial.USB{Vendor: "0403", Product: "6010"}
	want := []serial.PortInfo{
		{Path: dev + "ttyS0", Driver: "serial"},
		{Path: dev + "ttyUSB0", Stable: dev + "serial/by-id/usb-FTDI_FT232R_B00KLET7-if00-port0",
			USB: serial.USB{Vendor: "0403", Product: "6001", Serial: "B00KLET7"}, Manufacturer: "FTDI", Product: product, Driver: "ftdi_sio"},
		{Path: dev + "ttyUSB1", Stable: dev + "serial/by-path/pci-0000:00:14.0-usb-0:3:1.0-port0",
			USB: second, Manufacturer: "FTDI", Product: product, Driver: "ftdi_sio"},
		{Path: dev + "ttyUSB2", USB: second, Manufacturer: "FTDI", Product: product, Driver: "ftdi_sio"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Whatever this machine has, it is no fault, and every port has its device.
func TestListOfThisMachine(t *testing.T) {
	ports, err := serial.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ports {
		if !strings.HasPrefix(p.Path, "/dev/") {
			t.Errorf("%+v", p)
		}
		t.Logf("%+v", p)
	}
}

func TestNoSysfs(t *testing.T) {
	if _, err := serial.ListIn(t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error = %v", err)
	}
}

// The adapter is pulled out and plugged in elsewhere: the kernel gives it
// another name, and the same configuration finds it.
func TestAdapterComesBackUnderAnotherName(t *testing.T) {
	for _, backend := range backends {
		m := hall(t)
		cfg := serial.Config{Path: identity, Baud: 9600, Backend: backend, Root: m.root}
		line := openLine(t)
		m.wire("ttyUSB0", line.Path)
		port := m.open(cfg)
		line.Close()
		m.unplug("1-2", "ttyUSB0")
		if _, err := port.Read(t.Context(), make([]byte, 1)); !errors.Is(err, serial.ErrGone) {
			t.Fatalf("%s: read: %v", backend, err)
		}
		port.Close()
		if _, err := serial.Open(cfg); !errors.Is(err, serial.ErrGone) {
			t.Fatalf("%s: open without the adapter: %v", backend, err)
		}
		again := openLine(t)
		m.adapter("1-4", "ttyUSB3", "6001", "B00KLET7")
		m.wire("ttyUSB3", again.Path)
		if _, err := m.open(cfg).Write(t.Context(), []byte("back")); err != nil {
			t.Fatal(err)
		}
		if got := again.ReadFor(10*quiet, 4); string(got) != "back" {
			t.Errorf("%s: read %q", backend, got)
		}
	}
}

// The same by a name that udev moves.
func TestAdapterComesBackByItsStablePath(t *testing.T) {
	for _, backend := range backends {
		m := machine{t, t.TempDir()}
		cfg := serial.Config{Path: m.root + "/dev/ttyUSB0", Baud: 9600, Backend: backend}
		for range 2 {
			line := openLine(t)
			m.wire("ttyUSB0", line.Path)
			m.open(cfg).Close()
			line.Close()
			os.Remove(cfg.Path)
			if _, err := serial.Open(cfg); !errors.Is(err, serial.ErrGone) {
				t.Fatalf("%s: %v", backend, err)
			}
		}
	}
}

// Of two that fit none is taken: it may be the card terminal.
func TestAnIdentityMustFitOnePort(t *testing.T) {
	m := hall(t)
	_, err := serial.Open(serial.Config{Path: twoPorts, Baud: 9600, Root: m.root})
	var mistake *serial.ConfigError
	if !errors.As(err, &mistake) || !strings.Contains(mistake.Why, "ttyUSB1 and ") {
		t.Errorf("error = %v", err)
	}
}

func (m machine) wire(tty, path string) {
	m.Helper()
	if err := os.MkdirAll(m.root+"/dev", 0o755); err != nil {
		m.Fatal(err)
	}
	if err := os.RemoveAll(m.root + "/dev/" + tty); err != nil {
		m.Fatal(err)
	}
	if err := os.Symlink(path, m.root+"/dev/"+tty); err != nil {
		m.Fatal(err)
	}
}

func (m machine) unplug(socket, tty string) {
	m.Helper()
	for _, name := range []string{classOf + tty, filepath.Join(filepath.Dir(onUSB), socket), "dev/" + tty} {
		if err := os.RemoveAll(filepath.Join(m.root, name)); err != nil {
			m.Fatal(err)
		}
	}
}

func (m machine) open(cfg serial.Config) serial.Port {
	m.Helper()
	port, err := serial.Open(cfg)
	if err != nil {
		m.Fatal(err)
	}
	m.Cleanup(func() { port.Close() })
	return port
}
