package v4l

import (
	"bytes"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// fakeKernel is a camera with its driver, as the documentation of V4L2 says it
// behaves. It has never been compared with a true one.
type fakeKernel struct {
	sizes    map[uint32][][2]uint32 // of each format
	rates    []uint32
	steps    bool   // sizes are a range
	caps     uint32 // of the device file
	fails    uintptr
	failWith error
	busy     bool
	mute     bool // no picture ever

	mu      sync.Mutex
	gone    bool
	opens   int
	closes  int
	maps    int
	on      bool
	pix     uint32
	width   uint32
	height  uint32
	bufs    [][]byte
	queued  []uint32
	next    time.Time
	frames  int
	damaged int // one in so many is marked so
}

func camera640() *fakeKernel {
	return &fakeKernel{
		sizes: map[uint32][][2]uint32{pixYUYV: {{640, 480}, {320, 240}}, pixMJPEG: {{640, 480}, {1280, 720}}},
		rates: []uint32{30, 15}, caps: capVideoCapture | capStreaming,
	}
}

func (k *fakeKernel) opener() func(string) (device, error) {
	return func(string) (device, error) {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.gone {
			return nil, told("open", unix.ENOENT)
		}
		k.opens++
		return k, nil
	}
}

func (k *fakeKernel) ioctl(number uintptr, arg unsafe.Pointer) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.gone:
		return unix.ENODEV
	case number == k.fails:
		return k.failWith
	}
	switch number {
	case queryCapability:
		q := (*capability)(arg)
		q.capabilities, q.deviceCaps = capDeviceCaps|capVideoCapture|capStreaming, k.caps
	case enumFormats:
		return k.format((*formatDescription)(arg))
	case enumFrameSizes:
		return k.size((*frameSize)(arg))
	case enumFrameIntervals:
		return k.interval((*frameInterval)(arg))
	case setFormat:
		return k.set((*format)(arg))
	case setParameters:
	case reqBuffers:
		k.bufs = make([][]byte, (*requestBuffers)(arg).count)
	case queryBuffer:
		b := (*buffer)(arg)
		b.length, b.offset = k.width*k.height*2, uint64(b.index)*0x1000
	case queueBuffer:
		k.queued = append(k.queued, (*buffer)(arg).index)
	case dequeueBuffer:
		return k.dequeue((*buffer)(arg))
	case streamOn:
		k.on, k.next = true, time.Now().Add(time.Second/30)
	case streamOff:
		k.on, k.queued = false, nil
	default:
		return unix.ENOTTY
	}
	return nil
}

func (k *fakeKernel) format(f *formatDescription) error {
	all := []uint32{'H' | '2'<<8 | '6'<<16 | '4'<<24}
	for _, pix := range []uint32{pixMJPEG, pixYUYV} {
		if len(k.sizes[pix]) > 0 {
			all = append(all, pix)
		}
	}
	if int(f.index) >= len(all) {
		return unix.EINVAL
	}
	f.pixelFormat = all[f.index]
	return nil
}

func (k *fakeKernel) size(s *frameSize) error {
	all := k.sizes[s.pixelFormat]
	switch {
	case k.steps && s.index == 0:
		s.kind, s.width, s.height, s.step = 3, 32, 800, 2
		s.minHeight, s.maxHeight, s.stepHeight = 32, 600, 2
		return nil
	case k.steps || int(s.index) >= len(all):
		return unix.EINVAL
	}
	s.kind, s.width, s.height = discrete, all[s.index][0], all[s.index][1]
	return nil
}

func (k *fakeKernel) interval(v *frameInterval) error {
	if int(v.index) >= len(k.rates) {
		return unix.EINVAL
	}
	v.kind, v.interval = discrete, fraction{1, k.rates[v.index]}
	return nil
}

func (k *fakeKernel) set(f *format) error {
	if k.busy {
		return unix.EBUSY
	}
	k.pix, k.width, k.height = f.pixelFormat, f.width, f.height
	f.bytesPerLine, f.sizeImage = 2*f.width, 2*f.width*f.height
	return nil
}

func (k *fakeKernel) dequeue(b *buffer) error {
	if len(k.queued) == 0 || !k.on || time.Now().Before(k.next) {
		return unix.EAGAIN
	}
	b.index, k.queued = k.queued[0], k.queued[1:]
	k.frames++
	for !k.next.After(time.Now()) {
		k.next = k.next.Add(time.Second / 30)
	}
	m := k.bufs[b.index]
	fill := bytes.Repeat([]byte{byte(k.frames)}, len(m))
	if k.pix == pixMJPEG {
		fill = []byte{0xff, 0xd8, byte(k.frames), 0xff, 0xd9}
	}
	b.bytesUsed = uint32(copy(m, fill))
	if k.damaged > 0 && k.frames%k.damaged == 0 {
		b.flags |= flagError
	}
	return nil
}

func (k *fakeKernel) mmap(offset int64, length int) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.maps++
	m := make([]byte, length)
	k.bufs[offset/0x1000] = m
	return m, nil
}

func (k *fakeKernel) munmap(b []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.maps--
	clear(b)
	return nil
}

func (k *fakeKernel) ready(atMost time.Duration) (bool, error) {
	k.mu.Lock()
	wait, gone, mute := min(time.Until(k.next), atMost), k.gone, k.mute
	k.mu.Unlock()
	if gone {
		return false, unix.ENODEV
	}
	if mute {
		wait = atMost
	}
	time.Sleep(wait)
	return !mute && wait < atMost, nil
}

func (k *fakeKernel) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closes++
	return nil
}

func (k *fakeKernel) unplug(gone bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.gone = gone
}

// held is what was not given back.
func (k *fakeKernel) held() (open, mapped int, on bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.opens - k.closes, k.maps, k.on
}
