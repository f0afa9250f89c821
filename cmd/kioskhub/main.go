// Command kioskhub is the hub of a fleet: it gives packs out, takes submissions
// in, and serves the fleet page. One program, one configuration file; SQLite
// beside it, or PostgreSQL for several hubs.
//
//	kioskhub init DIR              makes a configuration, keys, and the first administrator
//	kioskhub serve -config FILE    serves until SIGTERM
//
// Without arguments it says what else it can do.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := program{out: os.Stdout, err: os.Stderr, now: time.Now}
	os.Exit(p.run(ctx, os.Args[1:]))
}
