package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

func TestPreviewFlags(t *testing.T) {
	f, err := parsePreview([]string{"cantine/", "--watch", "-lang", "fr,en", "-size", "huge", "-theme", "contrast", "-screen", "1280x800"}, io.Discard)
	o := f.options
	switch {
	case err != nil:
		t.Fatal(err)
	case f.pack != "cantine/" || !f.watch || o.Folder != "apercu-cantine":
		t.Errorf("%+v", f)
	case !slices.Equal(o.Langs, []forms.Lang{forms.French, forms.English}):
		t.Errorf("languages %v", o.Langs)
	case o.Size != session.Huge || o.Theme != session.Contrast || o.Width != 1280 || o.Height != 800:
		t.Errorf("%+v", o)
	}
}

func TestPreviewRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"":                           "name a pack",
		"cantine acte":               "one word too many",
		"cantine -size big":          "-size is small, normal, large or huge",
		"cantine -theme blue":        "-theme is light, dark or contrast",
		"cantine -screen 100x100":    "-screen is a size",
		"cantine -screen 9999x99999": "-screen is a size",
		"cantine -screen 1080x1920p": "-screen is a size",
		"-nothing cantine":           "not defined",
	} {
		if _, err := parsePreview(strings.Fields(args), io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", args, err, want)
		}
	}
}
