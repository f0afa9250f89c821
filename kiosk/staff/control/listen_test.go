package control

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
)

func TestTheFileOfTheSocket(t *testing.T) {
	path := serve(t, &Server{Works: (&fake{}).works()})
	if info, err := os.Stat(path); err != nil || info.Mode() != os.ModeSocket|0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := Listen(path); !errors.Is(err, ErrTaken) {
		t.Errorf("a second kiosk: %v", err)
	}
	if _, err := Dial(path).Works(t.Context()); err != nil {
		t.Errorf("the first one, after it: %v", err)
	}
	if _, err := Dial(path + ".none").Works(t.Context()); !errors.Is(err, ErrNoKiosk) {
		t.Errorf("where there is no socket: %v", err)
	}
}

// A kiosk that was killed leaves its socket behind; the next one takes it over.
// What is no socket stays.
func TestASocketThatWasLeftBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "c")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	if _, err := Dial(path).Works(t.Context()); !errors.Is(err, ErrNoKiosk) {
		t.Errorf("nobody is there: %v", err)
	}
	next, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	next.Close()
	if err := os.WriteFile(path, []byte("letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(path); err == nil {
		t.Error("a file is no socket")
	}
	if data, err := os.ReadFile(path); string(data) != "letter" || err != nil {
		t.Errorf("the file is %q, %v", data, err)
	}
	if _, err := Listen(filepath.Join(dir, "none", "c")); err == nil {
		t.Error("a folder that is not there")
	}
}

// Where the folder of the system is not ours, the socket is beside the data.
func TestWhereItListens(t *testing.T) {
	want := "/var/lib/guichet/control.sock"
	if mayWrite("/run/guichet") {
		want = Socket
	}
	if got := Path("/var/lib/guichet"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
