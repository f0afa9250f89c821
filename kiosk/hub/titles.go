package hub

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"sync"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/pack/trust"
)

// titles remembers what revisions are called, by the hash of their archive.
type titles struct {
	mu  sync.Mutex
	all map[string]string
}

// titleOf is the French title of a published revision; "" where this hub cannot
// read it, which a newer program may have published.
func (h *Hub) titleOf(ctx context.Context, t trust.Target) (string, error) {
	h.titles.mu.Lock()
	title, ok := h.titles.all[t.SHA256]
	h.titles.mu.Unlock()
	if ok {
		return title, nil
	}
	data, _, err := h.packs.get(ctx, t.Stored())
	if err != nil {
		return "", err
	}
	title = readTitle(data)
	h.titles.mu.Lock()
	defer h.titles.mu.Unlock()
	if h.titles.all == nil {
		h.titles.all = map[string]string{}
	}
	h.titles.all[t.SHA256] = title
	return title, nil
}

func readTitle(data []byte) string {
	files, err := archive.Open(data)
	if err != nil {
		return ""
	}
	p, err := pack.Load(files)
	if err != nil {
		return ""
	}
	return p.Catalog(forms.French).Text("pack.title")
}

// compareVersions orders semantic versions (https://semver.org, section 11).
func compareVersions(a, b string) int {
	coreA, preA, isPreA := strings.Cut(a, "-")
	coreB, preB, isPreB := strings.Cut(b, "-")
	if c := compareParts(coreA, coreB); c != 0 {
		return c
	}
	if isPreA != isPreB {
		return map[bool]int{true: -1, false: 1}[isPreA]
	}
	return compareParts(preA, preB)
}

// compareParts compares what stands between dots: numbers as numbers, which come
// before words; where all is the same, more parts come after fewer.
func compareParts(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		n, errN := strconv.ParseUint(x[i], 10, 64)
		m, errM := strconv.ParseUint(y[i], 10, 64)
		c := cmp.Compare(x[i], y[i])
		switch {
		case errN == nil && errM == nil:
			c = cmp.Compare(n, m)
		case (errN == nil) != (errM == nil):
			c = map[bool]int{true: -1, false: 1}[errN == nil]
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x), len(y))
}
