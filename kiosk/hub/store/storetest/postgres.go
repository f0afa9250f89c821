package storetest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// NeedPostgres is the variable that turns "skipped, there is no PostgreSQL"
// into a failure: set where the tests must not go without.
const NeedPostgres = "GUICHET_NEED_POSTGRES"

// Server is a PostgreSQL of a test's own: its cluster is in a folder of its
// own, it listens on a socket there and nowhere else. It ends with the test,
// or with the process.
type Server struct {
	tb        testing.TB
	bin       string
	dir       string              // of its socket and its log
	data      string              // the cluster
	owner     *syscall.Credential // nil: as we are
	settings  []string
	process   *os.Process
	ended     chan struct{}
	databases atomic.Int64
}

// Fast are settings for tests that do not ask what a power cut leaves.
var Fast = []string{"fsync=off", "full_page_writes=off"}

// Postgres makes a cluster and starts it, with settings as "name=value". It
// skips the test where PostgreSQL is not installed.
func Postgres(tb testing.TB, settings ...string) *Server {
	tb.Helper()
	return PostgresIn(tb, "", settings...)
}

// PostgresIn is Postgres with its cluster in a folder that is not there yet, on
// a disk that forgets for instance; "" is anywhere.
func PostgresIn(tb testing.TB, data string, settings ...string) *Server {
	tb.Helper()
	s := &Server{tb: tb, bin: programs(tb), data: data, settings: settings}
	s.makeFolders()
	s.run("initdb", "--pgdata", s.data, "--auth=trust", "--username=postgres",
		"--encoding=UTF8", "--no-locale", "--no-sync", "--data-checksums")
	tb.Cleanup(s.Stop)
	s.Start()
	return s
}

// makeFolders makes them the server's own. They are not in [testing.TB.TempDir],
// which another user cannot enter.
func (s *Server) makeFolders() {
	s.tb.Helper()
	var err error
	if s.dir, err = os.MkdirTemp("", "guichet-postgres-"); err != nil {
		s.tb.Fatal(err)
	}
	s.tb.Cleanup(func() { os.RemoveAll(s.dir) })
	if s.data == "" {
		s.data = filepath.Join(s.dir, "data")
	}
	if err := os.Mkdir(s.data, 0o700); err != nil {
		s.tb.Fatal(err)
	}
	s.owner = s.whose()
	for _, dir := range []string{s.dir, s.data} {
		if s.owner == nil {
			return
		}
		if err := os.Chown(dir, int(s.owner.Uid), int(s.owner.Gid)); err != nil {
			s.tb.Fatal(err)
		}
	}
}

// programs is the folder of initdb and postgres: Debian has one a version, and
// does not put it into PATH.
func programs(tb testing.TB) string {
	tb.Helper()
	var found []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil { // its neighbours are where it truly is
			found = append(found, path)
		}
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if found = append(found, debian...); len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if os.Getenv(NeedPostgres) != "" {
		tb.Fatal("PostgreSQL is not installed (Debian: postgresql), and " + NeedPostgres + " is set")
	}
	tb.Skip("needs PostgreSQL (Debian: postgresql)")
	return ""
}

// whose: PostgreSQL refuses to run as root. Debian's package makes the user.
func (s *Server) whose() *syscall.Credential {
	s.tb.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		s.tb.Fatalf("root needs the user postgres to start it: %v", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (s *Server) command(program string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, program), args...)
	c.Dir = s.dir
	c.Env = append(os.Environ(), "PGHOST="+s.dir, "PGUSER=postgres", "LC_ALL=C")
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner, Setpgid: true}
	return c
}

func (s *Server) run(program string, args ...string) {
	s.tb.Helper()
	if out, err := s.command(program, args...).CombinedOutput(); err != nil {
		s.tb.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// Start starts the server again after Stop or Kill, and waits for it.
func (s *Server) Start() {
	s.tb.Helper()
	args := []string{"-D", s.data, "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200"}
	for _, v := range s.settings {
		args = append(args, "-c", v)
	}
	c := s.command("postgres", args...)
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.tb.Fatal(err)
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	s.ended = make(chan struct{})
	started := make(chan error)
	go s.keep(c, started, s.ended)
	if err := <-started; err != nil {
		s.tb.Fatal(err)
	}
	s.process = c.Process
	s.await()
}

// keep starts the server on a thread that does not end before it: the kernel
// ends the server with the thread that started it, so also when we are killed.
func (s *Server) keep(c *exec.Cmd, started chan<- error, ended chan<- struct{}) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(ended)
	c.SysProcAttr.Pdeathsig = syscall.SIGQUIT
	err := c.Start()
	started <- err
	if err == nil {
		c.Wait()
	}
}

func (s *Server) await() {
	s.tb.Helper()
	for range 600 {
		if s.command("pg_isready", "-q").Run() == nil {
			return
		}
		select {
		case <-s.ended:
			s.tb.Fatalf("PostgreSQL did not start:\n%s", s.log())
		case <-time.After(100 * time.Millisecond):
		}
	}
	s.tb.Fatalf("PostgreSQL did not start within a minute:\n%s", s.log())
}

func (s *Server) log() string {
	f, err := os.Open(filepath.Join(s.dir, "log"))
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	text, _ := io.ReadAll(f)
	return string(text)
}

// Database makes an empty database and gives its URL.
func (s *Server) Database() string {
	s.tb.Helper()
	name := fmt.Sprintf("hub%d", s.databases.Add(1))
	s.run("createdb", name)
	return s.URL(name)
}

// URL is that of a database.
func (s *Server) URL(database string) string {
	return "postgres://postgres@/" + database + "?host=" + s.dir
}

// SQL runs statements in a database, beside the store.
func (s *Server) SQL(url, statements string) {
	s.tb.Helper()
	s.run("psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-c", statements, url)
}

// Ask gives the first value that a query finds.
func (s *Server) Ask(url, query string) string {
	s.tb.Helper()
	out, err := s.command("psql", "--no-psqlrc", "-At", "-c", query, url).Output()
	if err != nil {
		s.tb.Fatalf("psql: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// Dump is everything in a database, as SQL text: bytes are in hexadecimal in it.
func (s *Server) Dump(url string) string {
	s.tb.Helper()
	out, err := s.command("pg_dump", "--inserts", url).Output()
	if err != nil {
		s.tb.Fatalf("pg_dump: %v", err)
	}
	return string(out)
}

// Stop ends the server and waits; those connected are sent away.
func (s *Server) Stop() {
	if s.process != nil {
		s.process.Signal(syscall.SIGINT)
		<-s.ended
		s.process = nil
	}
}

// Kill ends the server and every process of it at once, as kill -9 does.
func (s *Server) Kill() {
	if s.process == nil {
		return
	}
	pids := append(s.children(), s.process.Pid)
	for _, pid := range pids {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	<-s.ended
	for _, pid := range pids {
		for syscall.Kill(pid, 0) == nil {
			time.Sleep(time.Millisecond)
		}
	}
	s.process = nil
}

// children are its processes: each has a session of its own, so the group of
// the server has not all of them.
func (s *Server) children() (pids []int) {
	pid := strconv.Itoa(s.process.Pid)
	list, err := os.ReadFile(filepath.Join("/proc", pid, "task", pid, "children"))
	if err != nil {
		s.tb.Fatal(err)
	}
	for _, field := range strings.Fields(string(list)) {
		if n, err := strconv.Atoi(field); err == nil {
			pids = append(pids, n)
		}
	}
	return pids
}
