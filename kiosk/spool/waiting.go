package spool

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Waiting counts what waits in a folder, for who has not the keys that Open asks
// for. 0 where there is no spool yet; it may be open elsewhere.
func Waiting(ctx context.Context, dir string) (n int, err error) {
	file, err := filepath.Abs(filepath.Join(dir, "spool.db"))
	if err != nil {
		return 0, fmt.Errorf("spool: %w", err)
	}
	if err := checkJournal(file); err != nil {
		return 0, err
	}
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("spool: %w", err)
	}
	db, err := connect(file, reader)
	if err != nil {
		return 0, fmt.Errorf("spool: %w", err)
	}
	defer db.Close()
	s := &Spool{file: file}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM record").Scan(&n); err != nil {
		return 0, s.explain("count", err)
	}
	return n, nil
}
