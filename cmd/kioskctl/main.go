// Command kioskctl is the tool of those who care for kiosks: it lists, tries
// and asks printers. Without arguments it says what it can do.
package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"guichet/drivers/serial"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := program{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, ports: serial.List, notes: notesDir()}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// notesDir is the folder of what one run remembers for the next; "" if there
// is none.
func notesDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "kioskctl")
}
