package sipcall

import (
	"context"
	"io"
	"log/slog"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiosim"
)

// device is the simulated one of a configuration.
func device(c Config) *audiosim.Device { return c.Sound.(*audiosim.Device) }

func logger(to io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(to, nil)) }

// still is a device that neither says nor remembers anything.
type still struct{ ctx context.Context }

func (still) Ready() error                                   { return nil }
func (still) Open(ctx context.Context) (audio.Stream, error) { return still{ctx}, nil }
func (still) Write(*audio.Frame) error                       { return nil }
func (still) Volume(int)                                     {}
func (still) Close() error                                   { return nil }
func (s still) Read(*audio.Frame) error {
	select {
	case <-s.ctx.Done():
		return audio.ErrClosed
	case <-time.After(10 * time.Millisecond):
		return nil
	}
}
