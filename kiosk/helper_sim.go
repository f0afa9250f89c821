package kiosk

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"guichet/kiosk/machine"
)

// simHelper is a machine that is played: its USB stick is a folder, its screen
// has a brightness that nobody sees, and it is never switched off.
type simHelper struct {
	stick string // empty: none is plugged in
	light atomic.Int64
}

func (h *simHelper) Stick(context.Context) (machine.Stick, error) {
	if _, err := os.Stat(h.stick); err != nil {
		return machine.Stick{}, machine.ErrNoStick
	}
	free, _ := disk(h.stick)
	return machine.Stick{Folder: h.stick, Label: "ESSAI", Serial: "SIMULATED", Free: free}, nil
}

func (h *simHelper) WriteFile(ctx context.Context, name string, data []byte) error {
	if _, err := h.Stick(ctx); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(h.stick, filepath.Base(name)), data, 0o600)
}

func (h *simHelper) Eject(context.Context) error               { return nil }
func (h *simHelper) Reboot(context.Context) error              { return machine.ErrNoHelper }
func (h *simHelper) PowerOff(context.Context) error            { return machine.ErrNoHelper }
func (h *simHelper) SetClock(context.Context, time.Time) error { return machine.ErrNoHelper }

func (h *simHelper) Brightness(context.Context) (int, error) { return int(h.light.Load()), nil }

func (h *simHelper) SetBrightness(_ context.Context, percent int) error {
	h.light.Store(int64(percent))
	return nil
}
