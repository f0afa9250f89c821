package strictyaml

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Unmarshaler is a type that reads itself: a syntax tree, a value with two
// ways to write it. It reports what is wrong with [Node.Fault].
type Unmarshaler interface {
	UnmarshalNode(n *Node)
}

// Node is a value in a file, as an [Unmarshaler] sees it.
type Node struct {
	node   *yaml.Node
	file   string
	faults *Faults
}

func (n *Node) with(y *yaml.Node) *Node { return &Node{node: y, file: n.file, faults: n.faults} }

// Place is where the value stands.
func (n *Node) Place() Place { return Place{n.file, n.node.Line, n.node.Column} }

// Fault reports that this value is wrong.
func (n *Node) Fault(what, mend string) { *n.faults = append(*n.faults, n.Place().Fault(what, mend)) }

// Scalar is the text of a value as written, and its YAML tag: "!!str",
// "!!int", "!!bool", "!!float", "!!timestamp". False: it is a list or a map.
func (n *Node) Scalar() (text, tag string, ok bool) {
	return n.node.Value, n.node.ShortTag(), n.node.Kind == yaml.ScalarNode
}

// List is the values of a list; false: it is not one.
func (n *Node) List() ([]*Node, bool) {
	if n.node.Kind != yaml.SequenceNode {
		return nil, false
	}
	out := make([]*Node, len(n.node.Content))
	for i, c := range n.node.Content {
		out[i] = n.with(c)
	}
	return out, true
}

// Entry is a key of a map and its value.
type Entry struct {
	Name  string
	Key   *Node // where the key stands
	Value *Node
}

// Map is the entries of a map in order, without those whose key stands twice,
// which it reports; false: it is not a map.
func (n *Node) Map() ([]Entry, bool) {
	if n.node.Kind != yaml.MappingNode {
		return nil, false
	}
	var out []Entry
	seen := map[string]Place{}
	for i := 0; i+1 < len(n.node.Content); i += 2 {
		key := n.with(n.node.Content[i])
		name, _, scalar := key.Scalar()
		first, twice := seen[name]
		switch {
		case !scalar:
			key.Fault("a key must be a word", "write key: value")
		case twice:
			key.Fault(fmt.Sprintf("key %q stands twice", name), fmt.Sprintf("remove one; the first is at line %d", first.Line))
		default:
			seen[name] = key.Place()
			out = append(out, Entry{name, key, n.with(n.node.Content[i+1])})
		}
	}
	return out, true
}

// want reports that a value is of another type than is due.
func (n *Node) want(what, mend string) {
	n.Fault("want "+what+", got "+n.describe(), mend)
}

func (n *Node) describe() string {
	text, tag, scalar := n.Scalar()
	switch {
	case n.node.Kind == yaml.MappingNode:
		return "a map"
	case !scalar:
		return "a list"
	case tag == "!!null":
		return "nothing"
	case tag == "!!str":
		return fmt.Sprintf("the text %q", short(text))
	case tag == "!!bool":
		return text
	}
	return short(text)
}

func short(s string) string {
	if r := []rune(strings.ReplaceAll(s, "\n", " ")); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return s
}
