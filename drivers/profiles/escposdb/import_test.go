package escposdb_test

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/profiles/escposdb"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func importOne(t *testing.T, file, name string) (printer.Profile, []string) {
	t.Helper()
	p, assumed, err := escposdb.Import(read(t, file), name)
	if err != nil {
		t.Fatal(err)
	}
	return p, assumed
}

func TestNames(t *testing.T) {
	for file, want := range map[string]string{
		"capabilities.json": "[AC-58 AC-80 AC-DISPLAY AC-GREEK AC-NEEDLE AC-STAR]",
		"profiles.yml":      "[a b base orphan plain plain-II]",
	} {
		names, err := escposdb.Names(read(t, file))
		if got := fmt.Sprint(names); got != want || err != nil {
			t.Errorf("%s: %s, %v", file, got, err)
		}
	}
}

// TestImport: all that the data says, and the weakest word for the rest. The
// Greek and Turkish pages, which have a euro sign too, stay out.
func TestImport(t *testing.T) {
	got, assumed := importOne(t, "capabilities.json", "AC-80")
	want := printer.Profile{
		Name: "acm-co-ac-80", Model: "Acmé & Co AC-80 Series", Driver: "escpos",
		Columns: 48, Dots: 576, DPI: 203, Path: printer.Clamshell,
		CodePages: []printer.CodePage{{Name: "cp1252", Number: 16}, {Name: "cp858", Number: 19}, {Name: "cp850", Number: 2}},
		Symbols:   printer.Symbols{QR: "epson", Code128: "epson", PDF417: "raster", DataMatrix: "raster"},
		Cut:       "gs_v_66", Presenter: printer.Presenter{Command: "none"},
		Status: "dle_eot", Confirm: "fence", Clear: "none",
		Flow: "xonxoff", Baud: 9600, Buffer: 4096, Speed: 100,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	wantAssumed(t, assumed,
		"status: dle_eot, confirm: fence, clear: none",
		"symbols: in epson's dialect where the data says that it draws them; print one of each, or say raster",
		"cut: gs_v_66, which feeds to the blade",
		"path: clamshell, a cover that opens and a roll that is dropped in",
		"presenter: none, tabs: false, auto: false",
		"flow: xonxoff, baud: 9600, buffer: 4096, speed: 100")
}

// TestImportLittle: what is unknown is assumed, and said; of two numbers the
// lower is Epson's; numbers that ESC t cannot send are none.
func TestImportLittle(t *testing.T) {
	p, assumed := importOne(t, "capabilities.json", "AC-58")
	if p.Model != "Acme AC-58" || p.Dots != 384 || p.DPI != 203 || p.Cut != "none" || p.FeedLines != 5 || p.Symbols.QR != "raster" {
		t.Errorf("%+v", p)
	}
	if got := fmt.Sprint(p.CodePages); got != "[{cp1252 16} {cp858 19}]" {
		t.Error(got)
	}
	wantAssumed(t, assumed,
		"dots: 384, 12 for each column", "dpi: 203",
		"cp1252: number 16; it is at [16 71]", "cp858: number 19; it is at [19 53]",
		"feed_lines: 5 to the tear bar",
		"status: dle_eot, confirm: fence, clear: none",
		"path: clamshell, a cover that opens and a roll that is dropped in",
		"presenter: none, tabs: false, auto: false",
		"flow: xonxoff, baud: 9600, buffer: 4096, speed: 100")
}

func TestImportStar(t *testing.T) {
	p, assumed := importOne(t, "capabilities.json", "AC-STAR")
	if p.Driver != "starline" || p.Cut != "esc_d" || p.Status != "esc_ack" || p.Confirm != "etb" || p.Clear != "esc_can" || p.Symbols.PDF417 != "star" {
		t.Errorf("%+v", p)
	}
	if got := fmt.Sprint(p.CodePages); got != "[{cp1252 32} {cp858 4}]" {
		t.Error(got)
	}
	if !slices.ContainsFunc(assumed, func(s string) bool { return strings.Contains(s, "Star Line Mode") }) {
		t.Errorf("nobody is told to switch it: %q", assumed)
	}
}

// TestInherit follows the rules by which the database is put together.
func TestInherit(t *testing.T) {
	for _, c := range []struct{ name, pages, cut, pdf417 string }{
		{"base", "[{cp1252 16} {cp858 19} {cp850 2}]", "gs_v_66", "epson"},
		{"plain", "[{cp1252 16} {cp858 19} {cp850 2}]", "gs_v_65", "raster"},
		{"plain-II", "[{cp858 6} {cp850 1}]", "gs_v_65", "raster"}, // pages are replaced, features are not
	} {
		p, _ := importOne(t, "profiles.yml", c.name)
		if got := fmt.Sprint(p.CodePages); got != c.pages || p.Cut != c.cut || p.Symbols.PDF417 != c.pdf417 || p.Symbols.QR != "epson" {
			t.Errorf("%s: %+v", c.name, p)
		}
		if p.Columns != 42 || p.Dots != 512 {
			t.Errorf("%s: %d columns, %d dots", c.name, p.Columns, p.Dots)
		}
	}
	if p, _ := importOne(t, "profiles.yml", "plain-II"); p.DPI != 180 {
		t.Errorf("dpi %d, not from the grandparent's child", p.DPI)
	}
}

func TestOrphan(t *testing.T) {
	p, assumed := importOne(t, "profiles.yml", "orphan")
	if p.Columns != 48 || p.Symbols.QR != "raster" || p.Cut != "none" {
		t.Errorf("%+v", p)
	}
	if !slices.Contains(assumed, "it inherits from default, which is not in the data") {
		t.Errorf("%q", assumed)
	}
}

// TestCapabilitiesYAML: the database's other file has the same under the same
// key.
func TestCapabilitiesYAML(t *testing.T) {
	data := []byte("encodings: {}\nprofiles:\n  T:\n    vendor: Acme\n    fonts: {0: {columns: 48}}\n    media: {width: {pixels: 576}, dpi: .inf}\n    codePages: {16: CP1252}\n")
	p, _, err := escposdb.Import(data, "T")
	if err != nil || p.Name != "acme-t" || p.Dots != 576 || p.DPI != 203 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestImportRefuses(t *testing.T) {
	for _, c := range []struct{ file, name, says string }{
		{"capabilities.json", "AC-GREEK", "none of cp1252, cp858 and cp850"},
		{"capabilities.json", "AC-NEEDLE", "dpi 85: must be 100 to 600"},
		{"capabilities.json", "AC-DISPLAY", "columns 0: must be 16 to 255"},
		{"profiles.yml", "a", "inherits from itself"},
		{"profiles.yml", "x", `no such printer: "x"; there are a, b, base, orphan`},
	} {
		_, _, err := escposdb.Import(read(t, c.file), c.name)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "escposdb: ") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	_, _, err := escposdb.Import(read(t, "capabilities.json"), "AC-GREEK")
	if !errors.Is(err, escposdb.ErrNoFrench) {
		t.Errorf("error = %v", err)
	}
	_, _, err = escposdb.Import(read(t, "capabilities.json"), "AC-1")
	if !errors.Is(err, escposdb.ErrNone) {
		t.Errorf("error = %v", err)
	}
}

func TestBadData(t *testing.T) {
	for name, data := range map[string]string{
		"empty": "", "a program": "\x7fELF", "no printer": `{"encodings": {}}`, "broken JSON": `{"profiles": `, "broken YAML": "a: [",
		"wrong JSON": `{"profiles": []}`, "wrong YAML": "profiles: []", "wrong entry": "a: []", "a list": "- a",
		"wrong feature": `{"profiles": {"a": {"features": {"qrCode": "yes"}}}}`,
	} {
		if _, err := escposdb.Names([]byte(data)); err == nil || !strings.HasPrefix(err.Error(), "escposdb: ") ||
			!strings.Contains(err.Error(), "capabilities.json") {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := escposdb.Import([]byte(data), "a"); err == nil {
			t.Errorf("%s: imported", name)
		}
	}
}

func wantAssumed(t *testing.T, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("assumed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// FuzzImport: whatever the data, a profile that comes out can be followed, and
// the same data gives the same profile.
func FuzzImport(f *testing.F) {
	f.Add(read(f, "capabilities.json"))
	f.Add(read(f, "profiles.yml"))
	f.Add([]byte(`{"profiles": {"x": {"inherits": "y", "fonts": {"0": {"columns": 1e99}}}, "y": {"media": {"dpi": -1}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		names, err := escposdb.Names(data)
		if err != nil {
			return
		}
		for _, name := range names[:min(len(names), 8)] {
			p, assumed, err := escposdb.Import(data, name)
			if err != nil {
				continue
			}
			if err := profiles.Check(p); err != nil {
				t.Error(err)
			}
			q, again, err := escposdb.Import(data, name)
			if err != nil || !reflect.DeepEqual(p, q) || !slices.Equal(assumed, again) {
				t.Errorf("%+v, then %+v, %v", p, q, err)
			}
		}
	})
}
