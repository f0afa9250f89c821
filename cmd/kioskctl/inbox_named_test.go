package main

import (
	"strings"
	"testing"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/tool"
)

// TestAReferenceOfTwo: marking as handled asks which of two is meant, and takes
// the id; reading shows both.
func TestAReferenceOfTwo(t *testing.T) {
	item := func(id, reference string) tool.Item {
		return tool.Item{Header: custody.Header{ID: id, Reference: reference, Pack: "cantine"}}
	}
	const one, two, other = "00000000000000000000000000000001", "00000000000000000000000000000002", "00000000000000000000000000000003"
	items := []tool.Item{item(one, "482 739 156 Z"), item(other, "000 000 001 B"), item(two, "482 739 156 Z")}
	for name, c := range map[string]struct {
		one   bool
		typed []string
		want  string // ids, or a part of the error
	}{
		"read both":           {false, []string{"482739156z"}, one + " " + two},
		"handle one of two":   {true, []string{"482 739 156 Z"}, "reference of 2 submissions; name the one that is handled by its id: " + one},
		"handle it by its id": {true, []string{two}, two},
		"both by their ids":   {true, []string{one, two}, one + " " + two},
		"handle a sole one":   {true, []string{"000000001B"}, other},
		"an id of none":       {true, []string{"00000000000000000000000000000009"}, "is not a reference"},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := pick{one: c.one}.named(items, c.typed)
			var got []string
			for _, i := range found {
				got = append(got, i.ID)
			}
			if err != nil {
				got = []string{err.Error()}
			}
			if s := strings.Join(got, " "); s != c.want && (err == nil || !strings.Contains(s, c.want)) {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}
