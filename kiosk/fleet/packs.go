package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"filippo.io/age"

	"guichet/forms/pack"
	"guichet/forms/pack/durable"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
	"guichet/kiosk/event"
	"guichet/kiosk/fleet/wire"
)

// porter brings in the revisions that are wanted, beside those that serve.
type porter struct {
	keeper *trust.Keeper
	source trust.Source
	shelf  *store.Store
	offer  func([]*pack.Pack) // what the menu shall have from the next visit on
	rekey  func([]age.Recipient) error
	disk   *durable.Disk
	told   func() // a step has changed
	log    *slog.Logger
	orders chan wire.HeartbeatReply // the newest only

	looked time.Time   // last time the repository was read, and all that follows was taken
	stamp  int64       // number of the repository at the hub when it was last looked at
	older  atomic.Bool // the repository at the hub is older than what is kept here

	followed atomic.Bool // an order, as far as can be: what is refused is known

	turn *turn      // of who brings in packs; it guards all above but shelf and disk, which guard themselves
	menu sync.Mutex // of who offers: the last to do so must know the newest

	mu    sync.Mutex
	keyed string                    // number of the recipients that are in use
	steps map[string]wire.PackState // by id of the pack
	sent  map[string]sent           // back by the front desk, by id
	page  map[string]string         // what the home page offers: versions by id
}

// stale is how old the kiosk lets its knowledge of the repository become: a
// withdrawal, or new recipients, come through without anything being wanted.
const stale = 6 * time.Hour

// order hands over what the hub wants; a newer order replaces one that waits.
func (p *porter) order(r wire.HeartbeatReply) {
	for {
		select {
		case p.orders <- r:
			return
		default:
		}
		select {
		case <-p.orders:
		default:
		}
	}
}

// run follows orders until ctx ends. What failed for want of a network is tried
// again with the next order, which comes with every heartbeat.
func (p *porter) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-p.orders:
			p.heed(ctx, r)
		}
	}
}

// heed follows an order, and looks at the repository where the hub has another
// state of it than at the last look.
func (p *porter) heed(ctx context.Context, r wire.HeartbeatReply) error {
	ctx, release, err := p.turn.order(ctx)
	if err != nil {
		return err
	}
	defer release()
	if r.Stamp != 0 && r.Stamp != p.stamp && r.Stamp != p.keeper.Stamp() {
		p.looked = time.Time{}
	}
	err = p.follow(ctx, r.Wanted)
	if err == nil || whyOf(err) != "" {
		p.stamp = r.Stamp
		if !p.followed.Swap(true) && err != nil {
			p.told()
		}
	}
	return err
}

// follow brings in what is wanted and not there. A pack that is refused does
// not hold up the others.
func (p *porter) follow(ctx context.Context, wanted []wire.Wanted) error {
	wanted = possible(wanted)
	p.prune(wanted)
	wanted = p.minded(wanted)
	packs, _ := p.shelf.Active()
	serves := versionsOf(packs)
	p.settle(wanted, serves)
	missing := p.missing(wanted, serves)
	if len(missing) == 0 && time.Since(p.looked) < stale {
		return nil
	}
	for _, w := range missing {
		p.begin(w)
	}
	if err := p.refresh(ctx); err != nil {
		p.looked = time.Time{} // with the next order again: it says nothing of the packs themselves
		return p.refuseAll(ctx, missing, err)
	}
	return p.take(ctx, missing, serves)
}

// refresh reads the repository, and notes whether it is older than what is kept:
// then the hub has lost what was published, to an old backup for instance.
func (p *porter) refresh(ctx context.Context) error {
	_, err := p.keeper.Refresh(ctx, p.source)
	older := errors.Is(err, trust.ErrRolledBack)
	if err != nil && !older {
		return err
	}
	if p.older.Swap(older) != older {
		p.told()
		if older {
			p.log.Warn(string(event.HubOlder), "error", err)
		}
	}
	return err
}

// take brings in what is missing, and offers what serves by then: also without
// what the town has withdrawn. What the network did not bring is asked for again
// with the next order.
func (p *porter) take(ctx context.Context, missing []wire.Wanted, served map[string]string) error {
	err := p.recipients(ctx)
	if err == nil || whyOf(err) != "" {
		p.looked = time.Now()
	}
	var faults []error
	for _, w := range missing {
		faults = append(faults, p.bring(ctx, w))
	}
	if packs := p.active(); len(missing) > 0 || !maps.Equal(served, versionsOf(packs)) {
		p.show()
	}
	return errors.Join(append(faults, err)...)
}

// show offers what serves.
func (p *porter) show() {
	p.menu.Lock()
	defer p.menu.Unlock()
	p.offer(p.active())
}

// missing are the orders that are not carried out, nor known to be hopeless.
func (p *porter) missing(wanted []wire.Wanted, active map[string]string) []wire.Wanted {
	p.mu.Lock()
	defer p.mu.Unlock()
	var missing []wire.Wanted
	for _, w := range wanted {
		s := p.steps[w.ID]
		hopeless := s.Version == w.Version && s.Step == wire.Refused && time.Since(p.looked) < stale
		if active[w.ID] != w.Version && !hopeless {
			missing = append(missing, w)
		}
	}
	return missing
}

// clock takes the hub's time where the machine's stands: what had expired by
// then is not taken, whatever the battery says.
func (p *porter) clock(hub time.Time) {
	if err := p.keeper.HubTime(hub); err != nil {
		p.log.Warn(string(event.ClockBehind), "error", err)
	}
}

func (p *porter) bring(ctx context.Context, w wire.Wanted) error {
	err := p.install(ctx, w)
	switch {
	case err == nil && w.Version == "":
		p.forget(w.ID)
	case err == nil:
		p.log.Info(string(event.PackActivated), "pack", w.ID, "version", w.Version)
		p.step(w, wire.Active, "")
	case ctx.Err() == nil:
		p.refuse(w, err)
	}
	return err
}

func (p *porter) install(ctx context.Context, w wire.Wanted) error {
	if w.Version == "" {
		return p.shelf.Retire(w.ID)
	}
	t, err := p.target(w)
	if err != nil {
		return err
	}
	data, err := p.download(ctx, t)
	if err != nil {
		return err
	}
	if err := p.shelf.Install(ctx, t, data); err != nil {
		return err
	}
	p.log.Info(string(event.PackInstalled), "pack", w.ID, "version", w.Version)
	p.step(w, wire.Installed, "")
	if err := p.shelf.Activate(w.ID, w.Version); err != nil {
		return err
	}
	_ = p.shelf.Clean() // what stays is removed after the next one
	return nil
}

// download tries twice what came altered: a proxy that cut it looks just like a
// hub that lies, and only one of them does it again.
func (p *porter) download(ctx context.Context, t trust.Target) ([]byte, error) {
	data, err := p.keeper.Download(ctx, p.source, t)
	if errors.Is(err, trust.ErrAltered) {
		return p.keeper.Download(ctx, p.source, t)
	}
	return data, err
}

// target is what the town has signed under this name: the hub can want what it
// likes, only this exists.
func (p *porter) target(w wire.Wanted) (trust.Target, error) {
	for _, t := range p.keeper.Targets() {
		if t.Kind == trust.KindPack && t.ID == w.ID && t.Version == w.Version {
			return t, nil
		}
	}
	return trust.Target{}, fmt.Errorf("fleet: %s %s: %w", w.ID, w.Version, trust.ErrNotPublished)
}

// active is what is on the shelf and whole.
func (p *porter) active() []*pack.Pack {
	packs, refused := p.shelf.Active()
	for _, r := range refused {
		p.log.Error(string(event.PackRefused), "pack", r.ID, "version", r.Version, "error", r.Err)
	}
	return packs
}

func (p *porter) refuseAll(ctx context.Context, missing []wire.Wanted, err error) error {
	if ctx.Err() != nil {
		return err
	}
	for _, w := range missing {
		p.refuse(w, err)
	}
	if len(missing) == 0 && !p.older.Load() {
		p.log.Warn(string(event.HubLost), "error", err)
	}
	return err
}

// refuse says why. What a better network would mend stays "fetching" and is
// tried again.
func (p *porter) refuse(w wire.Wanted, err error) {
	why := whyOf(err)
	if why == "" {
		p.log.Warn(string(event.HubLost), "pack", w.ID, "version", w.Version, "error", err)
		return
	}
	if p.step(w, wire.Refused, why) {
		p.log.Error(string(event.PackRefused), "pack", w.ID, "version", w.Version, "why", why, "error", err)
	}
}

// reasons are the words of wire.PackState.Why, beside the kinds of package
// store.
var reasons = []struct {
	is  error
	why string
}{
	{trust.ErrExpired, "expired"},
	{trust.ErrRolledBack, "rolled_back"},
	{trust.ErrWrongTown, "wrong_town"},
	{trust.ErrUnknownTown, "unknown_town"},
	{trust.ErrNotPublished, "not_published"},
	{trust.ErrAltered, "altered"},
	{trust.ErrNotTrusted, "not_trusted"},
	{trust.ErrMalformed, "malformed"},
	{trust.ErrTooLarge, "too_large"},
}

// whyOf is empty for what time may mend: no network, a file that is not there
// yet.
func whyOf(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.is) {
			return r.why
		}
	}
	var refused *store.RefusedError
	if errors.As(err, &refused) {
		return string(refused.Kind)
	}
	return ""
}
