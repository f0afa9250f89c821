package machine

import (
	"context"
	"fmt"
	"os/exec"
	"time"
)

// systemctl asks systemd, which stops everything in its order: the kiosk saves
// what it has. It does not wait, for it would be stopped too.
func systemctl(ctx context.Context, verb string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "/usr/bin/systemctl", "--no-block", verb).CombinedOutput(); err != nil {
		return fmt.Errorf("machine: systemctl %s: %w: %.200s", verb, err, out)
	}
	return nil
}
