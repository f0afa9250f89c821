package kiosk

import (
	"testing"

	"guichet/drivers/audio/audiosim"
	"guichet/drivers/camera/camerasim"
	"guichet/drivers/modem/modemsim"
	"guichet/kiosk/call"
	"guichet/kiosk/config"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/session"
)

// talking is what calls are made with in these stories: a drawn citizen who hums, a
// modem, and where there is a hub an agent on duty.
type talking struct {
	camera *camerasim.Camera
	sound  *audiosim.Device
	modem  *modemsim.Modem
}

func newTalking(t *testing.T) *talking {
	t.Helper()
	m, err := modemsim.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Unplug)
	return &talking{camerasim.New(camerasim.Options{}), audiosim.New(audiosim.Tone(440, 0.1)), m}
}

func (d *talking) with(_ *hall, o *Options) {
	o.devices = &devices{camera: d.camera, sound: d.sound, loopback: true}
}

func (d *talking) calls(h *hall) {
	h.cfg.Calls = &config.Calls{Modem: &config.Modem{Port: d.modem.Path}}
	if h.cfg.Hub != nil {
		h.cfg.Calls.Video = &config.Video{Camera: "/dev/simulated"}
	}
}

// calls begins a visit, and from its first question a call that way. It asks again
// until that way is there: a moment ago nobody could answer.
func (h *hall) calls(way call.Way) {
	h.Helper()
	h.visitor("acte-naissance").begin()
	page := h.now().Page
	h.waits("begun", func() bool {
		v := h.now()
		switch by := byWay(v, way); {
		case v.Call != nil:
		case by != nil:
			h.parts.send(by) // of a page that has gone by now it does nothing
		case v.Overlay != nil:
			h.parts.send(session.Stay{Page: v.Overlay.Page})
		default:
			h.parts.send(session.Talk{Page: page})
		}
		return v.Call != nil
	}, way)
}

// byWay is what begins a call that way; nil where it is not offered.
func byWay(v session.View, way call.Way) session.Event {
	for _, e := range buttons(v) {
		if by, ok := e.(session.CallBy); ok && by.Way == way {
			return e
		}
	}
	return nil
}

// over waits until nothing of a call is left: nobody hears, nobody sees, the line is
// free. On a busy machine that may be after the kiosk has left its phones behind.
func (d *talking) over(h *hall) {
	h.Helper()
	h.waits("over", func() bool { return !d.camera.Light() && !d.modem.InCall() }, "the call")
}

// SIGTERM in a call: it is hung up, camera and microphone are off, and the screen
// keeps nothing.
func TestItIsToldToEndInACall(t *testing.T) {
	t.Run("while two speak", func(t *testing.T) {
		d := newTalking(t)
		h := enterWith(t, d.with, d.calls)
		h.calls(call.Voice)
		h.until("somebody who answers", func(v session.View) bool { return v.Call != nil && v.Call.State == call.Confirmed })
		t.Logf("out after %v", h.ends())
		d.over(h)
		h.wiped()
	})
	t.Run("while one waits, and the hub has gone", func(t *testing.T) {
		d := newTalking(t)
		w, there := connected(t, desktest.With(desktest.Settings()))
		desktest.DialAgent(t, w.hub, "camille", hubtest.Town).Duty(true)
		h := enterWith(t, d.with, there, d.calls)
		h.calls(call.Video)
		h.until("the queue", func(v session.View) bool { return v.Call != nil && v.Call.State == call.Proceeding })
		w.name.leads("", 0)
		t.Logf("out after %v", h.ends())
		d.over(h)
		h.wiped()
	})
}
