package badge

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Why the serial number of a stick is not known.
var (
	ErrNoUSB    = errors.New("badge: this folder is not on a USB stick")
	ErrNoSerial = errors.New("badge: this USB stick has no serial number: take another")
)

// Sysfs is where Linux tells of its devices.
const Sysfs = "/sys"

// Serial finds the serial number of the stick that a folder is on: sysfs names
// the block device of its file system by the numbers of stat(2)
// (Documentation/ABI/testing/sysfs-dev), and of the folders above that one, the
// USB device is the first with an idVendor. Errors: ErrNoUSB, ErrNoSerial.
func Serial(sysfs, folder string) (string, error) {
	var st unix.Stat_t
	if err := unix.Stat(folder, &st); err != nil {
		return "", fmt.Errorf("badge: %s: %w", folder, err)
	}
	return SerialOf(sysfs, unix.Major(st.Dev), unix.Minor(st.Dev))
}

// SerialOf finds that of a block device, by its numbers.
func SerialOf(sysfs string, major, minor uint32) (string, error) {
	device, err := filepath.EvalSymlinks(filepath.Join(sysfs, "dev/block", fmt.Sprintf("%d:%d", major, minor)))
	if err != nil {
		return "", ErrNoUSB
	}
	root, err := filepath.EvalSymlinks(sysfs)
	if err != nil {
		return "", ErrNoUSB
	}
	for dir := device; strings.HasPrefix(dir, root+"/"); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "idVendor")); err == nil {
			return readSerial(dir)
		}
	}
	return "", ErrNoUSB
}

func readSerial(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "serial"))
	serial := strings.TrimSpace(string(data))
	if err != nil || !isSerial(serial) {
		return "", ErrNoSerial
	}
	return serial, nil
}
