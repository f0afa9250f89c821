package main

import (
	"context"
	"flag"
	"fmt"
	"text/tabwriter"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

var userCommand = command{
	name: "user", args: userArgs, least: 1, words: 2,
	short: "List the staff, add somebody, or give a new password",
	long: `For whoever has the machine: everybody else does it at the fleet page. A password
that is printed works once, and is changed at the next sign-in; reset takes the
second factor away too.`,
	setup: setupUser,
}

const userArgs = "[-config FILE] list | add LOGIN | reset LOGIN"

// self is the hub's own right, for who works on its machine.
var self = store.User{Login: "hub", Role: store.RoleAdmin}

func setupUser(set *flag.FlagSet) action {
	path := configFlag(set)
	u := store.User{}
	set.StringVar(&u.Name, "name", "", "of the person, as others see it; the login if left out")
	set.StringVar(&u.Role, "role", store.RoleReader, "admin, town_hall, agent or read_only")
	set.StringVar(&u.Town, "town", "", "COG `code`; none is all towns, for administrators")
	set.StringVar(&u.OIDC, "oidc", "", "the `subject` at the town's provider; then there is no password")
	return func(ctx context.Context, p program, words []string) error {
		s, err := openSetup(ctx, *path)
		if err != nil {
			return err
		}
		defer s.store.Close()
		return p.user(ctx, s, u, words)
	}
}

func (p program) user(ctx context.Context, s *setup, u store.User, words []string) error {
	switch {
	case words[0] == "list" && len(words) == 1:
		return p.listUsers(ctx, s)
	case words[0] == "add" && len(words) == 2:
		u.Login = words[1]
		if u.Name == "" {
			u.Name = u.Login
		}
		return p.sayPassword(s.users.Add(ctx, self, u))
	case words[0] == "reset" && len(words) == 2:
		return p.sayPassword(s.users.ResetPassword(ctx, self, words[1], true))
	}
	return usagef("user takes %s", userArgs)
}

func (p program) sayPassword(password string, err error) error {
	if err == nil && password != "" {
		fmt.Fprintf(p.out, "password, once: %s\n", password)
	}
	return err
}

func (p program) listUsers(ctx context.Context, s *setup) error {
	all, err := s.store.Users(ctx, "")
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, u := range all {
		town := map[bool]string{true: "all towns", false: u.Town}[users.Everywhere(u)]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", u.Login, u.Role, town, u.Name, map[bool]string{true: "disabled"}[u.Disabled])
	}
	return w.Flush()
}
