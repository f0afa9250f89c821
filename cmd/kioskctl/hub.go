package main

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"guichet/kiosk/hub/tool"
)

var hubLogin = command{
	name: "hub login", args: "https://HUB [--ca FILE]", words: 1, least: 1,
	short: "Remember a hub, and a token of yours",
	long: `The token is made on the fleet page, under Mon compte, Créer une clé. It is asked
for, or read from the standard input; it is kept in your configuration folder, where nobody
else can read it. --ca is the hub's ca.pem, where its certificate is its own.`,
	setup: setupHubLogin,
}

// login is a hub that was remembered.
type login struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	CA    []byte `json:"ca,omitempty"` // PEM
	Town  string `json:"town,omitempty"`
}

func setupHubLogin(set *flag.FlagSet) action {
	ca := set.String("ca", "", "the `file` of the authority that signed the hub's certificate")
	return func(ctx context.Context, p program, args []string) error {
		l := login{URL: strings.TrimSuffix(args[0], "/")}
		var err error
		if *ca != "" {
			if l.CA, err = os.ReadFile(*ca); err != nil {
				return err
			}
		}
		if _, err := tool.NewClient(l.URL, "", l.CA); err != nil {
			return usagef("%w", err)
		}
		if l.Token, err = p.readToken(); err != nil {
			return err
		}
		return p.login(ctx, l)
	}
}

// readToken reads one line, not shown where it is typed.
func (p program) readToken() (string, error) {
	if f, ok := p.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(p.err, "Token: ")
		word, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(p.err)
		return strings.TrimSpace(string(word)), err
	}
	line, err := bufio.NewReader(p.in).ReadString('\n')
	if word := strings.TrimSpace(line); word != "" {
		return word, nil
	}
	return "", errors.Join(errors.New("no token came in"), err)
}

// login tries a token, and remembers it where it is good.
func (p program) login(ctx context.Context, l login) error {
	c, err := tool.NewClient(l.URL, l.Token, l.CA)
	if err != nil {
		return err
	}
	me, err := c.Me(ctx)
	var stranger x509.UnknownAuthorityError
	if errors.As(err, &stranger) && l.CA == nil {
		return fmt.Errorf("%w (is it the hub's own certificate? give --ca, its ca.pem)", err)
	}
	if err != nil {
		return hubMend(err)
	}
	l.Town = me.Town
	if err := l.save(); err != nil {
		return err
	}
	where := "all towns"
	if me.Town != "" {
		where = "the town " + me.Town
	}
	fmt.Fprintf(p.out, "You are %s (%s) of %s at %s.\n", me.Login, me.Role, where, l.URL)
	return nil
}

// loginFile is where a login is kept.
func loginFile() (string, error) { return kept("hub.json") }

// kept is a file of the configuration folder of whoever asks.
func kept(name string) (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "kioskctl", name), err
}

func (l login) save() error {
	path, err := loginFile()
	if err != nil {
		return err
	}
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return keepPrivate(path, data)
}

// keepPrivate writes a file that its owner alone can read, whole or not at all.
func keepPrivate(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(fresh, data, 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

// hubClient is the hub that was remembered, and the town that is meant: the one
// that was given, or that of the user.
func hubClient(town string) (c *tool.Client, l login, err error) {
	path, err := loginFile()
	if err != nil {
		return nil, l, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, l, usagef("no hub is known: kioskctl hub login https://HUB")
	}
	if err != nil {
		return nil, l, err
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, l, fmt.Errorf("%s cannot be read: kioskctl hub login again", path)
	}
	if town != "" {
		l.Town = town
	}
	c, err = tool.NewClient(l.URL, l.Token, l.CA)
	return c, l, err
}

// townClient is hubClient for what is done in one town.
func townClient(town string) (*tool.Client, login, error) {
	c, l, err := hubClient(town)
	if err == nil && l.Town == "" {
		err = usagef("--town is missing: your rights are for all towns")
	}
	return c, l, err
}

func flagTown(set *flag.FlagSet) *string {
	return set.String("town", "", "the COG `code` of the town; yours if left out")
}

// hubMends is what to do about a refusal, by its word.
var hubMends = map[string]string{
	"token":         "make one on the fleet page, under Mon compte, Créer une clé; then kioskctl hub login",
	"right":         "ask who has the right: an administrator, on the fleet page under Comptes",
	"conflict":      "sign again, from what is published now",
	"rollout_open":  "see kioskctl pack status; end it, or kioskctl pack rollback",
	"not_published": "kioskctl pack push first",
	"no_repository": "the hub has no keys: kioskhub import -online",
	"changed":       "look again: kioskctl pack status",
	"state":         "look again: kioskctl pack status",
	"not_found":     "look at kioskctl kiosk list and kioskctl pack status",
}

// hubMend adds the mend to what a hub refused.
func hubMend(err error) error {
	var r *tool.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if mend := hubMends[r.Type]; mend != "" {
		return fmt.Errorf("%s (%s)", strings.TrimPrefix(err.Error(), "tool: "), mend)
	}
	return err
}
