package fleet

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// proxied is set in the process that goes through the proxy: the address of a
// proxy is read from the environment once in the life of a process.
const proxied = "GUICHET_FLEET_PROXIED"

// TestThroughAProxy: a kiosk whose network knows only a proxy reaches its hub,
// and the hub's certificate is checked through it. The name of the hub is one
// that this machine is never asked for.
func TestThroughAProxy(t *testing.T) {
	if ca := os.Getenv(proxied); ca != "" {
		throughProxy(t, ca)
		return
	}
	hub := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the hub") }))
	defer hub.Close()
	asked := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.Host
		tunnel(w, hub.Listener.Addr().String())
	}))
	defer proxy.Close()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: hub.Certificate().Raw})
	if out, err := child(t, proxy.URL, string(ca)); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := <-asked; got != "CONNECT example.com:443" {
		t.Errorf("the proxy was asked %q", got)
	}
	if out, err := child(t, "", string(ca)); err == nil || !strings.Contains(out, "without the proxy") {
		t.Errorf("without a proxy: %v\n%s", err, out)
	}
}

func child(t *testing.T, proxy, ca string) (string, error) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestThroughAProxy$")
	cmd.Env = append(os.Environ(), proxied+"="+ca, "HTTPS_PROXY="+proxy, "https_proxy=", "NO_PROXY=", "no_proxy=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// throughProxy is the kiosk's side; it connects nowhere but to this machine.
func throughProxy(t *testing.T, ca string) {
	transport, err := Transport([]byte(ca))
	if err != nil {
		t.Fatal(err)
	}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.HasPrefix(address, "127.0.0.1:") {
			return nil, fmt.Errorf("%s without the proxy", address)
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	client := http.Client{Transport: transport, Timeout: time.Minute}
	res, err := client.Get("https://example.com/v1/news")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != "the hub" {
		t.Errorf("got %q, %v", body, err)
	}
}

// tunnel is what a proxy does with CONNECT, until one side ends.
func tunnel(w http.ResponseWriter, to string) {
	up, err := net.Dial("tcp", to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer up.Close()
	down, sent, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
	go io.Copy(up, sent)
	io.Copy(down, up)
}
