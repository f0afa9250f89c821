package main

import (
	"context"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"runtime"

	"filippo.io/age"

	"guichet/forms/pack"
	"guichet/kiosk/config"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
)

var enrol = command{
	name:  "enrol",
	args:  "--config FILE CODE",
	short: "Make this kiosk known to the hub of its town",
	long: `CODE is the one that the hub's page gives under "Ajouter une borne": six groups
of four letters and digits, good for ten minutes. It says which hub is the right
one, too: a wrong address, or somebody in between, is noticed.

Run it once, on the kiosk itself, as the user that the kiosk runs as. It makes
the key of this kiosk, which never leaves it, and fetches the packs and the
town's keys, so that the kiosk can serve at once, with or without a network.

Without a configuration: --hub URL --data DIR, and --ca FILE where needed.`,
	words: 1, least: 1,
	setup: setupEnrol,
}

func setupEnrol(set *flag.FlagSet) action {
	file := set.String("config", "", "the configuration `file` of the kiosk")
	var hub config.Hub
	set.StringVar(&hub.URL, "hub", "", "the `address` of the hub, without --config")
	set.StringVar(&hub.CA, "ca", "", "the `file` of the authority that signed its certificate, without --config")
	data := set.String("data", "", "the data `folder` of the kiosk, without --config")
	return func(ctx context.Context, p program, words []string) error {
		dir, h, err := enrolWhere(*file, hub, *data)
		if err != nil {
			return err
		}
		return p.enrol(ctx, dir, h, words[0])
	}
}

func enrolWhere(file string, hub config.Hub, data string) (string, *config.Hub, error) {
	if file == "" {
		if hub.URL == "" || data == "" {
			return "", nil, errors.New("give --config FILE, or both --hub URL and --data DIR")
		}
		return data, &hub, nil
	}
	cfg, err := config.Read(file)
	if err != nil {
		return "", nil, err
	}
	if cfg.Hub == nil {
		return "", nil, fmt.Errorf("%s names no hub: write hub: {url: https://…}", file)
	}
	return cfg.Data, cfg.Hub, nil
}

func (p program) enrol(ctx context.Context, dir string, hub *config.Hub, code string) error {
	transport, err := fleet.TransportTo(hub)
	if err != nil {
		return err
	}
	id, err := fleet.Enrol(ctx, hub.URL, code, dir, wire.Version, runtime.GOOS+" "+runtime.GOARCH, transport)
	if err != nil {
		return enrolMend(err)
	}
	fmt.Fprintf(p.out, "This kiosk is %s (%s), of the town %s.\n", id.Name, id.Kiosk, id.Town)
	agent, err := fleet.Open(fleet.Config{
		Hub: hub.URL, Dir: dir, Transport: transport,
		Offer: func([]*pack.Pack) {}, Rekey: func([]age.Recipient) error { return nil },
		Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{Version: wire.Version, State: "enrolled"} },
		Log:  slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	defer agent.Close()
	return p.firstSync(ctx, agent)
}

// firstSync tells what came. What did not come yet comes later by itself.
func (p program) firstSync(ctx context.Context, agent *fleet.Agent) error {
	if err := agent.Sync(ctx); err != nil {
		fmt.Fprintf(p.out, "Its packs did not come yet: %v. The kiosk tries again when it runs.\n", err)
	}
	for _, one := range agent.Packs() {
		fmt.Fprintf(p.out, "It has %s.\n", one)
	}
	keys, err := agent.Recipients()
	if err != nil || len(keys) == 0 {
		fmt.Fprintln(p.out, "It has no keys of the town hall yet, and takes no request before: publish them with \"kioskctl keys recipients\".")
		return err
	}
	fmt.Fprintf(p.out, "It encrypts to %d keys of the town hall. Start the kiosk now, or restart it.\n", len(keys))
	return nil
}

// enrolMend says what to do.
func enrolMend(err error) error {
	switch {
	case errors.Is(err, wire.ErrCode):
		return fmt.Errorf("%w: type it as it stands on the hub's page, O and 0 are the same", err)
	case errors.Is(err, fleet.ErrSpent), errors.Is(err, fleet.ErrWrongHub), errors.Is(err, fleet.ErrUnsent):
		return err
	}
	if stranger := (x509.UnknownAuthorityError{}); errors.As(err, &stranger) {
		return fmt.Errorf("%w (is it the hub's own certificate? give its ca.pem: --ca, or ca under hub in the configuration)", err)
	}
	return fmt.Errorf("%w (is the address of the hub right, does this machine reach it?)", err)
}
