package ui

import (
	"fmt"
	"image/color"
	"reflect"
	"strings"
	"testing"

	"guichet/kiosk/session"
	"guichet/kiosk/ui/icon"
)

func drawn(name, said string) session.View {
	return with(func(v *session.View) {
		v.State, v.Progress, v.Title, v.StartAgain.Text = session.Staff, say("Espace mairie"), say("Imprimante"), say("Sortir")
		v.DontKnow, v.Talk, v.Next = session.Button{}, session.Button{}, session.Button{}
		v.Blocks = []session.Block{session.Paragraph{Text: say("Voici ce qu’il faut faire."), Strong: true}, session.Drawing{Name: name, Text: say(said)}}
	})
}

// drawnSamples are all drawings, with as many sentences as each has room for.
func drawnSamples() (all []sample) {
	said := map[string]string{
		"paper/clamshell": "Ouvrez le couvercle. Posez le rouleau. Laissez dépasser le papier. Fermez.",
		"paper/front":     "Accrochez le rouleau derrière. Poussez le bout du papier dans la fente.",
		"paper/presenter": "Accrochez le rouleau derrière. Poussez le bout du papier dans la fente.",
		"paper/sheets":    "Ouvrez le bac. Posez les feuilles bien droites. Fermez le bac.",
		"cover":           "Fermez le couvercle. Il fait «\u00a0clic\u00a0».",
		"jam":             "Ouvrez le couvercle. Retirez le papier sans forcer. Fermez.",
		"cables":          "Enfoncez le câble du courant. Enfoncez le câble de la borne.",
		"power":           "Éteignez. Comptez jusqu’à dix. Rallumez.",
	}
	for _, name := range icon.Drawings() {
		all = append(all, sample{"drawn-" + strings.ReplaceAll(name, "/", "-"), drawn(name, said[name])})
	}
	return all
}

func TestAStepSaysItsSentences(t *testing.T) {
	for _, c := range []struct {
		name, said string
		want       []string
		rest       bool
	}{
		{"paper/clamshell", "Ouvrez. Posez le rouleau. Tirez le papier. Fermez.", []string{"Ouvrez.", "Posez le rouleau. Tirez le papier.", "Fermez."}, false},
		{"power", "Éteignez\u00a0! Comptez jusqu’à dix. Rallumez.", []string{"Éteignez\u00a0!", "Comptez jusqu’à dix.", "Rallumez."}, false},
		{"cables", "Enfoncez les deux câbles.", []string{"", ""}, true},
		{"cover", "", []string{"", ""}, false},
	} {
		all, rest := stepsOf(session.Drawing{Name: c.name, Text: say(c.said)})
		var got []string
		for _, st := range all {
			got = append(got, st.says.S)
		}
		if !reflect.DeepEqual(got, c.want) || rest.Empty() == c.rest {
			t.Errorf("%s: %q, rest %q", c.name, got, rest.S)
		}
	}
}

// TestEverySentenceOfADrawingIsSaid on every glass, and each step is drawn once.
func TestEverySentenceOfADrawingIsSaid(t *testing.T) {
	for _, g := range staffGlasses {
		for _, s := range drawnSamples() {
			for _, size := range sizes {
				v := s.view
				v.Size = size
				d := v.Blocks[1].(session.Drawing)
				said := strings.Join(readThrough(t, g, &v), " ")
				for _, one := range sentences(d.Text.S) {
					if !strings.Contains(said, one) {
						t.Errorf("%s/%s/%d: %q is not said in %q", g.name, s.name, size, one, said)
					}
				}
			}
		}
	}
}

func TestAnUnknownDrawingIsItsWords(t *testing.T) {
	v := drawn("paper/unheard-of", "Mettez le papier.")
	for _, it := range compose(&v, newLocal(&v), newMetrics(1920, 1080, Panel{}, v.Size)).items {
		if it.kind == sketch {
			t.Error("something is drawn")
		}
	}
	if said := readThrough(t, glasses[1], &v); !strings.Contains(strings.Join(said, " "), "Mettez le papier.") {
		t.Errorf("said %q", said)
	}
}

// TestDrawingsAreSeenInEveryTheme: what is drawn, what is to be done and what
// lies on paper.
func TestDrawingsAreSeenInEveryTheme(t *testing.T) {
	for theme, pal := range palettes {
		c := coloursOf(&pal)
		for _, p := range []struct {
			what, on, under string
			least           float64
		}{
			{"a line on the page", c.Ink, c.Page, leastText}, {"a line on what is solid", c.Ink, c.Shade, leastText},
			{"an arrow on the page", c.Accent, c.Page, leastText}, {"an arrow on what is solid", c.Accent, c.Shade, leastOutline},
			{"the number", c.OnAccent, c.Accent, leastText}, {"what lies on paper", c.Pencil, c.Paper, leastText},
		} {
			if got := contrast(colourIn(t, p.on), colourIn(t, p.under)); got < p.least {
				t.Errorf("theme %d: %s has %.1f:1, at least %.0f", theme, p.what, got, p.least)
			}
		}
	}
}

func colourIn(t *testing.T, hex string) color.NRGBA {
	t.Helper()
	var v uint32
	if _, err := fmt.Sscanf(hex, "#%06X", &v); err != nil {
		t.Fatal(err)
	}
	return rgb(v)
}

// What a page no longer shows takes no memory.
func TestADrawingIsForgottenWithItsPage(t *testing.T) {
	r := newRig(t, glasses[1])
	r.Show(drawn("power", "Éteignez. Comptez jusqu’à dix. Rallumez."))
	if len(r.drawing.steps) != 3 {
		t.Fatalf("%d steps are drawn", len(r.drawing.steps))
	}
	r.Show(named("yesno"))
	if len(r.drawing.steps) > 0 {
		t.Errorf("%d steps are kept", len(r.drawing.steps))
	}
}
