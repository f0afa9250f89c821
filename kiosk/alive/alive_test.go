package alive

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/event/eventtest"
)

// heard is what systemd was told.
type heard struct {
	mu   sync.Mutex
	said []string
}

func (h *heard) notify(state string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.said = append(h.said, state)
	return nil
}

// since is what was said since the last call.
func (h *heard) since() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	defer func() { h.said = nil }()
	return strings.Join(h.said, " ")
}

// organ is a part of the program that can be made to fail.
type organ struct {
	mu  sync.Mutex
	err error
	ill bool // hangs until it is well
}

func (o *organ) set(err error, ill bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.err, o.ill = err, ill
}

// errPanics is an organ with a mistake in it.
var errPanics = errors.New("alive_test: it panics")

// works does not listen to its context, like a loop that stands still.
func (o *organ) works(context.Context) error {
	for {
		o.mu.Lock()
		err, ill := o.err, o.ill
		o.mu.Unlock()
		if err == errPanics {
			panic("Camille Martin")
		}
		if !ill {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// story runs a watch of twelve seconds on two organs.
func story(t *testing.T, tell func(w *Watch, h *heard, log *eventtest.Log, visit, frames *organ)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var h heard
		var log eventtest.Log
		visit, frames := &organ{}, &organ{}
		w := New(Config{Log: slog.New(slog.NewTextHandler(&log, nil)), Checks: []Check{{"visit loop", visit.works}, {"frames", frames.works}}})
		w.notify, w.every = h.notify, 4*time.Second
		ctx, stop := context.WithCancel(t.Context())
		var done sync.WaitGroup
		done.Go(func() { w.Run(ctx) })
		tell(w, &h, &log, visit, frames)
		visit.set(nil, false)
		frames.set(nil, false)
		stop()
		done.Wait()
		if last := h.since(); !strings.HasSuffix(last, "STOPPING=1") {
			t.Errorf("at the end: %q", last)
		}
	})
}

// wait lets some seconds pass.
func wait(seconds int) {
	time.Sleep(time.Duration(seconds) * time.Second)
	synctest.Wait()
}

func says(t *testing.T, h *heard, want string) {
	t.Helper()
	if got := h.since(); got != want {
		t.Errorf("systemd heard %q, want %q", got, want)
	}
}

func TestItIsFedWhileAllAnswer(t *testing.T) {
	story(t, func(w *Watch, h *heard, log *eventtest.Log, _, _ *organ) {
		wait(30)
		says(t, h, "")
		w.Ready()
		w.Ready()
		wait(1)
		says(t, h, "READY=1 WATCHDOG=1")
		wait(12)
		says(t, h, "WATCHDOG=1 WATCHDOG=1 WATCHDOG=1")
		if log.String() != "" {
			t.Error(log.String())
		}
	})
}

// A part that hangs or fails starves the dog; the log names it, once, and says
// when it is back.
func TestAPartThatIsIllStarvesIt(t *testing.T) {
	for name, ill := range map[string]func(o *organ){
		"hangs":  func(o *organ) { o.set(nil, true) },
		"fails":  func(o *organ) { o.set(errors.New("alive_test: broken"), false) },
		"breaks": func(o *organ) { o.set(errPanics, false) },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *Watch, h *heard, log *eventtest.Log, visit, frames *organ) {
				w.Ready()
				wait(1)
				h.since()
				ill(frames)
				wait(20)
				says(t, h, "")
				if text := log.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "watchdog_not_fed") || !strings.Contains(text, "check=frames") || strings.Contains(text, "Camille") {
					t.Errorf("log: %s", text)
				}
				frames.set(nil, false)
				wait(4)
				says(t, h, "WATCHDOG=1")
				if !strings.Contains(log.String(), "msg=watchdog_fed check=frames") {
					t.Errorf("log: %s", log.String())
				}
				visit.set(nil, false)
			})
		})
	}
}

// A part that hangs is not asked again and again: it would fill the memory.
func TestAPartThatHangsIsAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, hold := 0, make(chan struct{})
		w := New(Config{Checks: []Check{{"visit loop", func(context.Context) error { asked++; <-hold; return nil }}}})
		w.notify, w.every = (&heard{}).notify, time.Second
		ctx, stop := context.WithCancel(t.Context())
		w.Ready()
		go w.Run(ctx)
		wait(60)
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		stop()
		close(hold)
	})
}

// An answer that comes too late is none: whoever looked at the screen saw it
// stand still.
func TestALateAnswerIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h heard
		w := New(Config{Checks: []Check{{"frames", func(context.Context) error { time.Sleep(5 * time.Second); return nil }}}})
		w.notify, w.every = h.notify, 4*time.Second
		ctx, stop := context.WithCancel(t.Context())
		w.Ready()
		go w.Run(ctx)
		wait(60)
		says(t, &h, "READY=1")
		stop()
		wait(10)
	})
}

// Being stopped in the middle of a question is no fault of the part.
func TestStoppingIsNoFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h heard
		var log eventtest.Log
		w := New(Config{
			Log:    slog.New(slog.NewTextHandler(&log, nil)),
			Checks: []Check{{"frames", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}},
		})
		w.notify, w.every = h.notify, 4*time.Second
		ctx, stop := context.WithCancel(t.Context())
		w.Ready()
		go w.Run(ctx)
		wait(1)
		stop()
		wait(1)
		says(t, &h, "READY=1 STOPPING=1")
		if log.String() != "" {
			t.Error(log.String())
		}
	})
}

// systemd is a real socket, and the variables that a unit gets.
func systemd(t *testing.T) *net.UnixConn {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	t.Setenv("NOTIFY_SOCKET", path)
	return conn
}

func next(t *testing.T, conn *net.UnixConn) string {
	t.Helper()
	buf := make([]byte, 100)
	conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	n, err := conn.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

func TestOnARealSocket(t *testing.T) {
	conn := systemd(t)
	t.Setenv("WATCHDOG_USEC", "60000")
	w := New(Config{Checks: []Check{{"visit loop", func(context.Context) error { return nil }}}})
	if w.every != 20*time.Millisecond {
		t.Errorf("feeds every %v", w.every)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	w.Ready()
	for _, want := range []string{"READY=1", "WATCHDOG=1", "WATCHDOG=1"} {
		if got := next(t, conn); got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	stop()
	<-done
	var rest []string
	for !slices.Contains(rest, "STOPPING=1") {
		rest = append(rest, next(t, conn))
	}
}

// Without WatchdogSec it still says that it is ready, and asks nobody.
func TestWithoutADog(t *testing.T) {
	conn := systemd(t)
	t.Setenv("WATCHDOG_USEC", "")
	w := New(Config{Checks: []Check{{"visit loop", func(context.Context) error { t.Error("it was asked"); return nil }}}})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	w.Ready()
	if got := next(t, conn); got != "READY=1" {
		t.Errorf("heard %q", got)
	}
	stop()
	<-done
	if got := next(t, conn); got != "STOPPING=1" {
		t.Errorf("heard %q", got)
	}
}

// Started by hand there is nobody to tell, and a dog for another process is not
// ours.
func TestWhoHasNoDogAsksNobody(t *testing.T) {
	for name, env := range map[string][3]string{
		"no systemd":             {"", "60000", ""},
		"a dog of somebody else": {"/nowhere", "60000", "1"},
		"nonsense":               {"/nowhere", "soon", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("NOTIFY_SOCKET", env[0])
			t.Setenv("WATCHDOG_USEC", env[1])
			t.Setenv("WATCHDOG_PID", env[2])
			var log eventtest.Log
			w := New(Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
			if w.every != 0 || (name == "nonsense") != strings.Contains(log.String(), "watchdog_not_understood") {
				t.Errorf("every %v, log %q", w.every, log.String())
			}
		})
	}
}

// Without systemd all is silent; a socket that is gone is only a line.
func TestNobodyListens(t *testing.T) {
	for socket, lines := range map[string]int{"": 0, filepath.Join(t.TempDir(), "gone"): 1} {
		t.Setenv("NOTIFY_SOCKET", socket)
		var log eventtest.Log
		w := New(Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
		ctx, stop := context.WithCancel(t.Context())
		stop()
		w.Run(ctx)
		if got := strings.Count(log.String(), "systemd_not_told"); got != lines {
			t.Errorf("%q: %s", socket, log.String())
		}
	}
}
