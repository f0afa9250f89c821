package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"guichet/kiosk/bench/probe"
)

// patience is how long anything on the screen may take before the benchmark
// gives up.
const patience = 60 * time.Second

// rival is a program that shows the pages of the tour.
type rival struct {
	name    string
	program string
	args    []string

	marks marks
	found figures
}

// figures are what one rival was measured at, a figure for each time.
type figures struct {
	start, press, turn []float64 // milliseconds
	memory             []float64 // MiB
	idle               []float64 // per cent of one processor
}

// running is a rival that was started.
type running struct {
	cmd   *exec.Cmd
	began time.Time
}

func (r *rival) start() (*running, error) {
	cmd := exec.Command(r.program, r.args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if os.Getenv("GUICHET_VERBOSE") != "" {
		cmd.Stderr = os.Stderr
	}
	p := &running{cmd: cmd, began: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", r.name, err)
	}
	return p, nil
}

func (p *running) tree() probe.Tree { return probe.Tree(p.cmd.Process.Pid) }

// stop asks the program to end, then makes it, and waits until the screen is
// as it was without it.
func (p *running) stop(s *probe.Screen, empty *probe.Picture) error {
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGTERM)
	kill := time.AfterFunc(5*time.Second, func() { syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) })
	p.cmd.Wait()
	kill.Stop()
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	at := probe.Point{X: s.Width / 2, Y: s.Height / 2}
	_, err := s.Wait(at, func(c probe.Colour) bool { return c == empty.At(at) }, patience)
	return err
}

func ours(program, socket string) *rival {
	return &rival{name: "kiosk", program: program, args: []string{"-sim", "-touchmap", socket}}
}

func chromium(page, profile string, s *probe.Screen) *rival {
	return &rival{name: "chromium", program: "chromium", args: []string{
		"--kiosk", "--no-first-run", "--disable-features=Translate", "--no-sandbox",
		"--user-data-dir=" + profile, "--window-position=0,0",
		fmt.Sprintf("--window-size=%d,%d", s.Width, s.Height), "file://" + page,
	}}
}

// report writes one line a rival.
func (r *rival) report(w io.Writer) {
	f := r.found
	fmt.Fprintf(w, "%-9s start %4.0f ms (n=%d)  press→pixel %5.1f ms, p95 %5.1f (n=%d)  page→page %5.1f ms, p95 %5.1f (n=%d)  PSS %4.0f MiB  idle %.2f %%\n",
		r.name, probe.Median(f.start), len(f.start),
		probe.Median(f.press), probe.Quantile(f.press, 0.95), len(f.press),
		probe.Median(f.turn), probe.Quantile(f.turn, 0.95), len(f.turn),
		probe.Median(f.memory), probe.Median(f.idle))
}
