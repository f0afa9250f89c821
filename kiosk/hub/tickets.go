package hub

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/tls"
	"time"
)

// Session tickets (RFC 8446, section 4.6.1) let a kiosk come back without
// certificates and their signatures. Their keys follow from the hub's own, so
// that a hub which was started again, or another one beside it, knows them: it
// is after a restart that all kiosks come at once. A key is used for a day and
// good for another.
//
// Who steals the hub's key still cannot read what was recorded: with TLS 1.3 a
// session that is resumed has a key exchange of its own. That of TLS 1.2 has
// none, so no such ticket is given out.
func (h *Hub) keepTickets(ctx context.Context, conf *tls.Config) error {
	conf.WrapSession = func(c tls.ConnectionState, s *tls.SessionState) ([]byte, error) {
		if c.Version < tls.VersionTLS13 {
			return nil, nil // RFC 5077, section 3.3: no ticket
		}
		return conf.EncryptTicket(c, s)
	}
	if err := h.renewTickets(conf); err != nil {
		return err
	}
	go func() {
		for ctx.Err() == nil {
			rest(ctx, ticketsRenewed)
			h.renewTickets(conf)
		}
	}()
	return nil
}

// ticketsRenewed is much shorter than the day that a key is good for.
const ticketsRenewed = 10 * time.Minute

// renewTickets uses the key of this day (in UTC), and knows those of yesterday
// and, for the clock of another hub, of tomorrow.
func (h *Hub) renewTickets(conf *tls.Config) error {
	var keys [][32]byte
	for _, days := range []int{0, -1, 1} {
		day := h.now().UTC().AddDate(0, 0, days).Format(time.DateOnly)
		key, err := hkdf.Key(sha256.New, h.Key.Seed(), nil, "guichet session ticket "+day, 32)
		if err != nil {
			return err
		}
		keys = append(keys, [32]byte(key))
	}
	conf.SetSessionTicketKeys(keys)
	return nil
}
