package diagnosis

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
)

const commit = "0123456789abcdef0123456789abcdef01234567"

var at = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// written are the files of the zip that is written of c, and its length.
func written(t *testing.T, c Contents) (files map[string]string, length int) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files, b.Len()
}

// usual is a kiosk as it is.
func usual(t *testing.T) Contents {
	t.Helper()
	text, err := os.ReadFile("../../packaging/etc/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse("kiosk.yaml", []byte(strings.Replace(string(text), "recipients:\n  - age1pq1…\n", "", 1)))
	if err != nil {
		t.Fatal(err)
	}
	rule, _ := health.RuleOf(health.PackRefused)
	return Contents{
		At: at,
		Facts: staff.Facts{
			Name: "Hall", Town: "04999", Kiosk: "0123456789abcdef", Version: "0.6.0", System: "Debian GNU/Linux 12 (bookworm), 6.1.0-40-amd64, x86_64",
			Addresses: []string{"192.0.2.7", "2001:db8::7"}, Hub: "https://bornes.saint-eloi.example/", HubAnswers: true, Proxy: "proxy.saint-eloi.example:3128",
			Now: at, ClockOff: -90 * time.Second, Started: at.Add(-time.Hour), DiskFree: 12e9, DiskSize: 64e9,
		},
		Health: []health.Condition{{Name: health.PackRefused, Rule: rule, Since: at, Detail: "cantine 1.1.0"}},
		Log: []staff.Line{
			{At: at, Level: "info", Name: "receipt_printed", With: "outcome=not printed fault=paper out duplicate=false"},
			{At: at, Level: "warn", Name: "hub_lost", With: `error=Post "https://bornes.saint-eloi.example/v1/beat": dial tcp 192.0.2.9:443: connect: connection refused`},
			{At: at, Level: "warn", Name: "delivery_failed", With: "reference=482739156Z error=context deadline exceeded again_in=1m30s"},
			{At: at, Level: "info", Name: "page_shown", With: "state=question page=ecole"},
			{At: at, Level: "error", Name: "pack_refused", With: "pack=cantine version=1.1.0 why=trial error=form.yaml:3:1: …"},
			{At: at, Level: "info", Name: "staff_did", With: "did=machine_reboot outcome=done uid=0 by=command"},
			{At: at, Level: "error", Name: "visit_broken", With: "doing=session.Answered state=question"},
			{At: at, Level: "error", Name: "part_broken", With: "part=front desk panic=*errors.errorString at=guichet/kiosk.(*parts).watch.func1, watch.go:34"},
			{At: at, Level: "error", Name: "watchdog_not_fed", With: "check=visit loop error=alive: it does not answer"},
		},
		Packs:   []staff.Pack{{ID: "cantine", Title: "Inscrire mon enfant à la cantine", Version: "1.0.0", Previous: "0.9.1", Refused: "1.1.0"}},
		Config:  cfg,
		Metrics: "# HELP guichet_visits_total Visits.\n# TYPE guichet_visits_total counter\nguichet_visits_total{end=\"finished\"} 12\ngo_goroutines 31\ngo_info{version=\"go1.26.0\"} 1\nguichet_condition{name=\"paper_out\"} 1\n",
		Printer: []PrinterChange{{At: at, Status: printer.Status{Online: true, Paper: printer.PaperNearEnd, Mouth: printer.MouthHolding, Forgotten: 2}}, {At: at.Add(time.Minute), Gone: true}},
		Build: &debug.BuildInfo{
			GoVersion: "go1.26.0", Path: "guichet/cmd/kiosk", Main: debug.Module{Path: "guichet", Version: "(devel)"},
			Deps:     []*debug.Module{{Path: "fyne.io/fyne/v2", Version: "v2.8.1"}, {Path: "github.com/hraban/opus", Version: "v0.0.0-20260708213942-bde8e4304501"}},
			Settings: []debug.BuildSetting{{Key: "-tags", Value: "x11,gles"}, {Key: "-ldflags", Value: "-X main.key=secret"}, {Key: "vcs.revision", Value: commit}, {Key: "GOOS", Value: "linux"}},
		},
	}
}

// spaces put the columns of a table under each other.
var spaces = regexp.MustCompile(` +`)

// What a technician needs is there, as it was.
func TestWhatGoesOut(t *testing.T) {
	files, length := written(t, usual(t))
	for name, lines := range map[string][]string{
		"read-me.txt": {"There is no personal data in it"},
		"facts.txt": {
			"kiosk        0123456789abcdef\ntown         04999\nversion      0.6.0\nsystem       Debian GNU/Linux 12 (bookworm), 6.1.0-40-amd64, x86_64\naddresses    192.0.2.7 2001:db8::7\n",
			"hub          https://bornes.saint-eloi.example\nhub answers  true\nproxy        proxy.saint-eloi.example:3128\nnow          2026-11-22T09:30:00Z\nclock off    -1m30s\n", "disk free    12000000000\n",
		},
		"health.txt": {"2026-11-22T09:30:00Z  warning  pack_refused  for admin  cantine 1.1.0\n"},
		"log.txt": {
			"2026-11-22T09:30:00Z  info   receipt_printed  outcome=not printed  fault=paper out  duplicate=false\n", "hub_lost  error=connection refused\n",
			"delivery_failed  error=context deadline exceeded  again_in=1m30s\n", "page_shown  state=question\n", "pack_refused  pack=cantine  version=1.1.0  why=trial  error=-\n",
			"staff_did  did=machine_reboot  outcome=done  uid=0  by=command\n", "visit_broken  doing=session.Answered  state=question\n",
			"part_broken  part=front desk  panic=*errors.errorString  at=guichet/kiosk.(*parts).watch.func1, watch.go:34\n", "watchdog_not_fed  check=visit loop  error=does not answer\n",
		},
		"packs.txt": {"cantine  1.0.0  before: 0.9.1  refused: 1.1.0\n"},
		"config.txt": {
			"town.name                   set\ntown.zone                   Europe/Paris\ntown.contacts               2\n", "hub.url                     https://bornes.saint-eloi.example\n",
			"printer.profile             epson-tm-t20ii\n", "printer.flow                rtscts\n", "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A10000-if00-port0\n",
			"calls.sip.password_file     set\n", "calls.sip.user              set\n", "calls.sip.codecs            PCMA opus PCMU\n", "visit.idle                  45s\n", "log_level                   info\n",
		},
		"metrics.txt":  {"guichet_visits_total{end=\"finished\"} 12\ngo_goroutines 31\ngo_info{version=\"go1.26.0\"} 1\nguichet_condition{name=\"paper_out\"} 1\n"},
		"printer.txt":  {"online, paper near end  presenter holding a paper, 2 not taken\n2026-11-22T09:31:00Z  gone"},
		"versions.txt": {"guichet/cmd/kiosk\n", "fyne.io/fyne/v2         v2.8.1\n", "v0.0.0-20260708213942-bde8e4304501\n", "x11,gles\n", commit + "\n"},
	} {
		for _, line := range lines {
			if text := spaces.ReplaceAllString(files[name], " "); !strings.Contains(text, spaces.ReplaceAllString(line, " ")) {
				t.Errorf("%s has no %q:\n%s", name, line, text)
			}
		}
	}
	if len(files) != 9 || length > 100<<10 {
		t.Errorf("%d files, %d bytes", len(files), length)
	}
}

// Which, of a condition: what is told of each kind of detail.
func TestWhichOfACondition(t *testing.T) {
	f := filter{packs: map[string]bool{"cantine": true, "sortie": true}}
	for _, x := range []struct {
		name       health.Name
		told, want string
	}{
		{health.PackRefused, "cantine 1.1.0, sortie 2.0.0", "cantine 1.1.0, sortie 2.0.0"},
		{health.PackRefused, "cantine 1.1.0, durand 2.0.0", "cantine 1.1.0, -"},
		{health.CertificateOld, "2026-12-01", "2026-12-01"},
		{health.ClockWrong, "2021-03-04", "-"},
		{health.ClockWrong, "1m30s", "1m30s"},
		{health.ClockWrong, "not the time of the hub", "not the time of the hub"},
		{health.DiskFull, "812 MB free, 3 %, 90 % of files", "812 MB free, 3 %, 90 % of files"},
		{health.CameraGone, "/dev/v4l/by-id/usb-046d-video-index0", "/dev/v4l/by-id/usb-046d-video-index0"},
		{health.SpoolOld, "", ""},
		{health.PartBroken, "disk disk.go:85", "disk disk.go:85"},
		{health.PartBroken, "camera /dev/video0 devices.go:22", "camera devices.go:22"},
		{health.PartBroken, "durand disk.go:85", "- disk.go:85"},
		{health.PartBroken, "disk durand", "-"},
		{health.PackRefused, "cantine 12.05.1984", "-"},
	} {
		if got := f.which(health.Condition{Name: x.name, Detail: x.told}); got != x.want {
			t.Errorf("%s %q: %q, want %q", x.name, x.told, got, x.want)
		}
	}
}

// canaries are what must never leave the kiosk, each as a whole and as a part of
// other texts.
var canaries = []string{
	"Camille Durand-Lefèvre", "durand", "06 12 34 56 78", "0612345678", "+33612345678", "1 84 02 04 123 456 78", "184020412345678",
	"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "cheval-agrafe-pile", "hunter2",
	"482739156Z", "12 rue des Lilas", "camille@exemple.fr", "AGE-SECRET-KEY-PQ-1XYZ", "fille de 7 ans", "e30.e30.c2ln", "3 février 1984",
	"12.05.1984", "1.12.2019", "1984.12.5", "12/05/1984", "1984-05-12", "05.1984", "FR76 3000 6000 0112 3456 7890 189", "DURAND CAMILLE",
	"call.camille@exemple.fr", "AB-123-CD", "04200 Saint-Éloi-sur-Lys",
}

// pieces are what of a canary still says something of a person: its words, and its
// figures.
func pieces(canary string) (all []string) {
	all = append(all, canary)
	for _, piece := range strings.FieldsFunc(canary, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if len(piece) >= 5 {
			all = append(all, piece)
		}
	}
	return all
}

// poison puts a canary into every text that is reached from v; next is given the
// name of the field that holds it.
func poison(v reflect.Value, field string, next func(field, was string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), field, next)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			poison(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, next)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), field, next)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, reflect.ValueOf(next(field, v.MapIndex(key).String())).Convert(v.Type().Elem()))
		}
	case reflect.String:
		v.SetString(next(field, v.String()))
	}
}

// addresses are told by the name of their machine, which an installer chose: a
// canary stands in them where a secret would.
var addresses = []string{"Facts.Hub", "Facts.Proxy", "Hub.URL", "A4.URL"}

// names are of things, and told as they are where they have the shape of one: a
// procedure that the town has published, a device, a module of Go. A canary takes
// their whole place; behind them it would be a part of the name.
var names = []string{
	"Printer.Port", "Config.Light", "Town.Zone", "Video.Camera", "Video.Document", "Modem.Port", "Handset.Hook", "Module.Path",
	"Sound.Microphone", "Sound.Speaker", "Modem.Microphone", "Modem.Speaker", "Handset.Microphone", "Handset.Speaker",
}

// gates are what the rest of a line hangs on: a line of an event that there is not
// is left out as a whole, and what else is in it would not be tried.
var gates = []string{"Condition.Name", "Line.Name", "BuildSetting.Key"}

// Whatever is planted, in every text of everything that goes in, does not come
// out. The one text that is not planted is the id of a procedure.
func TestNoCanaryComesOut(t *testing.T) {
	for _, canary := range canaries {
		for name, plant := range map[string]func(string) string{
			"in its place": func(string) string { return canary },
			"behind it":    func(was string) string { return was + canary },
			"beside it":    func(was string) string { return was + " " + canary },
			"before it":    func(was string) string { return canary + " " + was },
			"as a value": func(was string) string {
				return strings.NewReplacer("=", "="+canary+" fault=", `="`, `="`+canary).Replace(was)
			},
		} {
			seek(t, canary, name, planted(canary, plant))
			seek(t, canary, name+" but in what it is called", planted(canary, plant, gates...))
		}
	}
}

// planted plants a canary where a field may have one.
func planted(canary string, plant func(string) string, spared ...string) func(field, was string) string {
	return func(field, was string) string {
		switch {
		case field == "Pack.ID", slices.Contains(spared, field):
			return was
		case slices.Contains(addresses, field):
			return fmt.Sprintf("https://%s:%s@hub.example/%s?%s", canary, canary, canary, canary)
		case slices.Contains(names, field):
			return canary
		}
		return plant(was)
	}
}

// seek looks for a canary in what is written of a kiosk that it was planted in.
func seek(t *testing.T, canary, name string, plant func(field, was string) string) {
	t.Helper()
	c := usual(t)
	poison(reflect.ValueOf(&c).Elem(), "", plant)
	files, _ := written(t, c)
	if files["read-me.txt"] != readMe {
		t.Errorf("%q: the read-me is another one", canary)
	}
	delete(files, "read-me.txt")
	for file, text := range files {
		text = strings.ToLower(text)
		for _, piece := range pieces(canary) {
			if i := strings.Index(text, strings.ToLower(piece)); i >= 0 {
				t.Errorf("%q %s: %s has %q: …%s", canary, name, file, piece, text[max(0, i-60):min(len(text), i+80)])
			}
		}
	}
}

// What the program calls its own parts and deeds goes out: a word that is new in
// the code wants a line in words.txt.
func TestTheProgramsOwnWordsGoOut(t *testing.T) {
	for _, x := range []struct {
		files string
		words *regexp.Regexp
		least int
	}{
		{"../staff/*.go", regexp.MustCompile(`deed\{.*name: *"([^"]+)"`), 8},
		{"../staff/page_power.go", regexp.MustCompile(`^\t[a-z]+ += "([a-z]+)"`), 3},
		{"../staff/work.go", regexp.MustCompile(`^\t(?:brightness|volume) +lane = "([a-z]+)"`), 2},
		{"../staff/control/route.go", regexp.MustCompile(`"POST /([a-z/]+)"`), 15},
		{"../*.go", regexp.MustCompile(`(?:crew\.Begin|tend\.Part|tend\.Once|tended)\((?:[a-z]+(?:\.[a-z]+)?, )*"([^"]+)"`), 10},
		{"../fleet/agent.go", regexp.MustCompile(`all\.Begin\(ctx, "([^"]+)"`), 4},
		{"../watchdog.go", regexp.MustCompile(`Name: "([^"]+)", Works`), 2},
		{"../probe/*.go", regexp.MustCompile(`(?:Probe\{Name: |Try\()"([^"]+)"`), 3},
	} {
		found := quoted(t, x.files, x.words)
		if len(found) < x.least {
			t.Errorf("%s: only %q", x.files, found)
		}
		for _, word := range found {
			if word = strings.ReplaceAll(word, "/", "_"); !vocabulary[word] {
				t.Errorf("%s: %q is held back", x.files, word)
			}
		}
	}
}

// quoted is what an expression finds in the lines of files of the program.
func quoted(t *testing.T, pattern string, x *regexp.Regexp) (all []string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for line := range strings.Lines(string(text)) {
			for _, m := range x.FindAllStringSubmatch(line, -1) {
				all = append(all, m[1])
			}
		}
	}
	return all
}

// A line of the log for each name that there is, with each attribute, holds a
// canary back, whatever is logged beside it.
func TestNoAttributeLetsACanaryOut(t *testing.T) {
	for _, canary := range canaries {
		var with []string
		for _, key := range append([]string{"reference", "page", "from", "service", "answer"}, keys...) {
			with = append(with, key+"="+canary)
		}
		f := filter{}
		for _, line := range append(with, strings.Join(with, " "), canary+"="+canary, "\n"+canary) {
			if out := f.attributes(line); strings.Contains(out, canary) {
				t.Errorf("%q comes out of %q: %s", canary, line, out)
			}
		}
	}
}

// The canaries are seen where a filter is open: the tests above can fail.
func TestACanaryIsSeen(t *testing.T) {
	c := usual(t)
	poison(reflect.ValueOf(&c).Elem(), "", func(_, _ string) string { return canaries[0] })
	for what, text := range map[string]string{
		"facts": c.Facts.System, "health": c.Health[0].Detail, "log": c.Log[0].With, "packs": c.Packs[0].Title,
		"config": c.Config.Town.Contacts[0].Phone, "text": c.Config.Town.Contacts[0].Name[forms.French], "sip": c.Config.Calls.SIP.User,
		"metrics": c.Metrics, "build": c.Build.Settings[1].Value,
	} {
		if text != canaries[0] {
			t.Errorf("nothing is planted in %s: %q", what, text)
		}
	}
}

// However much there is, and however little it can be packed, there is less than
// a megabyte.
func TestItIsSmall(t *testing.T) {
	c := usual(t)
	random := rand.New(rand.NewPCG(1, 2))
	var metrics strings.Builder
	for range 3_000 {
		c.Log = append(c.Log, staff.Line{At: at, Level: "info", Name: "visit_ended", With: fmt.Sprintf("seconds=%d.%d wait_s=%d", random.IntN(1e5), random.IntN(1e9), random.IntN(1e5))})
		c.Printer = append(c.Printer, PrinterChange{At: at.Add(time.Duration(random.Int64N(1e15)))})
		c.Health = append(c.Health, c.Health[0])
		c.Packs = append(c.Packs, c.Packs[0])
		fmt.Fprintf(&metrics, "go_random %d\n", random.Int64())
		c.Build.Deps = append(c.Build.Deps, c.Build.Deps[0])
	}
	c.Metrics = metrics.String()
	files, length := written(t, c)
	if length >= 1<<20 {
		t.Errorf("%d bytes", length)
	}
	for name, text := range files {
		if len(text) > maxEntry+100 {
			t.Errorf("%s has %d bytes", name, len(text))
		}
	}
	if !strings.Contains(files["log.txt"], "receipt_printed") || !strings.HasSuffix(files["log.txt"], "cut off\n") {
		t.Error("the newest lines are not those that are kept")
	}
}

// A kiosk of which nothing is known, and a stick that is full.
func TestNothingAndNowhere(t *testing.T) {
	files, _ := written(t, Contents{})
	if len(files) != 9 || files["config.txt"] != "" || strings.Contains(files["facts.txt"], "-\n") {
		t.Errorf("%q", files)
	}
	full := errors.New("no space left on device")
	c := usual(t)
	for room := range 40 {
		if err := Write(&stick{room * 50, full}, c); !errors.Is(err, full) {
			t.Errorf("with room for %d: %v", room*50, err)
		}
	}
}

// stick takes so many bytes.
type stick struct {
	room int
	full error
}

func (s *stick) Write(p []byte) (int, error) {
	if len(p) > s.room {
		return 0, s.full
	}
	s.room -= len(p)
	return len(p), nil
}
