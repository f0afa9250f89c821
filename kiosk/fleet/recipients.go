package fleet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"filippo.io/age"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/trust"
	"guichet/kiosk/event"
)

// recipientsFile is where the newest recipients that the town has signed are
// kept, as they were published. They are verified again at each start.
const (
	recipientsFile = "recipients.json"
	maxRecipients  = 1 << 20
)

// recipients takes the town's newest keys.
func (p *porter) recipients(ctx context.Context) error {
	t, ok := trust.Newest(p.keeper.Targets())
	if !ok || !p.key(t.Version, false) {
		return nil
	}
	data, err := p.keeper.Download(ctx, p.source, t)
	if err != nil {
		return err
	}
	keys, err := ageKeys(data)
	if err != nil {
		return err
	}
	if err := durable.Replace(p.disk, recipientsFile, data); err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	if err := p.rekey(keys); err != nil {
		return err
	}
	p.key(t.Version, true)
	p.log.Info(string(event.RecipientsChanged), "number", t.Version)
	return nil
}

// key tells whether the number of the recipients in use is another one, and
// notes that it is this one from now on.
func (p *porter) key(number string, use bool) (other bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	other = p.keyed != number
	if use {
		p.keyed = number
	}
	return other
}

func ageKeys(data []byte) ([]age.Recipient, error) {
	r, err := trust.ReadRecipients(data)
	if err != nil {
		return nil, err
	}
	return r.Age()
}

// kept reads what was taken before. It needs no network; none, and no error,
// where there was nothing yet. An older list than the newest will do while the
// town has not withdrawn it: where the power went before the newest was fetched,
// a kiosk that refused it could save nothing.
func (p *porter) kept() ([]age.Recipient, error) {
	data, err := p.disk.Read(recipientsFile, maxRecipients)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	for _, t := range p.keeper.Targets() {
		if t.Kind == trust.KindRecipients && p.keeper.Verify(t, data) == nil {
			p.key(t.Version, true)
			return ageKeys(data)
		}
	}
	return nil, fmt.Errorf("fleet: %s: %w", recipientsFile, trust.ErrNotPublished)
}
