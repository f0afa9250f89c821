// Package camera is the contract of cameras: the one that sees the citizen, and
// the one that sees a document.
//
//	v4l/         V4L2 (https://docs.kernel.org/userspace-api/media/v4l/v4l2.html)
//	camerasim/   a recorded or drawn picture at a steady pace
//	cameratest/  what every Camera keeps
package camera

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrGone: the camera is not there, or went away.
	ErrGone = errors.New("camera: no device")
	// ErrMode: it has no format that we read, or none near that size.
	ErrMode = errors.New("camera: no such mode")
	// ErrTaken: another program has it.
	ErrTaken = errors.New("camera: in use")
)

// Camera is one camera. Opened, it shows a light where it has one; it is open
// only while somebody is seen.
type Camera interface {
	Ready() error
	// Open begins with the mode nearest to m. ctx closes it.
	Open(ctx context.Context, m Mode) (Stream, error)
}

// Mode is what is wanted of a camera; 0 is whatever it likes.
type Mode struct{ Width, Height, Rate int } // pixels, pictures a second

// Stream is the pictures of a camera, read by one goroutine.
type Stream interface {
	Mode() Mode
	// Next waits for the newest picture; those in between are dropped. It is
	// valid until the next call, or Close.
	Next(ctx context.Context) (Picture, error)
	// Close switches the camera off, and leaves no picture in memory.
	Close() error
}

// Format is how a picture is written.
type Format string

const (
	MJPEG Format = "MJPG" // a JPEG, perhaps without its Huffman tables
	YUYV  Format = "YUYV" // 4:2:2, 2 bytes a pixel
	I420  Format = "I420" // 4:2:0, three planes one after the other
)

// Picture is one picture.
type Picture struct {
	Format        Format
	Width, Height int
	Stride        int // bytes a row of the first plane; 0 of MJPEG
	Data          []byte
	At            time.Time
}
