package main

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"guichet/drivers/all"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// line is the flags of a command that talks to a printer.
type line struct {
	profile string
	port    string
	baud    int
	flow    string
	backend string
}

// flags declares them; portFlag is "port" or "to".
func (l *line) flags(set *flag.FlagSet, portFlag, portUse string) {
	set.StringVar(&l.profile, "profile", "", "the `model`, of \"kioskctl printer profiles\", or the path of a profile")
	set.StringVar(&l.port, portFlag, "", portUse)
	set.IntVar(&l.baud, "baud", 0, "`bits` a second; 0 is the profile's")
	set.StringVar(&l.flow, "flow", "", "how the printer says `wait`: none, xonxoff or rtscts; the profile's if left out")
	set.StringVar(&l.backend, "backend", "", "the `library` that opens the port: bugst or tarm; bugst if left out")
}

// model is the profile that the flags name.
func (l line) model() (printer.Profile, error) {
	if l.profile == "" {
		return printer.Profile{}, usagef("--profile is missing; there are %s", strings.Join(profiles.Names(), ", "))
	}
	p, err := profiles.Load(l.profile)
	if errors.Is(err, profiles.ErrNone) {
		return p, usagef("there is no profile %q; there are %s", l.profile, strings.Join(profiles.Names(), ", "))
	}
	return p, err
}

// open returns the printer. It does not touch the port yet. fresh: nothing of
// an earlier document is in it.
func (l line) open(fresh bool) (printer.Printer, error) {
	model, err := l.model()
	switch {
	case err != nil:
		return nil, err
	case l.port == "":
		return nil, usagef("--port is missing; \"kioskctl printer list\" lists them")
	}
	p, err := all.OpenPrinter(all.Config{
		Driver: model.Driver, Profile: l.profile, Port: l.port, Baud: l.baud, Flow: l.flow, Backend: l.backend, Fresh: fresh,
	})
	if err != nil {
		return nil, usagef("%w", err)
	}
	return p, nil
}

// fileOf is the file that to names; "" if it is a port. A name that is neither
// is refused: a printer whose link went away with it must not become a file
// that says "written".
func fileOf(to string) (string, error) {
	name, told := strings.CutPrefix(to, "file:")
	switch {
	case name == "":
		return "", usagef("--to is missing: a port or a file")
	case told:
		return name, nil
	case isPort(to):
		return "", nil
	case to == "-" || filepath.Ext(to) != "" || exists(to):
		return to, nil
	}
	return "", usagef("--to: there is no port %q; if you mean a file, say file:%s", to, to)
}

// isPort says whether to is a printer: a USB identity, something under /dev, a
// character device, or a link that leads nowhere, which is what an unplugged
// printer leaves.
func isPort(to string) bool {
	if strings.HasPrefix(to, "usb:") || strings.HasPrefix(to, "/dev/") {
		return true
	}
	if info, err := os.Stat(to); err == nil {
		return info.Mode()&fs.ModeCharDevice != 0
	}
	return exists(to)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
