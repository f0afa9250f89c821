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
const tags = "x11,gles,no_animations,no_emoji,nolibopusfile"

// rows is the order of imports: a package imports only packages of rows
// strictly below its own. A new package takes a row here before it builds
// anything; a package that is not listed fails the test.
var rows = map[string]int{
	"drivers":          0, // how a driver is laid out: no code
	"forms/cog":        0,
	"forms/strictyaml": 0,
	"kiosk/event":      0,
	"kiosk/loop":       0,

	"kiosk/event/eventtest": 0,

	"kiosk/font":         0,
	"kiosk/ui/icon":      0,
	"kiosk/hub/dress":    0,
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

	"kiosk/custody": 1,

	"drivers/audio":   0,
	"drivers/camera":  0,
	"drivers/uapi":    0,
	"drivers/hook":    1,
	"kiosk/call/wire": 0,

	"drivers/audio/audiosim":    1,
	"drivers/audio/audiotest":   1,
	"drivers/audio/miniaudio":   1,
	"drivers/audio/pulse":       1,
	"drivers/camera/camerasim":  1,
	"drivers/camera/cameratest": 1,
	"drivers/camera/v4l":        1,
	"kiosk/call/badline":        1,
	"kiosk/call/vpx":            1,
	"kiosk/call/video":          3,
	"kiosk/hub/relay":           1,

	"kiosk/call":             2,
	"kiosk/call/sound":       2,
	"drivers/modem":          2,
	"drivers/modem/modemsim": 2,

	"kiosk/call/calltest":  3,
	"kiosk/call/sipcall":   4,
	"kiosk/call/rtccall":   4,
	"kiosk/call/modemcall": 4,
	"kiosk/hub/desk":       5,

	"kiosk/hub/desk/desktest": 9,

	"forms/engine":              2,
	"forms/calc":                2,
	"forms/calendar":            2,
	"forms/calendar/gen":        2,
	"forms/hours":               2,
	"kiosk/fleet/wire":          2,
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

	"kiosk/health": 1,
	"kiosk/staff":  7,

	"kiosk/secret":          0,
	"kiosk/peer":            0,
	"kiosk/alive":           1,
	"kiosk/tend":            2,
	"kiosk/machine":         1,
	"kiosk/probe":           3, // it shows what it notices on drivers/light
	"kiosk/metrics":         3,
	"kiosk/roll":            2,
	"kiosk/staff/badge":     1,
	"kiosk/staff/control":   8,
	"kiosk/staff/stafftest": 8,
	"kiosk/diagnosis":       8,
	"kiosk/ui/staffpages":   9,
	"drivers/light":         2,
	"kiosk/storm":           10,

	"kiosk/hub/store":           3,
	"kiosk/hub/store/storetest": 4,
	"kiosk/hub/tool":            3,

	"kiosk/spool/powercut":           0,
	"forms/pack/durable":             0,
	"forms/pack/durable/durabletest": 1,

	"forms/lint":         4,
	"forms/trial":        4,
	"forms/pack/archive": 4,
	"forms/pack/trust":   4,
	"kiosk/hub/users":    4,
	"kiosk/hub/rollout":  4,

	"forms/pack/publish": 5,
	"forms/pack/store":   5,
	"kiosk/hub/page":     5,
	"kiosk/hub/desk/web": 5,

	"drivers/all":    4,
	"drivers/detect": 4,

	"forms/packs":    4,
	"forms/formtest": 4,
	"kiosk/receipt":  4,

	"kiosk/receipt/pdf": 5,
	"kiosk/papers":      6,
	"kiosk/session":     6,
	"kiosk/fleet":       7,
	"kiosk/inbox":       6,
	"kiosk/hub":         6,
	"kiosk/ui":          7,
	"kiosk/first":       8,
	"kiosk/bench":       8,
	"kiosk/preview":     8,
	"kiosk/hub/hubtest": 8,

	"kiosk/hub/browsertest":   0,
	"kiosk/hub/page/pagetest": 6,

	"kiosk":        9,
	"cmd/kiosk":    10,
	"cmd/kioskctl": 10,
	"cmd/kioskhub": 10,
}

// testHelpers exist for the tests of others: a test may import them from any
// row. Go itself refuses a circle.
var testHelpers = []string{
	"forms/formtest",
	"forms/packs",
	"forms/trial",
	"drivers/printersim",
	"drivers/printertest",
	"drivers/serial/pty",
	"drivers/symbol/symboltest",
	"drivers/serial/serialtest",
	"kiosk/hub/hubtest",
	"kiosk/event/eventtest",
	"drivers/audio/audiosim",
	"drivers/audio/audiotest",
	"drivers/camera/camerasim",
	"drivers/camera/cameratest",
	"drivers/modem/modemsim",
	"kiosk/call/badline",
	"kiosk/call/calltest",
	"kiosk/hub/browsertest",
	"kiosk/hub/desk/desktest",
	"kiosk/hub/store/storetest",
	"kiosk/spool/powercut",
	"kiosk/hub/page/pagetest",
	"forms/pack/durable/durabletest",
	"kiosk/staff/stafftest",
	"kiosk/ui/staffpages",
}

// strangers are rooms that do not know of each other: nothing under the key
// imports anything under the values, in its tests neither.
var strangers = map[string][]string{
	"forms":   {"drivers", "kiosk", "cmd"},
	"drivers": {"forms", "kiosk", "cmd"},
}

// onlyIn says which packages may import a library, by the start of its path.
var onlyIn = map[string][]string{
	"fyne.io/":                      {"kiosk", "kiosk/ui", "kiosk/bench", "kiosk/preview", "cmd/kiosk"},
	"github.com/go-pdf/fpdf":        {"kiosk/receipt/pdf", "kiosk/papers"}, // papers: one under a password, for its tests
	"go.bug.st/serial":              {"drivers/serial"},
	"github.com/tarm/serial":        {"drivers/serial"},
	"github.com/OpenPrinting/goipp": {"drivers/ipp", "kiosk"}, // kiosk: a printer of its tests
	"github.com/boombuler/barcode":  {"drivers/symbol", "drivers/printersim"},
	"github.com/theupdateframework": {"forms/pack/trust", "forms/pack/publish", "kiosk/hub/hubtest"},
	"github.com/expr-lang/expr":     {"forms/calc"},
	"github.com/golang-jwt/jwt":     {"kiosk/hub/hubtest"},
	"github.com/yuin/goldmark":      {"kiosk/receipt/pdf"},
	"github.com/go-jose/go-jose":    {"kiosk/staff/badge"},
	"github.com/prometheus":         {"kiosk/metrics"},
	"github.com/coreos/go-systemd":  {"kiosk/alive", "cmd/kioskctl"},
	"github.com/hdevalence":         {"kiosk/custody"},
	"golang.org/x/mod":              {"kiosk/custody"},
	"github.com/jackc/pgx":          {"kiosk/hub/store", "kiosk/hub/store/storetest"},
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
