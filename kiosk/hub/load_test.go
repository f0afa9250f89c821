package hub_test

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestMain is a hub, or many kiosks, where a benchmark runs it as a process.
func TestMain(m *testing.M) {
	switch os.Getenv("HUB_LOAD_PART") {
	case "hub":
		fatal(loadHub())
	case "kiosks":
		fatal(loadKiosks())
	case "takers":
		fatal(loadTakers())
	case "beaters":
		fatal(loadBeaters())
	case "senders":
		fatal(loadSenders())
	default:
		os.Exit(m.Run())
	}
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func env(name string, other int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return other
}

// loadKey is the key of a simulated kiosk, or of the hub (-1).
func loadKey(i int) ed25519.PrivateKey {
	seed := sha256.Sum256(fmt.Appendf(nil, "guichet load %d", i))
	return ed25519.NewKeyFromSeed(seed[:])
}

// part is a process of the load.
type part struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan string
}

func startPart(b *testing.B, environment ...string) *part {
	b.Helper()
	p := &part{cmd: exec.Command(os.Args[0]), lines: make(chan string, 10_000)}
	p.cmd.Env = append(os.Environ(), environment...)
	p.cmd.Stderr = os.Stderr
	var err error
	p.in, err = p.cmd.StdinPipe()
	check(b, err)
	out, err := p.cmd.StdoutPipe()
	check(b, err)
	check(b, p.cmd.Start())
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
	}()
	b.Cleanup(p.kill)
	return p
}

func (p *part) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// ask sends a line, and waits for one that begins with a word.
func (p *part) ask(b *testing.B, line, word string) string {
	b.Helper()
	if line != "" {
		fmt.Fprintln(p.in, line)
	}
	for l := range p.lines {
		if rest, ok := strings.CutPrefix(l, word+" "); ok {
			return rest
		}
	}
	b.Fatalf("a process ended before it said %q", word)
	return ""
}
