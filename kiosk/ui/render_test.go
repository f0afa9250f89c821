package ui

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"guichet/forms"
	"guichet/kiosk/session"
)

// glass is a screen that pages are tried on.
type glass struct {
	name  string
	w, h  float32
	panel Panel
}

var glasses = []glass{
	{"portrait", 1080, 1920, Panel{}},
	{"landscape", 1920, 1080, Panel{}},
	{"small", 1280, 800, Panel{}},
	{"5to4", 1280, 1024, Panel{338, 270}},
	{"15inch", 1280, 800, Panel{323, 202}},
	{"standing15", 1080, 1920, Panel{194, 345}},
	{"tablet", 1280, 800, Panel{217, 136}},
	{"tiny", 800, 480, Panel{}},
}

// rig is a screen on Fyne's test driver.
type rig struct {
	*Screen
	sent []session.Event
}

func newRig(t testing.TB, g glass) *rig {
	app := test.NewTempApp(t.(*testing.T))
	r := &rig{}
	r.Screen = New(app, Options{
		Send: func(e session.Event) { r.sent = append(r.sent, e) }, Panel: g.panel,
		Display: func() Panel { return Panel{} }, Window: fyne.NewSize(g.w, g.h),
	})
	t.Cleanup(r.win.Close)
	return r
}

func (r *rig) picture() image.Image { return r.win.Canvas().Capture() }

// TestShots writes every part of every page to a folder, to be looked at:
// UI_SHOTS=/tmp/x.
func TestShots(t *testing.T) {
	dir := os.Getenv("UI_SHOTS")
	if dir == "" {
		t.Skip("UI_SHOTS names no folder")
	}
	for _, g := range shotGlasses {
		if only := os.Getenv("UI_GLASS"); only != "" && only != g.name {
			continue
		}
		p := NewPainter(int(g.w), int(g.h), g.panel)
		for _, s := range shotSamples(t) {
			if only := os.Getenv("UI_SAMPLE"); !strings.HasPrefix(s.name, only) {
				continue
			}
			v := s.view
			v.Size, v.Theme = shotStyle()
			for i, part := range p.Parts(v) {
				name := g.name + "-" + s.name + os.Getenv("UI_TAG")
				if i > 0 {
					name += "-" + strconv.Itoa(i+1)
				}
				save(t, filepath.Join(dir, name+".png"), part.Picture())
			}
		}
	}
}

// shotGlasses are those of the front desk, and a panel of 15 inches as they were.
var shotGlasses = append(slices.Clone(staffGlasses), glass{"4to3", 1024, 768, Panel{305, 229}})

// shotSamples are all, or with UI_LANG=fr the screens of calls in that language,
// with UI_STAFF=fr those of the front desk.
func shotSamples(t *testing.T) []sample {
	if lang := os.Getenv("UI_STAFF"); lang != "" {
		return staffSamples(t, forms.Lang(lang))
	}
	if lang := os.Getenv("UI_LANG"); lang != "" {
		return livedSamples(t, forms.Lang(lang))
	}
	return allSamples()
}

func shotStyle() (session.Size, session.Theme) {
	sizes := map[string]session.Size{"large": session.Large, "huge": session.Huge, "smaller": session.Small}
	themes := map[string]session.Theme{"dark": session.Dark, "contrast": session.Contrast}
	return sizes[os.Getenv("UI_SIZE")], themes[os.Getenv("UI_THEME")]
}

func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
