package camerasim

import (
	"bytes"
	"image"
	"image/jpeg"
	"time"

	"guichet/drivers/camera"
)

// newPainter draws with the bar, in one of the formats.
func newPainter(m camera.Mode, f camera.Format, bare bool) painter {
	p := planes{width: m.Width, height: m.Height, pix: make([]byte, Size(m.Width, m.Height))}
	switch f {
	case camera.MJPEG:
		return &jpegs{planes: p, bare: bare}
	case camera.YUYV:
		return &yuyv{planes: p, out: make([]byte, (m.Width+1)/2*4*m.Height)}
	}
	return &p
}

// planes is I420.
type planes struct {
	width, height int
	pix           []byte
}

func (p *planes) draw(at time.Time) { Draw(p.pix, p.width, p.height, uint32(at.UnixMilli())&BarMask) }

func (p *planes) paint(_ int, at time.Time) camera.Picture {
	p.draw(at)
	return camera.Picture{Format: camera.I420, Width: p.width, Height: p.height, Stride: p.width, Data: p.pix, At: at}
}

// chroma is where U and V of a point stand.
func (p *planes) chroma(x, y int) (u, v int) {
	n, cw := p.width*p.height, (p.width+1)/2
	u = n + y/2*cw + x/2
	return u, u + cw*((p.height+1)/2)
}

// yuyv is 4:2:2, the colours of two rows the same.
type yuyv struct {
	planes
	out []byte
}

func (p *yuyv) paint(_ int, at time.Time) camera.Picture {
	p.draw(at)
	stride := (p.width + 1) / 2 * 4
	for y := range p.height {
		row, luma := p.out[y*stride:], p.pix[y*p.width:(y+1)*p.width]
		for x := 0; x < p.width; x += 2 {
			u, v := p.chroma(x, y)
			second := luma[min(x+1, p.width-1)]
			row[2*x], row[2*x+1], row[2*x+2], row[2*x+3] = luma[x], p.pix[u], second, p.pix[v]
		}
	}
	return camera.Picture{Format: camera.YUYV, Width: p.width, Height: p.height, Stride: stride, Data: p.out, At: at}
}

// jpegs is one JPEG a picture, in the full range that JPEG has.
type jpegs struct {
	planes
	bare bool
	buf  bytes.Buffer
}

func (p *jpegs) paint(_ int, at time.Time) camera.Picture {
	p.draw(at)
	fullRange(p.pix, p.width*p.height)
	cw := (p.width + 1) / 2
	u, v := p.chroma(0, 0)
	m := &image.YCbCr{
		Y: p.pix[:u], Cb: p.pix[u:v], Cr: p.pix[v:], YStride: p.width, CStride: cw,
		SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: image.Rect(0, 0, p.width, p.height),
	}
	p.buf.Reset()
	// Into memory it cannot fail: the size is one that JPEG has.
	jpeg.Encode(&p.buf, m, &jpeg.Options{Quality: 90})
	data := p.buf.Bytes()
	if p.bare {
		data = withoutTables(data)
	}
	return camera.Picture{Format: camera.MJPEG, Width: p.width, Height: p.height, Data: data, At: at}
}

// fullRange turns 16 to 235 and 16 to 240 (ITU-R BT.601) into 0 to 255 (JFIF).
func fullRange(pix []byte, luma int) {
	for i, v := range pix {
		top := 224
		if i < luma {
			top = 219
		}
		pix[i] = byte(min(max((int(v)-16)*255/top, 0), 255))
	}
}

// withoutTables leaves out the segments DHT (ITU-T T.81, annex B.2.4.2) of a JPEG
// that is whole, up to its scan.
func withoutTables(j []byte) []byte {
	const dht, sos = 0xc4, 0xda
	out, i := append([]byte(nil), j[:2]...), 2
	for j[i+1] != sos {
		n := 2 + int(j[i+2])<<8 + int(j[i+3])
		if j[i+1] != dht {
			out = append(out, j[i:i+n]...)
		}
		i += n
	}
	return append(out, j[i:]...)
}
