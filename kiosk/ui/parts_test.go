//go:build !race

// As in room_test.go: one goroutine composes.

package ui

import (
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// firstPart is the first part of a page as it stands on a glass.
func firstPart(v session.View, g glass, size session.Size) *scene {
	v.Size = size
	return compose(&v, newLocal(&v), newMetrics(g.w, g.h, g.panel, size))
}

// The title keeps its two lines beside a pad: what opens more stands below it, and
// below the help.
func TestAQuestionBesideAPadKeepsTwoLines(t *testing.T) {
	v := asking("Quelle est la date de naissance de votre enfant\u00a0?", "Touchez le jour.", field("day", forms.PadNumber, "Jour", "", 2))
	v.Why = session.Why{Ask: press("Pourquoi cette question\u00a0?", session.AskWhy{Page: testPage})}
	sc := firstPart(v, glass{"4to3", 1024, 768, Panel{}}, session.Normal)
	lines, help := 0, rect{}
	for _, it := range sc.items {
		if it.kind == line && it.ctl < 0 && strings.Contains(v.Title.S, it.text) {
			lines++
		}
		if it.text == v.Help.S {
			help = it.at
		}
	}
	why := sc.controls[sc.named("why")].at
	if lines != 2 || why.Y < help.bottom()-1 {
		t.Errorf("the title has %d lines, the help ends at %.0f, the opener begins at %.0f", lines, help.bottom(), why.Y)
	}
}

// What one does about the paper stands on the first part of its page, whatever the
// size of the panel.
func TestThePaperIsMovedOnTheFirstPart(t *testing.T) {
	all := staffSamples(t, forms.French)
	at := slices.IndexFunc(all, func(s sample) bool { return s.name == "staff-paper" })
	for _, g := range shotGlasses {
		sc := firstPart(all[at].view, g, session.Normal)
		if sc.named("tile:0") < 0 || sc.named("tile:1") < 0 {
			t.Errorf("%s: the tiles of the paper stand on a later part", g.name)
		}
	}
}

// A telephone number of the last page stands on the part that names whose it is,
// however long the text above it.
func TestAContactOfTheLastPageStaysTogether(t *testing.T) {
	for n := range 24 {
		v := with(func(v *session.View) {
			v.State, v.Size, v.Title = session.Leaving, session.Large, say("Vous êtes inscrit à 18\u00a0ans")
			v.Blocks = []session.Block{
				session.Paragraph{Text: say(strings.Repeat("Vous n’avez rien à demander. ", n+1))},
				session.Bullets{Title: say("Accueil de la mairie"), Items: []session.Text{say("Fermé maintenant."), say("04 65 71 00 00")}},
			}
		})
		for _, g := range glasses[2:5] {
			for i, lines := range partsOf(g, v) {
				if slices.Contains(lines, "Accueil de la mairie") != slices.Contains(lines, "04 65 71 00 00") {
					t.Errorf("%s: part %d has the name or the number alone: %q", g.name, i+1, lines)
				}
			}
		}
	}
}

// Who asks for a person sees all that he can say of himself together with the ways
// to call, or at least none of it alone.
func TestWhatIsTickedStandsTogether(t *testing.T) {
	all := livedSamples(t, forms.French)
	how := all[slices.IndexFunc(all, func(s sample) bool { return s.name == "lived-how" })].view
	for _, c := range []struct {
		g     glass
		parts int
	}{{glasses[1], 1}, {glasses[2], 1}, {glasses[4], 2}} {
		if n := len(partsOf(c.g, how)); n > c.parts {
			t.Errorf("%s: %d parts, at most %d", c.g.name, n, c.parts)
		}
	}
}
