package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"guichet/forms"
)

// settle is how long the folder must be quiet: editors write a file in several
// steps (a new one beside, a rename, the rights).
const settle = 60 * time.Millisecond

// watch draws at the beginning and after each change.
func (s *studio) watch(ctx context.Context) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	defer w.Close()
	if err := s.follow(w); err != nil {
		return err
	}
	if err := s.report(); err != nil {
		return err
	}
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-w.Errors:
			fmt.Fprintln(s.Say, "preview:", err)
		case e := <-w.Events:
			if e.Op != fsnotify.Chmod {
				quiet.Reset(settle)
			}
		case <-quiet.C:
			if err := errors.Join(s.follow(w), s.report()); err != nil {
				return err
			}
		}
	}
}

// follow looks at the folder and at those in it; at the folder of an archive,
// for a new one takes its place by a rename. A folder that went away for a
// moment is no reason to end: it is looked at again.
func (s *studio) follow(w *fsnotify.Watcher) error {
	info, err := os.Stat(s.source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("preview: %w", err)
	case !info.IsDir():
		return w.Add(filepath.Dir(s.source))
	}
	return filepath.WalkDir(s.source, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil // it may have gone while we looked
		}
		return w.Add(path)
	})
}

// report draws, and says what came of it. Faults, and a file that is away
// while an editor replaces it, are not the end.
func (s *studio) report() error {
	began := time.Now()
	err := s.draw()
	var faults forms.Faults
	switch {
	case errors.As(err, &faults):
		fmt.Fprintf(s.Say, "%s  %s\n", began.Format(time.TimeOnly), count(len(faults), "fault"))
		for _, f := range faults {
			fmt.Fprintln(s.Say, "  "+f.String())
		}
	case errors.Is(err, fs.ErrNotExist):
		fmt.Fprintln(s.Say, err)
	case err != nil:
		return err
	default:
		fmt.Fprintf(s.Say, "%s  %s painted in %d ms: %s\n", began.Format(time.TimeOnly),
			count(s.gallery.painted, "picture"), time.Since(began).Milliseconds(), filepath.Join(s.Folder, SheetName))
	}
	return nil
}

// count is "1 thing" or "2 things", in French as in English.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
