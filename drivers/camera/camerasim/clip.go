package camerasim

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"strings"
	"time"

	"guichet/drivers/camera"
)

// Clip is a recording, shown again from its beginning when it ends.
type Clip struct {
	mode   camera.Mode
	format camera.Format
	frames [][]byte
}

// ErrClip: a file is no recording that is read here.
var ErrClip = errors.New("camerasim: not a recording")

const maxClip = 256 << 20 // bytes of a file

// ReadClip reads JPEGs one after the other, as "ffmpeg -c copy x.mjpeg" or a
// camera writes them, shown rate a second; or YUV4MPEG2 in 4:2:0
// (https://wiki.multimedia.cx/index.php/YUV4MPEG2), which brings its own rate.
func ReadClip(r io.Reader, rate int) (*Clip, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxClip))
	if err != nil {
		return nil, fmt.Errorf("camerasim: %w", err)
	}
	if bytes.HasPrefix(b, []byte("YUV4MPEG2 ")) {
		return readY4M(b)
	}
	return readMJPEG(b, rate)
}

func (c *Clip) paint(n int, at time.Time) camera.Picture {
	p := camera.Picture{Format: c.format, Width: c.mode.Width, Height: c.mode.Height, Data: c.frames[n%len(c.frames)], At: at}
	if c.format == camera.I420 {
		p.Stride = p.Width
	}
	return p
}

// readMJPEG cuts at each beginning of an image: within a scan 0xff is followed by
// 0 or by a restart, so that the three bytes of a beginning never stand in one.
func readMJPEG(b []byte, rate int) (*Clip, error) {
	begin := []byte{0xff, 0xd8, 0xff}
	first, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil || rate < 1 {
		return nil, fmt.Errorf("%w: %v", ErrClip, err)
	}
	c := &Clip{mode: camera.Mode{Width: first.Width, Height: first.Height, Rate: rate}, format: camera.MJPEG}
	for len(b) > 0 {
		n := bytes.Index(b[2:], begin)
		if n < 0 {
			n = len(b) - 2
		}
		c.frames = append(c.frames, b[:n+2])
		b = b[n+2:]
	}
	return c, nil
}

func readY4M(b []byte) (*Clip, error) {
	head, rest, _ := bytes.Cut(b, []byte("\n"))
	c := &Clip{mode: camera.Mode{Rate: 30}, format: camera.I420}
	if err := c.parameters(string(head)); err != nil {
		return nil, err
	}
	size := Size(c.mode.Width, c.mode.Height)
	for len(rest) > 0 {
		line, data, _ := bytes.Cut(rest, []byte("\n"))
		if !bytes.HasPrefix(line, []byte("FRAME")) || len(data) < size {
			return nil, fmt.Errorf("%w: picture %d is cut off", ErrClip, len(c.frames))
		}
		c.frames = append(c.frames, data[:size])
		rest = data[size:]
	}
	if len(c.frames) == 0 {
		return nil, fmt.Errorf("%w: no picture", ErrClip)
	}
	return c, nil
}

// parameters are W width, H height, F rate as a fraction, C colours.
func (c *Clip) parameters(head string) error {
	for _, f := range strings.Fields(head)[1:] {
		var scale int
		switch f[0] {
		case 'W':
			fmt.Sscanf(f, "W%d", &c.mode.Width)
		case 'H':
			fmt.Sscanf(f, "H%d", &c.mode.Height)
		case 'F':
			if n, _ := fmt.Sscanf(f, "F%d:%d", &c.mode.Rate, &scale); n == 2 && scale > 0 {
				c.mode.Rate = (c.mode.Rate + scale/2) / scale
			}
		case 'C':
			if !strings.HasPrefix(f, "C420") || strings.HasPrefix(f, "C420p") && f != "C420paldv" {
				return fmt.Errorf("%w: colours %s", ErrClip, f)
			}
		}
	}
	m := c.mode
	if m.Width < 1 || m.Height < 1 || m.Width > 8192 || m.Height > 8192 || m.Rate < 1 || m.Rate > 240 {
		return fmt.Errorf("%w: %d × %d, %d a second", ErrClip, m.Width, m.Height, m.Rate)
	}
	return nil
}
