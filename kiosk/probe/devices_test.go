package probe

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/health"
)

func TestACameraThatGoesAndComesBack(t *testing.T) {
	tr := newTree(t)
	named, any := tr.Camera("/dev/v4l/by-id/usb-Acme-video-index0"), tr.Camera("")
	tr.wants(any, health.CameraGone, false, "a machine that never had one")
	tr.wants(named, health.CameraGone, true, "the one that is named")

	tr.put("dev/video0", "")
	tr.put("dev/v4l/by-id/.keep", "")
	link := filepath.Join(string(tr.Tree), "dev/v4l/by-id/usb-Acme-video-index0")
	if err := os.Symlink("../../video0", link); err != nil {
		t.Fatal(err)
	}
	tr.wants(any, health.CameraGone, false, "plugged in")
	tr.wants(named, health.CameraGone, false, "plugged in, named")

	tr.remove("dev/video0")
	tr.wants(any, health.CameraGone, true, "pulled out")
	tr.wants(named, health.CameraGone, true, "the link leads nowhere")
	tr.put("dev/video0", "")
	tr.wants(any, health.CameraGone, false, "back")
	tr.wants(named, health.CameraGone, false, "back, named")
}

// twoCards is after snd_card_info_read.
const twoCards = ` 0 [PCH            ]: HDA-Intel - HDA Intel PCH
                      HDA Intel PCH at 0xf7f10000 irq 31
 1 [Phone          ]: USB-Audio - Acme Speakerphone
                      Acme Speakerphone at usb-0000:00:14.0-2, full speed
`

func TestWhatASoundCardIs(t *testing.T) {
	for file, is := range map[string]bool{
		twoCards: true, " 1 [Phone          ]: USB-Audio - Acme\n": true, "10 [x]: y": true,
		"": false, "--- no soundcards ---\n": false, "1 PCH: HDA": false, "[PCH]: x": false,
	} {
		tr := newTree(t)
		tr.put("proc/asound/cards", file)
		if tr.hasCard() != is {
			t.Errorf("%q: %v", file, !is)
		}
	}
}

func TestASoundCardThatGoesAndComesBack(t *testing.T) {
	tr := newTree(t)
	any := tr.Sound()
	tr.wants(any, health.SoundGone, true, "a kernel without sound")
	tr.put("proc/asound/cards", twoCards)
	tr.wants(any, health.SoundGone, false, "two cards")
	tr.put("proc/asound/cards", twoCards[:117])
	tr.wants(any, health.SoundGone, false, "the screen's is left")
	tr.put("proc/asound/cards", "--- no soundcards ---\n")
	tr.wants(any, health.SoundGone, true, "none")
	tr.remove("proc")
	tr.put("sys/class/sound/card1/id", "Speakerphone\n")
	tr.wants(any, health.SoundGone, false, "from /sys")
}

// The speakerphone is pulled out, and the sound of the screen is left.
func TestTheSoundCardThatIsConfigured(t *testing.T) {
	const card = "dev/snd/by-id/usb-Acme_Phone#2-00"
	for what, devices := range map[string][]string{
		"PulseAudio":      {"alsa_input.usb-Acme_Phone_2-00.mono-fallback", "alsa_output.usb-Acme_Phone_2-00.analog-stereo"},
		"without profile": {"", "alsa_output.usb-Acme_Phone_2-00"},
	} {
		tr := newTree(t)
		tr.put("proc/asound/cards", twoCards)
		tr.put("dev/snd/by-id/usb-Acme_Phone_2-0", "") // another, whose name is shorter
		tr.put("dev/snd/controlC1", "")
		p := tr.Sound(devices...)
		tr.wants(p, health.SoundGone, false, what+": it has not been seen yet")
		if err := os.Symlink("../controlC1", filepath.Join(string(tr.Tree), card)); err != nil {
			t.Fatal(err)
		}
		tr.wants(p, health.SoundGone, false, what+": plugged in")
		tr.remove("dev/snd/controlC1")
		tr.wants(p, health.SoundGone, true, what+": the link leads nowhere")
		tr.remove(card)
		tr.wants(p, health.SoundGone, true, what+": pulled out")
		tr.put(card, "")
		tr.wants(p, health.SoundGone, false, what+": back")
	}
	tr := newTree(t)
	tr.put("proc/asound/cards", twoCards)
	tr.put(card, "")
	p := tr.Sound("", "echo-cancel-sink", "alsa_output.pci-0000_00_1f.3.analog-stereo", "hw:1")
	tr.wants(p, health.SoundGone, false, "names that are no id")
	tr.remove(card)
	tr.wants(p, health.SoundGone, false, "and nothing of theirs is missed")
}

// From the file to the board, with the pauses of its rules: a device that comes
// back within ten seconds never was gone.
func TestFromTheMachineToTheBoard(t *testing.T) {
	tr := newTree(t)
	tr.put(inputs, multitouch)
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		run(t, &b, 5*second, tr.Touch(""), tr.Camera("/dev/video0"))
		time.Sleep(11 * second)
		want(t, &b, health.CameraGone)
		tr.put(inputs, keyboard)
		tr.put("dev/video0", "")
		time.Sleep(16 * second)
		want(t, &b, health.ScreenDead)
		tr.put(inputs, multitouch)
		time.Sleep(6 * second)
		tr.put(inputs, keyboard)
		time.Sleep(6 * second)
		want(t, &b, health.ScreenDead)
		tr.put(inputs, multitouch)
		time.Sleep(16 * second)
		want(t, &b)
	})
}

// The real machine: whatever it has, a look says something of one condition.
func TestTheRealMachine(t *testing.T) {
	for name, p := range map[health.Name]Probe{health.ScreenDead: Touch("no such screen"), health.CameraGone: Camera("/dev/none")} {
		if found := p.Look(); len(found) != 1 || found[0].Name != name || !found[0].Holds {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
