package font_test

import (
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"guichet/kiosk/font"
)

const french = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" +
	"àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ€«»“”‘’…–—·•°²½%&@#/\\|_+-=*(){}[]<>?!,;:.'\" \u00a0"

func TestLettersOfEachFile(t *testing.T) {
	for _, c := range []struct {
		name    string
		data    []byte
		letters string
	}{
		{"Regular", font.Regular, french},
		{"Bold", font.Bold, french},
		{"RegularExt", font.RegularExt, "ŸŁłŠšŽžĞğŞşŐőŰűĂăȚțȘșČčŘřĐđĀāĒēŪū"},
		{"BoldExt", font.BoldExt, "ŸŁłŠšŽžĞğŞşŐőŰűĂăȚțȘșČčŘřĐđĀāĒēŪū"},
	} {
		t.Run(c.name, func(t *testing.T) { wantLetters(t, c.data, c.letters) })
	}
}

func wantLetters(t *testing.T, data []byte, letters string) {
	t.Helper()
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var missing []rune
	for _, r := range letters {
		if i, err := f.GlyphIndex(nil, r); err != nil || i == 0 {
			missing = append(missing, r)
		}
	}
	if len(missing) > 0 {
		t.Errorf("no glyph for %q", string(missing))
	}
}

func TestLicenceTravelsWithTheFiles(t *testing.T) {
	if !strings.Contains(font.Licence, "SIL OPEN FONT LICENSE Version 1.1") {
		t.Error("the licence text is not the OFL 1.1")
	}
}
