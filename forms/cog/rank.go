package cog

import "slices"

// hit is a commune that was found; exact where the whole name or code was typed.
type hit struct {
	commune int32
	exact   bool
}

// ranking keeps the n best hits in order. n is a screenful, so that inserting
// in a short sorted slice beats a heap.
type ranking struct {
	n        int
	communes []Commune
	hits     []hit
}

func (r *ranking) offer(h hit) {
	if len(r.hits) == r.n && !r.better(h, r.hits[r.n-1]) || r.has(h) {
		return
	}
	i, _ := slices.BinarySearchFunc(r.hits, h, func(have, want hit) int {
		if r.better(have, want) {
			return -1
		}
		return 1
	})
	r.hits = slices.Insert(r.hits, i, h)
	if len(r.hits) > r.n {
		r.hits = r.hits[:r.n]
	}
}

// has drops a commune that was found under two keys ("Le Havre", "Havre").
func (r *ranking) has(h hit) bool {
	return slices.ContainsFunc(r.hits, func(g hit) bool { return g.commune == h.commune })
}

// better orders hits: exact first, then communes of today, then the largest,
// then the shortest name, then by code.
func (r *ranking) better(a, b hit) bool {
	x, y := &r.communes[a.commune], &r.communes[b.commune]
	switch {
	case a.exact != b.exact:
		return a.exact
	case x.Former != y.Former:
		return y.Former
	case x.Population != y.Population:
		return x.Population > y.Population
	case len(x.Name) != len(y.Name):
		return len(x.Name) < len(y.Name)
	}
	return x.Code < y.Code
}

func (r *ranking) result() []Commune {
	out := make([]Commune, len(r.hits))
	for i, h := range r.hits {
		out[i] = r.communes[h.commune]
	}
	return out
}
