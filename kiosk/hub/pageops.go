package hub

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"guichet/forms/pack/trust"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/store"
)

// pageOps is what people do at the fleet page, in its words.
type pageOps struct{ h *Hub }

// Ops is the hub as the fleet page sees it.
func (h *Hub) Ops() page.Ops { return pageOps{h} }

var _ page.Ops = pageOps{}

// pageWords is how the page names what a person can mend.
var pageWords = []struct {
	err  error
	word string
}{
	{ErrRolloutOpen, "running"},
	{ErrNotPublished, "unsigned"},
	{ErrNoRepository, "unsigned"},
	{ErrSame, "version"},
	{store.ErrFull, "full"},
}

func forPage(err error) error {
	for _, w := range pageWords {
		if errors.Is(err, w.err) {
			return &page.Refusal{Word: w.word}
		}
	}
	if errors.Is(err, ErrState) {
		return store.ErrChanged // the page showed a button that is no longer there
	}
	return err
}

func (p pageOps) StartRollout(ctx context.Context, who store.Who, town, pack, version string, auto bool) (store.Rollout, error) {
	r, err := p.h.StartRollout(ctx, who, town, pack, version, auto)
	return r, forPage(err)
}

func (p pageOps) Pause(ctx context.Context, who store.Who, id string) error {
	_, err := p.h.PauseRollout(ctx, who, id)
	return forPage(err)
}

func (p pageOps) Resume(ctx context.Context, who store.Who, id string) error {
	_, err := p.h.ResumeRollout(ctx, who, id)
	return forPage(err)
}

func (p pageOps) Advance(ctx context.Context, who store.Who, id string) error {
	_, err := p.h.NextStage(ctx, who, id)
	return forPage(err)
}

func (p pageOps) RollBack(ctx context.Context, who store.Who, id string) error {
	_, err := p.h.RollBack(ctx, who, id)
	return forPage(err)
}

func (p pageOps) NewCode(ctx context.Context, who store.Who, town, name, group string) (string, time.Time, error) {
	code, ends, err := p.h.NewCode(ctx, who, town, name, group)
	if err != nil {
		return "", ends, forPage(err)
	}
	return code.String(), ends, nil
}

func (p pageOps) EditKiosk(ctx context.Context, who store.Who, k store.Kiosk) error {
	_, err := p.h.EditKiosk(ctx, who, k.ID, KioskEdit{Name: &k.Name, Group: &k.Group, X: &k.X, Y: &k.Y})
	return forPage(err)
}

func (p pageOps) RevokeKiosk(ctx context.Context, who store.Who, id string) error {
	return forPage(p.h.RevokeKiosk(ctx, who, id))
}

// Packs are those that a town has published, by title, their revisions newest
// first: the order in which the town lists them, turned round.
func (p pageOps) Packs(ctx context.Context, who store.Who, town string) ([]page.Pack, error) {
	targets, err := p.h.Published(ctx, who, town)
	if errors.Is(err, ErrNoRepository) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	byID := map[string]*page.Pack{}
	for _, t := range targets {
		if t.Kind == trust.KindPack {
			if byID[t.ID] == nil {
				byID[t.ID] = &page.Pack{ID: t.ID}
			}
			byID[t.ID].Versions = append(byID[t.ID].Versions, t.Version)
		}
	}
	return p.titled(ctx, targets, byID)
}

// titled puts the title of the newest revision on each pack.
func (p pageOps) titled(ctx context.Context, targets []trust.Target, byID map[string]*page.Pack) ([]page.Pack, error) {
	packs := make([]page.Pack, 0, len(byID))
	for _, one := range byID {
		slices.SortFunc(one.Versions, func(a, b string) int { return compareVersions(b, a) })
		i := slices.IndexFunc(targets, func(t trust.Target) bool {
			return t.Kind == trust.KindPack && t.ID == one.ID && t.Version == one.Versions[0]
		})
		title, err := p.h.titleOf(ctx, targets[i])
		if err != nil {
			return nil, err
		}
		one.Title = cmp.Or(title, one.ID)
		packs = append(packs, *one)
	}
	slices.SortFunc(packs, func(a, b page.Pack) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	return packs, nil
}
