package kiosk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/kiosk/session"
)

// packsOf fills a folder with two of the packs that are built in.
func packsOf(h *hall) {
	h.Helper()
	h.cfg.Packs = h.TempDir()
	for _, name := range []string{"acte-naissance", "cantine"} {
		if err := os.CopyFS(filepath.Join(h.cfg.Packs, name), os.DirFS(filepath.Join("..", "forms", "packs", name))); err != nil {
			h.Fatal(err)
		}
	}
}

// spoil changes a file of a pack.
func (h *hall) spoil(file, from, to string) {
	h.Helper()
	path := filepath.Join(h.cfg.Packs, file)
	old := read(h.T, path)
	if !strings.Contains(old, from) {
		h.Fatalf("%s holds no %q", file, from)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(old, from, to, 1)), 0o600); err != nil {
		h.Fatal(err)
	}
}

// offered are the ids of the packs in the menu.
func (h *hall) offered() (ids []string) {
	h.Helper()
	h.parts.session.Send(h.at(session.Attract).Next.Do)
	for _, t := range tiles(h.at(session.Menu).Blocks) {
		if pick, ok := t.Do.(session.Pick); ok {
			ids = append(ids, pick.Pack)
		}
	}
	return ids
}

// TestOneBrokenPack: the others serve, and the log says where it is broken.
func TestOneBrokenPack(t *testing.T) {
	h := enter(t, noPrinter, packsOf, func(h *hall) {
		h.spoil("cantine/pack.yaml", "id: cantine\n", "id: cantine\nsurprise: 1\n")
		h.spoil("cantine/form.yaml", "type: yes_no", "type: yes_nno")
	})
	if got := strings.Join(h.offered(), " "); got != "acte-naissance" {
		t.Errorf("the menu offers %q", got)
	}
	h.press("Retour")
	log := h.log.String()
	for _, want := range []string{"cantine/pack.yaml:", "surprise", "cantine/form.yaml:", "yes_nno"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q:\n%s", want, log)
		}
	}
	h.visit("acte-naissance")
	if n := len(h.kept()); n != 1 {
		t.Errorf("the spool holds %d submissions", n)
	}
}

// TestTwoPacksOfOneName: a menu cannot tell them apart, so one is left out.
func TestTwoPacksOfOneName(t *testing.T) {
	h := enter(t, noPrinter, packsOf, func(h *hall) {
		copied := filepath.Join(h.cfg.Packs, "cantine-2025")
		if err := os.CopyFS(copied, os.DirFS(filepath.Join(h.cfg.Packs, "cantine"))); err != nil {
			h.Fatal(err)
		}
	})
	if got := strings.Join(h.offered(), " "); got != "acte-naissance cantine" {
		t.Errorf("the menu offers %q", got)
	}
	if log := h.log.String(); !strings.Contains(log, "cantine-2025/pack.yaml") {
		t.Errorf("the log does not say which pack is left out:\n%s", log)
	}
}

// TestNoPack: a kiosk with nothing to offer does not start, and tells whoever
// starts it what to do.
func TestNoPack(t *testing.T) {
	for name, c := range map[string]struct {
		folder func(*hall)
		want   []string
	}{
		"an empty folder": {
			func(h *hall) { h.cfg.Packs = h.TempDir() },
			[]string{"put a folder for each procedure there", "leave packs out"},
		},
		"no folder": {
			func(h *hall) { h.cfg.Packs = filepath.Join(h.TempDir(), "nothing") },
			[]string{"nothing: no such file", "leave packs out"},
		},
		"only broken ones": {
			func(h *hall) {
				packsOf(h)
				h.spoil("cantine/pack.yaml", "id: cantine\n", "")
				h.spoil("acte-naissance/form.yaml", "type: yes_no", "type: yes_nno")
			},
			[]string{"cantine/pack.yaml:1:1: ", "acte-naissance/form.yaml:"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t, noPrinter, c.folder)
			p, err := open(h.cfg, h.options(), h.show)
			if err == nil {
				p.close()
				t.Fatal("it starts")
			}
			for _, want := range append(c.want, h.cfg.Packs) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}
		})
	}
}
