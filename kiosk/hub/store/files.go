package store

import (
	"context"
	"maps"
	"slices"

	"guichet/kiosk/custody"
)

// File implements [Files]; ErrDamaged where it is not what was written. The tag
// is the SHA-256 of the data in hexadecimal.
func (d *database) File(ctx context.Context, path string) (data []byte, tag string, err error) {
	data, err = one(ctx, d, func(row scanner) (b []byte, err error) {
		err = row.Scan(&b, &tag)
		return b, err
	}, "SELECT data, tag FROM file WHERE path = ?", path)
	if err != nil {
		return nil, "", err
	}
	if custody.Sum(data) != tag {
		return nil, "", ErrDamaged
	}
	return data, tag, nil
}

// Paths implements [Files].
func (d *database) Paths(ctx context.Context, prefix string) ([]string, error) {
	return all(ctx, d, value[string], "SELECT path FROM file WHERE path >= ? AND substr(path, 1, length(?)) = ? ORDER BY path",
		prefix, prefix, prefix)
}

// ChangeFiles implements [Files]. A file that is nil is removed.
func (d *database) ChangeFiles(ctx context.Context, base int64, changes map[string][]byte) (revision int64, err error) {
	err = d.do(ctx, func(t *tx) error {
		err := t.change("UPDATE counter SET n = n + 1 WHERE name = 'files' AND n = ? RETURNING n", []any{base}, &revision)
		if err == ErrNotFound {
			return ErrChanged
		}
		if err != nil {
			return err
		}
		for _, path := range slices.Sorted(maps.Keys(changes)) {
			if err := t.writeFile(path, changes[path]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return revision, nil
}

func (t *tx) writeFile(path string, data []byte) error {
	if data == nil {
		_, err := t.exec("DELETE FROM file WHERE path = ?", path)
		return err
	}
	_, err := t.exec(`INSERT INTO file (path, tag, data) VALUES (?, ?, ?)
		ON CONFLICT (path) DO UPDATE SET tag = excluded.tag, data = excluded.data`, path, custody.Sum(data), data)
	return err
}

// FilesRevision implements [Files].
func (d *database) FilesRevision(ctx context.Context) (int64, error) {
	return one(ctx, d, value[int64], "SELECT n FROM counter WHERE name = 'files'")
}
