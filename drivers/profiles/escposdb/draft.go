package escposdb

import (
	"slices"
	"strconv"

	"guichet/drivers/printer"
)

// paper takes columns, dots and resolution. The database's width in
// millimetres is that of the roll, so dots cannot be reckoned from it.
func (d *draft) paper() {
	d.p.Columns = int(d.e.Fonts["0"].Columns)
	if m := d.e.Media; m != nil {
		d.p.DPI = int(m.DPI)
		if m.Width != nil {
			d.p.Dots = int(m.Width.Pixels)
		}
	}
	if d.p.Dots == 0 {
		d.p.Dots = 12 * d.p.Columns
		d.assume("dots: %d, 12 for each column", d.p.Dots)
	}
	if d.p.DPI == 0 {
		d.p.DPI = 203
		d.assume("dpi: 203")
	}
}

// pages takes the code pages for French, best first, whatever else there is.
func (d *draft) pages() {
	for _, page := range []struct{ name, theirs string }{
		{"cp1252", "CP1252"}, {"cp858", "CP858"}, {"cp850", "CP850"},
	} {
		places := d.places(page.theirs)
		if len(places) == 0 {
			continue
		}
		if len(places) > 1 {
			d.assume("%s: number %d; it is at %v", page.name, places[0], places)
		}
		d.p.CodePages = append(d.p.CodePages, printer.CodePage{Name: page.name, Number: places[0]})
	}
}

// places are the numbers of a code page, lowest first: clones add numbers of
// their own behind Epson's.
func (d *draft) places(theirs string) []byte {
	var at []byte
	for key, name := range d.e.CodePages {
		if n, err := strconv.ParseUint(key, 10, 8); err == nil && name == theirs {
			at = append(at, byte(n))
		}
	}
	slices.Sort(at)
	return at
}

// language chooses the driver and its words. An entry with Star's commands has
// the page numbers of Star's own ESC GS t, even where it says "with ESC/POS
// emulation": it can only be driven in Star Line Mode.
func (d *draft) language() {
	if d.e.Features["starCommands"] {
		d.p.Driver, d.p.Status, d.p.Confirm, d.p.Clear = "starline", "esc_ack", "etb", "esc_can"
		d.symbols("star")
		d.cut("esc_d", "esc_d")
		d.assume("driver: starline; set the printer to Star Line Mode, its page numbers are those of ESC GS t")
		d.assume("status: esc_ack, confirm: etb, clear: esc_can")
		return
	}
	d.p.Driver, d.p.Status, d.p.Confirm, d.p.Clear = "escpos", "dle_eot", "fence", "none"
	d.symbols("epson")
	d.cut("gs_v_66", "gs_v_65")
	d.assume("status: dle_eot, confirm: fence, clear: none")
}

func (d *draft) symbols(native string) {
	word := func(feature string) string {
		if d.e.Features[feature] {
			return native
		}
		return "raster"
	}
	d.p.Symbols = printer.Symbols{
		QR: word("qrCode"), Code128: word("barcodeB"), PDF417: word("pdf417Code"), DataMatrix: "raster",
	}
	if d.p.Symbols != (printer.Symbols{QR: "raster", Code128: "raster", PDF417: "raster", DataMatrix: "raster"}) {
		d.assume("symbols: in %s's dialect where the data says that it draws them; print one of each, or say raster", native)
	}
}

// cut prefers the partial one: the paper does not fall.
func (d *draft) cut(partial, full string) {
	switch {
	case d.e.Features["paperPartCut"]:
		d.p.Cut = partial
	case d.e.Features["paperFullCut"]:
		d.p.Cut = full
	default:
		d.p.Cut, d.p.FeedLines = "none", 5
		d.assume("feed_lines: 5 to the tear bar")
		return
	}
	d.assume("cut: %s, which feeds to the blade", d.p.Cut)
}

func (d *draft) rest() {
	d.p.Presenter.Command, d.p.Path = "none", printer.Clamshell
	d.assume("path: clamshell, a cover that opens and a roll that is dropped in")
	d.p.Flow, d.p.Baud, d.p.Buffer, d.p.Speed = "xonxoff", 9600, 4096, 100
	d.assume("presenter: none, tabs: false, auto: false")
	d.assume("flow: xonxoff, baud: 9600, buffer: 4096, speed: 100")
}
