package fleet

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"os"

	"guichet/forms/pack"
	"guichet/forms/trial"
	"guichet/kiosk/config"
	"guichet/kiosk/receipt"
)

// try runs a pack's own tests on this machine, paper included, before it serves.
func try(_ context.Context, p *pack.Pack, files fs.FS) error {
	report, err := trial.Run(p, files, receipt.Trial{})
	if err != nil {
		return err
	}
	return report.Err()
}

// TransportTo is the way to a hub, as the configuration says.
func TransportTo(h *config.Hub) (*http.Transport, error) {
	if h.CA == "" {
		return Transport(nil)
	}
	ca, err := os.ReadFile(h.CA)
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	return Transport(ca)
}
