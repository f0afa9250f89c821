package ui

import (
	"fmt"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// long are pages with as many words as the packs put on one.
func long() []sample {
	law := strings.Repeat("Vous pouvez demander à voir vos réponses ou à les corriger. ", 6)
	iban := asking("Quel est le numéro de votre compte (IBAN)\u00a0?", "Ce numéro est écrit sur votre relevé d’identité bancaire.",
		field("value", forms.PadIBAN, "IBAN", "", 42))
	iban.Problem = &session.Problem{Field: "value", Text: say("Cet IBAN a une erreur. Comparez chaque caractère avec votre RIB.")}
	iban.Why = session.Why{Ask: press("Pourquoi cette question\u00a0?", session.AskWhy{Page: testPage}), Open: true,
		Answer: say("La mairie demande aussi votre signature avant le premier prélèvement.")}
	return []sample{
		{"law", with(func(v *session.View) {
			v.Title = say("Inscrire mon enfant à la cantine")
			v.Blocks = []session.Block{session.Paragraph{Text: say(law)}, session.Paragraph{Text: say(law)}}
		})},
		{"iban", iban},
	}
}

// TestLongTextsGoOnInTheNextPart reads every part, and wants every word once.
func TestLongTextsGoOnInTheNextPart(t *testing.T) {
	for _, g := range glasses {
		for _, s := range long() {
			for _, size := range sizes {
				t.Run(fmt.Sprintf("%s/%s/%d", g.name, s.name, size), func(t *testing.T) {
					v := s.view
					v.Size = size
					said := strings.Join(readThrough(t, g, &v), " ")
					for word, n := range map[string]int{"corriger.": 12, "prélèvement.": 1} {
						if strings.Contains(fmt.Sprint(v.Blocks, v.Why), word) && strings.Count(said, word) != n {
							t.Errorf("%q stands %d times in %q", word, strings.Count(said, word), said)
						}
					}
				})
			}
		}
	}
}

// readThrough is the lines of all parts, found by pressing the button for more.
func readThrough(t *testing.T, g glass, v *session.View) (lines []string) {
	t.Helper()
	l := newLocal(v)
	for range 20 {
		sc := compose(v, l, newMetrics(g.w, g.h, g.panel, v.Size))
		for _, c := range sc.cut {
			t.Error(c)
		}
		for _, it := range sc.items {
			if it.kind == line {
				lines = append(lines, it.text)
			}
		}
		more := sc.named("part:more")
		if more < 0 {
			return lines
		}
		sc.controls[more].act.local(l)
	}
	t.Fatal("there is no end of parts")
	return nil
}
