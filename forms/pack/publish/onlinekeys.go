package publish

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// OnlineKeys is the file of the hub's two keys. It has no passphrase, because
// a hub starts by itself after a power cut: keep it readable for the hub only.
// Whoever copies it can withhold news from terminals until it is replaced, and
// cannot publish.
type OnlineKeys struct {
	Snapshot  private `json:"snapshot"`
	Timestamp private `json:"timestamp"`
}

// NewOnlineKeys makes both keys.
func NewOnlineKeys(made string, chance io.Reader) (o OnlineKeys, err error) {
	for role, at := range map[string]*private{"snapshot": &o.Snapshot, "timestamp": &o.Timestamp} {
		k, err := NewKey(role, "hub", made, chance)
		if err != nil {
			return o, err
		}
		*at = private{k.PublicKey, ed25519.PrivateKey(k.Signer.(inMemory)).Seed()}
	}
	return o, nil
}

// Bytes is the file.
func (o OnlineKeys) Bytes() ([]byte, error) {
	data, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return append(data, '\n'), nil
}

// ReadOnlineKeys reads the file.
func ReadOnlineKeys(data []byte) (o OnlineKeys, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); err != nil {
		return o, refuse("the hub's keys", ErrMalformed, err)
	}
	_, err = o.Online(nil)
	return o, err
}

// Online is the hub with these keys.
func (o OnlineKeys) Online(now func() time.Time) (Online, error) {
	snapshot, err := o.Snapshot.signer("snapshot")
	if err != nil {
		return Online{}, err
	}
	timestamp, err := o.Timestamp.signer("timestamp")
	return Online{Snapshot: snapshot, Timestamp: timestamp, Now: now}, err
}

func (p private) signer(role string) (Signer, error) {
	if len(p.Seed) != ed25519.SeedSize || p.Role != role {
		return nil, refuse("the hub's keys", ErrMalformed, errors.New("no "+role+" key"))
	}
	k, err := p.key()
	return k.Signer, err
}
