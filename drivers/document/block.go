package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
)

// What NF Z10-011 and a line of 576 dots have room for.
const (
	postalLines   = 6
	postalColumns = 38
	code128Length = 48
	mostColumns   = 255
	mostLines     = 255
)

// The words of the format, in the order of the constants that they stand for.
var (
	alignWords  = []string{"left", "centre", "right"}
	kindWords   = []string{"code128", "pdf417", "datamatrix"}
	ditherWords = []string{"floyd-steinberg", "ordered"}
)

// kind is a sort of block, by the key that makes it one.
type kind struct {
	key   string
	extra []string // the keys that may stand beside it
	read  func(*reader, fields) printer.Block
}

var kinds = []kind{
	{"text", []string{"align", "bold", "big", "indent"}, (*reader).textBlock},
	{"pair", []string{"bold"}, (*reader).pair},
	{"gap", nil, (*reader).gap},
	{"qr", nil, (*reader).qr},
	{"code", nil, (*reader).code},
	{"postal", nil, (*reader).postal},
	{"picture", nil, (*reader).picture},
}

func (r *reader) block(n *yaml.Node) printer.Block {
	if n.Kind == yaml.ScalarNode && n.Value == "rule" {
		return printer.Rule{}
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "rule, or a block: %s", kindNames())
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		for _, k := range kinds {
			if n.Content[i].Kind == yaml.ScalarNode && n.Content[i].Value == k.key {
				return k.read(r, r.fields(n, append([]string{k.key}, k.extra...)...))
			}
		}
	}
	r.fault(n, "this is no block: it has none of %s", kindNames())
	return nil
}

func kindNames() string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.key)
	}
	return strings.Join(names, ", ")
}

func (r *reader) textBlock(f fields) printer.Block {
	return printer.Text{
		S:      r.text(f.values["text"]),
		Align:  printer.Align(r.oneOf(f.values["align"], alignWords...)),
		Bold:   r.flag(f.values["bold"]),
		Big:    r.flag(f.values["big"]),
		Indent: r.number(f.values["indent"], mostColumns),
	}
}

func (r *reader) pair(f fields) printer.Block {
	n := f.values["pair"]
	items := r.list(n)
	if len(items) != 2 {
		if n.Kind == yaml.SequenceNode {
			r.fault(n, "a pair has two words: [left, right]")
		}
		return nil
	}
	return printer.Pair{Left: r.text(items[0]), Right: r.text(items[1]), Bold: r.flag(f.values["bold"])}
}

func (r *reader) gap(f fields) printer.Block {
	return printer.Gap{Lines: r.number(f.values["gap"], mostLines)}
}

func (r *reader) qr(f fields) printer.Block {
	return printer.QR{Data: r.words(f.values["qr"])}
}

func (r *reader) code(f fields) printer.Block {
	c := r.fields(f.values["code"], "kind", "data")
	kind, data := r.need(c, "kind"), r.need(c, "data")
	code := printer.Code{Kind: printer.CodeKind(r.oneOf(kind, kindWords...)), Data: r.words(data)}
	if code.Kind == printer.Code128 && kind != nil && slices.Contains(kindWords, kind.Value) && !fitsCode128(code.Data) {
		r.fault(data, "code128 takes %d printable ASCII characters at most", code128Length)
	}
	return code
}

func fitsCode128(s string) bool {
	for _, c := range s {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return len(s) <= code128Length
}

func (r *reader) postal(f fields) printer.Block {
	n := f.values["postal"]
	items := r.list(n)
	if n.Kind == yaml.SequenceNode && (len(items) == 0 || len(items) > postalLines) {
		r.fault(n, "an address has 1 to %d lines", postalLines)
	}
	var address printer.Postal
	for _, item := range items {
		line := r.words(item)
		if utf8.RuneCountInString(line) > postalColumns || strings.Contains(line, "\n") {
			r.fault(item, "a line of an address has %d characters at most", postalColumns)
		}
		address.Lines = append(address.Lines, line)
	}
	return address
}
