package config

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
)

// Calls is how a citizen reaches a person through this kiosk.
type Calls struct {
	// Sound is the microphone and the loudspeaker. Default: those of the
	// machine, with their echo cancelled. The installer.
	Sound Sound `yaml:"sound"`
	// Video is picture, sound and text to the agents of the hub. Default: none.
	// It needs a hub. The installer.
	Video *Video `yaml:"video"`
	// SIP is the town hall's telephone exchange. Default: none. The administrator.
	SIP *SIP `yaml:"sip"`
	// Modem is a 4G modem that dials, where there is no exchange. Default: none.
	// The installer.
	Modem *Modem `yaml:"modem"`
	// Handset is the hook of a telephone handset. Default: none. The installer.
	Handset *Handset `yaml:"handset"`
}

// Sound is what one speaks into and hears.
type Sound struct {
	// Microphone and Speaker are ids of devices, of a USB speakerphone for
	// instance, as "pactl list short sources" and "… sinks" list them. Default:
	// "", those of the machine.
	Microphone string `yaml:"microphone"`
	Speaker    string `yaml:"speaker"`
	// Echo is who takes the echo out: "pulse" (PulseAudio or PipeWire), or
	// "device" where the speakerphone or the handset does. Default: pulse.
	Echo string `yaml:"echo" oneof:"pulse device"`
	// Volume is in percent, 1 to 200. Default: 100.
	Volume int `yaml:"volume"`
}

// Video is the cameras.
type Video struct {
	// Camera sees the citizen: its stable name under /dev/v4l/by-id. Required.
	Camera string `yaml:"camera,required"`
	// Document sees a paper that lies below it. Default: none.
	Document string `yaml:"document_camera"`
}

// Modem is a modem on a serial port.
type Modem struct {
	// Port is its AT port: /dev/serial/by-id/…, or "usb:2c7c:0125". Required.
	Port string `yaml:"port,required"`
	// Profile is its model. Default: generic.
	Profile string `yaml:"profile"`
	// Backend is the library that opens the port. Default: bugst.
	Backend string `yaml:"backend" oneof:"bugst tarm"`
	// Microphone and Speaker are the modem's own sound card.
	Microphone string `yaml:"microphone"`
	Speaker    string `yaml:"speaker"`
}

// Handset is the switch that says whether the handset is lifted.
type Handset struct {
	// Hook is its device: /dev/hidraw0, /dev/input/by-id/… or "gpio:gpiochip0:17",
	// with ":low" behind it for a contact that is closed while it is lifted.
	// Required.
	Hook string `yaml:"hook,required"`
	// Microphone and Speaker are its own, as of Sound: lifted, they take the place
	// of the hall's. Default: "", it shares them and switches them itself.
	Microphone string `yaml:"microphone"`
	Speaker    string `yaml:"speaker"`
}

var (
	usbID    = regexp.MustCompile(`^usb:[0-9a-f]{4}:[0-9a-f]{4}$`)
	hookPath = regexp.MustCompile(`^(/dev/hidraw.+|/dev/input/.+|gpio:gpiochip[0-9]+:[0-9]+(:low)?)$`)
)

func (c *Config) callFlaws() []flaw {
	k := c.Calls
	if k == nil {
		return nil
	}
	var all []flaw
	if k.Video != nil && c.Hub == nil {
		all = append(all, flaw{[]any{"calls", "video"}, "video goes to the agents of a hub, and there is none", "write hub: too, or remove video"})
	}
	if k.SIP != nil && k.Modem != nil {
		all = append(all, flaw{[]any{"calls", "modem"}, "there are two telephones", "keep sip or modem"})
	}
	return slices.Concat(all, k.Sound.flaws(), k.Video.flaws(), k.SIP.flaws(), k.Modem.flaws(), k.Handset.flaws())
}

func (s Sound) flaws() []flaw {
	all := oneOf(s.Echo, []string{"", "pulse", "device"}, "calls", "sound", "echo")
	if s.Volume < 0 || s.Volume > 200 {
		all = append(all, flaw{[]any{"calls", "sound", "volume"}, fmt.Sprintf("%d percent is no volume", s.Volume), "write 1 to 200"})
	}
	return all
}

func (v *Video) flaws() []flaw {
	if v == nil {
		return nil
	}
	all := fromRoot(v.Camera, "/dev/v4l/by-id/…", "calls", "video", "camera")
	if v.Document != "" {
		all = append(all, fromRoot(v.Document, "/dev/v4l/by-id/…", "calls", "video", "document_camera")...)
	}
	return all
}

func (m *Modem) flaws() []flaw {
	if m == nil {
		return nil
	}
	var all []flaw
	if !filepath.IsAbs(m.Port) && !usbID.MatchString(m.Port) {
		all = append(all, flaw{[]any{"calls", "modem", "port"}, fmt.Sprintf("%q is not a device", m.Port), "write its path under /dev/serial/by-id, or usb:2c7c:0125"})
	}
	return append(all, oneOf(m.Backend, []string{"", "bugst", "tarm"}, "calls", "modem", "backend")...)
}

func (h *Handset) flaws() []flaw {
	if h == nil || hookPath.MatchString(h.Hook) {
		return nil
	}
	return []flaw{{[]any{"calls", "handset", "hook"}, fmt.Sprintf("%q is not the switch of a handset", h.Hook),
		"write /dev/hidraw0, a name under /dev/input/by-id, or gpio:gpiochip0:17"}}
}

func fromRoot(s, like string, path ...any) []flaw {
	if filepath.IsAbs(s) {
		return nil
	}
	return []flaw{{path, fmt.Sprintf("%q does not begin with /", s), "write it from the root: " + like}}
}
