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
	blocks []printer.Block
}

func (p *page) add(blocks ...printer.Block) { p.blocks = append(p.blocks, blocks...) }

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

// joined puts the lines of an address on one.
func joined(lines ...string) string {
	lines = slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return s == "" })
	return strings.Join(lines, ", ")
}
