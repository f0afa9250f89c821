package strictyaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// field is a field of a struct that is read.
type field struct {
	name     string
	index    []int
	required bool
	oneOf    []string
}

// fieldsOf lists the tagged fields of a struct, embedded structs in place.
func fieldsOf(t reflect.Type) []field {
	var out []field
	for f := range t.Fields() {
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append(slices.Clone(f.Index), inner.index...)
				out = append(out, inner)
			}
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		out = append(out, field{name, f.Index, options == "required", strings.Fields(f.Tag.Get("oneof"))})
	}
	return out
}

func (n *Node) decodeStruct(v reflect.Value) {
	entries, ok := n.Map()
	if !ok {
		n.want("a map", "write key: value, one a line")
		return
	}
	fields := fieldsOf(v.Type())
	for _, e := range entries {
		n.decodeField(e, fields, v)
	}
	for _, f := range fields {
		if f.required && !hasEntry(entries, f.name) {
			n.Fault(fmt.Sprintf("key %q is missing", f.name), fmt.Sprintf("add %s: …", f.name))
		}
	}
}

func hasEntry(entries []Entry, name string) bool {
	return slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == name })
}

func (n *Node) decodeField(e Entry, fields []field, v reflect.Value) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == e.Name })
	if i < 0 {
		e.Key.Fault(fmt.Sprintf("unknown key %q", e.Name), MendName(e.Name, names(fields)))
		return
	}
	to := v.FieldByIndex(fields[i].index)
	before := len(*n.faults)
	e.Value.decode(to)
	if len(*n.faults) == before {
		e.Value.checkOneOf(fields[i].oneOf, to)
	}
}

func (n *Node) checkOneOf(values []string, v reflect.Value) {
	if len(values) == 0 || v.Kind() != reflect.String || slices.Contains(values, v.String()) {
		return
	}
	n.Fault(fmt.Sprintf("%q is not known here", short(v.String())), MendName(v.String(), values))
}

func names(fields []field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.name
	}
	return out
}
