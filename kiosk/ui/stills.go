package ui

import (
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"maps"

	"golang.org/x/image/draw"

	"guichet/kiosk/session"
)

// stills are the pictures of a page at the size in which they are shown: to
// decode and to scale one costs more than all else on a page.
type stills map[stillKey]image.Image

type stillKey struct {
	id    string
	bytes int // a picture that came late has the same id
	w, h  int
}

// mostPixels is the largest picture that is decoded: an A4 page at 300 dots an
// inch has 8.7 million. Whatever a desk sends, there is no room for more.
const mostPixels = 12_000_000

// still is a picture as large as fits into w × h pixels; nil where it has not
// come, or cannot be read.
func (l *local) still(p session.Picture, w, h int) image.Image {
	key := stillKey{id: p.ID, bytes: len(p.Image), w: w, h: h}
	if img, ok := l.stills[key]; ok {
		return img
	}
	img := fitted(p.Image, w, h)
	if l.stills == nil {
		l.stills = stills{}
	}
	l.stills.drop(p.ID)
	l.stills[key] = img
	return img
}

func fitted(data []byte, w, h int) image.Image {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 || cfg.Width > mostPixels/cfg.Height || w < 1 || h < 1 {
		return nil
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	to := fit(cfg.Width, cfg.Height, w, h)
	out := image.NewRGBA(image.Rect(0, 0, to.Dx(), to.Dy()))
	draw.ApproxBiLinear.Scale(out, out.Rect, src, src.Bounds(), draw.Src, nil)
	return out
}

// wipe leaves nothing of what was drawn.
func (s stills) wipe() {
	for key := range s {
		s.drop(key.id)
	}
}

// drop wipes a picture: the one before, of a camera that shows one after the
// other.
func (s stills) drop(id string) {
	maps.DeleteFunc(s, func(key stillKey, img image.Image) bool {
		if rgba, ok := img.(*image.RGBA); ok && key.id == id {
			clear(rgba.Pix)
		}
		return key.id == id
	})
}

// picturesOf are the still pictures of a page or an overlay, and the rest.
func picturesOf(blocks []session.Block) (pics []session.Picture, rest []session.Block) {
	for _, b := range blocks {
		if p, ok := b.(session.Picture); ok {
			pics = append(pics, p)
		} else {
			rest = append(rest, b)
		}
	}
	return pics, rest
}

// showing draws an overlay with still pictures, one at a time and as large as
// the glass allows: a paper at the left of the words; what the camera sees,
// which is wider than high, and anything on a portrait panel, below them. The
// words are smaller where the picture would be too small to be read.
func (c *composer) showing(mark string, title session.Text, pics []session.Picture, said func(w float32) []piece, at rect) {
	c.l.over = min(max(c.l.over, 0), len(pics)-1)
	c.sc.parts = len(pics)
	k := c.m.k
	defer func() { c.m.k = k }()
	words, place := c.showPlaces(at)
	all := append([]piece{c.sheetTitle(mark, title, words.W)}, said(words.W)...)
	for ; !c.shows(all, words, place) && c.m.k > 0.8; c.m.k -= 0.1 {
		all = append([]piece{c.sheetTitle(mark, title, words.W)}, said(words.W)...)
	}
	if !c.shows(all, words, place) {
		c.sc.cut = append(c.sc.cut, "the words leave no room for a picture")
	}
	side := c.m.mm(touchSide)
	if c.showBelow() {
		top := stack(all) + c.m.mm(5)
		place.Y, place.H = place.Y+top, place.H-top
	}
	if len(pics) > 1 {
		c.pager(rect{words.X, at.bottom() - side, words.W, side}, &c.l.over, len(pics))
		if c.showBelow() {
			place.H -= side + c.m.mm(4)
		}
	}
	c.column(words, all)
	c.still(place, pics[c.l.over])
}

func (c *composer) showBelow() bool { return c.m.port || c.v.Overlay.Kind == session.CallStill }

// showPlaces are those of the words and of the picture: the same, where it
// stands below them.
func (c *composer) showPlaces(at rect) (words, place rect) {
	if c.showBelow() {
		return at, at
	}
	w := round(at.W * 0.52)
	return rect{at.X + w, at.Y, at.W - w, at.H}, rect{at.X, at.Y, w - c.m.mm(8), at.H}
}

// shows tells whether the words leave room for the buttons between the pages
// or, above a picture, for half of its place.
func (c *composer) shows(all []piece, words, place rect) bool {
	if c.showBelow() {
		return stack(all) <= place.H*0.45
	}
	return stack(all) <= words.H-c.m.mm(touchSide+4)
}

// still draws one picture in the middle of its place, in a thin frame.
func (c *composer) still(at rect, p session.Picture) {
	c.stillIn(at, c.l.still(p, int(at.W)-4, int(at.H)-4))
}

func (c *composer) stillIn(at rect, img image.Image) {
	if img == nil {
		c.frame(at, page, rule, c.m.mm(0.4))
		side := min(c.m.mm(24), at.H*0.5)
		c.icon(rect{at.X + (at.W-side)/2, at.Y + (at.H-side)/2, side, side}, "photo", quiet)
		return
	}
	w, h := float32(img.Bounds().Dx()), float32(img.Bounds().Dy())
	x, y := round(at.X+(at.W-w)/2), round(at.Y+(at.H-h)/2)
	c.frame(rect{x - 2, y - 2, w + 4, h + 4}, card, quiet, 2)
	c.picture(rect{x, y, w, h}, img)
}

// photo is a still picture on a page, among its other blocks: it leaves room for
// what is said about it.
func (c *composer) photo(p session.Picture, w float32) piece {
	h := round(c.m.H * 0.4)
	at := rect{W: min(w, round(h*4/3)), H: h}
	img := c.l.still(p, int(w)-4, int(h)-4)
	if img != nil {
		at.W, at.H = float32(img.Bounds().Dx()+4), float32(img.Bounds().Dy()+4)
	}
	return piece{h: at.H, gap: c.m.mm(9), draw: func(x, y float32) {
		at.X, at.Y = x, y
		c.stillIn(at, img)
	}}
}
