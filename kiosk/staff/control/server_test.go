package control

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/peer"
	"guichet/kiosk/staff"
)

// patience is how long a test waits for what must come; only one that fails
// waits so long.
const patience = 30 * time.Second

// raw sends bytes to a socket, and reads until the other end has enough.
func raw(t *testing.T, path, request string) string {
	t.Helper()
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	io.WriteString(c, request)
	data, err := io.ReadAll(c)
	if err != nil && !errors.Is(err, syscall.ECONNRESET) {
		t.Fatal(err)
	}
	return string(data)
}

func post(path, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: kiosk\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body)
}

// Whoever is neither root nor the kiosk's own user is turned away, whatever the
// mode of the file says, and nothing is done for him.
func TestAStrangerIsTurnedAway(t *testing.T) {
	var f fake
	var log eventtest.Log
	path := serve(t, &Server{Works: f.works(), Log: slog.New(slog.NewTextHandler(&log, nil)), allowed: func(uint32) bool { return false }})
	if _, err := Dial(path).Works(t.Context()); !errors.Is(err, ErrStranger) {
		t.Errorf("it answers: %v", err)
	}
	if out := raw(t, path, post("/machine/poweroff", "")); !strings.HasPrefix(out, "HTTP/1.1 403 ") || len(f.took()) > 0 {
		t.Errorf("%s", out)
	}
	if !strings.Contains(log.String(), fmt.Sprintf("level=WARN msg=staff_refused uid=%d by=command", os.Geteuid())) {
		t.Errorf("the log says %s", log.String())
	}
}

// The kernel says who asks: the same program as another user is a stranger.
func TestTheKernelSaysWhoAsks(t *testing.T) {
	if path := os.Getenv("CONTROL_TEST_SOCKET"); path != "" {
		_, err := Dial(path).Works(t.Context())
		fmt.Println("answered:", err)
		return
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can become somebody else")
	}
	path := serve(t, &Server{Works: (&fake{}).works()})
	bin := filepath.Join(filepath.Dir(path), "self")
	if err := errors.Join(os.Chmod(path, 0o666), os.Chmod(filepath.Dir(path), 0o755), copyFile(os.Args[0], bin)); err != nil {
		t.Fatal(err)
	}
	for uid, want := range map[uint32]error{65534: ErrStranger, 0: nil} {
		cmd := exec.CommandContext(t.Context(), bin, "-test.run=^TestTheKernelSaysWhoAsks$")
		cmd.Env = []string{"CONTROL_TEST_SOCKET=" + path}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: 65534}}
		cmd.Dir = "/"
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), fmt.Sprintln("answered:", want)) {
			t.Errorf("user %d: %v: %s", uid, err, out)
		}
	}
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	return errors.Join(err, os.WriteFile(to, data, 0o755))
}

func TestWhoIsOurs(t *testing.T) {
	own := uint32(os.Geteuid())
	for uid, want := range map[uint32]bool{own: true, 0: true, own + 1: false, peer.Nobody: false} {
		if isOurs(uid) != want {
			t.Errorf("%d: %v", uid, !want)
		}
	}
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	if asker(withPeer(t.Context(), a)) != peer.Nobody || asker(t.Context()) != peer.Nobody {
		t.Error("a connection without a user has one")
	}
}

func TestRequestsThatAreNone(t *testing.T) {
	var f fake
	path := serve(t, &Server{Works: f.works()})
	for name, x := range map[string]struct {
		request string
		want    string
	}{
		"nothing there":    {post("/paper/eat", ""), "404"},
		"a look that does": {"GET /machine/poweroff HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n", "40"},
		"no JSON":          {post("/packs/back", "cantine"), "400"},
		"another key":      {post("/packs/back", `{"pack":"cantine"}`), "400"},
		"two":              {post("/packs/back", `{"id":"a"}{"id":"b"}`), "400"},
		"a brace behind":   {post("/packs/back", `{"id":"a"}}`), "400"},
		"too long":         {post("/packs/back", `{"id":"`+strings.Repeat("a", maxBody)+`"}`), "400"},
		"a head too long":  {"GET /paper HTTP/1.1\r\nHost: k\r\nX: " + strings.Repeat("a", 2*maxHeader) + "\r\n\r\n", "431"},
		"lines below none": {"GET /log?n=-1 HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n", "400"},
		"no number":        {"GET /log?n=all HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n", "400"},
		"no HTTP":          {"poweroff\r\n\r\n", "400"},
	} {
		if out := raw(t, path, x.request); !strings.HasPrefix(out, "HTTP/1.1 "+x.want) || len(f.took()) > 0 {
			t.Errorf("%s: %.200s", name, out)
		}
	}
	if out := raw(t, path, post("/packs/back", `{"id":"cantine"}`)); !strings.HasPrefix(out, "HTTP/1.1 200 ") || f.took()[0] != "Packs.Back cantine" {
		t.Errorf("and one that is: %s", out)
	}
}

// A mistake in one operation ends it alone, and what it says stays out of the
// log: it may be of a visit.
func TestAMistakeInAnOperation(t *testing.T) {
	var log eventtest.Log
	w := (&fake{}).works()
	w.Health = nil
	w.Log = func(int) []staff.Line { panic("Camille Durand, 04 65 71 00 00") }
	c := Dial(serve(t, &Server{Works: w, Log: slog.New(slog.NewTextHandler(&log, nil))}))
	far, err := c.Works(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if far.Log(3) != nil || !errors.Is(c.Err(), ErrBroken) {
		t.Error("it answers")
	}
	if !far.Visit.Waits() || c.Err() != nil {
		t.Error("the others do not")
	}
	if s := log.String(); !strings.Contains(s, "did=log outcome=broken") || strings.Contains(s, "Durand") {
		t.Errorf("the log says %s", s)
	}
}

// What was done is logged with who did it; what was looked at is not.
func TestWhatIsLogged(t *testing.T) {
	var log eventtest.Log
	f := fake{fails: errOdd}
	far, err := Dial(serve(t, &Server{Works: f.works(), Log: slog.New(slog.NewTextHandler(&log, nil))})).Works(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	far.Paper.State()
	far.Machine.Reboot(t.Context())
	want := fmt.Sprintf("msg=staff_did did=machine_reboot outcome=failed uid=%d by=command\n", os.Geteuid())
	if s := log.String(); !strings.HasSuffix(s, want) || strings.Count(s, "\n") != 1 {
		t.Errorf("the log says %s", s)
	}
}

// Levels come one by one, and end when whoever listens has enough: at the kiosk
// too.
func TestLevelsEndWithWhoListens(t *testing.T) {
	ended := make(chan struct{})
	f := fake{loud: func(ctx context.Context, tell func(int)) error {
		defer close(ended)
		for n := 0; ctx.Err() == nil; n++ {
			tell(n)
		}
		return nil
	}}
	_, far := dialed(t, f.works())
	ctx, cancel := context.WithCancel(t.Context())
	heard := 0
	err := far.Calls.Levels(ctx, func(n int) {
		if n != heard {
			t.Errorf("level %d after %d", n, heard)
		}
		if heard++; heard == 25 {
			cancel()
		}
	})
	if err != nil || heard < 25 {
		t.Errorf("%d levels, %v", heard, err)
	}
	wait(t, ended, "the kiosk still listens to the microphone")
}

// A stream that the kiosk breaks off is not one that ended, wherever it is cut.
func TestLevelsThatBreakOff(t *testing.T) {
	for _, c := range []struct {
		name, sent string
		want       error
	}{
		{"between two lines", "{\"level\":4}\n", io.ErrUnexpectedEOF},
		{"in a line", "{\"level\":4}\n{\"lev", io.ErrUnexpectedEOF},
		{"no JSON", "{\"level\":4}\nlevel 5\n", errAnswer},
		{"of another version", "{\"level\":\"loud\"}\n", errAnswer},
	} {
		t.Run(c.name, func(t *testing.T) {
			levels := streamed(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, c.sent) })
			if err := levels(t.Context(), func(int) {}); !errors.Is(err, c.want) {
				t.Errorf("broken off: %v", err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := levels(ctx, func(int) {}); err != nil {
				t.Errorf("ended before it began: %v", err)
			}
		})
	}
}

// Whoever listens may have enough while half a line has come.
func TestLevelsThatAreLeftInALine(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	levels := streamed(t, func(w http.ResponseWriter, q *http.Request) {
		io.WriteString(w, "{\"level\":4}\n{\"lev")
		w.(http.Flusher).Flush()
		<-q.Context().Done()
	})
	if err := levels(ctx, func(int) { cancel() }); err != nil {
		t.Errorf("left in a line: %v", err)
	}
}

// streamed gives the levels of a kiosk that answers as it is told to.
func streamed(t *testing.T, kiosk http.HandlerFunc) func(context.Context, func(int)) error {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "c"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go http.Serve(l, kiosk)
	return callWorks{Dial(l.Addr().String())}.Levels
}

// So many may ask at once; the next is told so, and the place is free again
// once somebody goes.
func TestNotTooManyAtOnce(t *testing.T) {
	began := make(chan struct{}, many)
	f := fake{loud: func(ctx context.Context, _ func(int)) error {
		began <- struct{}{}
		<-ctx.Done()
		return nil
	}}
	c, far := dialed(t, f.works())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	gone := make(chan error, many)
	for range many {
		go func() { gone <- far.Calls.Levels(ctx, func(int) {}) }()
	}
	for range many {
		wait(t, began, "not all are let in")
	}
	if _, err := c.Works(t.Context()); !errors.Is(err, ErrBusy) {
		t.Errorf("one more: %v", err)
	}
	cancel()
	for range many {
		wait(t, gone, "they do not end")
	}
	for deadline := time.Now().Add(patience); ; {
		_, err := c.Works(t.Context())
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("after they went: %v", err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// An operation that hangs keeps its place no longer than somebody waits for it.
func TestAnOperationThatHangs(t *testing.T) {
	w := (&fake{}).works()
	began, over := make(chan struct{}, many), make(chan struct{})
	defer close(over)
	w.Log = func(int) []staff.Line { began <- struct{}{}; <-over; return nil }
	c, far := dialed(t, w)
	ctx, leave := context.WithCancel(t.Context())
	for range many {
		go call[[]staff.Line](ctx, c, "GET /log", ask{})
	}
	for range many {
		wait(t, began, "not all are let in")
	}
	leave()
	for late := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if far.Visit.Waits() && c.Err() == nil {
			return
		}
		if time.Now().After(late) {
			t.Fatal("nobody else is let in")
		}
	}
}

// A kiosk that stops ends what is under way, answers what it can, and removes
// its socket.
func TestTheKioskStops(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	began := make(chan struct{})
	f := fake{loud: func(ctx context.Context, tell func(int)) error {
		close(began)
		<-ctx.Done()
		return staff.ErrNoHelper
	}}
	ctx, cancel := context.WithCancel(t.Context())
	served, heard := make(chan error, 1), make(chan error, 1)
	go func() { served <- (&Server{Works: f.works(), grace: patience}).Serve(ctx, l) }()
	go func() { heard <- callWorks{Dial(path)}.Levels(t.Context(), func(int) {}) }()
	wait(t, began, "nobody listens")
	cancel()
	if err := wait(t, served, "it does not stop"); err != nil {
		t.Error(err)
	}
	if err := wait(t, heard, "who listened still does"); !errors.Is(err, staff.ErrNoHelper) {
		t.Errorf("who listened got %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is there: %v", err)
	}
}

// A kiosk of another version, or something else: no panic, and no nonsense.
func TestAnAnswerThatIsNone(t *testing.T) {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "c"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"result":{"metres":12}}`) }))
	c := Dial(l.Addr().String())
	if _, err := c.Works(t.Context()); !errors.Is(err, errAnswer) {
		t.Errorf("%v", err)
	}
}

// The addresses are those that the documentation gives to people with curl.
func TestWithoutOurClient(t *testing.T) {
	path := serve(t, &Server{Works: (&fake{}).works()})
	out := raw(t, path, "GET /paper HTTP/1.1\r\nHost: kiosk\r\nConnection: close\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReader(strings.NewReader(out)), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.Header.Get("Content-Type") != "application/json" || !strings.HasPrefix(string(body), `{"result":{"Model":"Epson TM-T20II",`) {
		t.Errorf("%s, %v", out, err)
	}
}

func wait[T any](t *testing.T, c <-chan T, why string) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(patience):
		t.Fatal(why)
	}
	return v
}
