package machine

import (
	"path/filepath"
	"regexp"

	"guichet/kiosk/event"
)

// ports are the interfaces of USB storage. They stand refused, but while staff
// asks for a stick.
type ports struct{ o *Options }

// storageClass is that of mass storage, whatever its protocol: bulk-only and
// UAS (usb.org, "Defined Class Codes").
const storageClass = "08"

// interfaceName is that of an interface among the devices of the USB: bus,
// ports, configuration, number.
var interfaceName = regexp.MustCompile(`^[0-9]+-[0-9.]+:[0-9]+\.[0-9]+$`)

// all are their folders.
func (p ports) all() (found []string) {
	dirs, _ := filepath.Glob(p.o.at("sys/bus/usb/devices/*"))
	for _, dir := range dirs {
		if interfaceName.MatchString(filepath.Base(dir)) && readText(filepath.Join(dir, "bInterfaceClass")) == storageClass {
			found = append(found, dir)
		}
	}
	return found
}

// admit lets them in, and tells whether one stood refused.
func (p ports) admit() (fresh bool) {
	for _, dir := range p.all() {
		if readText(filepath.Join(dir, "authorized")) == "0" {
			fresh = p.bind(dir) || fresh
		}
	}
	return fresh
}

// bind has a driver found. One that is not loaded yet is loaded by udev, when it
// is told of the interface again ("add"), and then finds it; one that is loaded
// must be sent for.
func (p ports) bind(dir string) bool {
	if err := writeText(filepath.Join(dir, "authorized"), "1"); err != nil {
		p.o.Log.Error(string(event.HelperFailed), "error", err)
		return false
	}
	for file, text := range map[string]string{
		filepath.Join(dir, "uevent"):        "add",
		p.o.at("sys/bus/usb/drivers_probe"): filepath.Base(dir),
	} {
		if err := writeText(file, text); err != nil {
			p.o.Log.Debug(string(event.HelperProbe), "error", err)
		}
	}
	return true
}

// refuse takes the driver from all those that nothing else uses.
func (p ports) refuse() {
	for _, dir := range p.all() {
		if readText(filepath.Join(dir, "authorized")) != "1" || p.used(dir) {
			continue
		}
		if err := writeText(filepath.Join(dir, "authorized"), "0"); err != nil {
			p.o.Log.Error(string(event.HelperFailed), "error", err)
		}
	}
}

// used tells whether a disk behind an interface is in use.
func (p ports) used(dir string) bool {
	for _, disk := range disksOf(dir) {
		if p.o.inUse(disk) {
			return true
		}
	}
	return false
}

// settled tells whether each that was let in has its disk.
func (p ports) settled() bool {
	for _, dir := range p.all() {
		if len(disksOf(dir)) == 0 {
			return false
		}
	}
	return true
}

// disksOf are the folders of the disks behind an interface.
func disksOf(dir string) []string {
	disks, _ := filepath.Glob(filepath.Join(dir, "host*/target*/*/block/*"))
	return disks
}
