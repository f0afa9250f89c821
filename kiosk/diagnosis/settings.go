package diagnosis

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"guichet/drivers/profiles"
	"guichet/kiosk/config"
)

// how writes a setting; "-" where its value is none that may go out.
type how func(v reflect.Value) string

// configKeys are the settings that are shown. Beside them a choice is, whose
// values are a closed list (the tag oneof); of any other that somebody wrote,
// only that it is set: a new one is held back until it has a line here.
var configKeys = map[string]how{
	"languages": words("fr", "fr-x-falc", "en"), "recipients": count, "town.contacts": count, "town.zone": of(zone),
	"hub.url": machine, "a4_printer.url": machine, "metrics": of(loopback), "trust.town": of(townID),

	"printer.profile": profile, "printer.port": of(device), "printer.baud": figure, "printer.roll_metres": figure,
	"light": of(device), "screen.width_mm": figure, "screen.height_mm": figure,
	"visit.idle": figure, "visit.grace": figure, "visit.done": figure,

	"calls.sound.microphone": of(device), "calls.sound.speaker": of(device), "calls.sound.volume": figure,
	"calls.video.camera": of(device), "calls.video.document_camera": of(device),
	"calls.sip.unregistered": figure, "calls.sip.expires": figure, "calls.sip.codecs": words("PCMA", "opus", "PCMU"),
	"calls.modem.port": of(device), "calls.modem.microphone": of(device), "calls.modem.speaker": of(device),
	"calls.handset.hook": of(device), "calls.handset.microphone": of(device), "calls.handset.speaker": of(device),
}

var (
	loopback = regexp.MustCompile(`^(127\.[0-9.]{5,11}|\[::1\]):[0-9]{1,5}$`)
	zone     = regexp.MustCompile(`^(UTC|(Africa|America|Antarctica|Asia|Atlantic|Europe|Indian|Pacific)/[A-Za-z_/-]{1,40})$`)
	// device is a file of a device, the numbers of one on the USB, or a name of
	// PulseAudio.
	device = regexp.MustCompile(`^(((gpio|tower|patlite):)?/dev/[A-Za-z0-9_.:,+/-]{1,150}|usb:[0-9a-f]{4}:[0-9a-f]{4}|gpio:gpiochip[0-9]+:[0-9]+(:low)?|alsa_(in|out)put\.[A-Za-z0-9_.-]{1,150})$`)
)

func count(v reflect.Value) string   { return fmt.Sprint(v.Len()) }
func figure(v reflect.Value) string  { return fmt.Sprint(v.Interface()) }
func machine(v reflect.Value) string { return machineOf(v.String()) }

func of(shape *regexp.Regexp) how {
	return func(v reflect.Value) string { return shaped(v.String(), shape) }
}

// words are a list of which each is one of those.
func words(known ...string) how {
	return func(v reflect.Value) string {
		var all []string
		for i := range v.Len() {
			one := v.Index(i).String()
			if !slices.Contains(known, one) {
				one = "-"
			}
			all = append(all, one)
		}
		return strings.Join(all, " ")
	}
}

// profile is a model that we know, not the file of one's own.
func profile(v reflect.Value) string {
	if slices.Contains(profiles.Names(), v.String()) {
		return v.String()
	}
	return "-"
}

// settings are those that are not empty, with their keys in the file.
func settings(c *config.Config) string {
	if c == nil {
		return ""
	}
	return pairs(walk(nil, "", reflect.ValueOf(*c)))
}

// walk goes through a section, and those in it.
func walk(rows [][2]string, path string, section reflect.Value) [][2]string {
	for i := range section.NumField() {
		field, v := section.Type().Field(i), section.Field(i)
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		key = strings.TrimPrefix(path+"."+key, ".")
		if v.IsZero() {
			continue
		}
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() == reflect.Struct {
			rows = walk(rows, key, v)
			continue
		}
		rows = append(rows, [2]string{key, setting(key, field.Tag.Get("oneof"), v)})
	}
	return rows
}

func setting(key, choices string, v reflect.Value) string {
	if write, ok := configKeys[key]; ok {
		return write(v)
	}
	if choices != "" && slices.Contains(strings.Fields(choices), v.String()) {
		return v.String()
	}
	return "set"
}
