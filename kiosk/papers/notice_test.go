package papers

import (
	"errors"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/packs"
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
		values := map[string]string{}
		for _, f := range p.Fields {
			values[f.ID] = "Camille Exemple"
			if f.Day {
				values[f.ID] = "2026-11-20"
			}
			if f.Lines != strings.Contains(f.Label, "par ligne") {
				t.Errorf("%s: %q, of several lines %v", p.ID, f.Label, f.Lines)
			}
		}
		doc, err := Notification(r, p.ID, values)
		if err != nil || p.Title == "" {
			t.Errorf("%s (%s): %v", p.ID, p.Title, err)
			continue
		}
		if !says(doc, "Camille Exemple") {
			t.Errorf("%s does not name the person", p.ID)
		}
	}
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
