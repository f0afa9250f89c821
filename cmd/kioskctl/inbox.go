package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"filippo.io/age"

	"guichet/forms"
	"guichet/kiosk/hub/tool"
	"guichet/kiosk/inbox"
)

var inboxList = command{
	name: "inbox list", args: "[--pack P] [--all]", words: 0,
	short: "List what citizens sent: reference, procedure, when, how long it is kept",
	long: `Nothing is decrypted, so no key is needed, and nothing personal is shown. Those
that wait come first to last; --all shows those that are handled too.`,
	setup: setupInboxList,
}

func setupInboxList(set *flag.FlagSet) action {
	pick := flagPick(set)
	return func(ctx context.Context, p program, _ []string) error {
		_, items, err := pick.items(ctx)
		if err != nil {
			return err
		}
		return p.table(items)
	}
}

// pick says which submissions are meant.
type pick struct {
	town *string
	pack string
	all  bool
	one  bool // a reference must mean one submission
}

func flagPick(set *flag.FlagSet) *pick {
	k := pick{town: flagTown(set)}
	set.StringVar(&k.pack, "pack", "", "only those of this procedure, by the `id` of its pack")
	set.BoolVar(&k.all, "all", false, "also those that are handled")
	return &k
}

// items are all pages of the inbox, and the hub that they are from.
func (k pick) items(ctx context.Context) (hub *tool.Client, all []tool.Item, err error) {
	hub, l, err := townClient(*k.town)
	if err != nil {
		return nil, nil, err
	}
	q := tool.Query{Town: l.Town, Pack: k.pack, State: "waiting", Limit: 1000}
	if k.all {
		q.State = ""
	}
	for {
		page, err := hub.Items(ctx, q)
		if err != nil {
			return nil, nil, hubMend(err)
		}
		if all = append(all, page...); len(page) < q.Limit {
			return hub, all, nil
		}
		q.After = page[len(page)-1].ID
	}
}

func (p program) table(items []tool.Item) error {
	if len(items) == 0 {
		fmt.Fprintln(p.out, "Nothing waits.")
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "REFERENCE\tPROCEDURE\tHANDED IN\tKEPT UNTIL\tSTATE")
	for _, i := range items {
		state := "waits"
		if !i.Handled.IsZero() {
			state = "handled by " + i.HandledBy
		}
		fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\t%s\n", i.Reference, i.Pack, i.Version,
			i.At.Local().Format("2006-01-02 15:04"), i.Received.AddDate(0, 0, i.KeepDays).Local().Format(time.DateOnly), state)
	}
	return w.Flush()
}

var inboxRead = command{
	name: "inbox read", args: "--key FILE REFERENCE …", words: 50, least: 1,
	short: "Open submissions with the town's key and show them",
	long: `What is shown is personal: it goes to the screen and nowhere else. The hub notes
in its history that you asked for it.`,
	setup: setupInboxRead,
}

func setupInboxRead(set *flag.FlagSet) action {
	pick := flagPick(set)
	opener := flagOpener(set)
	return func(ctx context.Context, p program, references []string) error {
		pick.all = true
		return p.eachOpened(ctx, opener, *pick, references, func(s forms.Submission) error { return show(p.out, s) })
	}
}

// opener is the key that opens submissions.
type opener struct {
	file    string
	secrets *secrets
}

func flagOpener(set *flag.FlagSet) *opener {
	o := &opener{secrets: flagPassphrase(set)}
	set.StringVar(&o.file, "key", "", "the `file` of the key that opens submissions (agents-1.age)")
	return o
}

func (o *opener) key() (age.Identity, error) {
	if o.file == "" {
		return nil, usagef("say which key opens submissions: --key FILE")
	}
	return o.secrets.identity(o.file)
}

// eachOpened opens those with these references, or all that pick means where
// there is none, and hands them over one by one.
func (p program) eachOpened(ctx context.Context, o *opener, k pick, references []string, f func(forms.Submission) error) error {
	key, err := o.key()
	if err != nil {
		return err
	}
	hub, items, err := k.items(ctx)
	if err == nil && len(references) > 0 {
		items, err = k.named(items, references)
	}
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return nil
	}
	from, err := p.sendersOf(ctx, hub, items[0].Town)
	if err != nil {
		return err
	}
	var faults []error
	for _, i := range items {
		s, err := openItem(ctx, hub, from, i, key)
		if err == nil {
			err = f(s)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", i.Reference, err))
		}
	}
	return errors.Join(faults...)
}

// named finds submissions by their references, as people type them, or by their
// ids.
func (k pick) named(items []tool.Item, references []string) ([]tool.Item, error) {
	byReference := map[string][]tool.Item{} // a kiosk that lies can use one twice
	for _, i := range items {
		byReference[i.Reference] = append(byReference[i.Reference], i)
		byReference[i.ID] = []tool.Item{i}
	}
	var found []tool.Item
	for _, typed := range references {
		reference, ok := forms.ValidReference(typed)
		if len(byReference[typed]) > 0 {
			reference, ok = typed, true
		}
		if !ok {
			return nil, usagef("%q is not a reference: nine digits and a letter that checks them", typed)
		}
		if len(byReference[reference]) == 0 {
			return nil, k.absent(reference)
		}
		if list := byReference[reference]; k.one && len(list) > 1 {
			return nil, several(list)
		}
		found = append(found, byReference[reference]...)
	}
	return found, nil
}

func (k pick) absent(reference string) error {
	if k.all {
		return fmt.Errorf("there is no submission %s here", reference)
	}
	return fmt.Errorf("no submission %s waits here; --all looks among those that are handled, too", reference)
}

// openItem checks the bytes against what the kiosk signed before it opens them.
func openItem(ctx context.Context, hub *tool.Client, from *senders, i tool.Item, key age.Identity) (forms.Submission, error) {
	if err := i.Check(); err != nil {
		return forms.Submission{}, err
	}
	data, err := hub.Ciphertext(ctx, i.ID)
	if err != nil {
		return forms.Submission{}, hubMend(err)
	}
	if err := inbox.Whole(i.Header, data); err != nil {
		return forms.Submission{}, err
	}
	if err := from.check(i); err != nil {
		return forms.Submission{}, err
	}
	return inbox.Open(i.Header, data, key)
}

func show(to io.Writer, s forms.Submission) error {
	fmt.Fprintf(to, "%s   %s %s   %s\n", legible(s.Reference), legible(s.Pack), legible(s.Version), s.At.Local().Format("2006-01-02 15:04"))
	for _, e := range s.Entries {
		fmt.Fprintf(to, "\n  %s\n", legible(e.Label))
		for _, line := range e.Shown {
			fmt.Fprintf(to, "    %s\n", legible(line))
		}
	}
	_, err := fmt.Fprintln(to)
	return err
}

// legible takes out what a terminal would obey: a kiosk that lies can seal
// anything.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

var inboxHandled = command{
	name: "inbox handled", args: "REFERENCE …", words: 500, least: 1,
	short: "Mark submissions as handled",
	long: `They leave the list of those that wait, and are deleted when their time is over,
as those that wait are. Where two have the same reference by chance, it asks for
the id of the one that is meant.`,
	setup: setupInboxHandled,
}

// several refuses a reference that more than one submission has: nine digits are
// drawn by chance, and what is handled leaves the list.
func several(items []tool.Item) error {
	var each []string
	for _, i := range items {
		each = append(each, fmt.Sprintf("%s (%s, %s)", i.ID, i.Pack, i.At.Local().Format("2006-01-02 15:04")))
	}
	return fmt.Errorf("%s is the reference of %d submissions; name the one that is handled by its id: %s", items[0].Reference, len(items), strings.Join(each, ", "))
}

func setupInboxHandled(set *flag.FlagSet) action {
	pick := flagPick(set)
	pick.one = true
	return func(ctx context.Context, p program, references []string) error {
		hub, items, err := pick.items(ctx)
		if err == nil {
			items, err = pick.named(items, references)
		}
		if err != nil {
			return err
		}
		for _, i := range items {
			if err := hub.Handled(ctx, i.ID); err != nil {
				return fmt.Errorf("%s: %w", i.Reference, hubMend(err))
			}
			fmt.Fprintf(p.out, "%s is handled.\n", i.Reference)
		}
		return nil
	}
}
