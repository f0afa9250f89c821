package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

// keyWork is the work factor of passphrases; 0 is age's own, a second a try.
// The tests lower it.
var keyWork = 0

// leastPassphrase is the length of a passphrase, in bytes.
const leastPassphrase = 12

// secrets asks for passphrases.
type secrets struct {
	file string // a file that holds the passphrase of every key
	ask  func(prompt string) (string, error)
}

// flagPassphrase is how every command that needs a passphrase gets it.
func flagPassphrase(set *flag.FlagSet) *secrets {
	s := &secrets{ask: askTerminal}
	set.StringVar(&s.file, "passphrase-file", "", "a `file` with the passphrase, for scripts; without it, it is asked for")
	return s
}

// askTerminal reads a line that is not shown.
func askTerminal(prompt string) (string, error) {
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", usagef("there is no terminal to ask for a passphrase: give --passphrase-file")
	}
	fmt.Fprint(os.Stderr, prompt)
	word, err := term.ReadPassword(in)
	fmt.Fprintln(os.Stderr)
	return string(word), err
}

// old is the passphrase of a key that exists.
func (s *secrets) old(what string) (string, error) {
	if s.file != "" {
		return s.read()
	}
	return s.ask("Passphrase of " + what + ": ")
}

// askTimes is how often a new passphrase may be mistyped: "keys new" asks for
// up to nine, and the ninth must not cost the other eight.
const askTimes = 3

// fresh is a new passphrase, asked for twice.
func (s *secrets) fresh(what string) (word string, err error) {
	if s.file != "" {
		word, err = s.read()
		return word, errors.Join(err, longEnough(word))
	}
	note := ""
	for range askTimes {
		var mistake error
		if word, mistake, err = s.askTwice(note + "New passphrase of " + what + " (five words or more): "); err != nil || mistake == nil {
			return word, err
		}
		note, err = mistake.Error()+"\n", mistake
	}
	return "", err
}

// askTwice also says what the person who types did wrong.
func (s *secrets) askTwice(prompt string) (word string, mistake, err error) {
	if word, err = s.ask(prompt); err != nil {
		return "", nil, err
	}
	if mistake = longEnough(word); mistake != nil {
		return "", mistake, nil
	}
	again, err := s.ask("The same again: ")
	if err == nil && again != word {
		mistake = errors.New("the two passphrases differ")
	}
	return word, mistake, err
}

func longEnough(word string) error {
	if len(word) < leastPassphrase {
		return fmt.Errorf("a passphrase has at least %d characters: take five words", leastPassphrase)
	}
	return nil
}

func (s *secrets) read() (string, error) {
	data, err := os.ReadFile(s.file)
	return strings.TrimRight(string(data), "\r\n"), err
}

// unlock reads the file of a key.
func (s *secrets) unlock(file string) (publish.Key, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return publish.Key{}, err
	}
	k, err := publish.Unlock(data, func() (string, error) { return s.old(file) })
	if err != nil {
		return k, fmt.Errorf("%s: %w", file, err)
	}
	return k, nil
}

// maker makes keys into folders.
type maker struct {
	p       program
	secrets *secrets
}

func (m maker) day() string { return m.p.now().Format(time.DateOnly) }

// key makes one key: NAME.key behind a passphrase, NAME.pub for anybody.
func (m maker) key(dir, name, role, holder string) (publish.Key, error) {
	k, err := publish.NewKey(role, holder, m.day(), chance)
	if err != nil {
		return k, err
	}
	word, err := m.secrets.fresh(name + ".key, which " + holder + " keeps")
	if err != nil {
		return k, err
	}
	locked, err := publish.Lock(k, word, keyWork)
	if err != nil {
		return k, err
	}
	public, err := k.PublicKey.Bytes()
	if err != nil {
		return k, err
	}
	return k, errors.Join(create(dir, name+".key", locked), create(dir, name+".pub", public))
}

// create writes a file that must not exist yet: a key is never overwritten.
func create(dir, name string, data []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and is never overwritten", filepath.Join(dir, name))
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// repository is a folder or an address that packs are published at; the hub
// that was logged into where nothing was given, or its address.
func repository(where string) (publish.Files, error) {
	if c, l, err := hubClient(""); err == nil && (where == "" || strings.TrimSuffix(where, "/") == l.URL) {
		return atHub{context.Background(), c}, nil
	}
	if where == "" {
		return nil, usagef("--repo is missing: the folder that packs are published in; or kioskctl hub login first")
	}
	if strings.HasPrefix(where, "https://") || strings.HasPrefix(where, "http://") {
		client := &http.Client{Timeout: time.Minute}
		return remote{trust.HTTP(client, where)}, nil
	}
	disk, err := repositoryFolder(where)
	if err != nil {
		return nil, err
	}
	return publish.Folder(disk), nil
}

// repositoryFolder opens a folder that exists.
func repositoryFolder(dir string) (*durable.Disk, error) {
	if dir == "" {
		return nil, usagef("--repo is missing: the folder that packs are published in")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--repo %s is no folder", dir)
	}
	return durable.Open(dir)
}

// remote reads a repository from a hub.
type remote struct{ src trust.Source }

func (r remote) Read(name string) ([]byte, error) {
	return r.src.Fetch(context.Background(), name, trust.MaxTarget)
}
