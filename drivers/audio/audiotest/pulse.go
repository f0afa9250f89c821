package audiotest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Pulse is a private PulseAudio daemon with no hardware.
type Pulse struct {
	Server string // "unix:/…/native"
	t      *testing.T
	dir    string
	daemon *exec.Cmd
}

// StartPulse starts one for this test. Without PulseAudio the test is skipped,
// unless GUICHET_NEED_PULSE is set.
func StartPulse(t *testing.T) *Pulse {
	t.Helper()
	for _, program := range []string{"pulseaudio", "pactl"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("GUICHET_NEED_PULSE") != "" {
				t.Fatal(err)
			}
			t.Skipf("no %s here", program)
		}
	}
	// A path of a socket has 107 bytes at most; that of t.TempDir is long.
	dir, err := os.MkdirTemp("", "pulse")
	if err != nil {
		t.Fatal(err)
	}
	p := &Pulse{t: t, dir: dir, Server: "unix:" + filepath.Join(dir, "native")}
	t.Cleanup(func() { p.Kill(); os.RemoveAll(dir) })
	p.Start()
	return p
}

// Start starts the daemon, again after Kill, with nothing loaded but a way in.
func (p *Pulse) Start() {
	p.t.Helper()
	p.daemon = exec.Command("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
		"--disable-shm=yes", "--log-target=file:"+filepath.Join(p.dir, "log"), "-L",
		"module-native-protocol-unix auth-anonymous=1 socket="+filepath.Join(p.dir, "native"))
	p.daemon.Env = p.environment()
	if err := p.daemon.Start(); err != nil {
		p.t.Fatal(err)
	}
	for range int(enough / (20 * time.Millisecond)) {
		if _, err := p.pactl("info"); err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(p.dir, "log"))
	p.t.Fatalf("pulseaudio does not answer: %s", log)
}

// Kill ends the daemon at once.
func (p *Pulse) Kill() {
	if p.daemon != nil {
		p.daemon.Process.Kill()
		p.daemon.Wait()
		p.daemon = nil
	}
	os.Remove(filepath.Join(p.dir, "native"))
}

// Pactl runs "pactl" on this daemon and gives what it prints.
func (p *Pulse) Pactl(args ...string) string {
	p.t.Helper()
	out, err := p.pactl(args...)
	if err != nil {
		p.t.Fatalf("pactl %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return out
}

// Log is what the daemon wrote down.
func (p *Pulse) Log() string {
	log, err := os.ReadFile(filepath.Join(p.dir, "log"))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(log)
}

// NullSink makes a loudspeaker that nobody hears; its ".monitor" is a microphone
// at it. The number is for Unload. Without norewinds it renders 2 s ahead when it
// begins, and its monitor is silent for as long.
func (p *Pulse) NullSink(name string) (module string) {
	p.t.Helper()
	return p.Pactl("load-module", "module-null-sink", "sink_name="+name, "rate=48000", "channels=1", "norewinds=1",
		fmt.Sprintf("sink_properties=device.description=%s", name))
}

// Unload takes away what a module made.
func (p *Pulse) Unload(module string) {
	p.t.Helper()
	p.Pactl("unload-module", module)
}

func (p *Pulse) pactl(args ...string) (string, error) {
	c := exec.Command("pactl", append([]string{"--server", p.Server}, args...)...)
	c.Env = p.environment()
	out, err := c.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// environment keeps the daemon and its clients off those of the user.
func (p *Pulse) environment() []string {
	return []string{"HOME=" + p.dir, "PATH=" + os.Getenv("PATH"), "XDG_RUNTIME_DIR=" + p.dir,
		"PULSE_RUNTIME_PATH=" + p.dir, "PULSE_STATE_PATH=" + p.dir, "LC_ALL=C"}
}
