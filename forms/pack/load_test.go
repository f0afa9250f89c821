package pack_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/pack"
	"guichet/forms/packs"
)

var update = flag.Bool("update", false, "write what is found into the stories")

// TestFaults: each story of testdata/faults says in prose what an author did
// to the small pack of testdata/base.txt, brings the files that he changed (an
// empty one is removed), and lists every fault that loading reports.
func TestFaults(t *testing.T) {
	stories, _ := filepath.Glob("testdata/faults/*.txt")
	if len(stories) == 0 {
		t.Fatal("no story")
	}
	for _, file := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { story(t, file) })
	}
}

func story(t *testing.T, file string) {
	ar := parse(t, file)
	fsys := base(t)
	want := ""
	for i, f := range ar.Files {
		switch {
		case f.Name == "faults":
			want = string(f.Data)
			defer rewrite(t, file, ar, i, fsys)
		case len(f.Data) == 0:
			delete(fsys, f.Name)
		default:
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	if got := load(fsys); got != want && !*update {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func rewrite(t *testing.T, file string, ar *txtar.Archive, i int, fsys fstest.MapFS) {
	if !*update {
		return
	}
	ar.Files[i].Data = []byte(load(fsys))
	if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}

// load gives the faults, a line each.
func load(fsys fstest.MapFS) string {
	_, err := pack.Load(fsys)
	if err == nil {
		return ""
	}
	return err.Error() + "\n"
}

func parse(t testing.TB, file string) *txtar.Archive {
	t.Helper()
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return ar
}

func base(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, f := range parse(t, "testdata/base.txt").Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

func TestTheSmallPackLoads(t *testing.T) {
	p, err := pack.Load(base(t))
	if err != nil {
		t.Fatal(err)
	}
	if p.String() != "petit 0.1.0" || p.Authority.Name != "Mairie" || len(p.Contacts) != 2 || p.AnswerDays != 15 {
		t.Errorf("got %+v", p.Manifest)
	}
}

func TestChoiceListsAreLikeInlineChoices(t *testing.T) {
	p := formtest.Pack(t)
	for _, page := range p.Form.Pages {
		if page.ID != "ecole" {
			continue
		}
		if strings.Join(page.Choices, " ") != "jules-ferry tilleuls" {
			t.Errorf("choices %v", page.Choices)
		}
		for lang, want := range map[forms.Lang]string{
			forms.French: "École des Tilleuls, centre", forms.EasyFrench: "École des Tilleuls", forms.English: "Tilleuls school, centre",
		} {
			if got := p.Catalog(lang).Text(page.ChoiceKey("tilleuls")); got != want {
				t.Errorf("%s: %q", lang, got)
			}
		}
	}
}

func TestALanguageThatThePackDoesNotSpeakIsFrench(t *testing.T) {
	p, err := pack.Load(base(t))
	if err != nil {
		t.Fatal(err)
	}
	if c := p.Catalog("ar"); c.Lang != forms.French || c.Text("pack.title") != "Une demande" {
		t.Errorf("got %s", c.Lang)
	}
}

// BenchmarkLoad: the sample, and the longest procedure that we ship, which has
// more than 40 questions.
func BenchmarkLoad(b *testing.B) {
	for name, fsys := range map[string]fs.FS{"sample": formtest.Files(), "cantine": shipped(b, "cantine")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := pack.Load(fsys); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// shipped is the folder of a pack that we ship.
func shipped(t testing.TB, name string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(packs.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}
