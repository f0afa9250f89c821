package main

import (
	"context"
	"flag"
	"fmt"

	"guichet/kiosk/hub/store"
)

var backupCommand = command{
	name: "backup", args: "[-config FILE] NEW-FILE", least: 1, words: 1,
	short: "Copy the database into a new file, while the hub serves",
	long: `NEW-FILE is whole or not there. Keep it as you keep the hub itself: who reads it
cannot open a submission, but knows kiosks and staff. It lacks the keys: copy the
configuration and the folders keys and tls too. To go back to it, stop the hub,
put NEW-FILE where the configuration says "database", remove the files beside it
that end in -wal and -shm, and start.

PostgreSQL has its own: pg_dump.`,
	setup: func(set *flag.FlagSet) action {
		path := configFlag(set)
		return func(ctx context.Context, p program, words []string) error {
			c, err := readConfig(*path)
			if err == nil {
				err = store.Backup(ctx, c.database(), words[0])
			}
			if err == nil {
				fmt.Fprintf(p.out, "written: %s\n", words[0])
			}
			return err
		}
	},
}
