//go:build linux

package ui

import (
	"errors"
	"fmt"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/shm"
	"github.com/jezek/xgb/xproto"
	"golang.org/x/sys/unix"

	"guichet/kiosk/call"
)

// xGlass is a connection of our own to the X display that Fyne's window is on.
// Pictures go into child windows of that window, from memory that we share with
// the display (MIT-SHM): Fyne then paints nothing for them, which by software
// GL would be the whole page each time. Children take no touches: X gives those
// to the window behind.
type xGlass struct {
	conn   *xgb.Conn
	parent xproto.Window
}

// openGlass connects to the display of a window that is shown.
func openGlass(win fyne.Window) (*xGlass, error) {
	native, ok := win.(driver.NativeWindow)
	if !ok {
		return nil, errNoXWindow
	}
	g := &xGlass{}
	native.RunNative(func(ctx any) {
		if x, ok := ctx.(driver.X11WindowContext); ok {
			g.parent = xproto.Window(x.WindowHandle)
		}
	})
	if g.parent == 0 {
		return nil, errNoXWindow
	}
	xgb.Logger.SetOutput(io.Discard) // it complains of a missing ~/.Xauthority
	var err error
	if g.conn, err = xgb.NewConn(); err != nil {
		return nil, fmt.Errorf("ui: %w", err)
	}
	if err = errors.Join(shm.Init(g.conn), g.suits()); err != nil {
		g.conn.Close()
		return nil, fmt.Errorf("ui: %w", err)
	}
	return g, nil
}

// suits is an error where the pixels of the window are not what scale writes.
func (g *xGlass) suits() error {
	attr, err := xproto.GetWindowAttributes(g.conn, g.parent).Reply()
	if err != nil {
		return err
	}
	setup := xproto.Setup(g.conn)
	for _, d := range setup.DefaultScreen(g.conn).AllowedDepths {
		for _, v := range d.Visuals {
			if v.VisualId == attr.Visual && v.RedMask == 0xFF0000 && v.BlueMask == 0xFF &&
				setup.ImageByteOrder == xproto.ImageOrderLSBFirst {
				return nil
			}
		}
	}
	return fmt.Errorf("the display has other pixels than 24 bits of red, green and blue")
}

// xPane is one child window.
type xPane struct {
	*xGlass
	win    xproto.Window
	gc     xproto.Gcontext
	depth  byte
	seg    shm.Seg
	mem    []byte
	w, h   int
	mapped bool
	scaler
}

// pane makes a child window. The small picture lies on the other one.
func (g *xGlass) pane(at rect, who int) (pane, error) {
	p := &xPane{xGlass: g, w: int(at.W), h: int(at.H)}
	geometry, err := xproto.GetGeometry(g.conn, xproto.Drawable(g.parent)).Reply()
	if err != nil {
		return nil, fmt.Errorf("ui: %w", err)
	}
	p.depth = geometry.Depth
	if err := errors.Join(p.share(), p.window(int16(at.X), int16(at.Y))); err != nil {
		p.close()
		return nil, fmt.Errorf("ui: %w", err)
	}
	if who == person {
		xproto.ConfigureWindow(p.conn, p.win, xproto.ConfigWindowStackMode, []uint32{xproto.StackModeBelow})
	}
	return p, nil
}

// share gets memory and shows it to the display. It is marked to vanish at
// once: it does when both have let go of it, whatever happens to us.
func (p *xPane) share() error {
	id, err := unix.SysvShmGet(unix.IPC_PRIVATE, p.w*p.h*4, unix.IPC_CREAT|0o600)
	if err != nil {
		return err
	}
	defer unix.SysvShmCtl(id, unix.IPC_RMID, nil)
	if p.mem, err = unix.SysvShmAttach(id, 0, 0); err != nil {
		return err
	}
	if p.seg, err = shm.NewSegId(p.conn); err != nil {
		return err
	}
	return shm.AttachChecked(p.conn, p.seg, uint32(id), true).Check()
}

func (p *xPane) window(x, y int16) error {
	var err1, err2 error
	p.win, err1 = xproto.NewWindowId(p.conn)
	p.gc, err2 = xproto.NewGcontextId(p.conn)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	err1 = xproto.CreateWindowChecked(p.conn, 0, p.win, p.parent, x, y, uint16(p.w), uint16(p.h), 0,
		xproto.WindowClassInputOutput, 0, xproto.CwBackPixel, []uint32{0}).Check()
	err2 = xproto.CreateGCChecked(p.conn, p.gc, xproto.Drawable(p.win), 0, nil).Check()
	return errors.Join(err1, err2)
}

func (p *xPane) draw(f call.Frame) {
	if p.prepare(f, p.w, p.h) {
		clear(p.mem)
	}
	p.scale(f, p.mem, p.w*4)
}

// flip returns when the display has read the memory: then it may be drawn on
// again. A display that is gone shows nothing; Fyne finds that out by itself.
func (p *xPane) flip() {
	if !p.mapped {
		xproto.MapWindow(p.conn, p.win)
		p.mapped = true
	}
	p.put()
}

func (p *xPane) put() {
	w, h := uint16(p.w), uint16(p.h)
	_ = shm.PutImageChecked(p.conn, xproto.Drawable(p.win), p.gc, w, h, 0, 0, w, h, 0, 0,
		p.depth, xproto.ImageFormatZPixmap, 0, p.seg, 0).Check()
}

func (p *xPane) wipe() {
	clear(p.mem)
	if p.mapped {
		p.put() // the window's own pixels, before it goes
		_ = xproto.UnmapWindowChecked(p.conn, p.win).Check()
		p.mapped = false
	}
}

func (p *xPane) close() {
	p.wipe()
	if p.win != 0 {
		xproto.FreeGC(p.conn, p.gc)
		xproto.DestroyWindow(p.conn, p.win)
	}
	if p.mem != nil {
		shm.Detach(p.conn, p.seg)
		_ = unix.SysvShmDetach(p.mem)
		p.mem = nil
	}
}

func (p *xPane) pause() time.Duration  { return time.Second / 31 } // 30 a second, and some to spare
func (p *xPane) object() *canvas.Image { return nil }
