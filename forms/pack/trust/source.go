package trust

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"syscall"

	"guichet/forms/pack/durable"
)

// Source is where a repository is read from.
type Source interface {
	// Fetch returns the file at a slash-separated path. The error is
	// [fs.ErrNotExist] where there is no such file, and [ErrTooLarge] where it
	// has more than max bytes; no more than that are read.
	Fetch(ctx context.Context, path string, max int64) ([]byte, error)
}

// HTTP reads a repository from a web server. The client brings time limits and
// the proxy.
func HTTP(client *http.Client, base string) Source {
	return web{client, strings.TrimSuffix(base, "/") + "/"}
}

type web struct {
	client *http.Client
	base   string
}

func (w web) Fetch(ctx context.Context, name string, max int64) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+(&url.URL{Path: name}).EscapedPath(), nil)
	if err != nil {
		return nil, fmt.Errorf("trust: %w", err)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		return readLimited(resp.Body, max)
	case http.StatusNotFound, http.StatusGone:
		return nil, fs.ErrNotExist
	}
	return nil, fmt.Errorf("trust: the server answered %s", resp.Status)
}

func readLimited(r io.Reader, max int64) ([]byte, error) {
	data, err := durable.ReadAll(r, max)
	if errors.Is(err, durable.ErrTooLarge) {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	}
	return data, err
}

// Folder reads a repository from a folder, such as a USB stick. Only plain
// files in plain folders are read: no links, not even inside the stick, no
// devices, no pipes.
func Folder(root *os.Root) Source { return folder{root} }

type folder struct{ root *os.Root }

func (f folder) Fetch(ctx context.Context, name string, max int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("trust: %q: %w", name, ErrMalformed)
	}
	seen, err := f.plain(name)
	if err != nil {
		return nil, err
	}
	// A pipe put in its place since would block without O_NONBLOCK.
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if now, err := file.Stat(); err != nil || !os.SameFile(seen, now) {
		return nil, fmt.Errorf("trust: %s: %w: it changed while it was read", name, ErrMalformed)
	}
	return readLimited(file, max)
}

// plain looks at every part of the way.
func (f folder) plain(name string) (info fs.FileInfo, err error) {
	parts := strings.Split(name, "/")
	for i := range parts {
		part := path.Join(parts[:i+1]...)
		info, err = f.root.Lstat(part)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fs.ErrNotExist // whose text a person reads beside the name: no system call in it
		}
		if err != nil {
			return nil, err
		}
		last := i == len(parts)-1
		if last && !info.Mode().IsRegular() || !last && !info.IsDir() {
			return nil, fmt.Errorf("trust: %s: %w: a link or a device", part, ErrMalformed)
		}
	}
	return info, nil
}

// Memory is a repository in memory, by path.
type Memory map[string][]byte

// Fetch is as in [Source].
func (m Memory) Fetch(_ context.Context, name string, max int64) ([]byte, error) {
	data, ok := m[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	if int64(len(data)) > max {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	}
	return data, nil
}
