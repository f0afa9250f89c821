package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"guichet/forms/pack/publish"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/relay"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

var initCommand = command{
	name: "init", args: "DIR", least: 1, words: 1,
	short: "Make a configuration, keys, a certificate and the first administrator",
	long: `DIR must not have a configuration yet. The certificate is signed by an authority
of its own, tls/ca.pem: give that file to kiosks and tools. The password that
is printed works once, and is changed at the first sign-in.`,
	setup: setupInit,
}

func setupInit(set *flag.FlagSet) action {
	host := set.String("host", "localhost", "the `name` or address that kiosks reach the hub by; several with commas, the first is used")
	login := set.String("admin", "admin", "the `login` of the first administrator")
	return func(ctx context.Context, p program, words []string) error {
		return p.initialise(ctx, words[0], strings.Split(*host, ","), *login)
	}
}

//go:embed sample.yaml
var sample string

const configName = "kioskhub.yaml"

func (p program) initialise(ctx context.Context, dir string, hosts []string, login string) error {
	path := filepath.Join(dir, configName)
	if _, err := os.Stat(path); err == nil {
		return usagef("%s is there already: \"kioskhub init\" never changes what is there", path)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := p.makeFiles(dir, hosts); err != nil {
		return fmt.Errorf("%w; start again with a folder that is empty", err)
	}
	if err := writeNew(path, sampleFor(hosts), 0o600); err != nil {
		return err
	}
	password, err := p.firstAdmin(ctx, path, login)
	if err != nil {
		return err
	}
	return p.sayMade(dir, hosts, login, password)
}

// sampleFor is the configuration for a hub that is reached by the first of these
// names.
func sampleFor(hosts []string) []byte {
	var b bytes.Buffer
	t := template.Must(template.New("sample").Parse(sample))
	t.Execute(&b, struct{ Address string }{addressOf(hosts)})
	return b.Bytes()
}

func addressOf(hosts []string) string { return "https://" + net.JoinHostPort(hosts[0], "8443") }

func (p program) makeFiles(dir string, hosts []string) error {
	if err := makeKey(filepath.Join(dir, "keys", "hub.key")); err != nil {
		return err
	}
	c, err := hub.MakeCertificates(hosts, p.now())
	if err != nil {
		return err
	}
	return errors.Join(
		writeNew(filepath.Join(dir, "tls", "ca.pem"), c.Authority, 0o644),
		writeNew(filepath.Join(dir, "tls", "certificate.pem"), c.Certificate, 0o644),
		writeNew(filepath.Join(dir, "tls", "key.pem"), c.Key, 0o600),
	)
}

func (p program) firstAdmin(ctx context.Context, path, login string) (string, error) {
	s, err := openSetup(ctx, path)
	if err != nil {
		return "", err
	}
	defer s.store.Close()
	return s.users.FirstAdmin(ctx, login)
}

func (p program) sayMade(dir string, hosts []string, login, password string) error {
	_, err := fmt.Fprintf(p.out, `made %[1]s

first administrator: %[2]s
password, once:      %[3]s

next:
  1. make the keys of the packs, on another machine: "kioskctl keys ceremony"
  2. kioskhub import -config %[4]s -online hub/online.keys repository
     with the two folders that come out of it
  3. kioskhub serve -config %[4]s
  4. open %[5]s in a browser; give %[6]s to kiosks and tools
`, filepath.Join(dir, configName), login, password, filepath.Join(dir, configName), addressOf(hosts), filepath.Join(dir, "tls", "ca.pem"))
	return err
}

// setup is what the commands work with that need the database.
type setup struct {
	config *config
	store  store.Store
	users  *users.Users
	relay  *relay.Config // nil: media goes straight
}

// openSetup reads the configuration and opens the database.
func openSetup(ctx context.Context, path string) (*setup, error) {
	c, err := readConfig(path)
	if err != nil {
		return nil, err
	}
	key, err := readKey(c.file(c.Key))
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, c.database())
	if err != nil {
		return nil, err
	}
	u, err := users.New(users.Config{Book: s, Key: key.Seed()})
	if err != nil {
		s.Close()
		return nil, err
	}
	return &setup{config: c, store: s, users: u}, nil
}

// online signs the repository with the hub's keys; nil where they are not there
// yet.
func (c *config) online(p program) (hub.Repository, error) {
	if c.Online == "" {
		return nil, nil
	}
	data, err := readSecret(c.file(c.Online))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	keys, err := publish.ReadOnlineKeys(data)
	if err != nil {
		return nil, err
	}
	online, err := keys.Online(p.now)
	online.Trial = hub.Inspect
	return online, err
}
