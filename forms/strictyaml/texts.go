package strictyaml

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Text is a text of a translation file and where it stands.
type Text struct {
	Text  string
	Place Place
}

// Texts reads a translation file: maps of maps of texts, whose keys are
// joined by dots. A text that is empty is a fault. The map is nil where the
// file is not YAML at all: what it lacks is then no news.
func Texts(file string, data []byte) (map[string]Text, Faults) {
	doc, faults := Parse(file, data)
	if faults != nil {
		return nil, faults
	}
	out := map[string]Text{}
	if doc.root == nil {
		return out, nil
	}
	n := &Node{node: doc.root, file: file, faults: new(Faults)}
	n.texts("", out)
	n.faults.Sort()
	return out, *n.faults
}

func (n *Node) texts(prefix string, out map[string]Text) {
	entries, ok := n.Map()
	if !ok {
		n.want("a map of texts", "write key: text, one a line")
		return
	}
	for _, e := range entries {
		key := strings.TrimPrefix(prefix+"."+e.Name, ".")
		if e.Value.node.Kind == yaml.MappingNode {
			e.Value.texts(key, out)
			continue
		}
		e.Value.text(key, out)
	}
}

func (n *Node) text(key string, out map[string]Text) {
	text, tag, scalar := n.Scalar()
	_, twice := out[key]
	switch {
	case !scalar:
		n.want("a text", "write it on one line")
	case tag == "!!null" || strings.TrimSpace(text) == "":
		n.Fault("the text "+key+" is empty", "write it, or remove the key")
	case twice:
		n.Fault("the text "+key+" stands twice", "remove one")
	default:
		out[key] = Text{strings.TrimSpace(text), n.Place()}
	}
}
