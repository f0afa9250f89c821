package v4l

import (
	"math"
	"slices"
	"unsafe"

	"guichet/drivers/camera"
)

// most is how many answers of an enumeration are read: a driver that never ends
// it is not believed.
const most = 256

// choice is a mode in one of the formats that we read.
type choice struct {
	mode camera.Mode
	pix  uint32
}

// formats that we read, of those that the camera has.
func formats(d device) (all []uint32) {
	for i := range uint32(most) {
		f := formatDescription{index: i, kind: kindVideoCapture}
		if d.ioctl(enumFormats, unsafe.Pointer(&f)) != nil {
			break // EINVAL: no more
		}
		if f.pixelFormat == pixMJPEG || f.pixelFormat == pixJPEG || f.pixelFormat == pixYUYV {
			all = append(all, f.pixelFormat)
		}
	}
	return all
}

// modes are all sizes and rates of a format. wanted stands in where the driver
// knows no sizes or rates: it will say what it makes of it.
func modes(d device, pix uint32, wanted camera.Mode) (all []camera.Mode) {
	for i := range uint32(most) {
		s := frameSize{index: i, pixelFormat: pix}
		if d.ioctl(enumFrameSizes, unsafe.Pointer(&s)) != nil {
			break
		}
		if s.kind != discrete {
			w, h := within(wanted.Width, s.width, s.height), within(wanted.Height, s.minHeight, s.maxHeight)
			return rates(d, pix, w, h, wanted.Rate)
		}
		all = append(all, rates(d, pix, int(s.width), int(s.height), wanted.Rate)...)
	}
	if len(all) == 0 {
		return []camera.Mode{wanted}
	}
	return all
}

func within(n int, least, most uint32) int { return min(max(n, int(least)), int(most)) }

func rates(d device, pix uint32, w, h, wanted int) (all []camera.Mode) {
	for i := range uint32(most) {
		v := frameInterval{index: i, pixelFormat: pix, width: uint32(w), height: uint32(h)}
		if d.ioctl(enumFrameIntervals, unsafe.Pointer(&v)) != nil {
			break
		}
		rate := perSecond(v.interval)
		if v.kind != discrete {
			return []camera.Mode{{Width: w, Height: h, Rate: min(rate, wanted)}}
		}
		all = append(all, camera.Mode{Width: w, Height: h, Rate: rate})
	}
	if len(all) == 0 {
		return []camera.Mode{{Width: w, Height: h, Rate: wanted}}
	}
	return all
}

// perSecond is at least 1.
func perSecond(f fraction) int {
	if f.numerator == 0 || f.denominator == 0 {
		return 30
	}
	return max(int(math.Round(float64(f.denominator)/float64(f.numerator))), 1)
}

// choose is the nearest of all modes. Of two formats with the same one YUYV is
// better, which needs no decoding; USB carries it only in small sizes.
func choose(d device, wanted camera.Mode) (choice, error) {
	var all []choice
	var only []camera.Mode
	for _, pix := range formats(d) {
		for _, m := range modes(d, pix, wanted) {
			all, only = append(all, choice{m, pix}), append(only, m)
		}
	}
	if len(all) == 0 {
		return choice{}, camera.ErrMode
	}
	best := camera.Nearest(only, wanted)
	same := slices.DeleteFunc(all, func(c choice) bool { return c.mode != best })
	for _, c := range same {
		if c.pix == pixYUYV {
			return c, nil
		}
	}
	return same[0], nil
}
