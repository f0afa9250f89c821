package serial

import (
	"fmt"
	"strings"
)

const usbPrefix = "usb:"

// USB names a USB adapter by what it says of itself, which stays the same in
// whatever socket it is and whatever number the kernel gives its port.
type USB struct {
	Vendor, Product string // four hexadecimal digits, lower case, as in sysfs
	// Serial is the adapter's serial number. "" fits every one; cheap adapters
	// have none.
	Serial string
}

// ParseUSB reads "usb:0403:6001" or "usb:0403:6001:SERIAL". All that follows
// the third colon is the serial number, further colons too.
func ParseUSB(s string) (USB, error) {
	rest, ok := strings.CutPrefix(s, usbPrefix)
	parts := strings.SplitN(rest, ":", 3)
	if !ok || len(parts) < 2 || !isID(parts[0]) || !isID(parts[1]) {
		return USB{}, fmt.Errorf("serial: %q is not usb:VENDOR:PRODUCT or usb:VENDOR:PRODUCT:SERIAL, such as usb:0403:6001", s)
	}
	u := USB{Vendor: strings.ToLower(parts[0]), Product: strings.ToLower(parts[1])}
	if len(parts) == 3 {
		u.Serial = parts[2]
	}
	return u, nil
}

// isID: four hexadecimal digits.
func isID(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// String is what ParseUSB reads; "" for no adapter.
func (u USB) String() string {
	if u.Vendor == "" {
		return ""
	}
	s := usbPrefix + u.Vendor + ":" + u.Product
	if u.Serial != "" {
		s += ":" + u.Serial
	}
	return s
}

// fits says whether the port belongs to such an adapter.
func (u USB) fits(p PortInfo) bool {
	return p.USB.Vendor == u.Vendor && p.USB.Product == u.Product &&
		(u.Serial == "" || p.USB.Serial == u.Serial)
}

// locate gives the path of the port that c names: Path itself, or where the
// adapter that it identifies is plugged in now.
func (c Config) locate() (string, error) {
	if !strings.HasPrefix(c.Path, usbPrefix) {
		return c.Path, nil
	}
	id, err := ParseUSB(c.Path)
	if err != nil {
		return "", err
	}
	ports, err := list(c.Root)
	if err != nil {
		return "", err
	}
	return only(id, ports)
}

// only is the path of the one port that fits. Taking the first of several
// would print a receipt on whatever machine the kernel found first.
func only(id USB, ports []PortInfo) (string, error) {
	var paths []string
	for _, p := range ports {
		if id.fits(p) {
			paths = append(paths, p.Path)
		}
	}
	switch len(paths) {
	case 0:
		return "", fmt.Errorf("%w: no port belongs to %s", ErrGone, id)
	case 1:
		return paths[0], nil
	}
	return "", &ConfigError{"Path", id, "fits " + strings.Join(paths, " and ") +
		": add the serial number, or write the path under /dev/serial"}
}
