package serial

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// PortInfo is a serial port of this machine, as the kernel describes it.
type PortInfo struct {
	// Path is the device: /dev/ttyUSB0. The number may be another one after
	// the next start.
	Path string
	// Stable is a name that stays, made by udev: under /dev/serial/by-id, or
	// by-path (the socket) where there is none. "" without udev.
	Stable string
	// USB is zero for a port that is none.
	USB USB
	// Manufacturer and Product are what a USB adapter says of itself.
	Manufacturer, Product string
	// Driver is the kernel's, such as ftdi_sio, cdc_acm or serial.
	Driver string
}

// List gives the serial ports of this machine without touching one: it reads
// sysfs and opens no device. (go.bug.st/serial's list opens every ttyS* and
// sets it to 9600 baud, whoever prints on it.)
//
// Ports that the kernel keeps without a chip behind them are left out, and so
// are consoles and pseudo-terminals.
func List() ([]PortInfo, error) { return list("") }

// ListIn is List for the sys and dev in the directory root.
func ListIn(root string) ([]PortInfo, error) { return list(root) }

func list(root string) ([]PortInfo, error) {
	if root == "" {
		root = "/"
	}
	class := filepath.Join(root, "sys/class/tty")
	ttys, err := os.ReadDir(class)
	if err != nil {
		return nil, fmt.Errorf("serial: list: %w", err)
	}
	stable := stableNames(root)
	var ports []PortInfo
	for _, tty := range ttys {
		if p, ok := describe(filepath.Join(class, tty.Name())); ok {
			p.Path = filepath.Join(root, "dev", tty.Name())
			p.Stable = stable[tty.Name()]
			ports = append(ports, p)
		}
	}
	return ports, nil
}

// describe reads one directory of /sys/class/tty. A port that goes meanwhile
// is no port.
func describe(tty string) (PortInfo, bool) {
	device, err := filepath.EvalSymlinks(filepath.Join(tty, "device"))
	if err != nil || attribute(tty, "type") == "0" { // PORT_UNKNOWN: a ttyS without a chip
		return PortInfo{}, false
	}
	p := PortInfo{Driver: driver(device)}
	if usb := above(device, "idVendor"); usb != "" {
		p.USB = USB{attribute(usb, "idVendor"), attribute(usb, "idProduct"), attribute(usb, "serial")}
		p.Manufacturer, p.Product = attribute(usb, "manufacturer"), attribute(usb, "product")
	}
	return p, true
}

// driver is the nearest one that says something: since Linux 6.5 a ttyS hangs
// on two devices of the serial core, whose drivers are "port" and "ctrl".
func driver(device string) string {
	for dir := above(device, "driver"); dir != ""; dir = above(filepath.Dir(dir), "driver") {
		link, err := filepath.EvalSymlinks(filepath.Join(dir, "driver"))
		if err == nil && !strings.Contains(link, "/serial-base/") {
			return filepath.Base(link)
		}
	}
	return ""
}

// above is the nearest directory, dir or one around it, that has the file;
// "" if none does.
func above(dir, file string) string {
	for ; filepath.Base(dir) != "devices" && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, file)); err == nil {
			return dir
		}
	}
	return ""
}

// attribute is a file of sysfs without what a hostile device may have put into
// it: these texts come to terminals and logs.
func attribute(dir, name string) string {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, string(text)))
}

// stableNames maps ttyUSB0 to its name under /dev/serial.
func stableNames(root string) map[string]string {
	names := make(map[string]string)
	for _, by := range []string{"by-id", "by-path"} {
		links, _ := filepath.Glob(filepath.Join(root, "dev/serial", by, "*"))
		for _, link := range links {
			target, err := os.Readlink(link)
			if tty := filepath.Base(target); err == nil && names[tty] == "" {
				names[tty] = link
			}
		}
	}
	return names
}
