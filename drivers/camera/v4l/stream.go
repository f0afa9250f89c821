package v4l

import (
	"context"
	"fmt"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"guichet/drivers/camera"
)

const (
	buffers = 4
	// patience is how often the camera is looked at for an end; silence is how
	// long it may give no picture before it counts as gone.
	patience = 100 * time.Millisecond
	silence  = 5 * time.Second
	// largest is the longest buffer believed, in bytes.
	largest = 64 << 20
)

// stream is a camera that films. run owns the device; Next and Close meet it
// under mu.
type stream struct {
	cam    *Camera
	dev    device
	choice choice
	stride int
	mapped [][]byte

	once sync.Once
	done chan struct{} // Close was called
	over chan struct{} // run has given everything back

	mu    sync.Mutex
	fresh chan struct{} // made by Next, closed when newest is set
	spare []byte        // what Next gave last: written to no more before the next Next
	next  []byte        // the newest picture
	at    time.Time
	has   bool
	err   error
}

// begin sets the camera up and switches it on.
func (s *stream) begin(m camera.Mode) error {
	if err := capable(s.dev); err != nil {
		return err
	}
	if m.Width == 0 || m.Height == 0 {
		m.Width, m.Height = 640, 480
	}
	if m.Rate == 0 {
		m.Rate = 30
	}
	c, err := choose(s.dev, m)
	if err != nil {
		return fmt.Errorf("v4l: %w", err)
	}
	s.choice = c
	if err := s.format(); err != nil {
		return err
	}
	s.pace()
	if err := s.share(); err != nil {
		return err
	}
	kind := int32(kindVideoCapture)
	return s.do("on", streamOn, unsafe.Pointer(&kind))
}

func (s *stream) do(doing string, number uintptr, arg unsafe.Pointer) error {
	if err := s.dev.ioctl(number, arg); err != nil {
		return told(doing, err)
	}
	return nil
}

// format asks for the mode; the driver answers with what it has made of it.
func (s *stream) format() error {
	m := s.choice.mode
	f := format{kind: kindVideoCapture, width: uint32(m.Width), height: uint32(m.Height), pixelFormat: s.choice.pix, field: fieldNone}
	if err := s.do("format", setFormat, unsafe.Pointer(&f)); err != nil {
		return err
	}
	if f.pixelFormat != s.choice.pix || f.width == 0 || f.height == 0 || f.width > 1<<14 || f.height > 1<<14 {
		return fmt.Errorf("v4l: format: %w", camera.ErrMode)
	}
	s.choice.mode.Width, s.choice.mode.Height = int(f.width), int(f.height)
	if f.pixelFormat == pixYUYV {
		s.stride = max(int(f.bytesPerLine), 2*int(f.width))
	}
	return nil
}

// pace asks for the rate; many cameras have only one, and need not answer.
func (s *stream) pace() {
	p := streamParameters{kind: kindVideoCapture, interval: fraction{1, uint32(s.choice.mode.Rate)}}
	if s.dev.ioctl(setParameters, unsafe.Pointer(&p)) == nil && p.interval.numerator > 0 {
		s.choice.mode.Rate = perSecond(p.interval)
	}
}

// share maps the driver's buffers into our memory and hands them over.
func (s *stream) share() error {
	r := requestBuffers{count: buffers, kind: kindVideoCapture, memory: memoryMmap}
	if err := s.do("buffers", reqBuffers, unsafe.Pointer(&r)); err != nil {
		return err
	}
	if r.count == 0 || r.count > 32 {
		return fmt.Errorf("v4l: %d buffers", r.count)
	}
	for i := range r.count {
		b := buffer{index: i, kind: kindVideoCapture, memory: memoryMmap}
		if err := s.do("buffer", queryBuffer, unsafe.Pointer(&b)); err != nil {
			return err
		}
		if b.length == 0 || b.length > largest {
			return fmt.Errorf("v4l: a buffer of %d bytes", b.length)
		}
		m, err := s.dev.mmap(int64(uint32(b.offset)), int(b.length))
		if err != nil {
			return told("memory", err)
		}
		s.mapped = append(s.mapped, m)
		if err := s.do("queue", queueBuffer, unsafe.Pointer(&b)); err != nil {
			return err
		}
	}
	return nil
}

// release gives everything back: what was begun, and only that.
func (s *stream) release() {
	kind := int32(kindVideoCapture)
	// Nothing can be done where these fail: the device is closed after.
	_ = s.dev.ioctl(streamOff, unsafe.Pointer(&kind))
	for _, m := range s.mapped {
		_ = s.dev.munmap(m)
	}
	_ = s.dev.close()
	s.cam.leave()
}

// Mode is what the driver made of the one asked for.
func (s *stream) Mode() camera.Mode { return s.choice.mode }

// Close switches the camera off before it returns, and wipes the picture that
// Next gave last.
func (s *stream) Close() error {
	s.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	wipe(s.spare)
	return nil
}

// end leaves that picture alone: somebody may look at it.
func (s *stream) end() {
	s.once.Do(func() { close(s.done) })
	<-s.over
}

// run copies each picture out of the driver's buffers, so that the driver always
// has somewhere to write, until the camera or Close ends it.
func (s *stream) run() {
	err := s.film()
	s.release()
	s.mu.Lock()
	wipe(s.next)
	s.has, s.err = false, err
	s.wake()
	s.mu.Unlock()
	close(s.over)
}

func (s *stream) film() error {
	last := time.Now()
	for {
		select {
		case <-s.done:
			return camera.ErrGone
		default:
		}
		ok, err := s.dev.ready(patience)
		if err == nil && ok {
			ok, err = s.fetch()
		}
		switch {
		case err != nil:
			return told("picture", err)
		case ok:
			last = time.Now()
		case time.Since(last) > silence:
			return fmt.Errorf("v4l: no picture for %v: %w", silence, camera.ErrGone)
		}
	}
}

// fetch takes one picture, and gives its buffer back to the driver.
func (s *stream) fetch() (bool, error) {
	b := buffer{kind: kindVideoCapture, memory: memoryMmap}
	switch err := s.dev.ioctl(dequeueBuffer, unsafe.Pointer(&b)); {
	case err == unix.EAGAIN:
		return false, nil
	case err != nil:
		return false, err
	case int(b.index) >= len(s.mapped):
		return false, unix.EIO
	}
	m := s.mapped[b.index]
	good := b.flags&flagError == 0 && s.enough(int(b.bytesUsed)) && int(b.bytesUsed) <= len(m)
	if good {
		s.keep(m[:b.bytesUsed])
	}
	return good, s.dev.ioctl(queueBuffer, unsafe.Pointer(&b))
}

// enough reports whether n bytes can be a whole picture.
func (s *stream) enough(n int) bool {
	m := s.choice.mode
	if s.choice.pix == pixYUYV {
		return n >= s.stride*(m.Height-1)+2*m.Width
	}
	return n > 4
}

func (s *stream) keep(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cap(s.next) < len(b) {
		wipe(s.next)
		s.next = make([]byte, 0, len(b)+len(b)/4) // pictures of JPEG differ in length
	}
	s.next, s.at, s.has = append(s.next[:0], b...), time.Now(), true
	s.wake()
}

// wipe clears a picture, and what is left behind it of a longer one.
func wipe(b []byte) { clear(b[:cap(b)]) }

// wake wakes a Next that waits.
func (s *stream) wake() {
	if s.fresh != nil {
		close(s.fresh)
		s.fresh = nil
	}
}

// Next gives a picture once.
func (s *stream) Next(ctx context.Context) (camera.Picture, error) {
	for ctx.Err() == nil {
		p, fresh, err := s.newest()
		if fresh == nil {
			return p, err
		}
		select {
		case <-ctx.Done():
		case <-fresh:
		}
	}
	s.forget()
	return camera.Picture{}, ctx.Err()
}

// forget clears the picture given last, where there will be no other.
func (s *stream) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		wipe(s.spare)
	}
}

// newest is the picture that was not given yet; fresh is closed when there is one.
func (s *stream) newest() (p camera.Picture, fresh chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err != nil:
		wipe(s.spare)
		return p, nil, s.err
	case !s.has:
		if s.fresh == nil {
			s.fresh = make(chan struct{})
		}
		return p, s.fresh, nil
	}
	s.next, s.spare, s.has = s.spare, s.next, false
	p = camera.Picture{Format: camera.MJPEG, Width: s.choice.mode.Width, Height: s.choice.mode.Height, Data: s.spare, At: s.at}
	if s.choice.pix == pixYUYV {
		p.Format, p.Stride = camera.YUYV, s.stride
	}
	return p, nil, nil
}
