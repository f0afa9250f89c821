package machine

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/peer"
)

// served is a helper on a real socket, and what was done through it.
type served struct {
	*bus
	*Client
	socket string
	m      *mounter
	log    eventtest.Log
	stop   func() error

	mu    sync.Mutex
	power []string
	clock time.Time
}

var built = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// serve runs a helper that answers us, or the users of allow alone.
func serve(t *testing.T, allow ...uint32) *served {
	t.Helper()
	s := &served{bus: newBus(t), m: &mounter{}}
	s.beat = time.Millisecond
	s.socket = filepath.Join(s.root, "s")
	l, err := net.Listen("unix", s.socket)
	check(t, err)
	if allow == nil {
		allow = []uint32{uint32(os.Getuid())}
	}
	o := Options{
		Root: s.root, Allow: allow, Mounter: s.m, Built: built,
		Power: s.powered, SetClock: s.clocked, Log: slog.New(slog.NewTextHandler(&s.log, nil)),
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, o) }()
	go s.live(ctx)
	s.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { check(t, s.stop()) })
	s.Client = NewClient(s.socket)
	return s
}

func (s *served) powered(_ context.Context, verb string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.power = append(s.power, verb)
	return nil
}

func (s *served) clocked(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = t
	return nil
}

func TestAStickFromEndToEnd(t *testing.T) {
	s := serve(t)
	_, err := s.Stick(t.Context())
	isError(t, err, ErrNoStick)
	s.plug("1-2", &stick{serial: "0123456789AB", whole: fatPart(t)})
	got, err := s.Stick(t.Context())
	check(t, err)
	if got.Label != "MAIRIE" || got.Serial != "0123456789AB" || got.Free <= 0 || got.Folder != s.at("run/guichet-stick") {
		t.Errorf("%+v", got)
	}
	check(t, s.WriteFile(t.Context(), "guichet-2026.zip", []byte("diagnostics")))
	if s.text("run/guichet-stick/guichet-2026.zip") != "diagnostics" {
		t.Error("the file is not there")
	}
	check(t, s.Eject(t.Context()))
	if got := s.m.since(); got != "mount sda vfat, write vfat, read vfat, unmount" {
		t.Error(got)
	}
	s.plug("1-3", &stick{whole: fatPart(t)})
	_, err = s.Stick(t.Context())
	isError(t, err, ErrManySticks)
}

// Where the helper ends, the stick is let go.
func TestTheHelperEnds(t *testing.T) {
	s := serve(t)
	s.plug("1-2", &stick{whole: fatPart(t)})
	_, err := s.Stick(t.Context())
	check(t, err)
	check(t, s.stop())
	if got := s.m.since(); got != "mount sda vfat, unmount" || !s.refused("1-2") {
		t.Errorf("%s, refused %v", got, s.refused("1-2"))
	}
	isError(t, s.Eject(t.Context()), ErrNoHelper)
}

func TestPower(t *testing.T) {
	s := serve(t)
	check(t, s.Reboot(t.Context()))
	check(t, s.PowerOff(t.Context()))
	if !slices.Equal(s.power, []string{"reboot", "poweroff"}) {
		t.Error(s.power)
	}
}

func TestClock(t *testing.T) {
	s := serve(t)
	for _, far := range []time.Time{{}, built.AddDate(-20, 0, -1), built.AddDate(20, 0, 1), time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)} {
		isError(t, s.SetClock(t.Context(), far), ErrTime)
	}
	if !s.clock.IsZero() {
		t.Errorf("it was set to %v", s.clock)
	}
	for _, near := range []time.Time{built.AddDate(-20, 0, 1), built.AddDate(3, 0, 0), built.AddDate(20, 0, -1)} {
		check(t, s.SetClock(t.Context(), near))
		if !s.clock.Equal(near) {
			t.Errorf("it was set to %v, want %v", s.clock, near)
		}
	}
}

func TestAClockWithoutADateOfItsMaking(t *testing.T) {
	o := Options{SetClock: func(time.Time) error { t.Error("it was set"); return nil }}
	o.defaults()
	isError(t, o.clock(time.Now()), ErrTime)
}

func TestBrightness(t *testing.T) {
	s := serve(t)
	_, err := s.Brightness(t.Context())
	isError(t, err, ErrNoLight)
	isError(t, s.SetBrightness(t.Context(), 50), ErrNoLight)
	s.file("sys/class/backlight/acpi_video0/type", "raw\n")
	s.file("sys/class/backlight/acpi_video0/max_brightness", "7\n")
	s.file("sys/class/backlight/acpi_video0/brightness", "7\n")
	s.file("sys/class/backlight/intel_backlight/type", "firmware\n")
	s.file("sys/class/backlight/intel_backlight/max_brightness", "1200\n")
	s.file("sys/class/backlight/intel_backlight/brightness", "300\n")
	for _, c := range []struct{ ask, get int }{{0, 25}, {80, 80}, {100, 100}, {250, 100}, {5, 5}, {1, 5}, {-3, 5}} {
		if c.ask != 0 {
			check(t, s.SetBrightness(t.Context(), c.ask))
		}
		if got, err := s.Brightness(t.Context()); got != c.get || err != nil {
			t.Errorf("set %d, got %d %v", c.ask, got, err)
		}
	}
	if s.text("sys/class/backlight/acpi_video0/brightness") != "7" {
		t.Error("the wrong light was set")
	}
	s.file("sys/class/backlight/intel_backlight/max_brightness", "0")
	isError(t, s.SetBrightness(t.Context(), 50), ErrNoLight)
}

// A light of a kind that nobody has described is the last that is taken.
func TestALightOfAnotherKind(t *testing.T) {
	s := serve(t)
	s.file("sys/class/backlight/a/type", "quantum\n")
	s.file("sys/class/backlight/b/type", "raw\n")
	s.file("sys/class/backlight/b/max_brightness", "100")
	s.file("sys/class/backlight/b/brightness", "30")
	if got, err := s.Brightness(t.Context()); got != 30 || err != nil {
		t.Errorf("%d %v", got, err)
	}
}

// A panel of few levels is never put out.
func TestTheDarkestIsNotDark(t *testing.T) {
	o := Options{Root: t.TempDir()}
	dir := o.at("sys/class/backlight/x")
	check(t, os.MkdirAll(dir, 0o755))
	check(t, os.WriteFile(filepath.Join(dir, "max_brightness"), []byte("10"), 0o644))
	check(t, os.WriteFile(filepath.Join(dir, "brightness"), []byte("10"), 0o644))
	check(t, o.setBrightness(5))
	if got := readText(filepath.Join(dir, "brightness")); got != "1" {
		t.Errorf("%s of 10", got)
	}
}

// --- who asks, and what he asks ---------------------------------------------

// Another user gets no answer, whatever he asks, and before he asks it.
func TestAnotherUserIsRefused(t *testing.T) {
	if os.Getuid() == 0 {
		s := serve(t, 12345)
		check(t, s.Reboot(t.Context())) // root may always
		return
	}
	s := serve(t, uint32(os.Getuid())+1)
	isError(t, s.Reboot(t.Context()), ErrNoHelper)
	conn, err := net.Dial("unix", s.socket)
	check(t, err)
	defer conn.Close()
	if n, err := conn.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes, %v", n, err)
	}
	if s.power != nil || !strings.Contains(s.log.String(), "helper_refused") {
		t.Errorf("%v %s", s.power, s.log.String())
	}
}

// A listener that is no unix socket knows nobody.
func TestNobodyIsKnownOverTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	var log eventtest.Log
	g := guard(l, []uint32{uint32(os.Getuid())}, slog.New(slog.NewTextHandler(&log, nil)))
	done := make(chan error, 1)
	go func() { _, err := g.Accept(); done <- err }()
	conn, err := net.Dial("tcp", l.Addr().String())
	check(t, err)
	if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Error("it was let in")
	}
	conn.Close()
	check(t, l.Close())
	if err := <-done; err == nil || !strings.Contains(log.String(), peer.ErrNotUnix.Error()) {
		t.Errorf("%v %s", err, log.String())
	}
}

// raw sends what no client of ours would, and gives the status.
func (s *served) raw(t *testing.T, method, path, body string) int {
	t.Helper()
	return s.rawHead(t, fmt.Sprintf("%s %s HTTP/1.1\r\nHost: helper\r\nContent-Length: %d\r\n\r\n%s", method, path, len(body), body))
}

func (s *served) rawHead(t *testing.T, request string) int {
	t.Helper()
	conn, err := net.Dial("unix", s.socket)
	check(t, err)
	defer conn.Close()
	io.WriteString(conn, request)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	check(t, err)
	res.Body.Close()
	return res.StatusCode
}

func TestHostileRequests(t *testing.T) {
	s := serve(t)
	s.plug("1-2", &stick{whole: fatPart(t)})
	s.file("sys/class/backlight/x/max_brightness", "100")
	s.file("sys/class/backlight/x/brightness", "50")
	s.file("secret", "whole")
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"PUT", "/stick/..%2f..%2fsecret", "x", 400},
		{"PUT", "/stick/%2e%2e", "x", 400},
		{"PUT", "/stick/../secret", "x", 307}, // to /secret, which there is not
		{"PUT", "/secret", "x", 404},
		{"PUT", "/stick/.secret", "x", 400},
		{"PUT", "/stick/-rf", "x", 400},
		{"PUT", "/stick/A", "x", 400},
		{"PUT", "/stick/a%00b", "x", 400},
		{"PUT", "/stick/a%0a", "x", 400},
		{"PUT", "/stick/a%5cb", "x", 400},
		{"PUT", "/stick/" + strings.Repeat("a", 65), "x", 400},
		{"PUT", "/stick/", "x", 404},
		{"POST", "/stick", "", 405},
		{"POST", "/stick/a", "", 405},
		{"GET", "/stick/a", "", 405},
		{"GET", "/power/reboot", "", 405},
		{"POST", "/power/halt;reboot", "", 404},
		{"POST", "/power/kexec", "", 404},
		{"POST", "/clock", "", 400},
		{"POST", "/clock", `{"time":"soon"}`, 400},
		{"POST", "/clock", `{"time":"2026-11-22T10:00:00Z","zone":"x"}`, 400},
		{"POST", "/clock", `{"time":"2026-11-22T10:00:00Z"} {}`, 400},
		{"POST", "/clock", strings.Repeat(" ", maxBody) + `{"time":"2026-11-22T10:00:00Z"}`, 413},
		{"PUT", "/brightness", `{"percent":"50; reboot"}`, 400},
		{"PUT", "/brightness", `{"percent":1e99}`, 400},
		{"CONNECT", "/stick", "", 405},
		{"GET", "/" + strings.Repeat("a", 2*maxHeader+4096), "", 431},
	} {
		if got := s.raw(t, c.method, c.path, c.body); got != c.want {
			t.Errorf("%s %.60s %.40s: %d, want %d", c.method, c.path, c.body, got, c.want)
		}
	}
	if s.text("secret") != "whole" || s.power != nil || !s.clock.IsZero() || s.text("sys/class/backlight/x/brightness") != "50" {
		t.Error("one of them did something")
	}
	if got := s.m.since(); got != "" {
		t.Errorf("the stick was touched: %s", got)
	}
}

func TestTooLarge(t *testing.T) {
	s := serve(t)
	s.plug("1-2", &stick{whole: fatPart(t)})
	isError(t, s.WriteFile(t.Context(), "a", make([]byte, MaxFile+1)), ErrTooLarge)
	isError(t, s.WriteFile(t.Context(), "A", nil), ErrName)
	// Past the client, which would not send it: refused before a byte of it came,
	// or where its length is not said.
	for head, want := range map[string]int{
		"Content-Length: 16777217": 413, "Content-Length: 9000000000000000000": 413, "Content-Length: -1": 400,
		"Transfer-Encoding: chunked": 400,
	} {
		if got := s.rawHead(t, "PUT /stick/a HTTP/1.1\r\nHost: x\r\n"+head+"\r\n\r\n"); got != want {
			t.Errorf("%s: %d, want %d", head, got, want)
		}
	}
	if got := s.m.since(); got != "" {
		t.Errorf("the stick was touched: %s", got)
	}
	check(t, s.WriteFile(t.Context(), "a", make([]byte, MaxFile)))
}

// Who connects and says nothing, or little, holds a seat until its time is over;
// the next gets it then.
func TestSlowClients(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	s := serve(t)
	for i := range seats {
		conn, err := net.Dial("unix", s.socket)
		check(t, err)
		defer conn.Close()
		io.WriteString(conn, "POST /power/off HTTP/1.1\r\nHost: x\r\n"[:10*i])
	}
	check(t, s.Reboot(t.Context()))
	if !slices.Equal(s.power, []string{"reboot"}) {
		t.Error(s.power)
	}
}

// A stick that hangs keeps one who asked for it in the kernel, and nobody else:
// those who wait for it may go, and the machine can be restarted.
func TestAStickThatHangs(t *testing.T) {
	s := serve(t)
	s.m.hangs = newHang()
	t.Cleanup(s.m.hangs.end)
	s.plug("1-2", &stick{whole: fatPart(t)})
	first := make(chan error, 1)
	go func() { _, err := s.Stick(t.Context()); first <- err }()
	<-s.m.hangs.began
	ctx, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range seats {
		all.Go(func() { _, err := s.Stick(ctx); isError(t, err, context.Canceled) })
		all.Go(func() { isError(t, s.Eject(ctx), context.Canceled) })
	}
	time.Sleep(10 * time.Millisecond) // some have a seat; it holds whether they have
	leave()
	all.Wait()
	soon, cancel := context.WithTimeout(t.Context(), requestTime)
	defer cancel()
	check(t, s.Reboot(soon))
	s.m.hangs.end()
	check(t, <-first)
}

// A file that stops half way is not written.
func TestHalfAFile(t *testing.T) {
	s := serve(t)
	s.plug("1-2", &stick{whole: fatPart(t)})
	conn, err := net.Dial("unix", s.socket)
	check(t, err)
	io.WriteString(conn, "PUT /stick/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
	check(t, conn.(*net.UnixConn).CloseWrite())
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	check(t, err)
	conn.Close()
	if res.StatusCode != 400 || s.m.since() != "" {
		t.Errorf("%d", res.StatusCode)
	}
}

// --- the client -------------------------------------------------------------

func TestNoHelper(t *testing.T) {
	c := NewClient(filepath.Join(t.TempDir(), "none"))
	_, err := c.Stick(t.Context())
	isError(t, err, ErrNoHelper)
	_, err = c.Brightness(t.Context())
	isError(t, err, ErrNoHelper)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	isError(t, c.Reboot(ctx), context.Canceled)
}

// Something else that listens there is not believed.
func TestNotAHelper(t *testing.T) {
	for name, says := range map[string]string{
		"nonsense":     "SSH-2.0\r\n",
		"another page": "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull"[:40],
		"a fault":      "HTTP/1.1 500 x\r\nContent-Length: 13\r\n\r\n{\"error\":\"x\"}",
	} {
		t.Run(name, func(t *testing.T) {
			socket := filepath.Join(t.TempDir(), "s")
			l, err := net.Listen("unix", socket)
			check(t, err)
			defer l.Close()
			go func() {
				conn, err := l.Accept()
				if err == nil {
					conn.Read(make([]byte, 1000))
					io.WriteString(conn, says)
					conn.Close()
				}
			}()
			if _, err := NewClient(socket).Stick(t.Context()); err == nil {
				t.Error("it was believed")
			}
		})
	}
}

// Every error that a caller tells apart comes through.
func TestErrorsTravel(t *testing.T) {
	for _, f := range faults {
		name, status := nameOf(fmt.Errorf("around: %w", f.err))
		body := bytes.NewBufferString(`{"error":"` + name + `"}`)
		isError(t, read(body, status, nil), f.err)
	}
	if err := read(strings.NewReader(`{"error":"no_such"}`), 500, nil); err == nil {
		t.Error("an error that nobody knows is none")
	}
}

// FuzzName: a name that is taken stays in its folder.
func FuzzName(f *testing.F) {
	for _, name := range []string{"guichet.zip", "..", "a/b", ".a", "a..b", "a\n"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if fileName.MatchString(name) && (filepath.Base(name) != name || !filepath.IsLocal(name) || name[0] == '.' || len(name) > 64) {
			t.Errorf("%q", name)
		}
	})
}
