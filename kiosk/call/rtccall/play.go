package rtccall

import (
	"context"
	"sync"
	"time"

	libopus "github.com/hraban/opus"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
	"guichet/kiosk/call/video"
)

// play gives the device what came. The device gives the pace.
func (v *voice) play(ctx context.Context, to audio.Stream) {
	dec, err := libopus.NewDecoder(audio.Rate, 1)
	if err != nil {
		return
	}
	defer sound.ForgetCodec(dec)
	level := sound.NewLevel(audio.Rate)
	pcm := make([]int16, packet)
	var f audio.Frame
	defer clear(f[:])
	defer clear(pcm)
	spoke := false
	for ctx.Err() == nil {
		v.next(dec, pcm)
		if on := level.Add(pcm); on != spoke {
			spoke = on
			v.speaks(on)
		}
		v.jitter.Quiet(!spoke)
		v.inStep()
		for i := range 2 {
			copy(f[:], pcm[i*audio.Length:])
			if to.Write(&f) != nil {
				return
			}
		}
	}
}

// next is the next 20 ms: decoded, or found in the packet after it (in-band FEC,
// RFC 6716, section 2.1.7), or concealed, or silence.
func (v *voice) next(dec *libopus.Decoder, pcm []int16) {
	data, state := v.jitter.Next(time.Now())
	var err error
	switch state {
	case sound.Packet:
		var n int
		if n, err = dec.Decode(data, pcm); err == nil && n != len(pcm) {
			clear(pcm[min(n, len(pcm)):]) // of another packet time
		}
	case sound.Lost:
		if after := v.jitter.Peek(); after != nil {
			err = dec.DecodeFEC(after, pcm)
		} else {
			err = dec.DecodePLC(pcm)
		}
	default:
		clear(pcm)
	}
	if err != nil || v.deaf.Load() {
		clear(pcm)
	}
}

// receive puts what comes on a track into the jitter buffer, until it ends.
func (v *voice) receive(ctx context.Context, t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	clock := video.NewClock(48000)
	v.mu.Lock()
	v.clock, v.late = clock, lateness{}
	v.mu.Unlock()
	v.jitter.Reset()
	var all sync.WaitGroup
	all.Go(func() { reports(r, clock) })
	var faults video.Faults
	for ctx.Err() == nil {
		p, _, err := t.ReadRTP()
		if faults.End(err) {
			break
		}
		if err != nil {
			continue
		}
		now := time.Now()
		v.jitter.Put(p.SequenceNumber, p.Timestamp, p.Payload, now)
		if behind, ok := clock.Behind(p.Timestamp, now); ok {
			v.mu.Lock()
			v.late.add(behind, now)
			v.mu.Unlock()
		}
	}
	all.Wait()
}

// reports hears when the other side says what time its timestamps are.
func reports(r video.Reports, c *video.Clock) {
	video.Listen(r, func(p rtcp.Packet) {
		if sr, ok := p.(*rtcp.SenderReport); ok {
			c.Report(sr)
		}
	})
}
