package pulse

import (
	"errors"
	"testing"

	"guichet/drivers/audio"
)

func usb(name, path, form string) device {
	return device{Name: name, Properties: map[string]string{
		"device.bus": "usb", "device.bus_path": path, "device.form_factor": form, "device.class": "sound"}}
}

func TestTheBestDeviceIsChosen(t *testing.T) {
	inside := device{Name: "inside", Properties: map[string]string{"device.bus": "pci", "device.bus_path": "pci-0", "device.form_factor": "internal", "device.class": "sound"}}
	hdmi := device{Name: "hdmi", Properties: map[string]string{"device.bus": "pci", "device.bus_path": "pci-1", "device.class": "sound"}}
	monitor := device{Name: "inside.monitor", Properties: map[string]string{"device.class": "monitor"}}
	own := device{Name: Speaker, Properties: map[string]string{"device.class": "filter"}}
	null := device{Name: "null", Properties: map[string]string{"device.class": "abstract"}}
	speakerphone, camera := usb("phone", "usb-1", "hands-free"), usb("camera", "usb-2", "webcam")
	for _, c := range []struct {
		name           string
		all, others    []device
		asked, expects string
	}{
		{"a speakerphone before what is built in", []device{inside, hdmi, speakerphone}, []device{inside, speakerphone}, "", "phone"},
		{"built in before the microphone of a camera", []device{camera, inside, monitor}, []device{inside, hdmi}, "", "inside"},
		{"a camera's where there is no other", []device{camera, monitor}, []device{inside}, "", "camera"},
		{"any before a null sink or our own", []device{null, own, hdmi}, nil, "", "hdmi"},
		{"what was asked for", []device{inside, speakerphone, monitor}, nil, "inside.monitor", "inside.monitor"},
	} {
		d, err := pick(c.all, c.asked, c.others)
		if err != nil || d.Name != c.expects {
			t.Errorf("%s: %q, %v", c.name, d.Name, err)
		}
	}
	for _, asked := range []string{"", "other"} {
		if _, err := pick([]device{monitor, own}, asked, nil); !errors.Is(err, audio.ErrGone) {
			t.Errorf("nothing fits %q: %v", asked, err)
		}
	}
}

func FuzzDevices(f *testing.F) {
	f.Add([]byte(`[{"name":"hall","owner_module":1,"mute":false,"properties":{"device.class":"abstract"}},{"owner_module":"n/a"}]`))
	f.Fuzz(func(t *testing.T, out []byte) {
		all, err := parseDevices(out)
		if err == nil {
			pick(all, "", all)
		}
	})
}
