package main

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/tool"
)

// errForged: a submission is not from the kiosk that it names.
var errForged = errors.New("it is not signed by the kiosk that it names: do not act on it, and tell whoever runs the hub")

// senders are the kiosks that may have sent something. Whoever encrypts needs the
// town's public keys alone, so a hub that lies could hand over what no citizen
// wrote: the number of a kiosk follows from its key, and a kiosk that this machine
// meets for the first time is named.
type senders struct {
	kiosks map[string]tool.Kiosk
	met    map[string]string // their names by number, those of before too
	say    func(tool.Kiosk)
}

// sendersOf asks the hub for the kiosks of a town.
func (p program) sendersOf(ctx context.Context, hub *tool.Client, town string) (*senders, error) {
	all, err := hub.Kiosks(ctx, town)
	if err != nil {
		return nil, hubMend(err)
	}
	met, err := readMet()
	s := &senders{kiosks: map[string]tool.Kiosk{}, met: met, say: p.introduce}
	for _, k := range all {
		s.kiosks[k.ID] = k
	}
	return s, err
}

// introduce asks people to look once: nobody but them knows what stands in the hall.
func (p program) introduce(k tool.Kiosk) {
	fmt.Fprintf(p.err, "The kiosk %s (%s) is new to this computer. Compare its number once with the one on the kiosk: front desk, Informations.\n", k.ID, legible(k.Name))
}

// check tells whether the header is what the kiosk that it names has signed; that
// the bytes are those of the header is for inbox.Whole.
func (s *senders) check(i tool.Item) error {
	h, err := custody.Signed(i.Envelope, s.key)
	if err != nil || h != i.Header {
		return errForged
	}
	return s.meet(s.kiosks[h.Kiosk])
}

// key is the one that the number of a kiosk was made from.
func (s *senders) key(kiosk string) (ed25519.PublicKey, error) {
	key := ed25519.PublicKey(s.kiosks[kiosk].Key)
	if len(key) != ed25519.PublicKeySize || custody.KioskID(key) != kiosk {
		return nil, errForged
	}
	return key, nil
}

// meet remembers a kiosk, and names it where it is new.
func (s *senders) meet(k tool.Kiosk) error {
	if _, old := s.met[k.ID]; old {
		return nil
	}
	s.met[k.ID] = k.Name
	s.say(k)
	return writeMet(s.met)
}

// metFile is where the kiosks are kept that have sent something.
func metFile() (string, error) { return kept("kiosks.json") }

func readMet() (map[string]string, error) {
	met := map[string]string{}
	path, err := metFile()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return met, nil
	}
	if err == nil && (json.Unmarshal(data, &met) != nil || met == nil) {
		err = fmt.Errorf("%s cannot be read: delete it, and every kiosk is named anew", path)
	}
	return met, err
}

func writeMet(met map[string]string) error {
	path, err := metFile()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(met, "", "  ")
	if err != nil {
		return err
	}
	return keepPrivate(path, data)
}
