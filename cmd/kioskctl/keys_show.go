package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

var keysShow = command{
	name: "keys show", args: "[--repo R [--town CODE]] [FILE.pub …]", words: 9,
	short: "Show fingerprints, who signs what, and until when it is good",
	long: `Without a passphrase: everything that is shown is public. Compare the fingerprint
of the root with the publisher by telephone.`,
	setup: setupKeysShow,
}

func setupKeysShow(set *flag.FlagSet) action {
	repo := set.String("repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	town := set.String("town", "", "the COG `code` of a town, with --repo")
	return func(ctx context.Context, p program, args []string) error {
		for _, file := range args {
			if err := p.showKey(file); err != nil {
				return err
			}
		}
		if *repo == "" && len(args) > 0 {
			return nil
		}
		files, err := repository(*repo)
		if err != nil {
			return err
		}
		return p.showRepository(ctx, files, *town)
	}
}

func (p program) showKey(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	k, err := publish.ReadPublic(data)
	if err != nil {
		return fmt.Errorf("%s: %w; show the .pub file", file, err)
	}
	id, err := k.ID()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "%s\n  signs:       %s\n  kept by:     %s\n  made:        %s\n  fingerprint: %s\n", file, publish.Title(k.Role), k.Holder, k.Made, group(id))
	return nil
}

func (p program) showRepository(ctx context.Context, files publish.Files, town string) error {
	if town != "" {
		if err := trust.CheckTown(town); err != nil {
			return usagef("--town: %w", err)
		}
	}
	root, err := publish.Root(files)
	if err != nil {
		return err
	}
	all, err := publish.Show(files, town)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Root %d, fingerprint\n  %s\n\n", all[0].Version, group(trust.Fingerprint(root)))
	p.showStandings(all)
	if town == "" {
		return nil
	}
	return p.showPublished(files, town)
}

func (p program) showStandings(all []publish.Standing) {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "WHO\tVERSION\tGOOD UNTIL\tSIGNS")
	for _, s := range all {
		keys := fmt.Sprintf("%d of", s.Threshold)
		for _, id := range s.KeyIDs {
			keys += " " + id[:leastFingerprint]
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", publish.Title(s.Role), publish.VersionWords(s.Version), p.until(s.Expires), keys)
	}
	w.Flush()
}

// soon is when an end is worth a word.
const soon = 30 * 24 * time.Hour

func (p program) until(end time.Time) string {
	day := end.Format(time.DateOnly)
	switch left := end.Sub(p.now()); {
	case end.IsZero():
		return "nothing signed yet"
	case left < 0:
		return day + " EXPIRED"
	case left < soon:
		return fmt.Sprintf("%s (%d days)", day, int(left.Hours()/24))
	}
	return day
}

func (p program) showPublished(files publish.Files, town string) error {
	e, err := publish.Begin(files, p.now())
	if err != nil {
		return err
	}
	list, err := e.Published(town)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "\nPublished by %s:\n", publish.Title(trust.TownRole(town)))
	for _, t := range list {
		fmt.Fprintf(p.out, "  %s  %d bytes  sha256 %.16s…\n", t.Path, t.Size, t.SHA256)
	}
	return nil
}
