package document

import (
	"bytes"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
)

// Format writes doc so that [Parse] reads the same again, pictures as data, in
// grey. The error says what of doc the format has no words for: it never
// writes what Parse refuses.
func Format(doc printer.Document) ([]byte, error) {
	tree, err := documentNode(doc)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(tree); err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	if _, err := Parse(b.Bytes()); err != nil {
		return nil, fmt.Errorf("document: cannot be written: %w", err)
	}
	return b.Bytes(), nil
}

func documentNode(doc printer.Document) (*yaml.Node, error) {
	blocks := &yaml.Node{Kind: yaml.SequenceNode}
	for i, b := range doc.Blocks {
		n, err := blockNode(b)
		if err != nil {
			return nil, fmt.Errorf("document: block %d: %w", i, err)
		}
		blocks.Content = append(blocks.Content, n)
	}
	return mapping("name", words(doc.Name), "title", optional(doc.Title), "lang", optional(doc.Lang), "large", flag(doc.Large), "blocks", blocks), nil
}

func blockNode(b printer.Block) (*yaml.Node, error) {
	switch b := b.(type) {
	case printer.Rule:
		return plain("rule"), nil
	case printer.Text:
		return textNode(b)
	case printer.Pair:
		return mapping("pair", list(b.Left, b.Right), "bold", flag(b.Bold)), nil
	case printer.Gap:
		return mapping("gap", plain(strconv.Itoa(b.Lines))), nil
	case printer.QR:
		return mapping("qr", words(b.Data)), nil
	case printer.Code:
		return codeNode(b)
	case printer.Postal:
		return mapping("postal", list(b.Lines...)), nil
	case printer.Picture:
		return pictureNode(b)
	}
	return nil, fmt.Errorf("a %T has no words", b)
}

func textNode(t printer.Text) (*yaml.Node, error) {
	align, err := word(alignWords, int(t.Align))
	if err != nil {
		return nil, err
	}
	var indent *yaml.Node
	if t.Indent != 0 {
		indent = plain(strconv.Itoa(t.Indent))
	}
	return mapping("text", words(t.S), "align", align, "bold", flag(t.Bold), "big", flag(t.Big), "indent", indent), nil
}

func codeNode(c printer.Code) (*yaml.Node, error) {
	if c.Kind < 0 || int(c.Kind) >= len(kindWords) {
		return nil, fmt.Errorf("%d is no word of %v", c.Kind, kindWords)
	}
	n := mapping("kind", plain(kindWords[c.Kind]), "data", words(c.Data))
	n.Style = yaml.FlowStyle
	return mapping("code", n), nil
}

func pictureNode(p printer.Picture) (*yaml.Node, error) {
	if p.Image == nil {
		return nil, fmt.Errorf("a picture without an image")
	}
	dither, err := word(ditherWords, int(p.Dither))
	if err != nil {
		return nil, err
	}
	data, err := dataOf(p.Image)
	if err != nil {
		return nil, err
	}
	return mapping("picture", mapping("dither", dither, "data", words(data))), nil
}

// word is the node of words[i], none for the first: it is what a key that is
// left out means.
func word(words []string, i int) (*yaml.Node, error) {
	switch {
	case i < 0 || i >= len(words):
		return nil, fmt.Errorf("%d is no word of %v", i, words)
	case i == 0:
		return nil, nil
	}
	return plain(words[i]), nil
}

func flag(b bool) *yaml.Node {
	if !b {
		return nil
	}
	return plain("true")
}

func plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

func words(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
}

func list(items ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range items {
		n.Content = append(n.Content, words(s))
	}
	return n
}

// optional leaves out what says nothing.
func optional(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	return words(s)
}

// mapping takes keys and values in turn and leaves out those without a value.
func mapping(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(pairs); i += 2 {
		if value := pairs[i+1].(*yaml.Node); value != nil {
			n.Content = append(n.Content, plain(pairs[i].(string)), value)
		}
	}
	return n
}
