package browsertest

import (
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mostStops is how often the tab key is pressed to reach something.
const mostStops = 150

// stop is where the tab key has come to.
type stop struct {
	Hit  bool    `json:"hit"`
	Ring float64 `json:"ring"` // how wide the ring round it is, in CSS pixels
	What string  `json:"what"`
}

const focusAt = `(selector => {
	const e = document.activeElement, s = getComputedStyle(e), pin = e.querySelector(".pin");
	return {hit: e.matches(selector), what: e.outerHTML.slice(0, 80), ring: e === document.body || e.matches(":not(:focus-visible)") ? 3 :
		pin ? parseFloat(getComputedStyle(pin).strokeWidth) : s.outlineStyle === "none" ? 0 : parseFloat(s.outlineWidth)};
})`

// TabTo presses the tab key until something has the focus, and looks at each stop
// whether one sees where one is.
func (b *Tab) TabTo(selector string) {
	b.Helper()
	for range mostStops {
		b.Press(kb.Tab)
		is := JS[stop](b, focusAt+"(`"+selector+"`)")
		if is.Ring < 3 {
			b.Errorf("the focus is %g px wide on %s", is.Ring, is.What)
		}
		if is.Hit {
			return
		}
	}
	b.Fatalf("the tab key does not reach %s\n%s", selector, b.Text())
}

// Use goes to a control with the tab key and presses it.
func (b *Tab) Use(selector string) {
	b.Helper()
	b.TabTo(selector)
	b.Press(kb.Enter)
}

// Press presses keys, see package kb.
func (b *Tab) Press(keys string) { b.Helper(); Ask(b, chromedp.KeyEvent(keys)) }
