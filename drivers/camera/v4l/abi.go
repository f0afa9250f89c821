package v4l

import "unsafe"

// Structures of linux/videodev2.h, as 64-bit machines lay them out. Unions are
// their one part that is used here, filled up to their size.

type capability struct {
	driver       [16]byte
	card         [32]byte
	busInfo      [32]byte
	version      uint32
	capabilities uint32
	deviceCaps   uint32
	_            [3]uint32
}

type formatDescription struct {
	index       uint32
	kind        uint32
	flags       uint32
	description [32]byte
	pixelFormat uint32
	_           [4]uint32
}

// frameSize is one size, or of the stepwise kind the smallest, the largest and
// the steps between.
type frameSize struct {
	index       uint32
	pixelFormat uint32
	kind        uint32
	width       uint32 // of stepwise: the smallest
	height      uint32 // of stepwise: the largest width
	step        uint32
	minHeight   uint32
	maxHeight   uint32
	stepHeight  uint32
	_           [2]uint32
}

type fraction struct{ numerator, denominator uint32 }

// frameInterval is the time between two pictures, in seconds; of the stepwise
// kind the shortest is first.
type frameInterval struct {
	index       uint32
	pixelFormat uint32
	width       uint32
	height      uint32
	kind        uint32
	interval    fraction
	_           [4]uint32 // longest and step of stepwise
	_           [2]uint32
}

// format is v4l2_format with v4l2_pix_format in it.
type format struct {
	kind         uint32
	_            uint32 // the union is aligned to 8
	width        uint32
	height       uint32
	pixelFormat  uint32
	field        uint32
	bytesPerLine uint32
	sizeImage    uint32
	_            [200 - 24]byte
}

// streamParameters is v4l2_streamparm with v4l2_captureparm in it.
type streamParameters struct {
	kind       uint32
	capability uint32
	mode       uint32
	interval   fraction
	_          [200 - 16]byte
}

type requestBuffers struct {
	count        uint32
	kind         uint32
	memory       uint32
	capabilities uint32
	_            uint32
}

type buffer struct {
	index     uint32
	kind      uint32
	bytesUsed uint32
	flags     uint32
	field     uint32
	_         uint32
	seconds   int64 // timestamp
	micros    int64
	_         [16]byte // time code
	sequence  uint32
	memory    uint32
	offset    uint64 // a union: the 32-bit offset for mmap stands first
	length    uint32
	_         [3]uint32
}

// Directions of an ioctl number (linux/ioctl.h).
const (
	write = 1
	read  = 2
)

func number(direction, n, size uintptr) uintptr { return direction<<30 | size<<16 | 'V'<<8 | n }

var (
	queryCapability    = number(read, 0, unsafe.Sizeof(capability{}))
	enumFormats        = number(read|write, 2, unsafe.Sizeof(formatDescription{}))
	setFormat          = number(read|write, 5, unsafe.Sizeof(format{}))
	reqBuffers         = number(read|write, 8, unsafe.Sizeof(requestBuffers{}))
	queryBuffer        = number(read|write, 9, unsafe.Sizeof(buffer{}))
	queueBuffer        = number(read|write, 15, unsafe.Sizeof(buffer{}))
	dequeueBuffer      = number(read|write, 17, unsafe.Sizeof(buffer{}))
	streamOn           = number(write, 18, unsafe.Sizeof(int32(0)))
	streamOff          = number(write, 19, unsafe.Sizeof(int32(0)))
	setParameters      = number(read|write, 22, unsafe.Sizeof(streamParameters{}))
	enumFrameSizes     = number(read|write, 74, unsafe.Sizeof(frameSize{}))
	enumFrameIntervals = number(read|write, 75, unsafe.Sizeof(frameInterval{}))
)

const (
	capVideoCapture = 0x00000001
	capStreaming    = 0x04000000
	capDeviceCaps   = 0x80000000

	kindVideoCapture = 1
	memoryMmap       = 1
	fieldNone        = 1
	flagError        = 0x40
	discrete         = 1

	pixMJPEG = 'M' | 'J'<<8 | 'P'<<16 | 'G'<<24
	pixJPEG  = 'J' | 'P'<<8 | 'E'<<16 | 'G'<<24
	pixYUYV  = 'Y' | 'U'<<8 | 'Y'<<16 | 'V'<<24
)
