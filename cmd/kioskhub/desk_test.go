package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// serving starts a hub with a desk as a process, and trusts it.
func serving(t *testing.T, desk string) (address string, conf *tls.Config) {
	t.Helper()
	dir, config := made(t, "# What one hub takes at most.", desk)
	cmd := exec.Command(os.Args[0], "serve", "-config", config)
	cmd.Env = append(os.Environ(), "KIOSKHUB_TEST=run")
	log, err := cmd.StderrPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() {
		check(t, cmd.Process.Signal(syscall.SIGTERM))
		if err := cmd.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
	})
	address = started(t, bufio.NewScanner(log))
	go io.Copy(io.Discard, log)
	ca, err := os.ReadFile(filepath.Join(dir, "tls/ca.pem"))
	check(t, err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	return address, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}

// TestServeDesk: the agents' page, and a relay on the same port as HTTPS.
func TestServeDesk(t *testing.T) {
	address, conf := serving(t, `desk:
  services: [{id: accueil, names: {fr: Accueil}, hours: 24/7}]
  relay: {https_port: 443, public_address: 127.0.0.1}
`)
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: conf},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for path, want := range map[string]int{"/readyz": 200, "/desk/": 303, "/desk/calls": 403, "/desk/counts": 401, "/v1/calls": 401} {
		res, err := client.Get("https://" + address + path)
		check(t, err)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	c, err := tls.Dial("tcp", address, conf)
	check(t, err)
	defer c.Close()
	check(t, c.SetDeadline(time.Now().Add(30*time.Second)))
	_, err = c.Write([]byte("\x00\x01\x00\x00\x21\x12\xa4\x42guichet test")) // a Binding request (RFC 8489, section 5)
	check(t, err)
	answer := make([]byte, 20)
	_, err = io.ReadFull(c, answer)
	check(t, err)
	if !bytes.Equal(answer[:2], []byte{1, 1}) || !strings.HasSuffix(string(answer), "guichet test") {
		t.Errorf("% x", answer)
	}
	quiet, err := tls.Dial("tcp", address, conf) // who says nothing does not hold up the end
	check(t, err)
	t.Cleanup(func() { quiet.Close() })
}

// TestServeWithoutDesk has no address of calls.
func TestServeWithoutDesk(t *testing.T) {
	address, conf := serving(t, "# no desk")
	res, err := (&http.Client{Transport: &http.Transport{TLSClientConfig: conf}}).Get("https://" + address + "/v1/calls")
	check(t, err)
	res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("%d", res.StatusCode)
	}
}
