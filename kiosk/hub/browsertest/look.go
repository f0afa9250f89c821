package browsertest

import (
	_ "embed"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// View is how a page is looked at. What is left out is a window of 1280 by 800,
// light, a pixel for each CSS pixel.
type View struct {
	Width, Height int64 // CSS pixels
	Scale         float64
	Dark          bool
	Forced        bool // colours of the system alone (CSS Color Adjustment 1, section 3)
}

// Look looks at the page so from now on.
func (b *Tab) Look(v View) {
	b.Helper()
	if v.Width == 0 {
		v.Width, v.Height = 1280, 800
	}
	if v.Scale == 0 {
		v.Scale = 1
	}
	scheme, forced := "light", "none"
	if v.Dark {
		scheme = "dark"
	}
	if v.Forced {
		forced = "active"
	}
	_, err := chromedp.Call(b.Ctx, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: v.Width, Height: v.Height, DeviceScaleFactor: v.Scale})
	if err == nil {
		_, err = chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "forced-colors", Value: forced},
		}})
	}
	if err != nil {
		b.Fatal(err)
	}
}

// Picture keeps a picture of the window, in the folder GUICHET_PICTURES.
func (b *Tab) Picture(name string) {
	b.Helper()
	if Pictures() {
		b.keep(name, Ask(b, chromedp.CaptureScreenshot()))
	}
}

// WholePicture keeps one of the whole page, as long as it is.
func (b *Tab) WholePicture(name string) {
	b.Helper()
	if Pictures() {
		b.keep(name, Ask(b, chromedp.FullScreenshot(100)))
	}
}

// Pictures tells whether somebody wants them.
func Pictures() bool { return os.Getenv("GUICHET_PICTURES") != "" }

func (b *Tab) keep(name string, png []byte) {
	b.Helper()
	dir := os.Getenv("GUICHET_PICTURES")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.Fatal(err)
	}
}

// checkFile looks for what keeps people out of a page: see its head.
//
//go:embed check.js
var checkFile string

// Check reports what keeps people out of the page, as it is looked at now.
func (b *Tab) Check(what string) {
	b.Helper()
	for _, f := range b.Faults() {
		b.Errorf("%s: %s", what, f)
	}
	b.axe(what)
}

// Faults are sentences, without axe-core's.
func (b *Tab) Faults() []string { b.Helper(); return JS[[]string](b, checkFile) }

// axe runs axe-core (npm, MPL-2.0) where GUICHET_AXE names its file.
func (b *Tab) axe(what string) {
	b.Helper()
	file := os.Getenv("GUICHET_AXE")
	if file == "" {
		return
	}
	script, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	JS[bool](b, string(script)+";true")
	for _, f := range JS[[]string](b, `axe.run(document, {resultTypes: ["violations"]}).then(r =>
		r.violations.flatMap(v => v.nodes.map(n => v.id + " (" + v.impact + "): " + n.html.slice(0, 160) + " " + n.failureSummary)))`) {
		b.Errorf("%s: axe: %s", what, f)
	}
}
