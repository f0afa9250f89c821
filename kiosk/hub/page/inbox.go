package page

import (
	"context"
	"net/http"
	"sync"
	"time"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// packCount is how many submissions of a pack there are.
type packCount struct {
	Pack             string
	Waiting, Handled int
	Oldest           time.Time // of those that wait
}

// inboxView is what the template of the inbox gets.
type inboxView struct {
	townChoice
	Counts []packCount
	More   bool // there are more than were counted
}

func (v *visit) inbox() error {
	town, err := v.townFor(users.SeeInbox)
	if err != nil {
		return err
	}
	d := inboxView{townChoice: town}
	if town.Code != "" {
		if d.Counts, d.More, err = v.counts.of(v.r.Context(), town.Code); err != nil {
			return err
		}
	}
	return v.show(http.StatusOK, "inbox", view{Title: v.views.text("inbox.title"), Here: "demandes", Data: d})
}

// countBook counts the inbox of a town, and remembers it for a moment: the
// store hands items out, it does not count them.
type countBook struct {
	store Book
	now   func() time.Time

	mu    sync.Mutex
	known map[string]counted
}

type counted struct {
	counts []packCount
	more   bool
	until  time.Time
}

// Limits of counting.
const (
	countPage = 1000
	countMost = 50_000
	countKeep = 10 * time.Second
)

func newCountBook(s Book, now func() time.Time) *countBook {
	return &countBook{store: s, now: now, known: map[string]counted{}}
}

func (b *countBook) of(ctx context.Context, town string) ([]packCount, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock() // one counts at a time: others read what he found
	if c, ok := b.known[town]; ok && b.now().Before(c.until) {
		return c.counts, c.more, nil
	}
	if len(b.known) >= mostFleets {
		clear(b.known)
	}
	counts, more, err := b.count(ctx, town)
	if err == nil {
		b.known[town] = counted{counts, more, b.now().Add(countKeep)}
	}
	return counts, more, err
}

func (b *countBook) count(ctx context.Context, town string) ([]packCount, bool, error) {
	packs := map[string]*packCount{}
	q := store.Query{Town: town, Limit: countPage}
	n := 0
	for n < countMost {
		items, err := b.store.Items(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, i := range items {
			tally(packs, i)
		}
		n += len(items)
		if len(items) < countPage {
			return flat(packs), false, nil
		}
		q.After = items[len(items)-1].ID
	}
	return flat(packs), true, nil
}

func tally(packs map[string]*packCount, i store.Item) {
	c := packs[i.Pack]
	if c == nil {
		c = &packCount{Pack: i.Pack}
		packs[i.Pack] = c
	}
	if !i.HandledAt.IsZero() {
		c.Handled++
		return
	}
	c.Waiting++
	if c.Oldest.IsZero() || i.Receipt.Before(c.Oldest) {
		c.Oldest = i.Receipt
	}
}

func flat(packs map[string]*packCount) []packCount {
	var all []packCount
	for _, pack := range sortedKeys(packs) {
		all = append(all, *packs[pack])
	}
	return all
}
