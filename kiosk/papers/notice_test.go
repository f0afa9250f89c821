package papers

import (
	"errors"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/notice"
	"guichet/forms/packs"
	"guichet/kiosk/call/wire"
)

func cantine(t testing.TB) Request {
	t.Helper()
	all, err := packs.All()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, zone)
	for _, p := range all {
		if p.ID == "cantine" {
			return Request{Pack: p, Lang: forms.French, Reference: "482 739 156 Z", Sent: now.Add(-time.Hour), Now: now}
		}
	}
	t.Fatal("there is no cantine")
	return Request{}
}

// Whatever a template of the packs wants, an agent is asked for it in words, and
// with his answers the paper can be written.
func TestNotifications(t *testing.T) {
	r := cantine(t)
	r.Lang = "ar" // no template has it: the paper is French
	all := List(r)
	if len(all) == 0 {
		t.Fatal("cantine has no notification")
	}
	for _, p := range all {
		for _, f := range p.Fields {
			if f.Lines != strings.Contains(f.Label, "par ligne") {
				t.Errorf("%s: %q, of several lines %v", p.ID, f.Label, f.Lines)
			}
		}
		doc, err := Notification(r, p.ID, filled(p, r.Now.AddDate(0, 0, -1)))
		if err != nil || p.Title == "" {
			t.Errorf("%s (%s): %v", p.ID, p.Title, err)
			continue
		}
		if !says(doc, "Camille Exemple") {
			t.Errorf("%s does not name the person", p.ID)
		}
	}
}

// An agent gives a day and no hour: what he writes in the morning of today, or of
// the day on which the request came in the afternoon, is in order.
func TestTheHourIsNoMatter(t *testing.T) {
	r := cantine(t)
	p := *r.Pack
	p.Notifications = shipped(t)
	r.Pack = &p
	for _, hour := range []int{0, 9, 14, 23} {
		r.Now = time.Date(2026, 11, 21, hour, 30, 0, 0, r.Now.Location())
		for _, sent := range []time.Time{{}, r.Now.Add(-time.Minute), r.Now.AddDate(0, 0, -1)} {
			r.Sent = sent
			day := r.Now
			if !sent.IsZero() {
				day = sent
			}
			for _, paper := range List(r) {
				if _, err := Notification(r, paper.ID, filled(paper, day)); err != nil {
					t.Errorf("%s at %s, sent %s: %v", paper.ID, r.Now, sent, err)
				}
			}
		}
	}
}

// shipped are the templates of the program that need no delay to be over.
func shipped(t *testing.T) map[string]notice.Template {
	t.Helper()
	all := map[string]notice.Template{}
	for _, name := range notice.Names() {
		one, err := notice.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if one.Kind != notice.Certificate {
			all[name] = one
		}
	}
	return all
}

// filled is what an agent answers: days are all the same.
func filled(paper wire.Paper, day time.Time) map[string]string {
	values := map[string]string{}
	for _, f := range paper.Fields {
		values[f.ID] = "Camille Exemple"
		if f.Day {
			values[f.ID] = day.Format(time.DateOnly)
		}
	}
	return values
}

func says(doc printer.Document, s string) bool {
	for _, b := range doc.Blocks {
		if x, ok := b.(printer.Text); ok && strings.Contains(x.S, s) {
			return true
		}
	}
	return false
}

func TestNotificationsRefused(t *testing.T) {
	r := cantine(t)
	id := List(r)[0].ID
	for what, c := range map[string]struct {
		r      Request
		id     string
		values map[string]string
	}{
		"no such paper":    {r, "licenciement", nil},
		"nothing filled":   {r, id, nil},
		"no procedure yet": {Request{}, id, nil},
	} {
		if _, err := Notification(c.r, c.id, c.values); !errors.Is(err, ErrPaper) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if List(Request{}) != nil {
		t.Error("papers of no procedure")
	}
}
