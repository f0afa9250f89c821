//go:build !race

// The race detector makes composing pages ten times slower and finds nothing in it:
// one goroutine does it.

package ui

import (
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// fifteen is the smallest panel that a kiosk is sold with: everything is large on it.
var fifteen = glasses[4]

// partsOf are the lines of each part of a page.
func partsOf(g glass, v session.View) (parts [][]string) {
	l, m := newLocal(&v), newMetrics(g.w, g.h, g.panel, v.Size)
	for part, n := 0, 1; part < n; part++ {
		l.part, l.over = part, part
		sc := compose(&v, l, m)
		n = sc.parts
		var lines []string
		for _, it := range sc.items {
			if it.kind == line {
				lines = append(lines, it.text)
			}
		}
		parts = append(parts, lines)
	}
	return parts
}

// What is only read is not as high as what is touched: all that a technician asks by
// telephone stands on one part of the page.
func TestFactsStandTogether(t *testing.T) {
	for _, s := range staffSamples(t, forms.French) {
		if s.name == "staff-facts" || s.name == "staff-home-one" {
			if n := len(partsOf(fifteen, s.view)); n != 1 {
				t.Errorf("%s has %d parts", s.name, n)
			}
		}
	}
}

// Whoever makes it louder sees how loud it is.
func TestALevelStandsWithItsTiles(t *testing.T) {
	screen := staffSamples(t, forms.French)
	screen = screen[slices.IndexFunc(screen, func(s sample) bool { return s.name == "staff-screen" }):]
	for _, g := range staffGlasses {
		for _, size := range sizes {
			v := screen[0].view
			v.Size = size
			for i, lines := range partsOf(g, v) {
				said := strings.Join(lines, " ")
				if strings.Contains(said, "Plus fort") != strings.Contains(said, "Volume") {
					t.Errorf("%s/%d: part %d says %q", g.name, size, i+1, said)
				}
			}
		}
	}
}

// A card is as high as what it holds, however its millimetres round.
func TestACardHoldsWhatItWasMeasuredFor(t *testing.T) {
	v, ways := named("contacts"), answers("Par téléphone", "Autres façons")
	ways.Items[1].Detail = say("Les numéros, les adresses et les horaires.")
	v.Overlay = &session.Overlay{Kind: session.CallHow, Title: say("Parler à quelqu’un"), Page: testPage + 1,
		Blocks:  []session.Block{ways},
		Buttons: []session.Button{press("Revenir à la page", session.Stay{Page: testPage + 1})}}
	for w := float32(1200); w < 1500; w += 7 {
		for _, mm := range []float64{300, 323, 344, 380, 476} {
			g := glass{w: w, h: round(w * 0.625), panel: Panel{mm, mm * 0.625}}
			if n := len(partsOf(g, v)); n != 1 {
				t.Fatalf("%.0f pixels on %.0f mm: %d parts", w, mm, n)
			}
		}
	}
}

// What the kiosk says about itself is not read as one more thing to do here.
func TestANoticeOnTheFirstPageStandsApart(t *testing.T) {
	v := named("attract")
	v.Notice = say("Il n’y a plus de papier.")
	for _, g := range glasses {
		sc := compose(&v, newLocal(&v), newMetrics(g.w, g.h, g.panel, v.Size))
		var at, last, first rect
		sign := false
		for i := range sc.items {
			switch it := &sc.items[i]; {
			case it.text == "info-circle":
				sign = true
			case strings.HasPrefix(it.text, "Il n’y a plus"):
				at = it.capitals()
			case strings.HasPrefix(it.text, "Demander"):
				last = it.capitals()
			case strings.HasPrefix(it.text, "Inscrire"):
				first = it.capitals()
			}
		}
		if between := last.Y - first.bottom(); !sign || at.Y-last.bottom() < between*1.4 {
			t.Errorf("%s: sign %v, %.0f pixels after the last thing to do, which are %.0f apart", g.name, sign, at.Y-last.bottom(), between)
		}
	}
}

// A line about the kiosk leaves the page to the question.
func TestANoticeIsOneLineOnAPanelThatLies(t *testing.T) {
	v := named("declaration")
	v.Notice = say("Nous gardons votre demande ici. Elle part un peu plus tard.")
	parts := partsOf(fifteen, v)
	if len(parts) != 1 || !slices.Contains(parts[0], v.Notice.S) {
		t.Errorf("%d parts: %q", len(parts), parts)
	}
}
