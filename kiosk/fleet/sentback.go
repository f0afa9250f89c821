package fleet

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/store"
	"guichet/kiosk/fleet/wire"
)

// sentBack is why a revision is refused that the front desk went back from. The
// hub goes on wanting it; the kiosk takes it no more until the hub has wanted
// another one, or the town publishes it anew with other bytes.
const sentBack = "sent_back"

const (
	sentBackFile = "sent_back.json"
	maxSentBack  = 64 << 10 // bytes
)

// sent is a revision that was sent back.
type sent struct {
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// readSent reads what was sent back, by id of the pack. One that serves all the
// same was not: the power went before it was done.
func (p *porter) readSent() {
	p.sent = map[string]sent{}
	data, err := p.disk.Read(sentBackFile, maxSentBack)
	if err != nil || json.Unmarshal(data, &p.sent) != nil || p.sent == nil {
		p.sent = map[string]sent{}
		return
	}
	for id, s := range p.sent {
		if active, _ := p.revisions(id); active.Version == s.Version {
			delete(p.sent, id)
			continue
		}
		p.steps[id] = wire.PackState{ID: id, Version: s.Version, Step: wire.Refused, Why: sentBack}
	}
}

// revisions are the active one of a pack and the one before it, as they are
// installed; empty where there is none.
func (p *porter) revisions(id string) (active, before store.Revision) {
	all, _ := p.shelf.Revisions()
	for _, r := range all {
		switch {
		case r.ID != id:
		case r.State == store.Counts:
			active = r
		case r.State == store.Before:
			before = r
		}
	}
	return active, before
}

// back makes the revision before the active one serve, and remembers the other.
// It is remembered first: a power cut between the two must not leave a revision
// that the next heartbeat takes away. Done again, it undoes itself: who went
// back by mistake goes forward the same way.
//
// It takes the turn of a stick: with an order that brings in another one
// meanwhile, or a second hand, it would go back from what nobody has seen.
func (p *porter) back(id string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	release, err := p.turn.stick(ctx)
	if err != nil {
		return fmt.Errorf("fleet: a stick is read: %w", err)
	}
	defer release()
	return p.swap(id)
}

func (p *porter) swap(id string) error {
	active, before := p.revisions(id)
	undo := p.isSent(id, before.Version)
	if active.Version != "" && !undo {
		if err := p.remember(id, sent{active.Version, active.SHA256}); err != nil {
			return err
		}
	}
	err := p.shelf.Rollback(id)
	if (err == nil) == undo {
		p.remember(id, sent{}) // where that fails, it is dropped at the next start: it serves
	}
	if err != nil {
		return err
	}
	if undo {
		p.step(wire.Wanted{ID: id, Version: before.Version}, wire.Active, "")
	} else {
		p.step(wire.Wanted{ID: id, Version: active.Version}, wire.Refused, sentBack)
	}
	p.show()
	return nil
}

func (p *porter) isSent(id, version string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.sent[id]
	return ok && version != "" && s.Version == version
}

// remember keeps what was sent back of a pack; without a version, nothing of it.
func (p *porter) remember(id string, s sent) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	is := maps.Clone(p.sent)
	if is[id] == s {
		return nil
	}
	is[id] = s
	if s == (sent{}) {
		delete(is, id)
	}
	data, err := json.Marshal(is)
	if err == nil {
		err = durable.Replace(p.disk, sentBackFile, data)
	}
	if err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	p.sent = is
	return nil
}

// minded leaves out of an order what was sent back, and says so to the hub; what
// the hub wants instead is the end of that.
func (p *porter) minded(wanted []wire.Wanted) []wire.Wanted {
	var all []wire.Wanted
	for _, w := range wanted {
		back := p.isSent(w.ID, w.Version)
		if back && !p.anew(w) {
			p.step(w, wire.Refused, sentBack)
			continue
		}
		if back {
			p.step(w, wire.Fetching, "")
		}
		p.remember(w.ID, sent{})
		all = append(all, w)
	}
	return all
}

// anew tells whether a revision that was sent back was published again, with
// other bytes.
func (p *porter) anew(w wire.Wanted) bool {
	t, err := p.target(w)
	p.mu.Lock()
	defer p.mu.Unlock()
	return err == nil && t.SHA256 != p.sent[w.ID].SHA256
}
