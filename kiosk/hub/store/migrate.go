package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date. Several hubs may do it at once: with
// PostgreSQL they wait for each other by an advisory lock; with SQLite the one
// that comes too late fails, and finds nothing to do when it tries again.
func (d *database) migrate(ctx context.Context, kind goose.Dialect, folder string, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	p, err := goose.NewProvider(kind, d.write, files, append(options, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	for range attempts {
		if err = d.up(ctx, p); err == nil {
			return nil
		}
		var newer *NewerError
		var corrupt *CorruptError
		if errors.As(err, &newer) || errors.As(err, &corrupt) || errors.Is(err, ErrFull) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

func (d *database) up(ctx context.Context, p *goose.Provider) error {
	found, known, err := p.GetVersions(ctx)
	if err != nil {
		return d.explain("read the layout", err)
	}
	if found > known {
		return &NewerError{Found: found, Known: known}
	}
	if found == known {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return d.explain("bring the tables up to date", err)
	}
	return nil
}
