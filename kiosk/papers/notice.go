package papers

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/notice"
	"guichet/forms/pack"
	"guichet/forms/strictyaml"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/receipt"
	"guichet/kiosk/words"
)

// Request is what the kiosk knows of the visit.
type Request struct {
	Pack      *pack.Pack
	Lang      forms.Lang
	Reference string    // of what was sent; empty: nothing yet
	Sent      time.Time // zero: nothing yet
	Now       time.Time // its zone is the town's
}

// List is what can be printed for a visit: the pack's notifications, each with
// what its template wants and the kiosk does not know.
func List(r Request) []wire.Paper {
	if r.Pack == nil {
		return nil
	}
	var all []wire.Paper
	for _, id := range slices.Sorted(maps.Keys(r.Pack.Notifications)) {
		t := r.Pack.Notifications[id]
		p := wire.Paper{ID: id, Title: t.Title[forms.French]}
		for _, name := range wants(t, r) {
			p.Fields = append(p.Fields, wire.Field{ID: name, Label: labels[name], Lines: slices.Contains(ofLines, name), Day: strings.HasSuffix(name, "_on")})
		}
		all = append(all, p)
	}
	return all
}

// ofLines are the values that have several.
var ofLines = []string{"missing_documents", "decision", "reasons", "court_address", "authority_address"}

// wants is what Fill misses.
func wants(t notice.Template, r Request) []string {
	var missing *notice.MissingError
	if _, err := notice.Fill(t, r.in(t).facts(nil)); !errors.As(err, &missing) {
		return nil
	}
	names := mapped(missing.Names, strings.ToLower) // "Person" is {person}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return labels[name] == "" })
}

func mapped(all []string, f func(string) string) []string {
	var out []string
	for _, s := range all {
		out = append(out, f(s))
	}
	return out
}

// ErrPaper: the pack has no such paper, or what was filled in does not do.
var ErrPaper = errors.New("papers: this paper cannot be written")

// Notification fills a template in. values are by the ids of [List]: a day is
// "2026-11-21", a list has a line for each.
func Notification(r Request, id string, values map[string]string) (printer.Document, error) {
	if r.Pack == nil {
		return printer.Document{}, ErrPaper
	}
	t, ok := r.Pack.Notifications[id]
	if !ok {
		return printer.Document{}, ErrPaper
	}
	r = r.in(t)
	n, err := notice.Fill(t, r.facts(values))
	if err != nil {
		return printer.Document{}, fmt.Errorf("%w: %w", ErrPaper, err)
	}
	return receipt.Notification(n, receipt.OfPack(r.Pack, r.Lang)), nil
}

// in is the request in a language of the template: French is the law's (CRPA
// L111-1), and is never missing.
func (r Request) in(t notice.Template) Request {
	if !slices.Contains(t.Languages, r.Lang) {
		r.Lang = forms.French
	}
	return r
}

// facts are what is known and what was filled in.
func (r Request) facts(values map[string]string) notice.Facts {
	a := r.Pack.Authority
	text := func(name string) string { return strings.TrimSpace(values[name]) }
	return notice.Facts{
		Words: words.For(r.Lang), Zone: r.Now.Location(),
		Subject: r.Pack.Catalog(r.Lang).Text("pack.subject"), Reference: cmp.Or(text("reference"), r.Reference),
		Person: text("person"), Agent: text("agent"), Author: text("author"),
		Service: notice.Service{Name: a.Name, Unit: a.Service, Address: a.Address, Phone: strings.ReplaceAll(a.Phone, " ", ""), Email: a.Email},
		At:      r.Now, ReceivedAt: r.day(text("received_on"), r.Sent),
		DecidedAt: r.day(text("decided_on"), time.Time{}), NotifiedAt: r.Now, TransferredAt: r.day(text("transferred_on"), time.Time{}),
		Missing: lines(text("missing_documents")), Decision: lines(text("decision")), Reasons: lines(text("reasons")),
		Court:     notice.Court{Name: text("court"), Address: lines(text("court_address"))},
		Authority: notice.Service{Name: text("authority"), Address: lines(text("authority_address")), Phone: text("authority_phone")},
	}
}

// day reads a day in the time of the town: its last second, or now where it is
// today. An agent gives no hour, and what happened on the same day is in order.
func (r Request) day(s string, other time.Time) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, r.Now.Location())
	if err != nil {
		return other
	}
	end := t.AddDate(0, 0, 1).Add(-time.Second)
	if t.Before(r.Now) && r.Now.Before(end) {
		return r.Now
	}
	return end
}

func lines(s string) (all []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// labels are how the desk asks for a fact, in French: it is an agent who reads
// them.
//
//go:embed labels.yaml
var labelFile []byte

var labels = func() map[string]string {
	all := map[string]string{}
	doc, faults := strictyaml.Parse("labels.yaml", labelFile)
	if faults == nil {
		faults = doc.Decode(&all)
	}
	if err := faults.Err(); err != nil {
		panic("papers: " + err.Error()) // it is part of the program
	}
	return all
}()
