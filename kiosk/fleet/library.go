package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"guichet/forms/pack"
	"guichet/forms/pack/durable"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
	"guichet/kiosk/config"
	"guichet/kiosk/fleet/wire"
)

// Library is what a kiosk has of its town: packs and keys, verified. It fills
// from a USB stick, for a kiosk without a network; an [Agent] has one, and fills
// it from the hub with the same code.
type Library struct{ porter *porter }

// Folders of a library, in the data folder of a kiosk.
const (
	trustFolder = "trust"
	packsFolder = "packs"
)

// OpenLibrary reads what is kept in the data folder of a kiosk. root is the
// root.json of the publisher, town the COG code. It needs no network.
func OpenLibrary(dir string, root []byte, town string, log *slog.Logger) (*Library, error) {
	p, err := openPorter(dir, root, town, log)
	if err != nil {
		return nil, err
	}
	return &Library{p}, nil
}

// LibraryOf opens the library of a kiosk as its configuration says: by its
// identity where it was enrolled at a hub, else by the root in the configuration.
func LibraryOf(cfg *config.Config, log *slog.Logger) (*Library, error) {
	if cfg.Hub != nil {
		id, err := ReadIdentity(cfg.Data)
		if err != nil {
			return nil, err
		}
		return OpenLibrary(cfg.Data, id.Root, id.Town, log)
	}
	if cfg.Trust == nil {
		return nil, errors.New("fleet: the configuration names neither a hub nor whom to trust: write trust: {root: …, town: …}")
	}
	root, err := os.ReadFile(cfg.Trust.Root)
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	return OpenLibrary(cfg.Data, root, cfg.Trust.Town, log)
}

func openPorter(dir string, root []byte, town string, log *slog.Logger) (*porter, error) {
	keeper, err := trust.Open(filepath.Join(dir, trustFolder), root, town, time.Now)
	if err != nil {
		return nil, err
	}
	shelf, err := store.Open(filepath.Join(dir, packsFolder), keeper, store.Options{Town: town, Trial: try})
	if err != nil {
		return nil, err
	}
	disk, err := durable.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	p := &porter{
		keeper: keeper, shelf: shelf, disk: disk, log: log, turn: newTurn(),
		offer: func([]*pack.Pack) {}, rekey: func([]age.Recipient) error { return nil }, told: func() {},
		orders: make(chan wire.HeartbeatReply, 1), steps: map[string]wire.PackState{},
	}
	p.readSent()
	return p, nil
}

// Packs are the active revisions, verified from the disk; those that could not
// be are in the log.
func (l *Library) Packs() []*pack.Pack { return l.porter.active() }

// Recipients are the keys that the town has signed, as they were last taken;
// none where there were none yet.
func (l *Library) Recipients() ([]age.Recipient, error) { return l.porter.kept() }

// Import takes the newest revision of every pack, and the newest keys, from a
// stick: verified, tried, then active. A pack that is refused does not keep the
// others out. What is active and newer stays, and what the front desk sent back
// does not come in again.
func (l *Library) Import(ctx context.Context, stick trust.Source) error {
	p := l.porter
	release, err := p.turn.stick(ctx)
	if err != nil {
		return err
	}
	defer release()
	defer func(hub trust.Source) { p.source = hub }(p.source)
	p.source = stick
	targets, err := p.keeper.Refresh(ctx, stick)
	if err != nil {
		return err
	}
	active := map[string]string{}
	for _, one := range p.active() {
		active[one.ID] = one.Version
	}
	err = p.recipients(ctx)
	for _, t := range store.Newest(targets) {
		if was := active[t.ID]; !p.isSent(t.ID, t.Version) && (was == "" || store.Compare(t.Version, was) > 0) {
			err = errors.Join(err, p.bring(ctx, wire.Wanted{ID: t.ID, Version: t.Version}))
		}
	}
	return err
}

// Nothing tells of what [Library.Import] returned that the stick has nothing that
// this kiosk lacks: no packs at all, another town's, those of another publisher,
// older ones, or the same.
func Nothing(err error) bool {
	if err == nil {
		return true
	}
	for _, is := range []error{trust.ErrIncomplete, trust.ErrUnknownTown, trust.ErrWrongTown, trust.ErrNotTrusted, trust.ErrRolledBack} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

// States are where each revision is on this kiosk, as the hub hears it.
func (l *Library) States() []wire.PackState { return l.porter.states() }

// Previous is the revision of a pack that [Library.Back] goes back to; empty
// where there is none.
func (l *Library) Previous(id string) string {
	_, before := l.porter.revisions(id)
	return before.Version
}

// Back makes the revision before the active one serve again, from the next visit
// on. The other is refused from then on, also after a restart, until the hub has
// wanted another one. Back again undoes it. Where there is no revision before, or
// it is no longer the town's, the error is a [*store.RefusedError] and nothing is
// changed.
func (l *Library) Back(id string) error { return l.porter.back(id) }

// Close releases the folders.
func (l *Library) Close() error { return l.porter.disk.Close() }
