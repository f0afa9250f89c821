package fleet_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/tool"
	"guichet/kiosk/spool"
)

var (
	kills = flag.Int("kills", 6, "how often the kiosk or the hub is killed")
	cuts  = flag.Int("cuts", 2, "how often every connection is cut, at any byte")
	chaos = flag.Uint64("chaos", 0, "the seed of the moments; 0 draws one")
)

// TestKilled runs a hub and a kiosk as processes of their own and kills either
// with SIGKILL at any moment, and cuts what lies between, while citizens hand in.
// Every submission that a citizen was told is safe must be in the inbox, once.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	seed := *chaos
	if seed == 0 {
		seed = mathrand.Uint64()
	}
	rng := mathrand.New(mathrand.NewPCG(seed, 0))
	f := newField(t)
	f.startHub()
	code := f.code()
	f.startKiosk(code, "")
	for n := range *kills + *cuts {
		time.Sleep(time.Duration(100+rng.IntN(500)) * time.Millisecond)
		switch i := n % (*kills + *cuts); {
		case i < *cuts:
			f.line.cut()
		case rng.IntN(2) == 0:
			f.hub.kill()
			f.startHub()
		default:
			f.kiosk.kill()
			f.startKiosk("", "")
		}
	}
	f.kiosk.kill()
	f.startKiosk("", "calm")
	if err := f.kiosk.cmd.Wait(); err != nil {
		t.Fatalf("the kiosk did not become empty: %v\n%s", err, strings.Join(f.kiosk.last, "\n"))
	}
	f.hub.stop()
	f.judge(seed)
}

// field is where it happens.
type field struct {
	t          *testing.T
	dir        string
	line       *line
	hub, kiosk *child

	mu    sync.Mutex
	saved map[string]bool // what a citizen was told is safe
}

func newField(t *testing.T) *field {
	f := &field{t: t, dir: t.TempDir(), saved: map[string]bool{}}
	f.line = newLine(t)
	f.run("go", "build", "-o", f.dir+"/", "guichet/cmd/kioskhub", "guichet/cmd/kioskctl")
	f.run(f.dir+"/kioskhub", "init", "-host", "127.0.0.1", f.dir+"/hub")
	need(t, os.WriteFile(f.dir+"/word", []byte("un mot de passe d’essai\n"), 0o600))
	f.run(f.dir+"/kioskctl", "keys", "new", "--town", hubtest.Town, "--passphrase-file", f.dir+"/word", f.dir+"/keys")
	file := f.dir + "/hub/kioskhub.yaml"
	f.run(f.dir+"/kioskhub", "import", "-config", file, "-online", f.dir+"/keys/hub/online.keys", f.dir+"/keys/repository")
	text, err := os.ReadFile(file)
	need(t, err)
	text = []byte(strings.Replace(string(text), `listen: ":8443"`, fmt.Sprintf("listen: %q", f.line.behind), 1))
	need(t, os.WriteFile(file, text, 0o600))
	return f
}

func (f *field) run(program string, args ...string) string {
	f.t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		f.t.Fatalf("%s %v: %v\n%s", filepath.Base(program), args, err, out)
	}
	return string(out)
}

func (f *field) startHub() {
	f.hub = start(f.t, exec.Command(f.dir+"/kioskhub", "serve", "-config", f.dir+"/hub/kioskhub.yaml"), nil)
	eventually(f.t, "the hub listens", func() bool {
		c, err := net.Dial("tcp", f.line.behind)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// code makes an enrolment code as an administrator does.
func (f *field) code() string {
	token := strings.TrimSpace(f.run(f.dir+"/kioskhub", "token", "-config", f.dir+"/hub/kioskhub.yaml", "admin"))
	ca, err := os.ReadFile(f.dir + "/hub/tls/ca.pem")
	need(f.t, err)
	client, err := tool.NewClient("https://"+f.line.behind, token, ca)
	need(f.t, err)
	code, err := client.NewCode(f.t.Context(), tool.NewCode{Town: hubtest.Town, Name: "Hall"})
	need(f.t, err)
	return code.Code
}

func (f *field) startKiosk(code, mood string) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestKioskChild$")
	cmd.Env = append(os.Environ(), "FLEET_CHILD="+f.dir, "FLEET_HUB=https://"+f.line.front, "FLEET_CODE="+code, "FLEET_MOOD="+mood)
	f.kiosk = start(f.t, cmd, func(line string) {
		if id, ok := strings.CutPrefix(line, "saved "); ok {
			f.mu.Lock()
			f.saved[id] = true
			f.mu.Unlock()
		}
	})
	if code != "" {
		eventually(f.t, "the kiosk saves", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.saved) > 0 })
	}
}

func (f *field) judge(seed uint64) {
	s, err := store.Open(f.t.Context(), f.dir+"/hub/data/hub.db")
	need(f.t, err)
	defer s.Close()
	got, after := map[string]int{}, ""
	for {
		items, err := s.Items(f.t.Context(), store.Query{Town: hubtest.Town, Limit: 1000, After: after})
		need(f.t, err)
		for _, i := range items {
			got[i.ID]++
			after = i.ID
		}
		if len(items) < 1000 {
			break
		}
	}
	lost, doubled := 0, 0
	for id := range f.saved {
		if got[id] == 0 {
			lost++
		}
	}
	for _, n := range got {
		if n > 1 {
			doubled++
		}
	}
	f.t.Logf("%d kills, %d cuts, %d acknowledged to a citizen, %d in the inbox, %d lost, %d doubled (-chaos %d)",
		*kills, *cuts, len(f.saved), len(got), lost, doubled, seed)
	if lost+doubled > 0 || len(f.saved) == 0 {
		f.t.Error("a promise was broken")
	}
}

// child is a process.
type child struct {
	cmd  *exec.Cmd
	done chan struct{}
	last []string // of what it said
}

func start(t *testing.T, cmd *exec.Cmd, hear func(string)) *child {
	t.Helper()
	out, err := cmd.StdoutPipe()
	need(t, err)
	need(t, cmd.Start())
	c := &child{cmd: cmd, done: make(chan struct{})}
	go func() {
		defer close(c.done)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			c.last = append(c.last[max(0, len(c.last)-20):], lines.Text())
			if hear != nil {
				hear(lines.Text())
			}
		}
	}()
	t.Cleanup(func() { cmd.Process.Kill() })
	return c
}

func (c *child) kill() {
	c.cmd.Process.Kill()
	<-c.done // what it said before counts
	c.cmd.Wait()
}

func (c *child) stop() {
	c.cmd.Process.Signal(syscall.SIGTERM)
	<-c.done
	c.cmd.Wait()
}

// line lies between the kiosk and the hub: a wire that is cut at any byte.
type line struct {
	front, behind string
	mu            sync.Mutex
	open          map[net.Conn]bool
}

func newLine(t *testing.T) *line {
	front, err := net.Listen("tcp", "127.0.0.1:0")
	need(t, err)
	t.Cleanup(func() { front.Close() })
	reserve, err := net.Listen("tcp", "127.0.0.1:0")
	need(t, err)
	reserve.Close()
	l := &line{front: front.Addr().String(), behind: reserve.Addr().String(), open: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := front.Accept()
			if err != nil {
				return
			}
			go l.carry(c)
		}
	}()
	return l
}

func (l *line) carry(in net.Conn) {
	defer in.Close()
	out, err := net.Dial("tcp", l.behind)
	if err != nil {
		return
	}
	defer out.Close()
	l.keep(in, out)
	done := make(chan bool, 2)
	go func() { io.Copy(out, in); done <- true }()
	go func() { io.Copy(in, out); done <- true }()
	<-done
}

func (l *line) keep(both ...net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range both {
		l.open[c] = true
	}
}

// cut resets every connection, whatever is on its way.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		if tcp, ok := c.(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
		c.Close()
		delete(l.open, c)
	}
}

// TestKioskChild is the kiosk of TestKilled, in a process of its own.
func TestKioskChild(t *testing.T) {
	dir := os.Getenv("FLEET_CHILD")
	if dir == "" {
		t.Skip("it is started by TestKilled")
	}
	ca, err := os.ReadFile(dir + "/hub/tls/ca.pem")
	need(t, err)
	transport, err := fleet.Transport(ca)
	need(t, err)
	hub, data := os.Getenv("FLEET_HUB"), dir+"/kiosk"
	if code := os.Getenv("FLEET_CODE"); code != "" {
		_, err := fleet.Enrol(t.Context(), hub, code, data, "1.0.0", "test", transport)
		need(t, err)
	}
	key, err := age.GenerateHybridIdentity()
	need(t, err)
	box, err := spool.Open(data, []age.Recipient{key.Recipient()})
	need(t, err)
	agent, err := fleet.Open(fleet.Config{
		Hub: hub, Dir: data, Transport: transport, Offer: func([]*pack.Pack) {},
		Rekey: box.SetRecipients, Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{} },
		Log: slog.New(slog.NewTextHandler(os.Stdout, nil)),
	})
	need(t, err)
	go agent.Run(t.Context(), box)
	if os.Getenv("FLEET_MOOD") == "calm" {
		eventually(t, "the spool is empty", func() bool {
			agent.Saved()
			time.Sleep(100 * time.Millisecond)
			c, err := box.Count(t.Context())
			return err == nil && c.Waiting == 0
		})
		return
	}
	for n := 0; ; n++ {
		s := submission(n)
		s.ID, err = forms.NewID(rand.Reader)
		need(t, err)
		need(t, box.Put(t.Context(), s))
		fmt.Println("saved", s.ID)
		agent.Saved()
		time.Sleep(15 * time.Millisecond)
	}
}
