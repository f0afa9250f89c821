package fleet

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"guichet/forms/pack/durable"
	"guichet/kiosk/custody"
)

// Identity is who a kiosk is: made on the machine at enrolment, never copied.
type Identity struct {
	Kiosk string             `json:"kiosk"` // custody.KioskID
	Town  string             `json:"town"`  // COG code
	Name  string             `json:"name"`
	Hub   ed25519.PublicKey  `json:"hub"` // of its receipts
	Root  []byte             `json:"root"`
	Key   ed25519.PrivateKey `json:"key"`
}

// ErrNotEnrolled: nobody has made this kiosk known to a hub yet.
var ErrNotEnrolled = errors.New("fleet: this kiosk is not enrolled")

const identityFile = "identity.json"

// ReadIdentity reads the identity from the data folder of a kiosk.
func ReadIdentity(dir string) (Identity, error) {
	data, err := os.ReadFile(filepath.Join(dir, identityFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Identity{}, ErrNotEnrolled
	}
	if err != nil {
		return Identity{}, fmt.Errorf("fleet: %w", err)
	}
	var id Identity
	if json.Unmarshal(data, &id) != nil || id.check() != nil {
		return Identity{}, fmt.Errorf("fleet: %s is damaged: enrol the kiosk again", identityFile)
	}
	return id, nil
}

func (id Identity) check() error {
	if len(id.Key) != ed25519.PrivateKeySize || len(id.Hub) != ed25519.PublicKeySize || id.Town == "" || len(id.Root) == 0 {
		return errors.New("fleet: identity is not whole")
	}
	if id.Kiosk != custody.KioskID(id.Key.Public().(ed25519.PublicKey)) {
		return errors.New("fleet: identity is of another key")
	}
	return nil
}

// write keeps the identity for the kiosk's user alone, so that after a power cut
// it is the old one or the new one, whole.
func (id Identity) write(dir string) error {
	data, err := json.MarshalIndent(id, "", "\t")
	if err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	disk, err := durable.Open(dir)
	if err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	defer disk.Close()
	if err := durable.Replace(disk, identityFile, data); err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	return nil
}

func newKey() (ed25519.PublicKey, ed25519.PrivateKey, error) { return ed25519.GenerateKey(rand.Reader) }
