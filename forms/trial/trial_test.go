package trial_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/trial"
)

var update = flag.Bool("update", false, "write what is found into the stories")

// paper prints what a test can look for: no printer is near.
type paper struct{}

func (paper) Words(l forms.Lang) forms.Catalog { return forms.NewCatalog(l, nil) }

func (paper) Print(kind string, s forms.Submission, p *pack.Pack) ([]string, error) {
	switch kind {
	case "receipt":
		return []string{fmt.Sprintf("reçu de %d", len(s.Entries)), "réponses", "", p.Catalog(s.Lang).Text("pack.subject"), fmt.Sprint(len(s.Entries))}, nil
	case "documents":
		return []string{"Une\u00a0pièce"}, nil
	}
	return nil, errors.New("this pack has no sheet")
}

// TestStories: each story brings tests for the small pack and lists every miss
// and fault.
func TestStories(t *testing.T) {
	stories, _ := filepath.Glob("testdata/stories/*.txt")
	if len(stories) == 0 {
		t.Fatal("no story")
	}
	for _, name := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { story(t, name) })
	}
}

func story(t *testing.T, name string) {
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	folder := small(t)
	last := len(ar.Files) - 1
	for _, f := range ar.Files[:last] {
		folder[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	got := run(t, folder)
	if *update {
		ar.Files[last].Data = []byte(got)
		if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(ar.Files[last].Data); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func small(t testing.TB) fstest.MapFS {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/pack.txt")
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for _, f := range ar.Files {
		folder[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return folder
}

func load(t testing.TB, folder fstest.MapFS) *pack.Pack {
	t.Helper()
	p, err := pack.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// run gives the faults, or the misses, a line each.
func run(t *testing.T, folder fstest.MapFS) string {
	t.Helper()
	report, err := trial.Run(load(t, folder), folder, paper{})
	if err == nil {
		err = report.Err()
	}
	if err != nil {
		return err.Error() + "\n"
	}
	return ""
}

func TestAPackWithoutTests(t *testing.T) {
	folder := small(t)
	report, err := trial.Run(load(t, folder), folder, paper{})
	if err != nil || len(report.Tests) != 0 || report.Failed() != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

const exitTest = `
  - {name: Test %d, day: 2026-11-21, answers: {ici: %s}, expect: {ends: "exit:ailleurs"}}`

func TestTheReportTellsWhichTest(t *testing.T) {
	folder := small(t)
	folder["tests/a.yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "tests:"+exitTest+exitTest, 1, "no", 2, "yes")}
	report, err := trial.Run(load(t, folder), folder, paper{})
	if err != nil {
		t.Fatal(err)
	}
	good, bad := report.Tests[0], report.Tests[1]
	if report.Failed() != 1 || good.Name != "Test 1" || len(good.Misses) != 0 || good.Visited != 1 || good.At.Line != 2 {
		t.Errorf("%+v", report)
	}
	if len(bad.Misses) != 1 || !strings.HasPrefix(bad.Misses[0].String(), "tests/a.yaml:3:5: answer to naissance: want") {
		t.Errorf("%+v", bad)
	}
}

func TestTestsAreBounded(t *testing.T) {
	var many strings.Builder
	many.WriteString("tests:")
	for i := range trial.MaxTests + 1 {
		fmt.Fprintf(&many, exitTest, i, "no")
	}
	long := fstest.MapFS{"tests/a.yaml": {Data: []byte("tests:" + strings.Repeat(" ", trial.MaxBytes))}}
	files := fstest.MapFS{}
	for i := range trial.MaxFiles + 1 {
		files[fmt.Sprintf("tests/%d.yaml", i)] = &fstest.MapFile{Data: []byte("tests: []")}
	}
	for want, tests := range map[string]fstest.MapFS{
		"tests: 201 tests, 200 are allowed":  {"tests/a.yaml": {Data: []byte(many.String())}},
		"tests/a.yaml: more than 256 KB":     long,
		"tests: 51 files, 50 are allowed":    files,
		"tests/a.yaml: cannot be read (look": {"tests/a.yaml/b": {}},
	} {
		_, err := trial.Run(load(t, small(t)), tests, paper{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A pack of a stranger with 490 pages, each with a long condition: 200 tests
// would look at a hundred million conditions.
func TestWorkIsBounded(t *testing.T) {
	page := "  - {id: p%d, section: tout, type: text, optional: true, visible_if: {or: [{eq: [ici, true]}" + strings.Repeat(", {eq: [ici, true]}", 50) + "]}}\n"
	folder := manyPages(t, page, "p%d: {title: T}\n")
	var answers strings.Builder
	for i := range trial.MaxTests {
		fmt.Fprintf(&answers, "\n  - {name: Test %d, day: 2026-11-21, answers: {ici: yes}, expect: {ends: check}}", i)
	}
	folder["tests/a.yaml"] = &fstest.MapFile{Data: []byte("tests:" + answers.String())}
	if _, err := trial.Run(load(t, folder), folder, paper{}); !errors.Is(err, trial.ErrEndless) {
		t.Errorf("got %v", err)
	}
}

// manyPages is the small pack with 490 pages behind its first one.
func manyPages(t *testing.T, page, text string) fstest.MapFS {
	folder := small(t)
	var pages, texts strings.Builder
	for i := range 490 {
		fmt.Fprintf(&pages, page, i)
		fmt.Fprintf(&texts, text, i)
	}
	form := string(folder["form.yaml"].Data)
	at := strings.Index(form, "  - {id: naissance")
	folder["form.yaml"].Data = []byte(form[:at] + pages.String())
	for _, lang := range []string{"fr", "en"} {
		f := folder["i18n/"+lang+".yaml"]
		at := strings.Index(string(f.Data), "naissance:")
		f.Data = append(f.Data[:at:at], texts.String()...)
	}
	return folder
}

// One test that looks for 5,000 texts in a megabyte of them reads for seconds.
func TestLookingForTextsIsWork(t *testing.T) {
	folder := manyPages(t, "  - {id: p%d, section: tout, type: explanation}\n", "p%d: {title: T, text: "+strings.Repeat("a", 1900)+"}\n")
	folder["tests/a.yaml"] = &fstest.MapFile{Data: []byte("tests: [{name: Un, day: 2026-11-21, answers: {ici: yes}, expect: {ends: check, texts: [zz" + strings.Repeat(", zz", 5000) + "]}}]")}
	if _, err := trial.Run(load(t, folder), folder, paper{}); !errors.Is(err, trial.ErrEndless) {
		t.Errorf("got %v", err)
	}
}

// A test that misses a thousand lines of a paper does not print it as often.
func TestMissesAreBounded(t *testing.T) {
	folder := manyPages(t, "  - {id: p%d, section: tout, type: explanation}\n", "p%d: {title: T, text: a}\n")
	folder["tests/a.yaml"] = &fstest.MapFile{Data: []byte("tests: [{name: Un, day: 2026-11-21, answers: {ici: yes}, expect: {ends: check, paper: {receipt: [zz" + strings.Repeat(", zz", 1000) + "]}}}]")}
	report, err := trial.Run(load(t, folder), folder, paper{})
	if err != nil || len(report.Tests[0].Misses) != 50 || report.Failed() != 1 {
		t.Errorf("%v, %d misses", err, len(report.Tests[0].Misses))
	}
}
