package pdf

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// guideText is a guide as it is written.
type guideText struct {
	title string
	parts []guidePart
}

// guidePart is what is below a heading. The first may have none.
type guidePart struct {
	heading string
	blocks  []guideBlock
}

// guideBlock is a paragraph, the contacts, or a list. A list of pictures is a
// row.
type guideBlock struct {
	spans    []span
	contacts bool
	items    []guideItem
	numbered bool
}

func (b guideBlock) row() bool { return len(b.items) > 0 && b.items[0].figure != "" }

// guideItem is one of a list.
type guideItem struct {
	figure string
	spans  []span
}

// span is text of one weight.
type span struct {
	s    string
	bold bool
}

var (
	errTitle   = errors.New("it has no title: begin it with a line “# …”")
	errTitles  = errors.New("there is more than one title")
	errHeading = errors.New("a heading is words")
	errPlace   = errors.New("a picture stands in a list")
	errAlone   = errors.New("a picture stands alone in front of its words")
	errItem    = errors.New("an item of a list is one paragraph")
	errItalics = errors.New("*italics* are not known here, only **bold**")
	errRow     = errors.New("a list has pictures for all of its items or for none")
	errSplit   = errors.New("the pictures below a ### heading are of several printers, or of none")
)

// parseGuide reads the Markdown, and leaves out what is of other printers.
func parseGuide(markdown []byte, h Hall) (guideText, error) {
	p := &guideParser{source: markdown, hall: h}
	root := goldmark.DefaultParser().Parse(text.NewReader(markdown))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if err := p.block(n); err != nil {
			return guideText{}, fmt.Errorf("line %d: %w", p.lineOf(n), err)
		}
	}
	if err := p.endOfKind(); err != nil {
		return guideText{}, err
	}
	if p.out.title == "" {
		return guideText{}, errTitle
	}
	p.out.parts = slices.DeleteFunc(p.out.parts, func(part guidePart) bool { return len(part.blocks) == 0 })
	return p.out, nil
}

type guideParser struct {
	source []byte
	hall   Hall
	out    guideText
	kind   []guideBlock // below a ### heading
	inKind bool
}

func (p *guideParser) lineOf(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return 1 + strings.Count(string(p.source[:n.Lines().At(0).Start]), "\n")
		}
	}
	return 1
}

func (p *guideParser) block(n ast.Node) error {
	switch n := n.(type) {
	case *ast.Heading:
		return p.heading(n)
	case *ast.Paragraph:
		return p.paragraph(n)
	case *ast.List:
		return p.list(n)
	}
	return fmt.Errorf("%s is not known here", n.Kind())
}

func (p *guideParser) heading(n *ast.Heading) error {
	spans, figure, err := p.inline(n)
	if err != nil {
		return err
	}
	if err := p.endOfKind(); err != nil {
		return err
	}
	switch words := plain(spans); {
	case figure != "" || words == "":
		return errHeading
	case n.Level == 1 && p.out.title != "":
		return errTitles
	case n.Level == 1:
		p.out.title = words
	case n.Level == 2:
		p.out.parts = append(p.out.parts, guidePart{heading: words})
	case n.Level == 3:
		p.inKind = true
	default:
		return fmt.Errorf("a heading of level %d is not known here", n.Level)
	}
	return nil
}

// endOfKind takes what stood below a ### heading, where it is of this printer.
func (p *guideParser) endOfKind() error {
	if !p.inKind {
		return nil
	}
	of, err := kindOf(p.kind)
	if err != nil {
		return err
	}
	blocks := p.kind
	p.kind, p.inKind = nil, false
	if of == paperKinds[p.hall.Path] {
		p.add(blocks...)
	}
	return nil
}

// kindOf is the kind of printer that the pictures show: there must be one.
func kindOf(blocks []guideBlock) (string, error) {
	of := ""
	for _, b := range blocks {
		for _, it := range b.items {
			kind, _, _ := strings.Cut(it.figure, "-")
			if it.figure == "" || !slices.Contains(slices.Collect(maps.Values(paperKinds)), kind) {
				continue
			}
			if of != "" && of != kind {
				return "", errSplit
			}
			of = kind
		}
	}
	if of == "" {
		return "", errSplit
	}
	return of, nil
}

func (p *guideParser) add(blocks ...guideBlock) {
	if p.inKind {
		p.kind = append(p.kind, blocks...)
		return
	}
	if len(p.out.parts) == 0 {
		p.out.parts = append(p.out.parts, guidePart{})
	}
	last := &p.out.parts[len(p.out.parts)-1]
	last.blocks = append(last.blocks, blocks...)
}

func (p *guideParser) paragraph(n ast.Node) error {
	spans, figure, err := p.inline(n)
	switch {
	case err != nil:
		return err
	case figure != "":
		return errPlace
	case plain(spans) == "{contacts}":
		p.add(guideBlock{contacts: true})
	default:
		p.add(guideBlock{spans: spans})
	}
	return nil
}

func (p *guideParser) list(n *ast.List) error {
	b := guideBlock{numbered: n.IsOrdered()}
	for it := n.FirstChild(); it != nil; it = it.NextSibling() {
		if it.ChildCount() != 1 || it.FirstChild().Kind() != ast.KindTextBlock && it.FirstChild().Kind() != ast.KindParagraph {
			return errItem
		}
		spans, figure, err := p.inline(it.FirstChild())
		if err != nil {
			return err
		}
		b.items = append(b.items, guideItem{figure, spans})
	}
	if slices.ContainsFunc(b.items, func(it guideItem) bool { return (it.figure != "") != b.row() }) {
		return errRow
	}
	p.add(b)
	return nil
}

// inline reads the words of a block, and the picture that stands before them.
func (p *guideParser) inline(block ast.Node) (spans []span, figure string, err error) {
	for n := block.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			spans = append(spans, p.text(n, false))
		case *ast.Emphasis:
			spans, err = p.bold(n, spans)
		case *ast.Image:
			if figure != "" || plain(spans) != "" {
				return nil, "", errAlone
			}
			figure, err = figureOf(string(n.Destination))
		default:
			err = fmt.Errorf("%s is not known here", n.Kind())
		}
		if err != nil {
			return nil, "", err
		}
	}
	return trim(spans), figure, nil
}

func (p *guideParser) bold(n *ast.Emphasis, spans []span) ([]span, error) {
	if n.Level != 2 {
		return nil, errItalics
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			return nil, fmt.Errorf("%s inside of bold is not known here", c.Kind())
		}
		spans = append(spans, p.text(t, true))
	}
	return spans, nil
}

// text reads a piece; the end of a line is a space.
func (p *guideParser) text(n *ast.Text, bold bool) span {
	s := string(n.Segment.Value(p.source))
	if n.SoftLineBreak() || n.HardLineBreak() {
		s += " "
	}
	town := p.hall.Town
	if town == "" {
		town = "La mairie"
	}
	return span{clean(strings.ReplaceAll(s, "{mairie}", town)), bold}
}

// figureOf is the name of a drawing, by that of its file.
func figureOf(destination string) (string, error) {
	name := strings.TrimSuffix(path.Base(destination), path.Ext(destination))
	if _, ok := figures[name]; !ok {
		return "", fmt.Errorf("there is no picture %q; there are %s", name, strings.Join(Figures(), ", "))
	}
	return name, nil
}

// plain is the text alone.
func plain(spans []span) string {
	var b strings.Builder
	for _, sp := range spans {
		b.WriteString(sp.s)
	}
	return strings.TrimSpace(b.String())
}

// trim takes the white off both ends.
func trim(spans []span) []span {
	for len(spans) > 0 && strings.Trim(spans[0].s, " ") == "" {
		spans = spans[1:]
	}
	for len(spans) > 0 && strings.Trim(spans[len(spans)-1].s, " ") == "" {
		spans = spans[:len(spans)-1]
	}
	if len(spans) > 0 {
		spans[0].s = strings.TrimLeft(spans[0].s, " ")
		spans[len(spans)-1].s = strings.TrimRight(spans[len(spans)-1].s, " ")
	}
	return spans
}
