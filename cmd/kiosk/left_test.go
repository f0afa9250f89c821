package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/kiosk/bench/probe"
	"guichet/kiosk/event/eventtest"
)

// canaries are what the visitor types: words that stand nowhere else.
var canaries = []string{"zyxwquark", "kwyjibo", "0639987654", "39987654"}

// TestNothingIsLeft types a name and a telephone number on the true screen,
// ends the visit in each way that a visit ends, and looks for what was typed
// in everything that the program has written.
func TestNothingIsLeft(t *testing.T) {
	for name, end := range map[string]func(*hall){
		"finishing": finish,
		"leaving":   leave,
		"idling":    idle,
		"kill -9":   func(h *hall) { signal(h, syscall.SIGKILL) },
		// Go prints every goroutine on SIGQUIT, and the kernel would write
		// a core file on SIGSEGV.
		"SIGQUIT": func(h *hall) { signal(h, syscall.SIGQUIT) },
		"SIGSEGV": func(h *hall) { signal(h, syscall.SIGSEGV) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := enter(t)
			before := cores(h)
			visit(h)
			end(h)
			if left := h.holds(canaries); len(left) > 0 {
				t.Errorf("what was typed is still here: %s", strings.Join(left, "; "))
			}
			if after := cores(h); after != before {
				t.Errorf("a core file was written where %q points", corePattern(h))
			}
		})
	}
}

// TestTheSearchFinds keeps the search honest: what stands in a file, a log or
// a file's name is found.
func TestTheSearchFinds(t *testing.T) {
	h := &hall{T: t, dir: t.TempDir(), log: &eventtest.Log{}}
	if got := h.holds(canaries); got != nil {
		t.Fatalf("found %q in nothing", got)
	}
	os.WriteFile(filepath.Join(h.dir, "a"), []byte("x Zyxwquark y"), 0o600)
	os.WriteFile(filepath.Join(h.dir, "b"), utf16("kwyjibo"), 0o600)
	os.WriteFile(filepath.Join(h.dir, "zyxwquark.txt"), nil, 0o600)
	h.log.Write([]byte("tel=0639987654"))
	if got := h.holds(canaries); len(got) != 5 {
		t.Fatalf("found %q, want 5 places", got)
	}
}

// visit asks for a birth certificate, up to the check of the answers.
func visit(h *hall) {
	h.Helper()
	h.follow("next")
	h.follow("Demander un acte de naissance")
	h.follow("next")
	for {
		p := h.until("a page", func(p probe.Page) bool { return len(p.Controls) > 0 })
		if p.State == "check" {
			return
		}
		answer(h, p)
	}
}

// answer answers one page of the birth certificate.
func answer(h *hall, p probe.Page) {
	h.Helper()
	_, page, _ := strings.Cut(p.Title, "/")
	page, _, _ = strings.Cut(page, ".")
	switch page {
	case "lieu_naissance":
		h.tap("À Saint-Éloi")
	case "type_acte":
		h.tap("Extrait sans filiation")
	case "pour_moi":
		h.tap("Oui")
	case "mon_nom":
		h.write(canaries[0])
		h.tap("field:given")
		h.write(canaries[1])
	case "ma_naissance":
		h.write("14")
		h.tap("key:7")
		h.write("1951")
	case "exemplaires":
		h.write("1")
	case "reception":
		h.tap("Au guichet de la mairie")
	case "telephone":
		h.write(canaries[2])
	case "engagement":
		h.tap("Je suis d’accord")
	}
	h.follow("next")
}

func finish(h *hall) {
	h.Helper()
	for h.now().State != "done" {
		p := h.now()
		switch p.State {
		case "check":
			h.follow("next")
		case "question", "declaration":
			answer(h, p)
		default:
			time.Sleep(20 * time.Millisecond)
		}
	}
	h.follow("next")
	home(h)
}

func leave(h *hall) {
	h.Helper()
	h.follow("again")
	h.follow("Tout effacer")
	home(h)
}

// idle waits for as long as a person who has gone away: 45 and 20 seconds.
func idle(h *hall) {
	h.Helper()
	for end := time.Now().Add(3 * patience); time.Now().Before(end) && h.now().State != "attract"; {
		time.Sleep(time.Second)
	}
	home(h)
}

func home(h *hall) {
	h.Helper()
	h.until("the home page", func(p probe.Page) bool { return p.State == "attract" && p.Overlay == "" })
}

func signal(h *hall, s syscall.Signal) {
	h.Helper()
	if err := h.cmd.Process.Signal(s); err != nil {
		h.Fatal(err)
	}
	h.cmd.Wait()
}

func corePattern(h *hall) string {
	data, err := os.ReadFile("/proc/sys/kernel/core_pattern")
	if err != nil {
		h.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

// cores counts the files that look like core files where the kernel would put
// them: in the pattern's folder, else where the program runs.
func cores(h *hall) int {
	dir := h.dir
	if p := corePattern(h); filepath.IsAbs(p) {
		dir = filepath.Dir(p)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*core*"))
	if err != nil {
		h.Fatal(err)
	}
	return len(files)
}
