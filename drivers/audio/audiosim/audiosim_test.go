package audiosim_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiosim"
	"guichet/drivers/audio/audiotest"
)

func loop(*testing.T) audiotest.Rig {
	d := audiosim.New(nil)
	d.Echo(0, 1)
	return audiotest.Rig{Sound: d, Unplug: d.Unplug, Plug: d.Plug}
}

func TestInABubble(t *testing.T) {
	for _, s := range audiotest.Stories() {
		t.Run(s.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { s.Tell(t, loop(t)) })
		})
	}
}

func TestInRealTime(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	audiotest.Run(t, loop)
}

// wav is a recording of samples at rate.
func wav(rate uint32, samples []int16) []byte {
	var b bytes.Buffer
	b.WriteString("RIFF\x00\x00\x00\x00WAVEfmt ")
	for _, v := range []any{uint32(16), uint16(1), uint16(1), rate, rate * 2, uint16(2), uint16(16)} {
		binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString("LIST\x03\x00\x00\x00abc\x00data")
	binary.Write(&b, binary.LittleEndian, uint32(2*len(samples)))
	binary.Write(&b, binary.LittleEndian, samples)
	return b.Bytes()
}

func TestARecordingIsHeardOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "voice.wav")
	recorded := make([]int16, 700)
	for i := range recorded {
		recorded[i] = int16(i + 1)
	}
	if err := os.WriteFile(path, wav(audio.Rate, recorded), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		source, err := audiosim.File(path)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := audiosim.New(source).Open(t.Context())
		defer s.Close()
		var all []int16
		for range 3 {
			var f audio.Frame
			s.Read(&f)
			all = append(all, f[:]...)
		}
		if all[0] != 1 || all[699] != 700 || all[700] != 0 || all[len(all)-1] != 0 {
			t.Errorf("%d … %d %d", all[0], all[699], all[700])
		}
	})
}

func TestOtherFilesAreRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"8 kHz": wav(8000, []int16{1}), "empty": nil, "text": []byte("no sound at all"),
		"cut off": wav(audio.Rate, nil)[:30],
	} {
		if _, err := audiosim.WAV(bytes.NewReader(b)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestEchoComesLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := audiosim.New(nil)
		d.Echo(60*time.Millisecond, 0.5)
		s, _ := d.Open(t.Context())
		defer s.Close()
		click := audio.Frame{20000}
		s.Write(&click)
		at := -1
		for n := range 20 {
			var f audio.Frame
			s.Read(&f)
			if f[0] == 10000 {
				at = n
			}
		}
		if at != 6 {
			t.Errorf("the click comes back in frame %d, want 6", at)
		}
		if played := d.Played(); played[0] != 20000 {
			t.Errorf("%d was played", played[0])
		}
	})
}

func FuzzWAV(f *testing.F) {
	f.Add(wav(audio.Rate, []int16{1, 2, 3}))
	f.Fuzz(func(t *testing.T, b []byte) { audiosim.WAV(bytes.NewReader(b)) })
}
