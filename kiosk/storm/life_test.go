package storm

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a page may take before the kiosk counts as stuck. No test
// asserts how long it took.
const patience = 3 * time.Minute

// life is one process of the kiosk, from its start to its end.
type life struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	ended chan struct{} // closed when its output has ended and it is reaped

	mu    sync.Mutex
	lines []string // that nobody has looked at yet
	news  chan struct{}
	pages []string // the state of each, of this visit
	last  []string
	exit  error

	turned chan struct{} // a token: pages have changed
}

// begin starts a kiosk; wrapped are words before its own, such as strace's. hear
// is given each line, in order, before anybody else.
func begin(t *testing.T, s setup, home string, log *os.File, hear func(string), wrapped ...string) *life {
	t.Helper()
	spec, err := json.Marshal(s)
	need(t, err)
	self, err := os.Executable()
	need(t, err)
	words := append(wrapped, self)
	l := &life{cmd: exec.Command(words[0], words[1:]...), ended: make(chan struct{}), news: make(chan struct{}, 1), turned: make(chan struct{}, 1)}
	l.cmd.Env = []string{
		childVariable + "=" + string(spec), "HOME=" + home, "TMPDIR=" + home, "XDG_CACHE_HOME=" + home, "XDG_CONFIG_HOME=" + home,
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "GORACE=atexit_sleep_ms=0", "GOCOVERDIR=" + os.Getenv("GOCOVERDIR"),
	}
	l.cmd.Stderr = log
	l.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	l.in, err = l.cmd.StdinPipe()
	need(t, err)
	out, err := l.cmd.StdoutPipe()
	need(t, err)
	need(t, l.cmd.Start())
	go l.listen(out, hear)
	return l
}

// listen reads what it says until it is dead.
func (l *life) listen(out io.Reader, hear func(string)) {
	defer close(l.ended)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		hear(lines.Text())
		l.note(lines.Text())
	}
	l.exit = l.cmd.Wait()
}

func (l *life) note(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if state, is := strings.CutPrefix(line, "page "); is {
		l.pages = append(l.pages, state)
		poke(l.turned)
	}
	l.lines = append(l.lines, line)
	l.last = append(l.last[max(0, len(l.last)-30):], line)
	poke(l.news)
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (l *life) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.lines
	l.lines = nil
	return lines
}

// said is the end of what it said, for who wonders.
func (l *life) said() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.last, "\n")
}

var (
	errDead  = errors.New("storm: the kiosk is dead")
	errStuck = errors.New("storm: the kiosk is stuck")
)

// until reads on to a line that begins with one of these, and gives it.
func (l *life) until(begins ...string) (string, error) {
	late := time.After(patience)
	for {
		for _, line := range l.take() {
			for _, b := range begins {
				if strings.HasPrefix(line, b) {
					return line, nil
				}
			}
		}
		select {
		case <-l.news:
		case <-l.ended:
			if len(l.news) == 0 {
				return "", errDead
			}
		case <-late:
			return "", errStuck
		}
	}
}

// forgetPages begins to count for comesTo.
func (l *life) forgetPages() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pages = nil
}

// comesTo waits until a page comes at which the power ends; false: over, or dead.
func (l *life) comesTo(d deathBlow, over <-chan struct{}) bool {
	for {
		if l.isAt(d) {
			return true
		}
		select {
		case <-l.turned:
		case <-l.ended:
			return false
		case <-over:
			return false
		}
	}
}

func (l *life) isAt(d deathBlow) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d.page > 0 {
		return len(l.pages) >= d.page
	}
	return slices.Contains(l.pages, d.state)
}

func (l *life) order(o order) error {
	data, err := json.Marshal(o)
	if err == nil {
		_, err = fmt.Fprintf(l.in, "%s\n", data)
	}
	return err
}

// kill is kill -9, of what it was wrapped in as well.
func (l *life) kill() {
	if !l.alive() {
		return
	}
	syscall.Kill(-l.cmd.Process.Pid, syscall.SIGKILL)
	<-l.ended
	l.in.Close()
}

// stop is SIGTERM.
func (l *life) stop() error {
	l.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-l.ended:
	case <-time.After(patience):
		l.kill()
		return errStuck
	}
	l.in.Close()
	return l.exit
}

// killed tells whether kill -9 ended it.
func (l *life) killed() bool {
	<-l.ended
	var e *exec.ExitError
	return errors.As(l.exit, &e) && e.ExitCode() == -1
}

func (l *life) alive() bool {
	select {
	case <-l.ended:
		return false
	default:
		return true
	}
}

func need(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
