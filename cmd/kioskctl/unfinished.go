package main

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"guichet/drivers/printer"
)

// note is a file that stands while a document is on its way to a port, and
// stays where nobody knows what became of it: the next run then clears the
// printer and cuts off the rest before it prints. It is empty, and named after
// the port.
type note struct{ path string }

// noteFor is the note of a port, in a folder that lasts; "" for none. Links are
// not followed: after unplugging they lead elsewhere, to the same printer.
func noteFor(dir, port string) note {
	if dir == "" {
		return note{}
	}
	if path, err := filepath.Abs(port); err == nil && !strings.HasPrefix(port, "usb:") {
		port = path
	}
	return note{filepath.Join(dir, "unfinished-"+url.PathEscape(port))}
}

// begin says whether nothing unfinished is known of the port, and makes the
// note. Where it cannot, nothing is known.
func (n note) begin() (fresh bool) {
	if n.path == "" || os.MkdirAll(filepath.Dir(n.path), 0o700) != nil {
		return false
	}
	f, err := os.OpenFile(n.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

// end takes the note away when nothing of a document can be in the printer.
func (n note) end(fresh bool, o printer.Outcome) error {
	if n.path == "" || o == printer.Unknown || o == printer.NotPrinted && !fresh {
		return nil
	}
	if err := os.Remove(n.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
