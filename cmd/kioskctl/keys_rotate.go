package main

import (
	"context"
	"crypto"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guichet/forms/pack/publish"
)

var keysRotate = command{
	name: "keys rotate", args: "--role ROLE --repo R --key KEY … FOLDER", words: 1, least: 1,
	short: "Replace a key: a new one into FOLDER, the old one is worth nothing",
	long: `ROLE is root, targets, dNN, cNNNNN, or hub for both keys of the hub. Where the
role has several keys, --old says which one is replaced, by its .pub file or by
the start of its fingerprint (see "kioskctl keys show").

Who signs: the new key, by itself, what it takes over; and, by --key:
  cNNNNN          the département's key
  dNN             the key of the targets
  targets, hub    two keys of the root
  root            two keys of the root

FOLDER then holds the new key and rotate.upload, which goes to the hub.`,
	setup: setupKeysRotate,
}

// rotation is a key to be replaced.
type rotation struct {
	role, repo, old, public string
	keys                    words
}

func setupKeysRotate(set *flag.FlagSet) action {
	var in rotation
	set.StringVar(&in.role, "role", "", "whose `key`: root, targets, d04, c04999, hub")
	set.StringVar(&in.repo, "repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	set.StringVar(&in.old, "old", "", "which one of several: its .pub `file`, or the start of its fingerprint")
	set.StringVar(&in.public, "public", "", "the .pub `file` of a new key that was made elsewhere")
	set.Var(&in.keys, "key", "the .key `file` that signs; several times for several")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, args []string) error {
		files, err := repository(in.repo)
		if err != nil {
			return err
		}
		e, err := publish.Begin(files, p.now())
		if err != nil {
			return err
		}
		r := &rotator{maker: maker{p, s}, edit: e, in: in, dir: args[0]}
		if in.role == "hub" {
			return r.hub()
		}
		return r.role()
	}
}

// rotator replaces one key.
type rotator struct {
	maker
	edit *publish.Edit
	in   rotation
	dir  string
	made *publish.Key // the new key, where it was made here
}

func (r *rotator) role() error {
	keys, threshold, err := r.edit.Signers(r.in.role)
	if err != nil {
		return err
	}
	at, err := which(keys, r.in.old)
	if err != nil {
		return err
	}
	if keys[at], err = r.replacement(); err != nil {
		return err
	}
	if err := setKeys(r.edit, r.in.role, threshold, keys); err != nil {
		return err
	}
	return r.finish()
}

// replacement is the new key: made here, or read.
func (r *rotator) replacement() (crypto.PublicKey, error) {
	if r.in.public != "" {
		return publicKey(r.in.public)
	}
	name := r.in.role + "-" + r.day()
	k, err := r.key(r.dir, name, r.in.role, "who kept the one before")
	if err != nil {
		return nil, err
	}
	r.made = &k
	return k.Signer.Public(), nil
}

// finish signs with the new key and with those that were given.
func (r *rotator) finish() error {
	u, err := r.edit.Upload()
	if err != nil {
		return err
	}
	if r.made != nil {
		if u, err = publish.Approve(u, r.in.role, *r.made); err != nil {
			return err
		}
	}
	if u, err = approveAll(u, r.secrets, r.in.keys); err != nil {
		return err
	}
	return r.p.saveUpload(filepath.Join(r.dir, "rotate.upload"), u)
}

// hub replaces both keys of the hub.
func (r *rotator) hub() error {
	online, err := publish.NewOnlineKeys(r.day(), chance)
	if err != nil {
		return err
	}
	hub, err := online.Online(r.p.now)
	if err != nil {
		return err
	}
	data, err := online.Bytes()
	if err != nil {
		return err
	}
	if err := errors.Join(r.edit.SetRole("snapshot", 1, hub.Snapshot.Public()), r.edit.SetRole("timestamp", 1, hub.Timestamp.Public())); err != nil {
		return err
	}
	if err := create(r.dir, onlineFile, data); err != nil {
		return err
	}
	fmt.Fprintf(r.p.out, "The hub needs %s before it gets the upload.\n", filepath.Join(r.dir, onlineFile))
	return r.finish()
}

// setKeys gives a role its keys.
func setKeys(e *publish.Edit, role string, threshold int, keys []crypto.PublicKey) error {
	switch {
	case strings.HasPrefix(role, "c"):
		return e.SetTown(role[1:], threshold, keys...)
	case strings.HasPrefix(role, "d"):
		return e.SetDepartment(role[1:], threshold, keys...)
	}
	return e.SetRole(role, threshold, keys...)
}

// which finds the key that is meant.
func which(keys []crypto.PublicKey, old string) (int, error) {
	if old == "" && len(keys) == 1 {
		return 0, nil
	}
	if old == "" {
		return 0, usagef("the role has %d keys: --old says which one", len(keys))
	}
	start, err := fingerprintOf(old)
	if err != nil {
		return 0, err
	}
	at := slices.IndexFunc(keys, func(k crypto.PublicKey) bool {
		id, err := publish.KeyID(k)
		return err == nil && strings.HasPrefix(id, start)
	})
	if at < 0 {
		return 0, fmt.Errorf("--old %s is none of the keys of the role: see kioskctl keys show", old)
	}
	return at, nil
}

// leastFingerprint is how much of a fingerprint names a key.
const leastFingerprint = 8

func fingerprintOf(old string) (string, error) {
	if _, err := os.Stat(old); err == nil {
		k, err := publicKey(old)
		if err != nil {
			return "", err
		}
		return publish.KeyID(k)
	}
	old = strings.ReplaceAll(old, " ", "")
	if len(old) < leastFingerprint {
		return "", usagef("--old: at least %d characters of the fingerprint", leastFingerprint)
	}
	return old, nil
}
