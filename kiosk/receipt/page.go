package receipt

import (
	"regexp"
	"slices"
	"strings"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/words"
)

// page collects the blocks of a document in one language.
type page struct {
	c      forms.Catalog
	named  string // the title
	blocks []printer.Block
}

func (p *page) add(blocks ...printer.Block) { p.blocks = append(p.blocks, blocks...) }

// document is what was collected. Large print is the driver's work: the blocks
// are the same.
func (p *page) document(name string, large bool) printer.Document {
	return printer.Document{Name: name, Title: p.named, Lang: string(p.c.Lang), Large: large, Blocks: p.blocks}
}

// duplicate marks a reprint before anything else is read.
func (p *page) duplicate(copied Copy, why string) {
	if copied != Duplicate {
		return
	}
	p.add(printer.Text{S: p.c.Text("receipt.duplicate.title"), Align: printer.Centre, Big: true, Bold: true})
	p.centred(why)
	p.add(printer.Gap{Lines: 1})
}

// letterhead is who speaks.
func (p *page) letterhead(name, unit string) {
	p.add(printer.Text{S: name, Align: printer.Centre, Bold: true})
	if unit != "" {
		p.add(printer.Text{S: unit, Align: printer.Centre})
	}
	p.add(printer.Rule{})
}

func (p *page) title(s string) {
	p.named = s
	p.add(printer.Text{S: s, Align: printer.Centre, Big: true}, printer.Gap{Lines: 1})
}

// head is a heading with white above it.
func (p *page) head(key string) {
	p.add(printer.Gap{Lines: 1}, printer.Text{S: p.c.Text(key), Bold: true})
}

// text is a paragraph; an empty one leaves no trace.
func (p *page) text(s string) {
	if s != "" {
		p.add(printer.Text{S: p.lines(s)})
	}
}

// bold is a line to find again; an empty one leaves no trace.
func (p *page) bold(s string) {
	if s != "" {
		p.add(printer.Text{S: s, Bold: true})
	}
}

// large is centred, twice as wide and as high: a number to copy.
func (p *page) large(s string) {
	p.add(printer.Text{S: s, Align: printer.Centre, Big: true, Bold: true})
}

func (p *page) say(key string, args ...string) { p.text(p.c.Text(key, args...)) }

func (p *page) centred(key string) {
	p.add(printer.Text{S: p.lines(p.c.Text(key)), Align: printer.Centre})
}

var endOfSentence = regexp.MustCompile(`([.!?]) (\p{Lu})`)

// lines puts each sentence on a line of its own in easy French, as the rules of
// FALC ask ("L’information pour tous", Unapei, 2009).
func (p *page) lines(s string) string {
	if p.c.Lang != forms.EasyFrench {
		return s
	}
	return endOfSentence.ReplaceAllString(s, "$1\n$2")
}

func (p *page) phone(number string) {
	if number != "" {
		p.add(printer.Pair{Left: p.c.Text("receipt.authority.phone"), Right: words.Phone(number)})
	}
}

func (p *page) email(address string) {
	if address != "" {
		p.add(printer.Pair{Left: p.c.Text("receipt.authority.email"), Right: address})
	}
}

func (p *page) bullets(all []string) {
	for _, s := range all {
		p.add(printer.Text{S: "• " + s})
	}
}

// boxes is a list with a box to tick before each. The box is one word, so that
// no line ends inside it.
func (p *page) boxes(all []string) {
	for _, s := range all {
		p.add(printer.Text{S: box + s})
	}
}

const box = "[\u00a0]\u00a0"

// joined puts the lines of an address on one.
func joined(lines ...string) string {
	lines = slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return s == "" })
	return strings.Join(lines, ", ")
}
