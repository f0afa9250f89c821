package cog

import "testing"

// TestTodayComesBeforeFormer: even where more people live in the former one.
func TestTodayComesBeforeFormer(t *testing.T) {
	r := &ranking{n: 2, communes: []Commune{{Code: "1", Former: true, Population: 900}, {Code: "2", Population: 10}}}
	r.offer(hit{commune: 0})
	r.offer(hit{commune: 1})
	if got := r.result(); len(got) != 2 || got[0].Code != "2" {
		t.Errorf("got %v", got)
	}
}
