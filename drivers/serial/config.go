package serial

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Backends: the library that opens the port.
const (
	Bugst = "bugst" // go.bug.st/serial
	Tarm  = "tarm"  // github.com/tarm/serial
)

// Flow controls: how the device says "wait".
const (
	FlowNone    = "none"
	FlowXonXoff = "xonxoff" // bytes 11h and 13h on the line
	FlowRtsCts  = "rtscts"  // the CTS pin; a printer's DTR is wired to it
)

// Config says which port to open and how. The line is always 8 bits, no
// parity, 1 stop bit: every receipt printer's default.
type Config struct {
	// Path of the device: /dev/ttyUSB0, or better a stable name under
	// /dev/serial/by-id. Or the identity of a USB adapter, usb:0403:6001 or
	// usb:0403:6001:SERIAL (see ParseUSB), which each Open looks up anew: it
	// finds the adapter again after somebody unplugged it.
	Path string
	// Baud is the speed in bits a second, as set on the device. The tarm
	// backend knows the standard speeds only.
	Baud int
	// Flow is FlowNone, FlowXonXoff or FlowRtsCts. "" is FlowNone.
	Flow string
	// Backend is Bugst or Tarm. "" is Bugst. The package comment says when
	// Tarm is the right one.
	Backend string
	// WriteTimeout is the longest time that a Write stands still, without a
	// single byte going out, when its context gives it longer, and for which an
	// XOFF counts after an Urgent. 0 is 10 s.
	WriteTimeout time.Duration
	// Root is the directory in which an identity is looked up: it holds sys
	// and dev. "" is "/". Tests have a tree of their own.
	Root string
}

const (
	defaultWriteTimeout = 10 * time.Second
	minBaud, maxBaud    = 50, 4_000_000
)

// Check returns every fault of c, each as a *ConfigError, joined; nil if none.
func (c Config) Check() error {
	var faults []error
	bad := func(field string, value any, why string) {
		faults = append(faults, &ConfigError{field, value, why})
	}
	if c.Path == "" {
		bad("Path", `""`, "name the device, such as /dev/ttyUSB0")
	}
	if _, err := ParseUSB(c.Path); err != nil && strings.HasPrefix(c.Path, usbPrefix) {
		bad("Path", c.Path, "a USB identity is usb:VENDOR:PRODUCT or usb:VENDOR:PRODUCT:SERIAL, such as usb:0403:6001")
	}
	if c.Baud < minBaud || c.Baud > maxBaud {
		bad("Baud", c.Baud, "the speed set on the device, 50 to 4000000")
	}
	if !slices.Contains([]string{"", FlowNone, FlowXonXoff, FlowRtsCts}, c.Flow) {
		bad("Flow", c.Flow, "one of none, xonxoff, rtscts")
	}
	if !slices.Contains([]string{"", Bugst, Tarm}, c.Backend) {
		bad("Backend", c.Backend, "one of bugst, tarm")
	}
	if c.WriteTimeout < 0 {
		bad("WriteTimeout", c.WriteTimeout, "must not be negative")
	}
	return errors.Join(faults...)
}

func (c Config) withDefaults() Config {
	if c.Flow == "" {
		c.Flow = FlowNone
	}
	if c.Backend == "" {
		c.Backend = Bugst
	}
	if c.WriteTimeout == 0 {
		c.WriteTimeout = defaultWriteTimeout
	}
	return c
}
