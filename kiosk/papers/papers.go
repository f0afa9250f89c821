package papers

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/receipt/pdf"
)

// Paper is a paper that waits for the citizen: what it looks like, and what the
// printer gets. Both hold what is personal.
type Paper struct {
	Title string
	Pages [][]byte // PNG
	Print printer.Document
}

var (
	// ErrPDF: it cannot be drawn.
	ErrPDF = errors.New("papers: the PDF cannot be drawn")
	// ErrLong: it has more pages than can be looked at one by one.
	ErrLong = errors.New("papers: the PDF has too many pages")
	// ErrLocked: it wants a password.
	ErrLocked = errors.New("papers: the PDF wants a password")
	// ErrWide: nobody could read it on this printer's roll.
	ErrWide = errors.New("papers: the page is too wide for the roll")
	// ErrEmpty: no page has anything on it.
	ErrEmpty = errors.New("papers: the pages are white")
)

const (
	maxPages = 10
	shownDPI = 110 // A4 is 910 pixels wide: read on the screen without zoom
	patience = 15 * time.Second
)

// Roll is what a page must fit on. The zero value is A4.
type Roll struct {
	Dots int // printable width
	DPI  int // dots an inch
}

// OfPDF draws a PDF. A page of A4 goes on a roll only where its letters stay
// large enough to be read; white margins do not count.
//
// It is drawn twice, for the screen and for the printer: five pages of text cost
// 0.1 s more so, and 0.9 s if the one were made smaller out of the other
// (measured with golang.org/x/image/draw), with duller letters.
func OfPDF(ctx context.Context, data []byte, title string, lang forms.Lang, roll Roll) (Paper, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	shown, err := draw(ctx, data, shownDPI)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{Title: title, Print: printer.Document{Name: "desk", Title: title, Lang: string(lang)}}
	for _, page := range shown {
		p.Pages = append(p.Pages, pngOf(near(page)))
	}
	p.Print.Blocks, err = blocks(ctx, data, roll)
	return p, err
}

// OfDocument shows a document of our own as it comes on paper.
func OfDocument(ctx context.Context, doc printer.Document, lang forms.Lang, at time.Time) (Paper, error) {
	data, err := pdf.Render(doc, pdf.Meta{Title: doc.Title, Lang: lang, At: at})
	if err != nil {
		return Paper{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	shown, err := draw(ctx, data, shownDPI)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{Title: doc.Title, Print: doc}
	for _, page := range shown {
		p.Pages = append(p.Pages, pngOf(near(page)))
	}
	return p, nil
}

// near is a page without most of its white margins: on a screen its letters are
// larger so.
func near(page *image.Gray) *image.Gray {
	const margin = shownDPI / 5 // 5 mm
	ink := trim(page).Rect
	if ink.Empty() {
		return page
	}
	return page.SubImage(ink.Inset(-margin).Intersect(page.Rect)).(*image.Gray)
}

func pngOf(page image.Image) []byte {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	e.Encode(&b, page) // into memory, of a picture that has pixels: it cannot fail
	return b.Bytes()
}

// printDPI is that of pictures for an office printer.
const printDPI = 200

// blocks are the pages for the printer, a picture each.
func blocks(ctx context.Context, data []byte, roll Roll) ([]printer.Block, error) {
	dpi := roll.DPI
	if roll == (Roll{}) {
		dpi = printDPI
	}
	pages, err := draw(ctx, data, dpi)
	if err != nil {
		return nil, err
	}
	var all []printer.Block
	for _, page := range pages {
		if inked := trim(page); !inked.Rect.Empty() {
			page = inked
		} else {
			continue
		}
		if roll.Dots > 0 && page.Rect.Dx()*smallest/100 > roll.Dots {
			return nil, ErrWide
		}
		all = append(all, printer.Picture{Image: page, Dither: printer.Ordered})
	}
	if len(all) == 0 {
		return nil, ErrEmpty
	}
	return all, nil
}

// smallest is how far a page may shrink, in percent: letters of 10 points are
// then those of the small print of a medicine.
const smallest = 60
