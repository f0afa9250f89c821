package strictyaml

import (
	"bytes"
	"errors"
	"io"
	"reflect"

	"go.yaml.in/yaml/v3"
)

// Doc is a file that was parsed.
type Doc struct {
	file string
	root *yaml.Node // nil: an empty file
}

// Decode reads a file into the struct that into points to, over what it holds
// already. The file is only named in faults. Without faults it gives nil.
func Decode(file string, data []byte, into any) Faults {
	doc, faults := Parse(file, data)
	if faults != nil {
		return faults
	}
	return doc.Decode(into)
}

// Parse reads the structure of a file: what is not YAML, or more of YAML than
// this package takes, is a fault.
func Parse(file string, data []byte) (*Doc, Faults) {
	if at, bad := NotUTF8(file, data); bad {
		return nil, Faults{at.Fault("a letter that is not UTF-8", MendUTF8)}
	}
	var top, second yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	err := dec.Decode(&top)
	switch {
	case errors.Is(err, io.EOF):
		return &Doc{file: file}, nil
	case err != nil:
		return nil, Faults{syntaxFault(file, data, err)}
	case dec.Decode(&second) != io.EOF:
		at := Place{file, max(second.Line, 1), max(second.Column, 1)}
		return nil, Faults{at.Fault("a second document in the file", "remove the line --- and what follows")}
	}
	d := &Doc{file: file, root: top.Content[0]}
	return d, d.plain()
}

// plain refuses anchors, aliases and merge keys: they hide where a value
// comes from, and can make a small file huge.
func (d *Doc) plain() Faults {
	var faults Faults
	visit(d.root, func(n *yaml.Node) {
		if n.Anchor != "" || n.Kind == yaml.AliasNode || n.ShortTag() == "!!merge" {
			faults = append(faults, d.place(n).Fault("anchors and aliases are not read", "write the value out in full"))
		}
	})
	faults.Sort()
	return faults
}

func visit(n *yaml.Node, f func(*yaml.Node)) {
	f(n)
	for _, c := range n.Content {
		visit(c, f)
	}
}

func (d *Doc) place(n *yaml.Node) Place {
	if n == nil {
		return Place{d.file, 1, 1}
	}
	return Place{d.file, n.Line, n.Column}
}

// Decode reads the document into the struct that into points to.
func (d *Doc) Decode(into any) Faults {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic("strictyaml: Decode needs a pointer")
	}
	root := d.root
	if root == nil {
		root = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: 1, Column: 1}
	}
	n := &Node{node: root, file: d.file, faults: new(Faults)}
	n.Decode(into)
	n.faults.Sort()
	return *n.faults
}

// At is the place of the value that a path of keys (strings) and indexes
// (integers) leads to, or of the last thing on the way that is there.
func (d *Doc) At(path ...any) Place {
	n := d.root
	for _, step := range path {
		next := child(n, step)
		if next == nil {
			break
		}
		n = next
	}
	return d.place(n)
}

func child(n *yaml.Node, step any) *yaml.Node {
	if n == nil {
		return nil
	}
	if i, ok := step.(int); ok && n.Kind == yaml.SequenceNode && i >= 0 && i < len(n.Content) {
		return n.Content[i]
	}
	if key, ok := step.(string); ok && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

// Has tells whether a path leads to a value.
func (d *Doc) Has(path ...any) bool {
	n := d.root
	for _, step := range path {
		n = child(n, step)
	}
	return n != nil
}
