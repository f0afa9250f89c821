package profiles

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"guichet/drivers/printer"
)

// codePages are the character sets that a profile may name.
var codePages = []string{"cp1252", "cp858", "cp850"}

// Check returns every fault of p, joined; nil if there is none.
func Check(p printer.Profile) error {
	c := &checker{name: p.Name}
	c.need(p.Name != "", "name is missing")
	c.paper(p)
	c.characters(p)
	c.words(p)
	c.presenter(p.Presenter)
	c.line(p)
	return errors.Join(c.faults...)
}

type checker struct {
	name   string
	faults []error
}

func (c *checker) need(ok bool, format string, args ...any) {
	if !ok {
		c.faults = append(c.faults, fmt.Errorf("profiles: %s: "+format, append([]any{c.name}, args...)...))
	}
}

func (c *checker) oneOf(field, value string, known ...string) {
	c.need(slices.Contains(known, value), "%s %q: one of %s", field, value, strings.Join(known, ", "))
}

func (c *checker) paper(p printer.Profile) {
	c.need(p.Columns >= 16 && p.Columns <= 255, "columns %d: must be 16 to 255", p.Columns)
	c.need(p.Dots >= 8*p.Columns && p.Dots <= 4096, "dots %d: must be 8 for each column, at most 4096", p.Dots)
	c.need(p.DPI >= 100 && p.DPI <= 600, "dpi %d: must be 100 to 600", p.DPI)
	c.need(p.FeedLines >= 0 && p.FeedLines <= 255, "feed_lines %d: must be 0 to 255", p.FeedLines)
}

func (c *checker) characters(p printer.Profile) {
	c.need(len(p.CodePages) > 0, "code_pages is empty")
	for _, page := range p.CodePages {
		c.oneOf("code page", page.Name, codePages...)
	}
}

func (c *checker) words(p printer.Profile) {
	c.oneOf("driver", p.Driver, "escpos", "starline")
	for field, how := range map[string]string{
		"qr": p.Symbols.QR, "code128": p.Symbols.Code128,
		"pdf417": p.Symbols.PDF417, "datamatrix": p.Symbols.DataMatrix,
	} {
		c.oneOf("symbols: "+field, how, "raster", "epson", "custom", "star")
	}
	c.oneOf("cut", p.Cut, "gs_v_66", "gs_v_65", "gs_v_0", "esc_i", "esc_m", "esc_d", "none")
	c.oneOf("status", p.Status, "dle_eot", "full_status", "esc_v", "esc_ack")
	c.oneOf("confirm", p.Confirm, "process_id", "fence", "esc_v", "etb", "none")
	c.oneOf("clear", p.Clear, "dle_dc4", "esc_can", "none")
}

func (c *checker) presenter(p printer.Presenter) {
	c.oneOf("presenter: command", p.Command, "none", "gs_e", "gs_e_32", "fs_p", "gs_r", "esc_syn")
	if !p.Fitted() {
		c.need(p == printer.Presenter{Command: "none"}, "presenter: there is none, so nothing else may be said of it")
		return
	}
	c.oneOf("presenter: then", p.Then, "retract", "eject")
	c.need(p.Step > 0 && p.Step <= 50, "presenter: step %g: millimetres, at most 50", p.Step)
	c.need(p.Out > 0 && p.Out <= 500, "presenter: out %d: millimetres, at most 500", p.Out)
	c.need(p.Timeout >= 0 && p.Timeout <= 600, "presenter: timeout %d: seconds, at most 600", p.Timeout)
}

func (c *checker) line(p printer.Profile) {
	c.oneOf("flow", p.Flow, "none", "xonxoff", "rtscts")
	c.need(p.Baud > 0, "baud %d: must be positive", p.Baud)
	c.need(p.Buffer > 0, "buffer %d: must be positive", p.Buffer)
	c.need(p.Speed > 0, "speed %d: must be positive", p.Speed)
}
