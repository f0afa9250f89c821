package kiosk

import (
	"fmt"
	"testing"

	"guichet/drivers/printer"
	"guichet/forms/pack"
	"guichet/kiosk/first"
	"guichet/kiosk/session"
)

func attract(versions ...string) session.View {
	v := session.View{State: session.Attract}
	for _, version := range versions {
		v.Offers = append(v.Offers, session.Revision{Pack: "cantine", Version: version})
	}
	return v
}

// The hub hears what the home page offers when that is news, and never which page
// of a form is on the screen.
func TestWhatTheHubHearsOfTheScreen(t *testing.T) {
	g := newGauge("epson")
	question := session.View{State: session.State("asking")}
	broken := attract("1.1.0")
	broken.Overlay = &session.Overlay{Kind: session.OutOfOrder}
	for i, x := range []struct {
		view    session.View
		offered string
		state   string
		visited bool
	}{
		{attract("1.0.0"), "map[cantine:1.0.0]", "attract", false},
		{attract("1.0.0"), "", "attract", false},
		{question, "", "visit", false},
		{attract("1.0.0"), "map[cantine:1.0.0]", "attract", true}, // said again: what was asked for meanwhile is known by it
		{attract("1.1.0"), "map[cantine:1.1.0]", "attract", true},
		{broken, "", "out_of_order", true},
		{session.View{State: first.State}, "", "out_of_order", true},
		{attract(), "map[]", "attract", true},
	} {
		offered, news := g.see(x.view)
		got := ""
		if news {
			got = fmt.Sprint(offered)
		}
		if b := g.look(); got != x.offered || b.State != x.state || b.LastVisit.IsZero() == x.visited {
			t.Errorf("view %d: offered %q, state %q, last visit %v", i, got, b.State, b.LastVisit)
		}
	}
}

func TestWhatTheHubHearsOfThePrinter(t *testing.T) {
	g := newGauge("epson")
	for i, x := range []struct {
		is    session.PrinterChanged
		state string
		paper string
		news  bool
	}{
		{session.PrinterChanged{Status: printer.Status{Online: true, Paper: printer.PaperOK}}, "ready", "ok", true},
		{session.PrinterChanged{Status: printer.Status{Online: true, Paper: printer.PaperOK}}, "ready", "ok", false},
		{session.PrinterChanged{Status: printer.Status{Online: true, Paper: printer.PaperNearEnd}}, "ready", "low", true},
		{session.PrinterChanged{Status: printer.Status{Online: true, Paper: printer.PaperOK, CoverOpen: true}}, "cover_open", "ok", true},
		{session.PrinterChanged{Gone: true}, "gone", "", true},
	} {
		if news := g.print(x.is); news != x.news {
			t.Errorf("%d: news %v", i, news)
		}
		if p := g.look().Printer; p.State != x.state || p.Paper != x.paper || p.Model != "epson" {
			t.Errorf("%d: the hub hears %+v", i, p)
		}
	}
}

// A pack of the hub takes the place of the local one with the same id; the others
// stay. Offering waits for nobody, whether there is a session yet or not.
func TestTheHubsPacksComeFirst(t *testing.T) {
	one := func(id, version string) *pack.Pack {
		return &pack.Pack{Manifest: pack.Manifest{ID: id, Version: version}}
	}
	l := &link{local: []*pack.Pack{one("cantine", "1.0.0"), one("actes", "1.0.0")}, news: make(chan struct{}, 1)}
	l.offer([]*pack.Pack{one("cantine", "2.0.0")})
	var sent []*pack.Pack
	l.send = func(e session.Event) { sent = e.(session.PacksChanged).Packs }
	l.offer([]*pack.Pack{one("cantine", "2.0.0"), one("zones", "1.0.0")})
	got := ""
	for _, p := range sent {
		got += p.ID + " " + p.Version + ", "
	}
	if got != "actes 1.0.0, cantine 2.0.0, zones 1.0.0, " {
		t.Errorf("the session gets %s", got)
	}
	if len(l.local) != 2 || l.local[0].Version != "1.0.0" {
		t.Error("the local packs were changed")
	}
	if err := l.arrival(t.Context()); err != nil {
		t.Error(err)
	}
}
