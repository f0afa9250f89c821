// Package vpx is the smallest binding of libvpx (VP8) and libyuv that a video
// call needs: pictures of a camera become I420, I420 becomes VP8 and back, and
// I420 becomes the RGBA of a screen.
//
//	camera ─ MJPEG, YUYV ─► Image ─ Encoder ─► VP8 frame ─ network ─► Decoder ─► RGBA
//
// Nothing is allocated for a picture once its size is known. Everything that
// held a picture is wiped by Close, what libvpx held too.
//
// VP8 is RFC 6386; controls and their meaning are those of vpx/vp8cx.h and
// vpx/vp8dx.h of libvpx 1.12.
//
// No type here may be used by two goroutines at once.
package vpx

/*
#cgo pkg-config: vpx
#cgo CFLAGS: -O3
#cgo LDFLAGS: -lyuv
*/
import "C"
