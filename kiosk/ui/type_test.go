package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"guichet/kiosk/session"
)

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

func TestNoSentenceIsSmallerThanItMayBe(t *testing.T) {
	everyScene(t, func(t *testing.T, m metrics, v *session.View, sc *scene) {
		least := 0.75 * capBar * float64(min(m.k, 1))
		for _, it := range sc.items {
			if it.kind == line && it.ctl < 0 && float64(capRatio()*it.size/m.ppm) < least {
				t.Errorf("%q has capitals of %.1f mm", it.text, capRatio()*it.size/m.ppm)
			}
		}
	})
}

// TestOurWidthsAreFynes: lines are broken by our own sum of widths, and drawn
// by Fyne's shaper, which also kerns.
func TestOurWidthsAreFynes(t *testing.T) {
	test.NewTempApp(t)
	for _, s := range []string{"Quelle école votre enfant fréquente-t-il ?", "AVATAR Œuvre ÿ", "482 739 156 Z", "Łukasz"} {
		for _, bold := range []bool{false, true} {
			sum := float32(0)
			for _, r := range runs(s, 48, bold) {
				size, _ := fyne.CurrentApp().Driver().RenderedTextSize(r.text, 48, fyne.TextStyle{}, faceOf(bold).halves[min(r.half, 1)].res)
				sum += size.Width
			}
			got := textWidth(s, 48, bold)
			if sum > got+2 || sum < got*0.96 {
				t.Errorf("%q: Fyne draws %.1f wide, we say %.1f", s, sum, got)
			}
		}
	}
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
