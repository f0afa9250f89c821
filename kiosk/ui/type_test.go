package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"guichet/kiosk/session"
)

var sizes = []session.Size{session.Small, session.Normal, session.Large, session.Huge}

func TestCapitalsHaveTheirMillimetres(t *testing.T) {
	for _, size := range sizes {
		m := newMetrics(1920, 1080, Panel{}, size)
		var b struct{ min float32 }
		em := m.font(capBody * m.k)
		b.min = capRatio() * em / m.ppm
		if want := capBody * factor(size); b.min < want-0.01 || b.min > want+0.01 {
			t.Errorf("size %d: capitals of %.2f mm, want %.2f", size, b.min, want)
		}
	}
}

// TestOurWidthsAreFynes: lines are broken by our own sum of widths, and drawn
// by Fyne's shaper, which also kerns.
func TestOurWidthsAreFynes(t *testing.T) {
	test.NewTempApp(t)
	for _, s := range []string{"Quelle école votre enfant fréquente-t-il ?", "AVATAR Œuvre ÿ", "482 739 156 Z", "Łukasz"} {
		for _, bold := range []bool{false, true} {
			for _, size := range paintedSizes() {
				sum := float32(0)
				for _, r := range runs(s, size, bold) {
					box, _ := fyne.CurrentApp().Driver().RenderedTextSize(r.text, size, fyne.TextStyle{}, faceOf(bold).halves[min(r.half, 1)].res)
					sum += box.Width
				}
				got := textWidth(s, size, bold)
				if sum > got+2 || sum < got*0.96 {
					t.Errorf("%q at %.2f: Fyne draws %.1f wide, we say %.1f", s, size, sum, got)
				}
			}
		}
	}
}

// paintedSizes are sizes of letters as the glasses have them, and others between.
func paintedSizes() []float32 {
	var all []float32
	for _, g := range glasses {
		for _, size := range sizes {
			m := newMetrics(g.w, g.h, g.panel, size)
			for _, mm := range []float32{capBody, capTitle, capBar} {
				all = append(all, m.font(mm*m.k))
			}
		}
	}
	all = append(all, 24, 24.005, 24.02, 24.5, 24.99, 25)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestLinesBreakAtSpacesAndAt45Letters(t *testing.T) {
	lines := wrap(strings.Repeat("mot ", 30)+"fin", 20, false, 5000)
	for _, l := range lines {
		if len(l) > mostLetters || strings.HasPrefix(l, " ") || strings.HasSuffix(l, " ") {
			t.Errorf("line %q", l)
		}
	}
	if got := wrap("faire\u00a0?", 20, false, textWidth("faire", 20, false)+1); len(got) != 2 || got[0]+got[1] != "faire\u00a0?" {
		t.Errorf("a word wider than the line becomes %q", got)
	}
	if got := wrap("Où habitez-vous\u00a0?", 20, false, textWidth("Où habitez-vous", 20, false)); strings.HasPrefix(got[len(got)-1], "\u00a0") {
		t.Errorf("the question mark stands alone: %q", got)
	}
}

// "_" is a space that no line ends at, whatever was typed.
func TestNoLineEndsInsideWhatIsReadAsOne(t *testing.T) {
	for _, want := range []string{
		"Ouvert|de|8_h_30|à|12_h.", "Où_?", "«_Oui_»", "un|timbre|de|25_€.", "Par|exemple_:|oui", "10_%", "«_Où_?_»",
		"5|heures", "le|3|hier", "12|rue|des|Tilleuls", "FR76|3000|6000", "Il|a|:-)",
	} {
		s := strings.NewReplacer("_", " ", "|", " ").Replace(want)
		if got := strings.ReplaceAll(strings.Join(chunks(s), "|"), " ", "_"); got != want {
			t.Errorf("%q is broken as %q", s, got)
		}
	}
}

func TestALineOfTwoFontFilesIsOneLine(t *testing.T) {
	got := runs("Mme Łukasz Ÿ", 10, false)
	var s string
	for _, r := range got {
		s += r.text
	}
	if s != "Mme Łukasz Ÿ" || len(got) < 3 {
		t.Errorf("runs %v", got)
	}
}

// A panel of 10 inches is no panel for a kiosk, and whoever installs it is told.
func TestASmallPanelShrinks(t *testing.T) {
	for _, c := range []struct {
		panel Panel
		want  bool
	}{
		{Panel{476, 268}, false}, {Panel{268, 476}, false}, {Panel{217, 136}, true}, {Panel{136, 217}, true},
	} {
		if got := c.panel.shrinks(); (got > 1) != c.want {
			t.Errorf("%v shrinks %.2f times", c.panel, got)
		}
	}
}
