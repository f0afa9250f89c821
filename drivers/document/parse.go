package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
)

// Parse reads a document that stands alone: its pictures are data. The error
// is one [Fault], or several joined, from top to bottom.
func Parse(data []byte) (printer.Document, error) { return ParseIn(data, nil) }

// ParseIn is Parse for a document whose picture files are in dir.
func ParseIn(data []byte, dir fs.FS) (printer.Document, error) {
	r := &reader{pictures: pictures{dir}}
	root, err := decode(data)
	if err != nil {
		return printer.Document{}, err
	}
	r.forbid(root)
	doc := r.document(root)
	if err := r.err(); err != nil {
		return printer.Document{}, err
	}
	return doc, nil
}

// Read reads the document in a file; its pictures are in the same folder or
// below, and a link does not lead out of there.
func Read(path string) (printer.Document, error) {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return printer.Document{}, fmt.Errorf("document: %w", err)
	}
	defer root.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		return printer.Document{}, fmt.Errorf("document: %w", err)
	}
	return ParseIn(data, root.FS())
}

// decode makes the tree of the one document in data.
func decode(data []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var root, more yaml.Node
	switch err := dec.Decode(&root); {
	case errors.Is(err, io.EOF):
		return nil, &Fault{1, 1, "the document is empty"}
	case err != nil:
		return nil, syntax(err)
	}
	switch err := dec.Decode(&more); {
	case err == nil:
		return nil, &Fault{more.Line, more.Column, "a second document has no place here"}
	case !errors.Is(err, io.EOF):
		return nil, syntax(err)
	}
	return root.Content[0], nil
}

var lineOf = regexp.MustCompile(`^yaml: line (\d+): `)

// syntax gives an error of the YAML library the shape of ours.
func syntax(err error) error {
	text := err.Error()
	if m := lineOf.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		return &Fault{line, 0, "not YAML: " + advised(text[len(m[0]):])}
	}
	return &Fault{0, 0, "not YAML: " + advised(strings.TrimPrefix(text, "yaml: "))}
}

// advice is what to do about the mistakes that hands make most, by the library's
// words for them.
var advice = map[string]string{
	"found character that cannot start any token":    "indent with spaces, not tabs, and put a text that begins with % @ or ` in quotes",
	"mapping values are not allowed in this context": "put a text with a colon in quotes",
	"incomplete UTF-8 octet sequence":                "save the file as UTF-8",
	"invalid leading UTF-8 octet":                    "save the file as UTF-8",
	"invalid trailing UTF-8 octet":                   "save the file as UTF-8",
}

func advised(text string) string {
	if what, ok := advice[text]; ok {
		return text + ": " + what
	}
	return text
}

func (r *reader) document(n *yaml.Node) printer.Document {
	f := r.fields(n, "name", "title", "lang", "large", "blocks")
	doc := printer.Document{
		Name:  r.words(r.need(f, "name")),
		Title: r.words(f.values["title"]),
		Lang:  r.words(f.values["lang"]),
		Large: r.flag(f.values["large"]),
	}
	for _, b := range r.list(r.need(f, "blocks")) {
		doc.Blocks = append(doc.Blocks, r.block(b))
	}
	return doc
}
