package badge

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"guichet/forms/pack/durable"
)

// Keeper makes and checks the keys of one kiosk. Its methods may be called from
// any goroutine; two programs that make or revoke keys at the same moment may
// lose what one of them did.
type Keeper struct {
	// Disk is the data folder of the kiosk.
	Disk durable.Layer
	// Kiosk is its id at the hub. Empty: it has none, and is called after its own
	// key. Enrolling a kiosk, or enrolling it anew, ends the keys made before.
	Kiosk string

	mu sync.Mutex
}

// ErrAsked is a badge that cannot be made as it was asked for.
var ErrAsked = errors.New("badge: it takes a name of 1 to 40 letters, a serial number and a life of a day to ten years")

// The files, and how long they may be.
const (
	keyFile = "staff.key"
	maxKey  = 1 << 10
)

const (
	shortest = 24 * time.Hour
	longest  = 10 * 365 * 24 * time.Hour
)

// Make makes a key for a stick: the bytes of [File], and what they say. It is in
// the list before it is handed out. Errors: ErrAsked, or what the disk says.
func (k *Keeper) Make(name, serial string, life time.Duration, now time.Time) ([]byte, Badge, error) {
	if !isName(name) || !isSerial(serial) || life < shortest || life > longest {
		return nil, Badge{}, ErrAsked
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	key, err := k.ownKey()
	if err != nil {
		return nil, Badge{}, err
	}
	now = now.Truncate(time.Second)
	b := Badge{newID(), name, k.kiosk(key.Public().(ed25519.PublicKey)), serial, now, now.Add(life)}
	file, err := sign(b, key)
	if err != nil {
		return nil, Badge{}, err
	}
	return file, b, k.change(func(all []Entry) ([]Entry, error) { return append(all, Entry{Badge: b}), nil })
}

func newID() string {
	raw := make([]byte, 8)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}

// Check tells whether the file on a stick opens. Errors: those of [Check], then
// ErrUnknown and ErrRevoked; anything else is a disk that does not answer, and
// nobody comes in.
func (k *Keeper) Check(file []byte, serial string, now time.Time) (Badge, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, err := k.readKey()
	if errors.Is(err, fs.ErrNotExist) {
		return Badge{}, ErrForged // it has never signed any
	}
	if err != nil {
		return Badge{}, err
	}
	own := key.Public().(ed25519.PublicKey)
	b, err := Check(file, own, k.kiosk(own), serial, now)
	if err != nil {
		return Badge{}, err
	}
	all, err := k.readList()
	if err != nil {
		return Badge{}, err
	}
	return b, listed(all, b.ID)
}

// kiosk is what its keys call it.
func (k *Keeper) kiosk(key ed25519.PublicKey) string {
	if k.Kiosk != "" {
		return k.Kiosk
	}
	sum := sha256.Sum256(key)
	return "local-" + hex.EncodeToString(sum[:8])
}

// ownKey makes the kiosk's key at its first use. One that cannot be read is left
// where it is: whoever put it there may have it elsewhere.
func (k *Keeper) ownKey() (ed25519.PrivateKey, error) {
	key, err := k.readKey()
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if _, key, err = ed25519.GenerateKey(rand.Reader); err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	if err := durable.Replace(k.Disk, keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})); err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	return key, nil
}

func (k *Keeper) readKey() (ed25519.PrivateKey, error) {
	data, err := k.Disk.Read(keyFile, maxKey)
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errKey
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	own, ok := key.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, errKey
	}
	return own, nil
}

var errKey = errors.New("badge: " + keyFile + " is damaged: remove it, and make the keys anew")
