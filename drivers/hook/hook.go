package hook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Hook is the switch under a handset.
type Hook interface {
	// Watch calls lifted with what is, where the device can tell, and then each
	// time that it changes, on the caller's goroutine. It ends with ctx, whose
	// error it returns.
	Watch(ctx context.Context, lifted func(bool)) error
}

// ErrSpec: there is no such kind of hook.
var ErrSpec = errors.New("hook: not a device")

// again is how long a device that is not there is let alone.
const again = time.Second

// Open takes a path under /dev, or "gpio:<chip>:<line>", or "gpio:<chip>:<line>:low"
// for a contact that is closed while the handset is lifted. It opens nothing yet,
// and the device may come later.
func Open(spec string) (Hook, error) {
	if rest, ok := strings.CutPrefix(spec, "gpio:"); ok {
		return openGPIO(rest)
	}
	switch {
	case strings.HasPrefix(spec, "/dev/hidraw"):
		return &device{func() (*line, error) { return openHID(spec) }}, nil
	case strings.HasPrefix(spec, "/dev/input/"):
		return &device{func() (*line, error) { return openKey(spec) }}, nil
	}
	return nil, fmt.Errorf("%w: %q", ErrSpec, spec)
}

func openGPIO(rest string) (Hook, error) {
	parts := strings.Split(rest, ":")
	low := len(parts) == 3 && parts[2] == "low"
	if len(parts) != 2 && !low || parts[0] == "" || strings.Contains(parts[0], "/") {
		return nil, fmt.Errorf("%w: gpio:%q", ErrSpec, rest)
	}
	n, err := strconv.ParseUint(parts[1], 10, 32)
	if err != nil {
		return nil, fmt.Errorf("%w: gpio:%q", ErrSpec, rest)
	}
	return &device{func() (*line, error) { return openLine("/dev/"+parts[0], uint32(n), low) }}, nil
}

// device is any of them.
type device struct {
	open func() (*line, error)
}

// line is an open device: a file that gives reports.
type line struct {
	file *os.File
	size int // bytes of the longest report
	// first is the state now, where it can be asked.
	first func() (lifted, known bool)
	// read is what a report says, where it says anything about the hook.
	read func(report []byte) (lifted, known bool)
}

func (d *device) Watch(ctx context.Context, lifted func(bool)) error {
	tell := changes(lifted)
	for ctx.Err() == nil {
		if l, err := d.open(); err == nil {
			l.follow(ctx, tell)
		}
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
	return ctx.Err()
}

// changes leaves out what is said twice.
func changes(lifted func(bool)) func(bool) {
	var known, last bool
	return func(now bool) {
		if !known || now != last {
			known, last = true, now
			lifted(now)
		}
	}
}

// follow reads until the device is gone or ctx ends.
func (l *line) follow(ctx context.Context, tell func(bool)) {
	stop := context.AfterFunc(ctx, func() { l.file.Close() })
	defer func() {
		if stop() {
			l.file.Close()
		}
	}()
	if now, known := l.first(); known {
		tell(now)
	}
	report := make([]byte, l.size)
	for {
		n, err := l.file.Read(report)
		if err != nil || n == 0 {
			return
		}
		if now, known := l.read(report[:n]); known && ctx.Err() == nil {
			tell(now)
		}
	}
}

var _ Hook = (*device)(nil)
