package rtccall

import (
	"context"

	libopus "github.com/hraban/opus"
	"github.com/pion/webrtc/v4/pkg/media"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

// Bits a second of sound: speech in full band takes 28 to 40 thousand, in wide
// band 16 to 20 (RFC 7587, section 3.1.1), which is what a weak line leaves.
const (
	rich, poor = 28_000, 16_000
	weak       = 250_000 // of the line
)

// speak sends what the microphone hears.
func (v *voice) speak(ctx context.Context, from audio.Stream) {
	enc, err := libopus.NewEncoder(audio.Rate, 1, libopus.AppVoIP)
	if err != nil {
		return
	}
	defer sound.ForgetCodec(enc)
	enc.SetInBandFEC(true)
	enc.SetPacketLossPerc(10)
	enc.SetDTX(false) // a line without sound is a line that seems dead
	enc.SetComplexity(5)
	rate := 0
	var f [2]audio.Frame
	pcm, out := make([]int16, packet), make([]byte, 1275) // RFC 6716, section 3.4: the largest
	defer clear(pcm)
	defer clear(out)
	for ctx.Err() == nil {
		for i := range f {
			if from.Read(&f[i]) != nil {
				return
			}
			copy(pcm[i*audio.Length:], f[i][:])
			clear(f[i][:])
		}
		w := v.way.Load()
		if w == nil {
			continue
		}
		if v.muted.Load() {
			clear(pcm)
		}
		if r := bitrate(w.line.Rate()); r != rate {
			rate = r
			enc.SetBitrate(rate)
		}
		if n, err := enc.Encode(pcm, out); err == nil {
			w.track.WriteSample(media.Sample{Data: out[:n], Duration: packetT})
		}
	}
}

func bitrate(line int) int {
	if line > 0 && line < weak {
		return poor
	}
	return rich
}
