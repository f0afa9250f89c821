package probe

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"guichet/kiosk/health"
)

// Camera watches the device file of a camera, such as /dev/video0 or, better,
// its name under /dev/v4l/by-id. An empty path is any /dev/video*: then one must
// have been seen before it can be missed.
func Camera(path string) Probe { return system.Camera(path) }

// Camera is that of this tree.
func (t Tree) Camera(path string) Probe {
	seen := path != ""
	return Probe{Name: strings.TrimSpace("camera " + path), Look: func() []Finding {
		there := t.hasCamera(path)
		seen = seen || there
		return []Finding{{health.CameraGone, seen && !there, path}}
	}}
}

// hasCamera tells whether the file is there; a link to a device that is gone is
// none.
func (t Tree) hasCamera(path string) bool {
	if path == "" {
		found, _ := filepath.Glob(filepath.Join(string(t), "dev/video*"))
		return len(found) > 0
	}
	return t.has(path)
}

func (t Tree) has(path string) bool {
	_, err := os.Stat(filepath.Join(string(t), path))
	return err == nil
}

// Sound watches the sound cards of some devices, which are named as "pactl list
// short sinks" and "… sources" name them. That of a USB device is watched once it
// has been seen, under the same id in /dev/snd/by-id
// ("alsa_output.usb-Acme_Phone-00.mono-fallback" is of "usb-Acme_Phone-00"). Of any
// other, and of none, it is only known whether there is a card at all, a screen's
// HDMI too.
func Sound(devices ...string) Probe { return system.Sound(devices...) }

// Sound is that of this tree.
func (t Tree) Sound(devices ...string) Probe {
	seen := map[string]bool{}
	return Probe{Name: "sound", Look: func() []Finding {
		gone, missing := !t.hasCard(), ""
		for _, device := range devices {
			there := t.hasSound(device)
			seen[device] = seen[device] || there
			if seen[device] && !there && missing == "" {
				missing = device
			}
		}
		return []Finding{{health.SoundGone, gone || missing != "", missing}}
	}}
}

// hasSound tells whether the card of a USB device is there. udev makes both names
// of ID_BUS, ID_SERIAL and ID_USB_INTERFACE_NUM (its rules 60-persistent-alsa and
// 78-sound-card). That the server of sound puts "alsa_output." before, the profile
// behind, and "_" for some signs, is known from what it lists and from no
// document: a device whose name is made in another way is never seen, and so is
// never missed.
func (t Tree) hasSound(device string) bool {
	_, id, _ := strings.Cut(device, ".")
	entries, err := os.ReadDir(filepath.Join(string(t), "dev/snd/by-id"))
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool {
		return strings.HasPrefix(id+".", strings.Map(allowed, e.Name())+".") && t.has("dev/snd/by-id/"+e.Name())
	})
}

func allowed(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_", r) {
		return r
	}
	return '_'
}

// hasCard tells whether there is a sound card; from /sys, where a service does not
// see all of /proc.
func (t Tree) hasCard() bool {
	file, err := os.ReadFile(filepath.Join(string(t), "proc/asound/cards"))
	if err == nil {
		return card.Match(file)
	}
	cards, _ := filepath.Glob(filepath.Join(string(t), "sys/class/sound/card*"))
	return len(cards) > 0
}

// card is the first line of each: number, short name, driver, name
// (sound/core/init.c, snd_card_info_read).
var card = regexp.MustCompile(`(?m)^ *\d+ \[[^\]\n]*\]: `)
