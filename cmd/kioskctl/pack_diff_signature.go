package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"guichet/forms/strictyaml"
)

var placeType = reflect.TypeFor[strictyaml.Place]()

// signature writes down everything that a value of a pack says, and nothing
// else: two are the same where it is. Left out are places in files, unexported
// fields and functions.
func signature(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "-"
		}
		return signature(v.Elem())
	case reflect.Func:
		return ""
	case reflect.Struct:
		return structSignature(v)
	case reflect.Slice:
		var all []string
		for i := range v.Len() {
			all = append(all, signature(v.Index(i)))
		}
		return strings.Join(all, ", ")
	case reflect.Map:
		var all []string
		for _, k := range v.MapKeys() {
			all = append(all, fmt.Sprintf("%v: %s", k, signature(v.MapIndex(k))))
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	return fmt.Sprint(v)
}

func structSignature(v reflect.Value) string {
	if v.Type() == placeType {
		return ""
	}
	var all []string
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			all = append(all, signature(v.Field(i)))
		}
	}
	return "{" + strings.Join(all, "; ") + "}"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// union is the strings of both, sorted, each once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
