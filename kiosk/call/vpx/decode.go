package vpx

// #include "glue.h"
import "C"

import (
	"errors"
)

// ErrCorrupt: a frame cannot be decoded, or only in part. Nothing should be
// shown until the next key frame.
var ErrCorrupt = errors.New("vpx: frame is corrupt")

// Decoder reads VP8.
type Decoder struct {
	c             *C.decoder
	width, height int // of the picture that it holds; 0: none
}

// NewDecoder needs Close.
func NewDecoder() (*Decoder, error) {
	c := C.decoder_new()
	if c == nil {
		return nil, errors.New("vpx: no decoder")
	}
	return &Decoder{c: c}, nil
}

// Decode reads one frame and gives the size of its picture, for RGBA or I420.
// The size is 0 where the frame is not to be shown.
func (d *Decoder) Decode(frame []byte) (width, height int, err error) {
	d.width, d.height = 0, 0
	if d.c == nil {
		return 0, 0, ErrClosed
	}
	h, err := ParseHeader(frame)
	if err != nil {
		return 0, 0, err
	}
	r := C.decoder_frame(d.c, ptr(frame), C.size_t(len(frame)))
	if r.err != 0 || r.corrupt != 0 || r.width != 0 && !fits(int(r.width), int(r.height)) {
		return 0, 0, ErrCorrupt
	}
	if h.Shown {
		d.width, d.height = int(r.width), int(r.height)
	}
	return d.width, d.height, nil
}

// Size is that of the picture just decoded; 0: there is none.
func (d *Decoder) Size() (width, height int) { return d.width, d.height }

// RGBA writes the picture just decoded into dst: 4 bytes a pixel, no gap between
// rows.
func (d *Decoder) RGBA(dst []byte) error {
	if d.width == 0 || len(dst) < 4*d.width*d.height {
		return ErrSize
	}
	if C.decoder_rgba(d.c, ptr(dst), C.int(4*d.width)) != 0 {
		return ErrSize
	}
	return nil
}

// Image writes the picture just decoded into m.
func (d *Decoder) Image(m *Image) error {
	if d.width == 0 {
		return ErrSize
	}
	if err := m.Reset(d.width, d.height); err != nil {
		return err
	}
	if C.decoder_i420(d.c, ptr(m.Pix)) != 0 {
		return ErrSize
	}
	return nil
}

// Close frees and wipes what libvpx held.
func (d *Decoder) Close() error {
	if d.c != nil {
		freeing.Lock()
		defer freeing.Unlock()
		C.decoder_free(d.c)
		*d = Decoder{}
	}
	return nil
}
