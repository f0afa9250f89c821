package document

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fields is a map that was read: each key with its value.
type fields struct {
	at     *yaml.Node // where a missing key is reported
	values map[string]*yaml.Node
}

// fields reads a map that may have the known keys only.
func (r *reader) fields(n *yaml.Node, known ...string) fields {
	f := fields{at: n, values: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "key: value, one a line, with %s", strings.Join(known, ", "))
		return f
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.field(f, n.Content[i], n.Content[i+1], known)
	}
	return f
}

func (r *reader) field(f fields, key, value *yaml.Node, known []string) {
	switch _, again := f.values[key.Value]; {
	case key.Kind != yaml.ScalarNode:
		r.fault(key, "a key is one word")
	case !slices.Contains(known, key.Value):
		r.fault(key, "%q is not known here; there are %s", short(key.Value), strings.Join(known, ", "))
	case again:
		r.fault(key, "%q is here twice", key.Value)
	default:
		f.values[key.Value] = value
	}
}

// need returns the value of a key that must be there, or nil.
func (r *reader) need(f fields, key string) *yaml.Node {
	n := f.values[key]
	if n == nil && f.at.Kind == yaml.MappingNode {
		r.fault(f.at, "%s is missing", key)
	}
	return n
}

// wrong reports a value of the wrong shape. Aliases were reported before.
func (r *reader) wrong(n *yaml.Node, format string, args ...any) {
	switch {
	case n.Kind == yaml.AliasNode:
	case n.ShortTag() == "!!null":
		r.fault(n, "nothing is written here: write "+format, args...)
	default:
		r.fault(n, "this must be "+format, args...)
	}
}

// text reads words; a nil node was reported before. A date is words as well.
func (r *reader) text(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	tag := n.ShortTag()
	if n.Kind != yaml.ScalarNode || tag != "!!str" && tag != "!!timestamp" {
		r.wrong(n, "words, in quotes")
		return ""
	}
	return n.Value
}

// words reads a text that must not be empty.
func (r *reader) words(n *yaml.Node) string {
	before := len(r.faults)
	s := r.text(n)
	if n != nil && s == "" && len(r.faults) == before && n.Kind == yaml.ScalarNode {
		r.fault(n, "this must not be empty")
	}
	return s
}

// flag reads true or false; a key that is left out is false.
func (r *reader) flag(n *yaml.Node) bool {
	if n == nil {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" || n.ShortTag() != "!!bool" {
		r.wrong(n, "true or false")
		return false
	}
	return n.Value == "true"
}

// number reads a decimal whole number from 0 to most; left out is 0.
func (r *reader) number(n *yaml.Node, most int) int {
	if n == nil {
		return 0
	}
	i, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil || i < 0 || i > most || strconv.Itoa(i) != n.Value {
		r.wrong(n, "a whole number from 0 to %d", most)
		return 0
	}
	return i
}

// oneOf reads one of the words, as its index; left out is the first.
func (r *reader) oneOf(n *yaml.Node, words ...string) int {
	if n == nil {
		return 0
	}
	i := slices.Index(words, n.Value)
	if n.Kind != yaml.ScalarNode || i < 0 {
		r.wrong(n, "one of %s", strings.Join(words, ", "))
		return 0
	}
	return i
}

// list reads a list; a nil node was reported before.
func (r *reader) list(n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.wrong(n, "a list")
		return nil
	}
	return n.Content
}

// short keeps a message on one line of a terminal.
func short(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
