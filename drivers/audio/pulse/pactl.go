package pulse

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"guichet/drivers/audio"
)

// pactl runs the program of that name.
type pactl struct{ server string }

// patience is for a server that hangs.
const patience = 10 * time.Second

func (p pactl) run(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if p.server != "" {
		args = append([]string{"--server", p.server}, args...)
	}
	c := exec.CommandContext(ctx, "pactl", args...)
	c.Env = append(os.Environ(), "LC_ALL=C") // or a number has a decimal comma
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err == nil {
		return out, nil
	}
	why := fmt.Errorf("pulse: pactl %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(said.Bytes()))
	if errors.Is(err, exec.ErrNotFound) || strings.Contains(said.String(), "Connection") {
		why = fmt.Errorf("%w: %w", audio.ErrGone, why)
	}
	return nil, why
}

// device is a source or a sink, as far as we need it.
type device struct {
	Name       string            `json:"name"`
	Module     int               `json:"-"`
	Owner      json.RawMessage   `json:"owner_module"` // a number, or "n/a"
	Mute       bool              `json:"mute"`
	Properties map[string]string `json:"properties"`
}

// devices lists "sinks" or "sources".
func (p pactl) devices(ctx context.Context, kind string) ([]device, error) {
	out, err := p.run(ctx, "--format=json", "list", kind)
	if err != nil {
		return nil, err
	}
	return parseDevices(out)
}

func parseDevices(out []byte) ([]device, error) {
	var all []device
	if err := json.Unmarshal(out, &all); err != nil {
		return nil, fmt.Errorf("pulse: pactl: %w", err)
	}
	for i := range all {
		n, err := strconv.Atoi(string(all[i].Owner))
		if err != nil {
			n = -1
		}
		all[i].Module = n
	}
	return all, nil
}

// modules gives the arguments of each module by its number, which the JSON of
// pactl 16 leaves out.
func (p pactl) modules(ctx context.Context) (map[int]string, error) {
	out, err := p.run(ctx, "list", "short", "modules")
	if err != nil {
		return nil, err
	}
	all := map[int]string{}
	for line := range strings.Lines(string(out)) {
		parts := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if n, err := strconv.Atoi(parts[0]); err == nil && len(parts) > 2 {
			all[n] = parts[2]
		}
	}
	return all, nil
}
