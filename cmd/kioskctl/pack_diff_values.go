package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// changes compares two values of one type field by field, whatever fields it
// has: a field that packs get next year is compared too. Words say those that
// have a sentence of their own, by the path of the field.
func changes(path string, was, is any, words map[string]func(was, is any) string) []string {
	c := &comparer{words: words}
	c.compare(path, reflect.ValueOf(was), reflect.ValueOf(is))
	return c.lines
}

type comparer struct {
	words map[string]func(was, is any) string
	lines []string
}

func (c *comparer) compare(path string, was, is reflect.Value) {
	if same(was, is) {
		return
	}
	if say, ok := c.words[path]; ok {
		c.lines = append(c.lines, say(was.Interface(), is.Interface()))
		return
	}
	switch was.Kind() {
	case reflect.Struct:
		for i := range was.NumField() {
			if f := was.Type().Field(i); f.IsExported() {
				c.compare(joined(path, snake(f.Name)), was.Field(i), is.Field(i))
			}
		}
	case reflect.Slice:
		c.slices(path, was, is)
	case reflect.Map:
		c.maps(path, was, is)
	default:
		c.say(path, "%s → %s", shownValue(was), shownValue(is))
	}
}

// same compares what a pack says. Where in a file it says so makes no
// difference, and functions were made from what it says.
func same(was, is reflect.Value) bool {
	return signature(was) == signature(is)
}

func (c *comparer) say(path, format string, args ...any) {
	c.lines = append(c.lines, fmt.Sprintf("%s: %s", path, fmt.Sprintf(format, args...)))
}

// slices matches elements by their ID or name, or as they are, and says which
// came and went, and that those which stay have another order.
func (c *comparer) slices(path string, was, is reflect.Value) {
	before, now := elements(was), elements(is)
	for _, e := range before {
		if _, stays := byName(now, e.name); !stays {
			c.say(path, "%s removed", e.name)
		}
	}
	for _, e := range now {
		old, there := byName(before, e.name)
		if !there {
			c.say(path, "%s added", e.name)
			continue
		}
		c.compare(path+" "+e.name, old, e.value)
	}
	if !slices.Equal(namesIn(before, now), namesIn(now, before)) {
		c.say(path, "another order: %s", strings.Join(namesIn(now, now), ", "))
	}
}

func (c *comparer) maps(path string, was, is reflect.Value) {
	keys := map[string]reflect.Value{}
	for _, v := range []reflect.Value{was, is} {
		for _, k := range v.MapKeys() {
			keys[fmt.Sprint(k)] = k
		}
	}
	for _, name := range sortedKeys(keys) {
		old, now := was.MapIndex(keys[name]), is.MapIndex(keys[name])
		switch {
		case !now.IsValid():
			c.say(path, "%s removed", name)
		case !old.IsValid():
			c.say(path, "%s added", name)
		default:
			c.compare(path+" "+name, old, now)
		}
	}
}

// element is one of a slice, under the name that it keeps between revisions.
type element struct {
	name  string
	value reflect.Value
}

// elements names the second of a name "paper 2": none is lost.
func elements(v reflect.Value) []element {
	var all []element
	seen := map[string]int{}
	for i := range v.Len() {
		e := v.Index(i)
		name := nameOf(e)
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s %d", name, seen[name])
		}
		all = append(all, element{name, e})
	}
	return all
}

func nameOf(v reflect.Value) string {
	if v.Kind() == reflect.Struct {
		for _, field := range []string{"ID", "Name", "Mention", "Value", "Kind"} {
			if f := v.FieldByName(field); f.IsValid() && f.Kind() == reflect.String && f.Len() > 0 {
				return f.String()
			}
		}
	}
	return shownValue(v)
}

func byName(all []element, name string) (reflect.Value, bool) {
	i := slices.IndexFunc(all, func(e element) bool { return e.name == name })
	if i < 0 {
		return reflect.Value{}, false
	}
	return all[i].value, true
}

// namesIn are the names of the elements that others have too.
func namesIn(all, others []element) []string {
	var out []string
	for _, e := range all {
		if _, ok := byName(others, e.name); ok {
			out = append(out, e.name)
		}
	}
	return out
}

// shownValue is a value in words; nothing where there is none.
func shownValue(v reflect.Value) string {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() == reflect.Pointer || v.IsZero() && v.Kind() != reflect.Bool {
		return "nothing"
	}
	if v.Kind() == reflect.String {
		return oneLine(v.String())
	}
	return signature(v)
}

// snake is the key of a field in YAML: "RetentionDays" is retention_days.
func snake(name string) string {
	var b strings.Builder
	before := '_'
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteRune('_')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return b.String()
}

func joined(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
