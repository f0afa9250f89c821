package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

var keysTest = command{
	name: "keys test", args: "--repo R --town CODE FILE.age …", words: 9, least: 1,
	short: "Try whether a key opens what the kiosks encrypt",
	long: `Encrypts a test to the keys that the town publishes now, as a kiosk does, and
opens it with FILE.age. Do it on the first day for all three, and every three
months: a key that is lost and not missed is the loss of what citizens send.`,
	setup: setupKeysTest,
}

func setupKeysTest(set *flag.FlagSet) action {
	repo := set.String("repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	town := set.String("town", "", "the COG `code` of the town")
	s := flagPassphrase(set)
	return func(ctx context.Context, p program, args []string) error {
		files, err := repository(*repo)
		if err != nil {
			return err
		}
		r, err := publishedRecipients(ctx, p, files, *town)
		if err != nil {
			return err
		}
		for _, file := range args {
			if err := p.tryIdentity(r, s, file); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		return nil
	}
}

// publishedRecipients reads the list that a kiosk would take.
func publishedRecipients(ctx context.Context, p program, files publish.Files, town string) (r trust.Recipients, err error) {
	root, err := files.Read("metadata/1.root.json")
	if err != nil {
		return r, err
	}
	src := publish.Source(files)
	list, err := trust.Look(ctx, src, root, town, p.now())
	if err != nil {
		return r, err
	}
	newest, ok := trust.Newest(list)
	if !ok {
		return r, fmt.Errorf("%s publishes no keys that open submissions: kioskctl keys recipients", publish.Title(trust.TownRole(town)))
	}
	data, err := src.Fetch(ctx, newest.Stored(), newest.Size)
	if err == nil {
		err = newest.Check(data)
	}
	if err != nil {
		return r, err
	}
	return trust.ReadRecipients(data)
}

// tryIdentity encrypts to all three, and opens with one.
func (p program) tryIdentity(r trust.Recipients, s *secrets, file string) error {
	identity, err := s.identity(file)
	if err != nil {
		return err
	}
	recipients, err := r.Age()
	if err != nil {
		return err
	}
	if err := roundTrip(recipients, identity); err != nil {
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) {
			return fmt.Errorf("it does NOT open list %d of %s: it is an old key, or of another town", r.N, r.Town)
		}
		return err
	}
	fmt.Fprintf(p.out, "%s opens what the kiosks of %s send: it is %s of list %d.\n", file, r.Town, holderOf(r, identity), r.N)
	return nil
}

func roundTrip(recipients []age.Recipient, identity age.Identity) error {
	secret := make([]byte, 4096)
	if _, err := io.ReadFull(rand.Reader, secret); err != nil {
		return err
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, recipients...)
	if err == nil {
		_, err = w.Write(secret)
	}
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	plain, err := age.Decrypt(&sealed, identity)
	if err != nil {
		return err
	}
	got, err := io.ReadAll(plain)
	if err == nil && !bytes.Equal(got, secret) {
		err = errors.New("it opened something else")
	}
	return err
}

func holderOf(r trust.Recipients, id *age.HybridIdentity) string {
	for _, k := range r.Keys {
		if k.Key == id.Recipient().String() {
			return k.Holder
		}
	}
	return "none"
}

// identity opens the file of a key that opens submissions.
func (s *secrets) identity(file string) (*age.HybridIdentity, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	word, err := s.old(file)
	if err != nil {
		return nil, err
	}
	plain, err := publish.Unseal(data, word)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(plain)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return age.ParseHybridIdentity(line)
		}
	}
	return nil, errors.New("there is no key in it")
}
