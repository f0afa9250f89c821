package miniaudio

/*
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"unsafe"

	"github.com/gen2brain/malgo"

	"guichet/drivers/audio"
)

// device opens one way, with two periods of 10 ms.
func (s *stream) device(kind malgo.DeviceType, id string, data malgo.DataProc) (*malgo.Device, error) {
	c := malgo.DefaultDeviceConfig(kind)
	c.SampleRate, c.PeriodSizeInFrames, c.Periods = audio.Rate, audio.Length, 2
	c.PerformanceProfile = malgo.LowLatency
	way := &c.Capture
	if kind == malgo.Playback {
		way = &c.Playback
	}
	way.Format, way.Channels = malgo.FormatS16, 1
	if id != "" {
		way.DeviceID = deviceID(id)
		defer C.free(way.DeviceID)
	}
	d, err := malgo.InitDevice(s.of.lib.Context, c, malgo.DeviceCallbacks{Data: data})
	if err != nil {
		return nil, fmt.Errorf("%w: %s %q: %w", audio.ErrGone, kinds[kind], id, err)
	}
	return d, nil
}

// deviceID is id in memory of C: the library reads it while it opens the device.
func deviceID(id string) unsafe.Pointer {
	var raw malgo.DeviceID
	copy(raw[:len(raw)-1], id)
	return raw.Pointer()
}

// asSamples is b without a copy.
func asSamples(b []byte) []int16 {
	if len(b) < 2 {
		return nil
	}
	return unsafe.Slice((*int16)(unsafe.Pointer(&b[0])), len(b)/2)
}
