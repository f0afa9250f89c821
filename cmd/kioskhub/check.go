package main

import (
	"context"
	"flag"
	"fmt"
	"time"
)

var checkCommand = command{
	name: "check", args: "[-config FILE]",
	short: "Say whether the configuration, the keys and the database are right",
	long:  `It changes nothing but the tables of the database, which are brought up to date.`,
	setup: func(set *flag.FlagSet) action {
		path := configFlag(set)
		return func(ctx context.Context, p program, _ []string) error { return p.check(ctx, *path) }
	},
}

func (p program) check(ctx context.Context, path string) error {
	s, err := openSetup(ctx, path)
	if err != nil {
		return err
	}
	defer s.store.Close()
	h, err := p.hub(s, nil)
	if err != nil {
		return err
	}
	if _, err := s.config.tls(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := h.Ready(ctx); err != nil {
		return err
	}
	revision, err := s.store.FilesRevision(ctx)
	if err == nil {
		fmt.Fprintf(p.out, "right: %s, repository at revision %d\n", path, revision)
	}
	return err
}
