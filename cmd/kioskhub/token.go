package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

var tokenCommand = command{
	name: "token", args: "[-config FILE] LOGIN", least: 1, words: 1,
	short: "Make a token for the tools of a user",
	long: `For whoever has the machine: users make their own at the fleet page. It is shown
once; "kioskctl hub login" takes it. It is dropped at the fleet page.`,
	setup: setupToken,
}

func setupToken(set *flag.FlagSet) action {
	path := configFlag(set)
	label := set.String("label", "kioskhub token", "what the token is `for`, as its list says it")
	return func(ctx context.Context, p program, words []string) error {
		s, err := openSetup(ctx, *path)
		if err != nil {
			return err
		}
		defer s.store.Close()
		secret, err := s.newToken(ctx, words[0], *label)
		if err == nil {
			fmt.Fprintln(p.out, secret)
		}
		return err
	}
}

// newToken makes a token without the password of its user: whoever has the
// machine has the database.
func (s *setup) newToken(ctx context.Context, login, label string) (string, error) {
	u, err := s.store.User(ctx, login)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Disabled {
		return "", usagef("there is no user %q who may sign in", login)
	}
	if err != nil {
		return "", err
	}
	u.Password = ""
	return s.users.NewTool(ctx, users.Session{User: u}, label, "")
}
