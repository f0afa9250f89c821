package peer

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// Who connects is told at both ends; a connection that is closed, or of another
// kind, is nobody's.
func TestOf(t *testing.T) {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	near, err := net.Dial("unix", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	far, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	for _, end := range []net.Conn{near, far} {
		if uid, err := Of(end); int(uid) != os.Geteuid() || err != nil {
			t.Errorf("user %d, %v; want %d", uid, err, os.Geteuid())
		}
	}
	near.Close()
	if uid, err := Of(near); uid != Nobody || err == nil {
		t.Errorf("closed: user %d, %v", uid, err)
	}
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	if uid, err := Of(a); uid != Nobody || !errors.Is(err, ErrNotUnix) {
		t.Errorf("a pipe: user %d, %v", uid, err)
	}
}
