package trust_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"guichet/forms/pack/trust"
)

// stick writes a repository into a folder.
func stick(t testing.TB, files trust.Memory) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		check(t, os.MkdirAll(filepath.Dir(full), 0o755))
		check(t, os.WriteFile(full, data, 0o644))
	}
	return dir
}

func folder(t testing.TB, dir string) trust.Source {
	t.Helper()
	root, err := os.OpenRoot(dir)
	check(t, err)
	t.Cleanup(func() { root.Close() })
	return trust.Folder(root)
}

func TestTheSameFromAStickAndFromTheHub(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	dir := stick(t, w.files)
	server := httptest.NewServer(http.StripPrefix("/packs", http.FileServer(http.Dir(dir))))
	defer server.Close()
	for name, src := range map[string]trust.Source{"stick": folder(t, dir), "hub": trust.HTTP(server.Client(), server.URL+"/packs")} {
		k := w.keeper()
		list, err := k.Refresh(ctx, src)
		check(t, err)
		data, err := k.Download(ctx, src, list[0])
		check(t, err)
		if string(data) != string(pack(town, 1)) {
			t.Errorf("%s: %q", name, data)
		}
	}
}

func TestAStickWithTricks(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	check(t, os.WriteFile(outside, []byte("secret"), 0o600))
	for _, c := range []struct {
		name  string
		trick func(dir, file string) error
	}{
		{"a link out of the stick", func(_, file string) error { return os.Symlink(outside, file) }},
		{"a link inside the stick", func(dir, file string) error { return os.Symlink("1.root.json", file) }},
		{"a pipe", func(_, file string) error { return syscall.Mkfifo(file, 0o600) }},
		{"a folder", func(_, file string) error { return os.Mkdir(file, 0o700) }},
		{"a linked folder", func(dir, _ string) error {
			meta := filepath.Join(dir, "metadata")
			return errors.Join(os.Rename(meta, meta+"2"), os.Symlink("metadata2", meta))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			dir := stick(t, w.files)
			file := filepath.Join(dir, "metadata", "timestamp.json")
			check(t, os.Remove(file))
			check(t, c.trick(dir, file))
			if _, err := w.keeper().Refresh(context.Background(), folder(t, dir)); !errors.Is(err, trust.ErrMalformed) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAStickIsNotLeft(t *testing.T) {
	src := folder(t, t.TempDir())
	for _, name := range []string{"../x", "/etc/passwd", "a/../../b", "", "a//b"} {
		if _, err := src.Fetch(context.Background(), name, 10); !errors.Is(err, trust.ErrMalformed) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := src.Fetch(context.Background(), "a/b", 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

// endless sends for ever, and counts what was taken.
func endless(taken *int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		block := make([]byte, 32<<10)
		for r.Context().Err() == nil {
			n, err := w.Write(block)
			*taken += n
			if err != nil {
				return
			}
		}
	}
}

func TestEndlessData(t *testing.T) {
	taken := 0
	server := httptest.NewServer(endless(&taken))
	w := newWorld(t)
	_, err := w.keeper().Refresh(context.Background(), trust.HTTP(server.Client(), server.URL))
	server.Close()
	if !errors.Is(err, trust.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if taken > 32<<20 {
		t.Errorf("%d bytes were taken", taken)
	}
}

func TestAServerThatCannot(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	defer server.Close()
	w := newWorld(t)
	if _, err := w.keeper().Refresh(context.Background(), trust.HTTP(server.Client(), server.URL)); !errors.Is(err, trust.ErrUnreachable) {
		t.Errorf("502: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	if _, err := w.keeper().Refresh(ctx, folder(t, t.TempDir())); !errors.Is(err, trust.ErrUnreachable) {
		t.Errorf("cancelled: %v", err)
	}
}
