package pulse

import (
	"cmp"
	"fmt"
	"slices"

	"guichet/drivers/audio"
)

// pick gives the device of that name, or the best one. others are devices of the
// other way: what is on the card of one of them is better.
func pick(all []device, name string, others []device) (device, error) {
	if name != "" {
		i := slices.IndexFunc(all, func(d device) bool { return d.Name == name })
		if i < 0 {
			return device{}, fmt.Errorf("%w: %q", audio.ErrGone, name)
		}
		return all[i], nil
	}
	var found []device
	for _, d := range all {
		if d.Name != Microphone && d.Name != Speaker && d.Properties["device.class"] != "monitor" && d.Properties["device.class"] != "filter" {
			found = append(found, d)
		}
	}
	if len(found) == 0 {
		return device{}, audio.ErrGone
	}
	best := slices.MaxFunc(found, func(a, b device) int {
		return cmp.Or(cmp.Compare(points(a, others), points(b, others)), cmp.Compare(b.Name, a.Name))
	})
	return best, nil
}

// points prefer what was made for speaking: a USB speakerphone or handset, which
// has both ways on one card and cancels its own echo, over what is built in, and
// that over a camera's microphone, which is far from the mouth.
func points(d device, others []device) (n int) {
	n = forms[d.Properties["device.form_factor"]]
	if d.Properties["device.bus"] == "usb" {
		n += 10
	}
	if slices.ContainsFunc(others, func(o device) bool { return sameCard(d, o) }) {
		n += 20
	}
	if d.Properties["device.class"] == "abstract" {
		n -= 50 // a null sink
	}
	return n
}

// forms are PulseAudio's values of device.form_factor that say something here.
var forms = map[string]int{"handset": 8, "hands-free": 8, "headset": 6, "speaker": 4, "microphone": 4, "internal": 1, "webcam": -15, "tv": -5}

// sameCard tells whether both are of one piece of hardware.
func sameCard(a, b device) bool {
	for _, key := range []string{"device.bus_path", "alsa.card"} {
		if v := a.Properties[key]; v != "" {
			return v == b.Properties[key]
		}
	}
	return false
}
