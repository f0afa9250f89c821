package profiles

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"guichet/drivers/printer"
)

// codePages are the character sets that a profile may name. There is no Greek
// or Turkish one, though they have a euro sign: French comes first.
var codePages = []string{"cp1252", "cp858", "cp850"}

// Check returns every fault of p, joined; nil if there is none.
func Check(p printer.Profile) error {
	c := &checker{name: p.Name}
	c.need(p.Name != "", "name is missing")
	c.need(p.Model != "", "model is missing")
	c.paper(p)
	c.roll(p)
	c.characters(p)
	c.words(p)
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

// oneOf wants value among known, where "" stands for a word that may be left
// out.
func (c *checker) oneOf(field, value string, known []string) {
	words := slices.DeleteFunc(slices.Clone(known), func(w string) bool { return w == "" })
	if len(words) == 0 {
		c.need(value == "", "%s %q: this driver has no such word; leave it out", field, value)
		return
	}
	c.need(slices.Contains(known, value), "%s %q: one of %s", field, value, strings.Join(words, ", "))
}

func (c *checker) paper(p printer.Profile) {
	c.need(p.Columns >= 16 && p.Columns <= 255, "columns %d: must be 16 to 255", p.Columns)
	c.need(p.Dots >= 8*p.Columns && p.Dots <= 4096, "dots %d: must be 8 for each column, at most 4096", p.Dots)
	c.need(p.DPI >= 100 && p.DPI <= 600, "dpi %d: must be 100 to 600", p.DPI)
	c.need(p.FeedLines >= 0 && p.FeedLines <= 255, "feed_lines %d: must be 0 to 255", p.FeedLines)
	c.need(p.FeedLines != 0 || !bare(p.Cut), "feed_lines 0: cut %q does not feed, and would cut through the last lines", p.Cut)
}

// paths are the ways that paper goes in; "" is not said.
var paths = []string{"", printer.Clamshell, printer.Front, printer.Presenting, printer.Sheets}

func (c *checker) roll(p printer.Profile) {
	c.oneOf("path", p.Path, paths)
	c.need(p.Line == 0 || p.Line >= 2 && p.Line <= 10, "line %g: must be 2 to 10 millimetres, or left out", p.Line)
	c.need(p.Roll == 0 || p.Roll >= 5 && p.Roll <= 1000, "roll %g: must be 5 to 1000 metres, or left out", p.Roll)
	c.need(p.NearEnd == 0 || p.NearEnd >= 0.5 && p.NearEnd <= 50, "near_end %g: must be 0.5 to 50 metres, or left out", p.NearEnd)
}

func (c *checker) characters(p printer.Profile) {
	c.need(len(p.CodePages) > 0, "code_pages is empty")
	seen := map[string]bool{}
	for _, page := range p.CodePages {
		c.oneOf("code page", page.Name, codePages)
		c.need(!seen[page.Name], "code page %q: twice", page.Name)
		seen[page.Name] = true
	}
}

func (c *checker) words(p printer.Profile) {
	v, ok := vocabularies[p.Driver]
	if !ok {
		c.oneOf("driver", p.Driver, []string{"escpos", "starline"})
		return
	}
	c.oneOf("select_page", p.SelectPage, v.selectPage)
	c.oneOf("feed", p.Feed, v.feed)
	c.oneOf("raster", p.Raster, v.raster)
	c.oneOf("symbols: qr", p.Symbols.QR, v.symbols)
	c.oneOf("symbols: code128", p.Symbols.Code128, v.symbols)
	c.oneOf("symbols: pdf417", p.Symbols.PDF417, v.symbols)
	c.oneOf("symbols: datamatrix", p.Symbols.DataMatrix, v.symbols)
	c.oneOf("cut", p.Cut, v.cut)
	c.oneOf("status", p.Status, v.status)
	c.oneOf("confirm", p.Confirm, v.confirm)
	c.oneOf("clear", p.Clear, v.clear)
	clear, needed := v.clearFor[p.Confirm]
	c.need(!needed || p.Clear == clear, "confirm %q needs clear %q: what an abandoned document left would be counted too", p.Confirm, clear)
	c.presenter(p.Presenter, v.presenter)
	c.need(p.Confirm != "presented" || p.Presenter.Fitted() && p.Status == "full_status",
		"confirm presented: needs a presenter, and status full_status, which sees its mouth")
	c.need(p.Confirm != "esc_v" || p.Status == "esc_v", "confirm esc_v: needs status esc_v; other makers' printers answer ESC v at once")
}

func (c *checker) presenter(p printer.Presenter, known []string) {
	c.oneOf("presenter: command", p.Command, known)
	if !p.Fitted() {
		c.need(p == printer.Presenter{Command: "none"}, "presenter: there is none, so nothing else may be said of it")
		return
	}
	c.oneOf("presenter: then", p.Then, []string{"retract", "eject"})
	c.reach(p)
	if most, ok := longest[p.Command]; ok {
		c.need(p.Timeout >= 0 && p.Timeout <= most, "presenter: timeout %d: seconds, at most %d with %s", p.Timeout, most, p.Command)
	}
}

// reach is how far it holds the paper out: a number of steps in one byte.
func (c *checker) reach(p printer.Presenter) {
	if !stepped(p.Command) {
		c.need(p.Step == 0 && p.Out == 0, "presenter: %s is not told how far: leave out step and out", p.Command)
		return
	}
	c.need(p.Step > 0 && p.Step <= 50, "presenter: step %g: millimetres, at most 50", p.Step)
	c.need(p.Out > 0 && p.Out <= 500, "presenter: out %d: millimetres, at most 500", p.Out)
	c.need(p.Step <= 0 || float64(p.Out) <= 255*p.Step, "presenter: out %d: more than 255 steps of %g", p.Out, p.Step)
}

func (c *checker) line(p printer.Profile) {
	c.oneOf("flow", p.Flow, []string{"none", "xonxoff", "rtscts"})
	c.need(p.Baud > 0, "baud %d: must be positive", p.Baud)
	c.need(p.Buffer > 0, "buffer %d: must be positive", p.Buffer)
	c.need(p.Speed > 0, "speed %d: must be positive", p.Speed)
}
