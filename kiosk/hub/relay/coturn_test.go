package relay_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"guichet/kiosk/hub/relay"
)

// TestCoturn: what we give out opens a coturn that has the same secret.
func TestCoturn(t *testing.T) {
	program, err := exec.LookPath("turnserver")
	if err != nil {
		t.Skip("no coturn: apt install coturn")
	}
	port := freePort(t)
	cmd := exec.Command(program, "-n", "--use-auth-secret", "--static-auth-secret="+secret, "--realm=guichet",
		"--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli",
		"--simple-log", "--log-file=stdout", "--pidfile="+t.TempDir()+"/pid", fmt.Sprintf("--listening-port=%d", port))
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	url := fmt.Sprintf("turn:127.0.0.1:%d?transport=tcp", port)
	waitFor(t, func() bool {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	peer := echo(t)
	c := relay.Config{Secret: secret, Outside: []string{url}}
	r := c.Credentials(callID, time.Now())
	goesAndComes(t, allocate(t, client(t, url, r)), peer.LocalAddr())
	c.Secret += "!"
	if conn, err := client(t, url, c.Credentials(callID, time.Now())).Allocate(); err == nil {
		conn.Close()
		t.Error("coturn takes another secret")
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
