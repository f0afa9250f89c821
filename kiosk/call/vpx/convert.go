package vpx

// #include "glue.h"
import "C"

import (
	"errors"
	"unsafe"
)

// ErrPicture: bytes of a camera are not the picture they should be.
var ErrPicture = errors.New("vpx: not a picture")

// maxJPEG is the largest JPEG read, in bytes: a camera's is far below.
const maxJPEG = 8 << 20

func ptr(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.SliceData(b)) }

// MJPEG reads a JPEG, with or without its Huffman tables (cameras leave out the
// standard ones: ITU-T T.81, annex K.3), in the size that it says itself.
func (m *Image) MJPEG(data []byte) error {
	if len(data) < 4 || len(data) > maxJPEG {
		return ErrPicture
	}
	s := C.mjpeg_size(ptr(data), C.size_t(len(data)))
	if s.err != 0 {
		return ErrPicture
	}
	if err := m.Reset(int(s.width), int(s.height)); err != nil {
		return err
	}
	if C.mjpeg_i420(ptr(data), C.size_t(len(data)), ptr(m.Pix), s.width, s.height) != 0 {
		return ErrPicture
	}
	return nil
}

// YUYV reads 4:2:2 pictures, stride bytes a row.
func (m *Image) YUYV(data []byte, width, height, stride int) error {
	if !fits(width, height) {
		return ErrSize
	}
	row := (width + 1) / 2 * 4
	if stride < row || stride > 1<<20 || len(data) < stride*(height-1)+row {
		return ErrPicture
	}
	if err := m.Reset(width, height); err != nil {
		return err
	}
	if C.yuyv_i420(ptr(data), C.int(stride), ptr(m.Pix), C.int(width), C.int(height)) != 0 {
		return ErrPicture
	}
	return nil
}

// I420 copies planes that stand one after the other, stride bytes a row of the
// first and half as many of the two others.
func (m *Image) I420(data []byte, width, height, stride int) error {
	if !fits(width, height) {
		return ErrSize
	}
	half, rows := (stride+1)/2, (height+1)/2
	if stride < width || stride > 1<<20 || len(data) < stride*height+2*half*rows {
		return ErrPicture
	}
	if err := m.Reset(width, height); err != nil {
		return err
	}
	copyRows(m.Y(), data, width, stride)
	copyRows(m.U(), data[stride*height:], (width+1)/2, half)
	copyRows(m.V(), data[stride*height+half*rows:], (width+1)/2, half)
	return nil
}

func copyRows(dst, src []byte, width, stride int) {
	for i := 0; i*width < len(dst); i++ {
		copy(dst[i*width:(i+1)*width], src[i*stride:])
	}
}

// Scale makes m the picture src in m's own size (Reset it first).
func (m *Image) Scale(src *Image) error {
	if !m.whole() || !src.whole() {
		return ErrSize
	}
	if m.Width == src.Width && m.Height == src.Height {
		copy(m.Pix, src.Pix)
		return nil
	}
	if C.i420_scale(ptr(src.Pix), C.int(src.Width), C.int(src.Height), ptr(m.Pix), C.int(m.Width), C.int(m.Height)) != 0 {
		return ErrSize
	}
	return nil
}

// Mirror makes m what a looking glass shows of src.
func (m *Image) Mirror(src *Image) error {
	if !src.whole() {
		return ErrSize
	}
	if err := m.Reset(src.Width, src.Height); err != nil {
		return err
	}
	if C.i420_mirror(ptr(src.Pix), ptr(m.Pix), C.int(m.Width), C.int(m.Height)) != 0 {
		return ErrSize
	}
	return nil
}

// RGBA writes the picture into dst: 4 bytes a pixel, no gap between rows.
func (m *Image) RGBA(dst []byte) error {
	if !m.whole() || len(dst) < 4*m.Width*m.Height {
		return ErrSize
	}
	if C.i420_rgba(ptr(m.Pix), ptr(dst), C.int(4*m.Width), C.int(m.Width), C.int(m.Height)) != 0 {
		return ErrSize
	}
	return nil
}
