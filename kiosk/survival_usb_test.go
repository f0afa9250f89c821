package kiosk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/kiosk/health"
	"guichet/kiosk/probe"
	"guichet/kiosk/session"
)

// usb is what hangs on one hub of the kiosk: a printer, a camera and a sound card,
// as the kernel shows them in a made-up tree.
type usb struct {
	*testing.T
	tree string
	hall *hall
}

const (
	cameraName = "/dev/v4l/by-id/usb-Acme_Camera_0001-video-index0"
	soundCards = " 1 [Phone          ]: USB-Audio - Acme Speakerphone\n                      Acme Speakerphone at usb-0000:00:14.0-2, full speed\n"
)

func (u *usb) write(path, text string) {
	u.Helper()
	file := filepath.Join(u.tree, path)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		u.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		u.Fatal(err)
	}
}

// plug brings all three, under the names that the kernel gives this time; the name
// by id stays.
func (u *usb) plug(video string) {
	u.Helper()
	u.write("dev/"+video, "")
	u.write("proc/asound/cards", soundCards)
	link := filepath.Join(u.tree, cameraName)
	if err := os.MkdirAll(filepath.Dir(link), 0o700); err != nil {
		u.Fatal(err)
	}
	if err := os.Symlink("../../"+video, link); err != nil {
		u.Fatal(err)
	}
	if err := u.hall.sim.Plug(); err != nil {
		u.Fatal(err)
	}
}

// unplug takes all three away at once.
func (u *usb) unplug() {
	u.Helper()
	u.hall.sim.Unplug()
	u.write("proc/asound/cards", "--- no soundcards ---\n")
	if err := os.RemoveAll(filepath.Join(u.tree, "dev")); err != nil {
		u.Fatal(err)
	}
}

// The USB hub is reset in the middle of a visit: printer, camera and sound vanish at
// the same moment, and come back under other names. The visit goes on, its receipt
// prints, and each of the three is one alert.
func TestTheUSBHubIsReset(t *testing.T) {
	long(t)
	t.Parallel()
	h := enterWith(t, withNumber)
	u := &usb{t, t.TempDir(), h}
	u.plug("video0")
	h.looksAt(probe.Tree(u.tree).Camera(cameraName), probe.Tree(u.tree).Sound("Speakerphone"))
	all := []health.Name{health.PrinterGone, health.CameraGone, health.SoundGone}
	c := h.visitor("acte-naissance")
	c.begin()
	before, _ := filepath.EvalSymlinks(h.sim.Path())
	page := h.now().Page
	u.unplug()
	h.waits("seen", func() bool {
		return h.holds(health.PrinterGone) && h.holds(health.CameraGone) && h.holds(health.SoundGone)
	}, all)
	if v := h.now(); v.Page != page || v.Overlay != nil {
		t.Errorf("the citizen sees %q", texts(v))
	}
	c.fill()
	rose := h.raised(all...)
	h.deskReads(all...)
	decoy := simulated(t, "epson-tm-t20ii") // takes the number of the pty that is free
	defer decoy.Close()
	u.plug("video4")
	if after, _ := filepath.EvalSymlinks(h.sim.Path()); after == before {
		t.Errorf("the printer is %s again", after)
	}
	fell := h.cleared(all...)
	ref := c.send()
	h.says(takeIt)
	h.sheets(ref, 1)
	h.one(ref)
	t.Logf("raised after %v, all clear after %v", rose, fell)
	for _, n := range all {
		if raised, cleared := h.said("condition_raised", string(n)), h.said("condition_cleared", string(n)); raised != 1 || cleared != 1 {
			t.Errorf("%s: raised %d times, cleared %d times", n, raised, cleared)
		}
	}
}

// It is reset while the receipt prints: nobody knows what came out, the screen says
// so, and the copy that the citizen asks for says that it is one.
func TestTheUSBHubIsResetWhileItPrints(t *testing.T) {
	h := enterWith(t, nil)
	u := &usb{t, t.TempDir(), h}
	u.plug("video0")
	h.looksAt(probe.Tree(u.tree).Camera(cameraName), probe.Tree(u.tree).Sound("Speakerphone"))
	h.sim.UnplugAfter(600)
	ref := h.visit("acte-naissance")
	h.says(notKnown)
	u.unplug()
	h.one(ref)
	u.plug("video4")
	h.looks()
	h.untilSays(printCopy)
	h.copyOnce(ref)
	h.press("Terminer")
	h.at(session.Attract)
	if strings.Contains(h.log.String(), `"visit_broken"`) {
		t.Error("the visit broke")
	}
}
