package badge

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// newSysfs has a stick at 8:17 under a hub that has a serial number too, a stick
// without one at 8:33, one whose number is none at 8:49, and a disk that is no USB device at 259:1.
func newSysfs(t *testing.T) string {
	t.Helper()
	sys := t.TempDir()
	for _, link := range [][2]string{
		{"8:17", "devices/pci0000:00/usb1/1-2/1-2.3/1-2.3:1.0/host6/target6:0:0/6:0:0:0/block/sdb/sdb1"},
		{"8:33", "devices/pci0000:00/usb1/1-4/1-4:1.0/host7/target7:0:0/7:0:0:0/block/sdc/sdc1"},
		{"8:49", "devices/pci0000:00/usb1/1-5/1-5:1.0/host8/target8:0:0/8:0:0:0/block/sdd/sdd1"},
		{"259:1", "devices/pci0000:00/nvme/nvme0/nvme0n1/nvme0n1p1"},
	} {
		dir := filepath.Join(sys, link[1])
		if err := errors.Join(os.MkdirAll(dir, 0o755), os.MkdirAll(filepath.Join(sys, "dev/block"), 0o755),
			os.Symlink(filepath.Join("../..", link[1]), filepath.Join(sys, "dev/block", link[0]))); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string]string{
		"devices/pci0000:00/usb1/1-2/idVendor":         "05e3\n",
		"devices/pci0000:00/usb1/1-2/serial":           "HUB\n",
		"devices/pci0000:00/usb1/1-2/1-2.3/idVendor":   "0781\n",
		"devices/pci0000:00/usb1/1-2/1-2.3/serial":     serial + "\n",
		"devices/pci0000:00/usb1/1-4/idVendor":         "abcd\n",
		"devices/pci0000:00/usb1/1-5/idVendor":         "abcd\n",
		"devices/pci0000:00/usb1/1-5/serial":           "\u00ff\u00ff\n",
		"devices/pci0000:00/nvme/nvme0/serial":         "S4EVNX0M\n",
		"devices/pci0000:00/nvme/nvme0/nvme0n1/serial": "S4EVNX0M\n",
	} {
		if err := os.WriteFile(filepath.Join(sys, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return sys
}

func TestTheSerialNumberOfAStick(t *testing.T) {
	sys := newSysfs(t)
	for _, x := range []struct {
		major, minor uint32
		want         string
		err          error
	}{
		{8, 17, serial, nil},
		{8, 33, "", ErrNoSerial},
		{8, 49, "", ErrNoSerial},
		{259, 1, "", ErrNoUSB},
		{0, 52, "", ErrNoUSB},
	} {
		if got, err := SerialOf(sys, x.major, x.minor); got != x.want || !errors.Is(err, x.err) {
			t.Errorf("%d:%d: %q, %v", x.major, x.minor, got, err)
		}
	}
	if _, err := SerialOf(filepath.Join(sys, "none"), 8, 17); !errors.Is(err, ErrNoUSB) {
		t.Errorf("without sysfs: %v", err)
	}
}

// A folder is found by the device that stat gives for it.
func TestTheStickOfAFolder(t *testing.T) {
	sys, folder := newSysfs(t), t.TempDir()
	if _, err := Serial(sys, folder); !errors.Is(err, ErrNoUSB) {
		t.Errorf("a folder of this machine: %v", err)
	}
	if _, err := Serial(sys, filepath.Join(folder, "none")); err == nil {
		t.Error("a folder that is not there has a serial number")
	}
	var st unix.Stat_t
	if err := unix.Stat(folder, &st); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(sys, "dev/block", fmt.Sprintf("%d:%d", unix.Major(st.Dev), unix.Minor(st.Dev)))
	if err := os.Symlink("8:17", link); err != nil {
		t.Fatal(err)
	}
	if got, err := Serial(sys, folder); got != serial || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
