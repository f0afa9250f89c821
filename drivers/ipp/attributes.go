package ipp

import "github.com/OpenPrinting/goipp"

// attributes looks names up in a group. What is missing or has another syntax
// is not there: printers send all sorts of things.
type attributes goipp.Attributes

func (a attributes) values(name string) goipp.Values {
	for _, one := range a {
		if one.Name == name {
			return one.Values
		}
	}
	return nil
}

// number is an integer or an enum.
func (a attributes) number(name string) (int, bool) {
	for _, v := range a.values(name) {
		if n, ok := v.V.(goipp.Integer); ok {
			return int(n), true
		}
	}
	return 0, false
}

// texts are keywords, names or URIs.
func (a attributes) texts(name string) (all []string) {
	for _, v := range a.values(name) {
		if s, ok := v.V.(goipp.String); ok {
			all = append(all, string(s))
		}
	}
	return all
}

// says is whether a keyword is among the values.
func (a attributes) says(name, keyword string) bool {
	for _, s := range a.texts(name) {
		if s == keyword {
			return true
		}
	}
	return false
}

// none says that the attribute is there and has no value yet (RFC 8011 §5.1.1).
func (a attributes) none(name string) bool {
	values := a.values(name)
	return len(values) > 0 && values[0].T == goipp.TagNoValue
}

// no is whether a boolean is there and false.
func (a attributes) no(name string) bool {
	for _, v := range a.values(name) {
		if b, ok := v.V.(goipp.Boolean); ok {
			return !bool(b)
		}
	}
	return false
}
