package web_test

import (
	"sort"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestFigures measures how long an agent waits from his key to the first picture
// of the citizen, five times; it asserts pictures, and logs the times.
func TestFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w := newWorld(t)
	b := newTab(t, w, true)
	b.Use("[data-duty]")
	b.Awaits("Personne n’attend.")
	js[bool](b, `!!addEventListener("keydown", e => { if (e.key === "F2") { document.pressed = performance.now(); document.took = 0; requestAnimationFrame(watch); } }) || true;
		var watch = () => {
			const q = document.querySelector("[data-far]")?.getVideoPlaybackQuality();
			if (q?.totalVideoFrames > 0) { document.took = performance.now() - document.pressed; } else { requestAnimationFrame(watch); }
		}; true`)
	var all []float64
	for range 5 {
		w.hub.ring(waits())
		b.Awaits("Répondre (F2)")
		b.Press(kb.F2)
		b.Holds("a picture is shown", "document.took > 0")
		all = append(all, js[float64](b, "document.took"))
		b.Press(kb.F9)
		b.Awaits("Vous avez raccroché.")
	}
	sort.Float64s(all)
	t.Logf("from the key to the first picture: %.0f ms", all)
}
