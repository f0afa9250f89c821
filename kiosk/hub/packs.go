package hub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// file serves the repository as any web server would: conditional requests,
// ranges, HEAD. A file whose name says what is in it never changes; the others
// (timestamp.json) are asked for anew each time.
func (h *Hub) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, wire.PathPacks)
	data, tag, err := h.packs.get(r.Context(), name)
	if errors.Is(err, store.ErrNotFound) {
		h.refuse(w, r, notThere)
		return
	}
	if err != nil {
		h.fail(w, r, "file_failed", err)
		return
	}
	head := w.Header()
	head.Set("ETag", `"`+tag+`"`)
	head.Set("Content-Type", contentType(name))
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "public, no-cache")
	if isLasting(name) {
		head.Set("Cache-Control", "public, max-age=31536000, immutable") // RFC 8246
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

func contentType(name string) string {
	if path.Ext(name) == ".json" {
		return "application/json"
	}
	return "application/octet-stream"
}

var lasting = regexp.MustCompile(`^(metadata/[0-9]+\.[a-z0-9]+\.json|targets/.*/[0-9a-f]{64}\.[^/]+)$`)

// isLasting tells whether a name has the version or the hash of its content, as
// consistent snapshots of TUF have.
func isLasting(name string) bool { return lasting.MatchString(name) }

// cached is how many bytes of lasting files are held.
const cached = 64 << 20

// packBook remembers files that do not change.
type packBook struct {
	store store.Files

	mu    sync.Mutex
	files map[string]packFile
	size  int
}

type packFile struct {
	data []byte
	tag  string
}

func newPackBook(s store.Files) *packBook {
	return &packBook{store: s, files: map[string]packFile{}}
}

func (b *packBook) get(ctx context.Context, name string) ([]byte, string, error) {
	b.mu.Lock()
	f, ok := b.files[name]
	b.mu.Unlock()
	if ok {
		return f.data, f.tag, nil
	}
	data, tag, err := b.store.File(ctx, name)
	if err == nil && isLasting(name) {
		b.keep(name, packFile{data, tag})
	}
	return data, tag, err
}

// keep holds a file; when there is no room, the others go.
func (b *packBook) keep(name string, f packFile) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, there := b.files[name]; there || len(f.data) > cached/2 {
		return
	}
	if b.size += len(f.data); b.size > cached {
		clear(b.files)
		b.size = len(f.data)
	}
	b.files[name] = f
}

// root is the newest root.json: what a new kiosk begins with.
func (h *Hub) root(ctx context.Context) ([]byte, error) {
	var root []byte
	for n := 1; ; n++ {
		data, _, err := h.packs.get(ctx, fmt.Sprintf("metadata/%d.root.json", n))
		switch {
		case errors.Is(err, store.ErrNotFound) && root == nil:
			return nil, ErrNoRepository
		case errors.Is(err, store.ErrNotFound):
			return root, nil
		case err != nil:
			return nil, err
		}
		root = data
	}
}
