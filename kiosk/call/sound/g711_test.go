package sound_test

import (
	"testing"

	"guichet/kiosk/call/sound"
)

// The ends of the segments are those of ITU-T G.711, tables 1a and 2a, scaled to
// 16 bits.
func TestG711KnownValues(t *testing.T) {
	for _, c := range []struct {
		pcm       int16
		alaw, mu  byte
		fromA, fm int16
	}{
		{0, 0xD5, 0xFF, 8, 0},
		{-1, 0x55, 0x7F, -8, 0},
		{32767, 0xAA, 0x80, 32256, 32124},
		{-32768, 0x2A, 0x00, -32256, -32124},
		{1000, 0xFA, 0xCE, 1008, 988},
		{-1000, 0x7A, 0x4E, -1008, -988},
	} {
		var a, mu [1]byte
		var fa, fm [1]int16
		sound.ALaw(a[:], []int16{c.pcm})
		sound.MuLaw(mu[:], []int16{c.pcm})
		sound.FromALaw(fa[:], a[:])
		sound.FromMuLaw(fm[:], mu[:])
		if a[0] != c.alaw || mu[0] != c.mu || fa[0] != c.fromA || fm[0] != c.fm {
			t.Errorf("%d: A %02X (%d), mu %02X (%d); want A %02X (%d), mu %02X (%d)",
				c.pcm, a[0], fa[0], mu[0], fm[0], c.alaw, c.fromA, c.mu, c.fm)
		}
	}
}

func TestG711KeepsEachOfItsValues(t *testing.T) {
	for i := range 256 {
		var pcm [1]int16
		var back [1]byte
		sound.FromALaw(pcm[:], []byte{byte(i)})
		sound.ALaw(back[:], pcm[:])
		if back[0] != byte(i) {
			t.Errorf("A-law %02X is %d, which is %02X", i, pcm[0], back[0])
		}
		sound.FromMuLaw(pcm[:], []byte{byte(i)})
		sound.MuLaw(back[:], pcm[:])
		if back[0] != byte(i) && i != 0x7F { // two zeros
			t.Errorf("mu-law %02X is %d, which is %02X", i, pcm[0], back[0])
		}
	}
}

// G.712 asks of a channel 33 dB of signal to noise from 0 to -30 dBm0.
func TestG711IsTrueToTheVoice(t *testing.T) {
	for _, amplitude := range []float64{0.9, 0.1, 0.03} {
		pcm, line, back := make([]int16, 8000), make([]byte, 8000), make([]int16, 8000)
		sound.NewTone(8000, 420, amplitude).Fill(pcm)
		sound.ALaw(line, pcm)
		sound.FromALaw(back, line)
		if db := snr(pcm, back); db < 33 {
			t.Errorf("A-law at %v: %.1f dB", amplitude, db)
		}
		sound.MuLaw(line, pcm)
		sound.FromMuLaw(back, line)
		if db := snr(pcm, back); db < 33 {
			t.Errorf("mu-law at %v: %.1f dB", amplitude, db)
		}
	}
}
