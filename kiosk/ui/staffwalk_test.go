//go:build !race

package ui

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// TestPagesOfTheFrontDesk is what every page must keep, for those: in each size,
// in the languages of the front desk.
func TestPagesOfTheFrontDesk(t *testing.T) {
	for _, lang := range []forms.Lang{forms.French, forms.English} {
		t.Run(string(lang), func(t *testing.T) {
			scenesOn(t, staffGlasses, staffSamples(t, lang), sizes, func(t *testing.T, m metrics, v *session.View, sc *scene) {
				nothingIsCut(t, m, v, sc)
				targetsAreLarge(t, m, v, sc)
				everyControlHasAName(t, m, v, sc)
				onlyKnownPairs(t, m, v, sc)
			})
		})
	}
}

// TestAllOfAPageOfTheFrontDeskIsThere, on one part of it or another.
func TestAllOfAPageOfTheFrontDeskIsThere(t *testing.T) {
	all := append(staffSamples(t, forms.French), deskSamples()...)
	for _, g := range staffGlasses {
		for _, s := range all {
			for _, size := range []session.Size{session.Normal, session.Large} {
				v := s.view
				v.Size = size
				said := strings.Join(readThrough(t, g, &v), " ")
				for _, one := range wordsOf(&v) {
					if !strings.Contains(said, one) {
						t.Errorf("%s/%s/%d: %q is not said in %q", g.name, s.name, size, one, said)
					}
				}
			}
		}
	}
}

// wordsOf are the texts of the blocks of a page.
func wordsOf(v *session.View) []string {
	out := []string{v.Title.S}
	for _, b := range v.Blocks {
		switch b := b.(type) {
		case session.Paragraph:
			out = append(out, b.Text.S)
		case session.Level:
			out = append(out, b.Label.S)
		case session.Drawing:
			out = append(out, sentences(b.Text.S)...)
		case session.Tiles:
			for _, i := range b.Items {
				out = append(out, i.Text.S, i.Detail.S)
			}
		case session.Rows:
			for _, r := range b.Items {
				out = append(out, r.Label.S)
			}
		}
	}
	return out
}
