package v4l

import (
	"context"
	"fmt"
	"sync"
	"unsafe"

	"guichet/drivers/camera"
)

// Camera is a device file.
type Camera struct {
	path string
	open func(path string) (device, error)

	mu    sync.Mutex
	inUse bool
}

var _ camera.Camera = (*Camera)(nil)

// New opens nothing yet.
func New(path string) *Camera { return &Camera{path: path, open: openKernel} }

// Ready looks whether the device is there and gives pictures; its light stays
// off.
func (c *Camera) Ready() error {
	d, err := c.open(c.path)
	if err != nil {
		return err
	}
	defer d.close()
	return capable(d)
}

// capable reports whether it is a camera: a device may have several files, of
// which one gives pictures.
func capable(d device) error {
	var q capability
	if err := d.ioctl(queryCapability, unsafe.Pointer(&q)); err != nil {
		return told("capabilities", err)
	}
	has := q.capabilities
	if has&capDeviceCaps != 0 {
		has = q.deviceCaps
	}
	if has&capVideoCapture == 0 || has&capStreaming == 0 {
		return fmt.Errorf("v4l: it gives no pictures: %w", camera.ErrMode)
	}
	return nil
}

// Open begins to film. Where it fails half-way everything is given back, so that
// the camera can be opened again.
func (c *Camera) Open(ctx context.Context, m camera.Mode) (camera.Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !c.take() {
		return nil, camera.ErrTaken
	}
	d, err := c.open(c.path)
	if err != nil {
		c.leave()
		return nil, err
	}
	s := &stream{cam: c, dev: d, done: make(chan struct{}), over: make(chan struct{})}
	if err := s.begin(m); err != nil {
		s.release()
		return nil, err
	}
	stop := context.AfterFunc(ctx, s.end)
	go func() { defer stop(); s.run() }()
	return s, nil
}

func (c *Camera) take() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.inUse
	c.inUse = true
	return !taken
}

func (c *Camera) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inUse = false
}
