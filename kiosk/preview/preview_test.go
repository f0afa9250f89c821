//go:build !race

// The race detector makes drawing fifteen times slower.

package preview

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/forms"
	"guichet/forms/pack/archive"
)

// author is somebody who writes a pack: a copy of the one for certificates.
type author struct {
	*testing.T
	folder string
	out    string
	said   said
}

func newAuthor(t *testing.T) *author {
	t.Helper()
	a := &author{T: t, folder: filepath.Join(t.TempDir(), "acte"), out: t.TempDir()}
	if err := os.CopyFS(a.folder, os.DirFS("../../forms/packs/acte-naissance")); err != nil {
		t.Fatal(err)
	}
	return a
}

// options are a small screen and one language, to be quick.
func (a *author) options() Options {
	return Options{
		Langs: []forms.Lang{forms.French}, Width: 360, Height: 640, Folder: a.out, Say: &a.said,
		Now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC),
	}
}

// writes changes a file of the pack.
func (a *author) writes(file, from, to string) {
	a.Helper()
	path := filepath.Join(a.folder, file)
	old := a.reads(path)
	if !strings.Contains(old, from) {
		a.Fatalf("%s holds no %q", file, from)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(old, from, to, 1)), 0o600); err != nil {
		a.Fatal(err)
	}
}

func (a *author) reads(path string) string {
	a.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		a.Fatal(err)
	}
	return string(data)
}

func (a *author) sheet() string { return a.reads(filepath.Join(a.out, SheetName)) }

func (a *author) sees(words ...string) {
	a.Helper()
	sheet := strings.NewReplacer("\u00a0", " ", "&#39;", "'").Replace(a.sheet())
	for _, w := range words {
		if !strings.Contains(sheet, w) {
			a.Errorf("%q is not on the sheet", w)
		}
	}
}

// said takes what is said to the terminal.
type said struct {
	mu sync.Mutex
	bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Buffer.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Buffer.String()
}

// TestASheetForTheMayor: every page, in French, with when it is shown.
func TestASheetForTheMayor(t *testing.T) {
	a := newAuthor(t)
	if err := Once(a.folder, a.options()); err != nil {
		t.Fatal(err)
	}
	a.sees("Demander un acte de naissance", "Seulement si «", "la démarche s’arrête là", "Les sorties", "Le reçu de la demande",
		"La liste des documents à apporter", "data:image/png;base64,", "Contact 2", "Simplicité des textes", "mots par phrase")
	pictures, _ := filepath.Glob(filepath.Join(a.out, "*.png"))
	if len(pictures) < 25 {
		t.Fatalf("%d pictures", len(pictures))
	}
	for _, file := range pictures {
		img, err := png.Decode(strings.NewReader(a.reads(file)))
		if err != nil {
			t.Errorf("%s: %v", file, err)
		} else if !strings.Contains(file, "papier") && (img.Bounds().Dx() != 360 || img.Bounds().Dy() != 640) {
			t.Errorf("%s is %v", file, img.Bounds())
		}
	}
	if said := a.said.String(); said != "" {
		t.Errorf("the terminal says %q", said)
	}
}

func TestAnArchiveIsDrawnAsWell(t *testing.T) {
	a := newAuthor(t)
	data, err := archive.Build(os.DirFS(a.folder))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "acte.guichet")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Once(file, a.options()); err != nil {
		t.Fatal(err)
	}
	a.sees("Demander un acte de naissance")
	if err := os.WriteFile(file, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Once(file, a.options()); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("half an archive: %v", err)
	}
}

// TestFaultsAreShownAboveThePages: where, what, and how to mend it.
func TestFaultsAreShownAboveThePages(t *testing.T) {
	a := newAuthor(t)
	s, err := newStudio(a.folder, a.options().filled())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.draw(); err != nil {
		t.Fatal(err)
	}
	all := s.gallery.painted
	a.writes("i18n/fr.yaml", "title: ", "titel: ")
	var faults forms.Faults
	if err := s.draw(); !errors.As(err, &faults) {
		t.Fatalf("a pack with a fault: %v", err)
	}
	a.sees("choses à corriger", "i18n/fr.yaml, ligne", "titel", "Les sorties")
	a.writes("i18n/fr.yaml", "titel: ", "title: ")
	a.writes("i18n/fr.yaml", "Avez-vous", "As-tu")
	if err := s.draw(); err != nil {
		t.Fatal(err)
	}
	if n := s.gallery.painted; n == 0 || n > all/4 {
		t.Errorf("%d of %d pictures are painted anew for one word", n, all)
	}
	if strings.Contains(a.sheet(), "à corriger") {
		t.Error("the fault is still on the sheet")
	}
}

// TestWatchDrawsAgain follows an author who saves.
func TestWatchDrawsAgain(t *testing.T) {
	a := newAuthor(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Watch(ctx, a.folder, a.options()) }()
	a.hears("painted", 1)
	a.writes("i18n/fr.yaml", "Avez-vous", "As-tu")
	a.hears("painted", 2)
	a.sees("As-tu", "guichetApercu")
	a.writes("form.yaml", "type: yes_no", "type: yes_nno")
	a.hears("form.yaml:", 1)
	a.sees("yes_nno", "As-tu")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// hears waits until something was said n times.
func (a *author) hears(words string, n int) {
	a.Helper()
	for late := time.Now().Add(2 * time.Minute); strings.Count(a.said.String(), words) < n; {
		if time.Now().After(late) {
			a.Fatalf("%q was not said %d times:\n%s", words, n, a.said.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// BenchmarkSaveToPicture is what an author waits for: from a saved file to the
// sheet, at the true size of the screen, in French and easy French.
func BenchmarkSaveToPicture(b *testing.B) {
	folder := filepath.Join(b.TempDir(), "cantine")
	if err := os.CopyFS(folder, os.DirFS("../../forms/packs/cantine")); err != nil {
		b.Fatal(err)
	}
	s, err := newStudio(folder, Options{Folder: b.TempDir()}.filled())
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	if err := s.draw(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(folder, "i18n", "fr.yaml")
	texts, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	before, after := "Quelle école", "Quelle belle école"
	if !bytes.Contains(texts, []byte(before)) {
		b.Fatal("the pack asks for no school")
	}
	for n := 0; b.Loop(); n++ {
		next := texts
		if n%2 == 0 {
			next = bytes.Replace(texts, []byte(before), []byte(after), 1)
		}
		if err := os.WriteFile(path, next, 0o600); err != nil {
			b.Fatal(err)
		}
		if err := s.draw(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(s.gallery.painted), "pictures/save")
}
