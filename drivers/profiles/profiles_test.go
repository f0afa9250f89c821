package profiles_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/encoding/charmap"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// ours are the models that a configuration may name. One that goes breaks the
// kiosks that have it.
var ours = []string{
	"citizen-pmu2300iii",
	"custom-kpm210", "custom-vkp80ii", "custom-vkp80iii",
	"epson-tm-t20ii", "epson-tm-t20iii", "epson-tm-t88iii", "epson-tm-t88iv", "epson-tm-t88v", "epson-tm-t88vi",
	"generic-58mm", "generic-80mm",
	"nippon-np-2511", "nippon-np-3511",
	"pyramid-reliance",
	"star-tsp650ii", "star-tsp650ii-escpos",
}

func get(t testing.TB, name string) printer.Profile {
	t.Helper()
	p, err := profiles.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestModels(t *testing.T) {
	if got := profiles.Names(); !slices.Equal(got, ours) {
		t.Errorf("Names() = %q", got)
	}
	model := map[string]string{}
	for _, name := range ours {
		p := get(t, name)
		if p.Name != name {
			t.Errorf("%s.yaml names itself %q", name, p.Name)
		}
		if other := model[p.Model]; other != "" {
			t.Errorf("%s and %s are both %q", name, other, p.Model)
		}
		model[p.Model] = name
	}
}

// TestPaths: the staff has a picture of the paper's way for every model, and
// that of a printer with a presenter shows one.
func TestPaths(t *testing.T) {
	for _, name := range ours {
		p := get(t, name)
		if p.Path == "" || p.Path == printer.Sheets || p.Presenter.Fitted() != (p.Path == printer.Presenting) {
			t.Errorf("%s: path %q, presenter %s", name, p.Path, p.Presenter.Command)
		}
	}
}

// TestFrench: every letter of French that a code page can have is on a page of
// every model; œ, Œ and Ÿ, which only cp1252 has, are drawn elsewhere, and
// signs may be written otherwise.
func TestFrench(t *testing.T) {
	const letters = "àâäæçéèêëîïôöùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖÙÛÜ«»°²"
	charmaps := map[string]*charmap.Charmap{
		"cp1252": charmap.Windows1252, "cp858": charmap.CodePage858, "cp850": charmap.CodePage850,
	}
	for _, name := range ours {
		pages := get(t, name).CodePages
		for _, r := range letters {
			if !slices.ContainsFunc(pages, func(page printer.CodePage) bool {
				_, ok := charmaps[page.Name].EncodeRune(r)
				return ok
			}) {
				t.Errorf("%s: no page has %q", name, r)
			}
		}
	}
}

// TestFrenchOrder: cp1252, which has all of French, comes first where the
// model has it; cp850, which has no euro sign, comes last.
func TestFrenchOrder(t *testing.T) {
	rank := map[string]int{"cp1252": 0, "cp858": 1, "cp850": 2}
	for _, name := range ours {
		pages := get(t, name).CodePages
		if !slices.IsSortedFunc(pages, func(a, b printer.CodePage) int { return rank[a.Name] - rank[b.Name] }) {
			t.Errorf("%s: %v", name, pages)
		}
	}
}

// TestNumbers: what differs between makers, as their manuals say. A change
// here garbles every accent in a town hall.
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ name, pages string }{
		{"epson-tm-t88iii", "[{cp1252 16} {cp858 19} {cp850 2}]"},
		{"star-tsp650ii", "[{cp1252 32} {cp858 4}]"},
		{"nippon-np-2511", "[{cp1252 5} {cp858 2}]"},
		{"nippon-np-3511", "[{cp1252 5} {cp858 2}]"},
		{"custom-vkp80ii", "[{cp858 19} {cp850 2}]"},
		{"custom-kpm210", "[{cp858 19} {cp850 2}]"},
	} {
		if got := fmt.Sprint(get(t, c.name).CodePages); got != c.pages {
			t.Errorf("%s: %s, want %s", c.name, got, c.pages)
		}
	}
}

func TestGetUnknown(t *testing.T) {
	for _, name := range []string{"", "tm-x", "../models/generic-80mm", "generic-80mm.yaml"} {
		if _, err := profiles.Get(name); !errors.Is(err, profiles.ErrNone) {
			t.Errorf("Get(%q): %v", name, err)
		}
	}
}

// TestLoad is the installer's way: a copy of a file of ours, one number
// changed.
func TestLoad(t *testing.T) {
	p, err := profiles.Load("generic-80mm")
	if err != nil || p.Name != "generic-80mm" {
		t.Fatalf("by name: %v, %v", p.Name, err)
	}
	p.Name, p.Columns = "hall", 42
	path := filepath.Join(t.TempDir(), "hall.yaml")
	write(t, path, p)
	if got, err := profiles.Load(path); err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("by path: %+v, %v", got, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	if _, err := profiles.Load("no-such-printer"); !errors.Is(err, profiles.ErrNone) {
		t.Errorf("name: %v", err)
	}
	for _, path := range []string{"./none", "none.yaml", "none.yml", "/none/at/all"} {
		if _, err := profiles.Load(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
	p := get(t, "generic-80mm")
	p.Baud = 0
	path := filepath.Join(t.TempDir(), "bad.yaml")
	write(t, path, p)
	if _, err := profiles.Load(path); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "baud 0") {
		t.Errorf("bad file: %v", err)
	}
}

func write(t *testing.T, path string, p printer.Profile) {
	t.Helper()
	data, err := yaml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
