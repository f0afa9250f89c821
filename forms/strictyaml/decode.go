package strictyaml

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Decode reads the value into what into points to, and reports its faults.
func (n *Node) Decode(into any) { n.decode(reflect.ValueOf(into).Elem()) }

func (n *Node) decode(v reflect.Value) {
	if n.null() {
		n.Fault("nothing is written here", "write a value, or remove the key")
		return
	}
	if v.Kind() == reflect.Pointer {
		n.decodePointer(v)
		return
	}
	if n.decodeItself(v.Addr().Interface()) {
		return
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Duration]():
		n.decodeDuration(v)
	case v.Kind() == reflect.Struct:
		n.decodeStruct(v)
	case v.Kind() == reflect.Slice:
		n.decodeSlice(v)
	case v.Kind() == reflect.Map:
		n.decodeMap(v)
	default:
		n.decodeScalar(v)
	}
}

func (n *Node) null() bool {
	_, tag, scalar := n.Scalar()
	return scalar && tag == "!!null"
}

func (n *Node) decodePointer(v reflect.Value) {
	if v.IsNil() {
		v.Set(reflect.New(v.Type().Elem()))
	}
	n.decode(v.Elem())
}

// decodeItself lets a type that can read itself do so.
func (n *Node) decodeItself(p any) bool {
	switch p := p.(type) {
	case Unmarshaler:
		p.UnmarshalNode(n)
		return true
	case encoding.TextUnmarshaler:
		n.decodeText(p)
		return true
	}
	return false
}

func (n *Node) decodeText(p encoding.TextUnmarshaler) {
	text, _, scalar := n.Scalar()
	if !scalar {
		n.want("a text", "write it on one line")
		return
	}
	if err := p.UnmarshalText([]byte(text)); err != nil {
		n.Fault(err.Error(), "see what the documentation of the key takes")
	}
}

func (n *Node) decodeDuration(v reflect.Value) {
	text, _, scalar := n.Scalar()
	d, err := time.ParseDuration(text)
	if !scalar || err != nil {
		n.want("a duration", "write it with its unit: 45s, 20m, 12h")
		return
	}
	v.SetInt(int64(d))
}

func (n *Node) decodeSlice(v reflect.Value) {
	items, ok := n.List()
	if !ok {
		n.want("a list", "write [one, two], or a line with - for each")
		return
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		item.decode(out.Index(i))
	}
	v.Set(out)
}

func (n *Node) decodeMap(v reflect.Value) {
	entries, ok := n.Map()
	if !ok {
		n.want("a map", "write key: value, one a line")
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for _, e := range entries {
		item := reflect.New(v.Type().Elem()).Elem()
		e.Value.decode(item)
		v.SetMapIndex(reflect.ValueOf(e.Name).Convert(v.Type().Key()), item)
	}
}

func (n *Node) decodeScalar(v reflect.Value) {
	text, tag, scalar := n.Scalar()
	if !scalar {
		tag = ""
	}
	switch v.Kind() {
	case reflect.String:
		n.decodeString(v, text, tag)
	case reflect.Bool:
		if tag != "!!bool" {
			n.want("true or false", "write true or false")
			return
		}
		v.SetBool(strings.EqualFold(text, "true"))
	case reflect.Float32, reflect.Float64:
		n.decodeFloat(v, text, tag)
	default:
		n.decodeInteger(v, text, tag)
	}
}

// decodeString takes a date as it is written: 2026-01-31 needs no quotes.
func (n *Node) decodeString(v reflect.Value, text, tag string) {
	switch tag {
	case "!!str", "!!timestamp":
		v.SetString(text)
	case "":
		n.want("a text", "write it on one line")
	default:
		n.want("a text", fmt.Sprintf("put it between quotes: %q", text))
	}
}

func (n *Node) decodeFloat(v reflect.Value, text, tag string) {
	f, err := strconv.ParseFloat(text, v.Type().Bits())
	if tag != "!!float" && tag != "!!int" || err != nil || f-f != 0 { // f-f: not infinite, not a NaN
		n.want("a number", "write it in digits: 12 or 12.5")
		return
	}
	v.SetFloat(f)
}

// decodeInteger takes decimal integers only: 010 is eight to some, ten to
// others.
func (n *Node) decodeInteger(v reflect.Value, text, tag string) {
	i, err := strconv.ParseInt(text, 10, 64)
	switch {
	case tag != "!!int" || strconv.FormatInt(i, 10) != text && err == nil:
		n.want("a whole number", "write it in digits: 12")
	case err != nil || !fits(v, i):
		n.Fault(short(text)+" is out of range", "write a number that fits")
	case v.CanInt():
		v.SetInt(i)
	default:
		v.SetUint(uint64(i))
	}
}

func fits(v reflect.Value, i int64) bool {
	switch {
	case v.CanInt():
		return !v.OverflowInt(i)
	case v.CanUint():
		return i >= 0 && !v.OverflowUint(uint64(i))
	}
	panic("strictyaml: cannot read into a " + v.Type().String())
}
