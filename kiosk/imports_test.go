package kiosk_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "guichet/"

// tags are the ones everything is built with, see packaging/lib.sh.
const tags = "x11,gles,no_animations,no_emoji"

// rows is the order of imports: a package imports only packages of rows
// strictly below its own. A new package takes a row here before it builds
// anything; a package that is not listed fails the test.
var rows = map[string]int{
	"drivers":            0, // how a driver is laid out: no code
	"forms/cog":          0,
	"forms/strictyaml":   0,
	"kiosk/event":        0,
	"kiosk/font":         0,
	"kiosk/ui/icon":      0,
	"kiosk/bench/probe":  0,
	"drivers/printer":    0,
	"drivers/symbol":     0,
	"drivers/serial/pty": 0,

	"drivers/symbol/symboltest": 0,

	"forms":            1,
	"forms/cog/gen":    1,
	"drivers/serial":   1,
	"drivers/ipp":      1,
	"drivers/profiles": 1,
	"drivers/typeset":  1,
	"drivers/document": 1,

	"forms/engine":              2,
	"forms/notice":              2,
	"kiosk/config":              2,
	"kiosk/spool":               2,
	"drivers/serial/serialtest": 2,

	"drivers/profiles/escposdb": 2,
	"drivers/dialogue":          2,
	"drivers/printersim":        2,

	"drivers/escpos":      3,
	"drivers/starline":    3,
	"drivers/printertest": 3,

	"forms/pack":  3,
	"kiosk/words": 3,

	"drivers/all":    4,
	"drivers/detect": 4,

	"forms/packs":    4,
	"forms/formtest": 4,
	"kiosk/receipt":  4,

	"kiosk/receipt/pdf": 5,
	"kiosk/session":     6,
	"kiosk/ui":          7,
	"kiosk/bench":       8,
	"kiosk":             9,
	"cmd/kiosk":         10,
	"cmd/kioskctl":      10,
	"cmd/kioskhub":      10,
}

// testHelpers exist for the tests of others: a test may import them from any
// row. Go itself refuses a circle.
var testHelpers = []string{
	"forms/formtest",
	"forms/packs",
	"drivers/printersim",
	"drivers/printertest",
	"drivers/serial/pty",
	"drivers/symbol/symboltest",
	"drivers/serial/serialtest",
}

// strangers are rooms that do not know of each other: nothing under the key
// imports anything under the values, in its tests neither.
var strangers = map[string][]string{
	"forms":   {"drivers", "kiosk", "cmd"},
	"drivers": {"forms", "kiosk", "cmd"},
}

// onlyIn says which packages may import a library, by the start of its path.
var onlyIn = map[string][]string{
	"fyne.io/":                      {"kiosk", "kiosk/ui", "kiosk/bench", "cmd/kiosk"},
	"github.com/go-pdf/fpdf":        {"kiosk/receipt/pdf"},
	"go.bug.st/serial":              {"drivers/serial"},
	"github.com/tarm/serial":        {"drivers/serial"},
	"github.com/OpenPrinting/goipp": {"drivers/ipp", "kiosk"}, // kiosk: a printer of its tests
	"github.com/boombuler/barcode":  {"drivers/symbol", "drivers/printersim"},
	"rsc.io/qr":                     {"drivers/symbol", "drivers/printersim", "kiosk/receipt", "kiosk/ui"},
}

// farFrom says what a package must not reach by any way through our own
// packages: the visit runs without a screen and without a port.
var farFrom = map[string][]string{
	"kiosk/session": {"drivers/serial", "go.bug.st/serial", "github.com/tarm/serial", "fyne.io/"},
}

// pkg is what the test needs of "go list".
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module) }

func (p pkg) tests() []string { return slices.Concat(p.TestImports, p.XTestImports) }

// packages lists the whole module without building it.
func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-tags", tags,
		"-json=ImportPath,Imports,TestImports,XTestImports", module+"...")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	return decode(t, string(out))
}

func decode(t *testing.T, stream string) []pkg {
	t.Helper()
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(stream)); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
	return all
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range packages(t) {
		row, ok := rows[p.name()]
		if !ok {
			t.Errorf("%s has no row: give it one in kiosk/imports_test.go", p.name())
			continue
		}
		checkDown(t, p, row)
	}
}

func checkDown(t *testing.T, p pkg, row int) {
	t.Helper()
	for _, up := range ours(p.Imports) {
		if rows[up] >= row {
			t.Errorf("%s (row %d) imports %s (row %d): imports point strictly down", p.name(), row, up, rows[up])
		}
	}
	for _, up := range ours(p.tests()) {
		if rows[up] >= row && up != p.name() && !slices.Contains(testHelpers, up) {
			t.Errorf("a test of %s (row %d) imports %s (row %d): tests point down too, but for the helpers", p.name(), row, up, rows[up])
		}
	}
}

func TestRoomsThatDoNotKnowEachOther(t *testing.T) {
	for _, p := range packages(t) {
		room, _, _ := strings.Cut(p.name(), "/")
		for _, path := range ours(append(p.tests(), p.Imports...)) {
			other, _, _ := strings.Cut(path, "/")
			if slices.Contains(strangers[room], other) {
				t.Errorf("%s imports %s: %s knows nothing of %s", p.name(), path, room, other)
			}
		}
	}
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	for _, p := range packages(t) {
		for _, path := range append(p.tests(), p.Imports...) {
			for library, homes := range onlyIn {
				if strings.HasPrefix(path, library) && !slices.Contains(homes, p.name()) {
					t.Errorf("%s imports %s: only %s may", p.name(), path, strings.Join(homes, ", "))
				}
			}
		}
	}
}

func TestTheVisitIsFarFromHardwareAndScreen(t *testing.T) {
	imports := map[string][]string{}
	for _, p := range packages(t) {
		imports[p.ImportPath] = p.Imports
	}
	for from, banned := range farFrom {
		for _, path := range reach(imports, module+from) {
			name := strings.TrimPrefix(path, module)
			if slices.ContainsFunc(banned, func(b string) bool { return strings.HasPrefix(name, b) }) {
				t.Errorf("%s reaches %s", from, name)
			}
		}
	}
}

// reach is every package that one package imports through ours, directly or
// not.
func reach(imports map[string][]string, from string) []string {
	var found []string
	for next := []string{from}; len(next) > 0; next = next[1:] {
		for _, path := range imports[next[0]] {
			if !slices.Contains(found, path) {
				found = append(found, path)
				next = append(next, path)
			}
		}
	}
	return found
}

// ours keeps the packages of this module, without the module's name.
func ours(paths []string) []string {
	var names []string
	for _, path := range paths {
		if name, ok := strings.CutPrefix(path, module); ok {
			names = append(names, name)
		}
	}
	return names
}
