package fleet

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/spool"
)

var (
	// ErrWrongHub: what answered is not the hub that the code was made by.
	ErrWrongHub = errors.New("fleet: this is not the hub of the code: the address is wrong, or somebody stands between")
	// ErrUnsent: submissions for another town wait here. Under the new name they
	// would be sent to a town that cannot open them.
	ErrUnsent = errors.New("fleet: submissions for the town before wait here: start the kiosk, and let it send them first; then ask for a new code")
	// ErrSpent: the code was used, or its ten minutes are over.
	ErrSpent = errors.New("fleet: the code was used already, or is too old: ask for a new one")
)

// Enrol makes this machine known to a hub with a code that an administrator
// reads out, and keeps its identity in the data folder. A machine that was
// enrolled before gets a new key: the old identity is for the administrator to
// revoke.
func Enrol(ctx context.Context, hub, code, dir, version, machine string, transport http.RoundTripper) (Identity, error) {
	e := Enrolment{Hub: hub, Dir: dir, Version: version, Machine: machine}
	return e.Try(ctx, code, transport)
}

// Enrolment is [Enrol] for who may try again. The same code brings the same key: a
// hub whose answer was lost on the way, or was not believed for a letter that was
// mistyped, knows it by then and says again who the kiosk is.
type Enrolment struct {
	Hub, Dir         string
	Version, Machine string

	code string // the secret half of the last one
	key  ed25519.PrivateKey
}

// Try is one try, with the code as it was typed. One follows the other.
func (e *Enrolment) Try(ctx context.Context, code string, transport http.RoundTripper) (Identity, error) {
	typed, err := wire.ReadCode(code)
	if err == nil {
		err = e.keyFor(typed.Secret)
	}
	if err != nil {
		return Identity{}, err
	}
	id, err := e.ask(ctx, typed, transport)
	if err == nil {
		err = moveIn(ctx, e.Dir, id)
	}
	if err != nil {
		return Identity{}, err
	}
	return id, id.write(e.Dir)
}

// keyFor makes a key, but for the code that the last one was made for.
func (e *Enrolment) keyFor(code string) (err error) {
	if e.code == code {
		return nil
	}
	if _, e.key, err = newKey(); err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	e.code = code
	return nil
}

// ask is what the hub says, where it is the one of the code.
func (e *Enrolment) ask(ctx context.Context, typed wire.EnrolmentCode, transport http.RoundTripper) (Identity, error) {
	public := e.key.Public().(ed25519.PublicKey)
	c, err := NewClient(e.Hub, custody.KioskID(public), e.key, transport)
	if err != nil {
		return Identity{}, err
	}
	var reply wire.EnrolReply
	ask := wire.EnrolRequest{Code: typed.Secret, Key: public, Version: e.Version, Machine: e.Machine}
	if err := c.post(ctx, wire.PathEnrol, ask, &reply); err != nil {
		return Identity{}, spent(err)
	}
	id := Identity{
		Kiosk: c.kiosk, Town: reply.Town, Name: reply.Name,
		Hub: ed25519.PublicKey(reply.Hub), Root: reply.Root, Key: e.key,
	}
	if !typed.Proves(reply.Root, reply.Hub, reply.Town) || id.check() != nil || reply.Kiosk != id.Kiosk {
		return Identity{}, ErrWrongHub
	}
	return id, nil
}

// moveIn makes a machine that was of another town or another hub as fresh from
// the factory: what it knows of the other's roots, packs and keys is of no use,
// and roots with higher numbers would keep the new ones out for ever. The code
// that an administrator has read out says which root is the right one now.
func moveIn(ctx context.Context, dir string, is Identity) error {
	was, err := ReadIdentity(dir)
	if err != nil || was.Town == is.Town && was.Hub.Equal(is.Hub) {
		return nil // new, damaged, or at home
	}
	if was.Town != is.Town {
		if n, err := spool.Waiting(ctx, dir); err != nil || n > 0 {
			return errors.Join(ErrUnsent, err)
		}
	}
	for _, name := range []string{trustFolder, packsFolder, recipientsFile, sentBackFile, alertsFile} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("fleet: %w", err)
		}
	}
	return nil
}

func spent(err error) error {
	if refused(err, func(r *Refusal) bool {
		return r.Type != "" && (r.Status == http.StatusGone || r.Status == http.StatusNotFound)
	}) {
		return ErrSpent
	}
	return err
}
