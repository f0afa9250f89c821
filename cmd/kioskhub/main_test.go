package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/publish"
)

// TestMain is kioskhub itself where a test runs it as a process.
func TestMain(m *testing.M) {
	if os.Getenv("KIOSKHUB_TEST") == "run" {
		main()
	}
	os.Exit(m.Run())
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kioskhub runs a command in this process.
func kioskhub(t testing.TB, args ...string) (out string, status int) {
	t.Helper()
	var b bytes.Buffer
	status = program{out: &b, err: &b, now: time.Now}.run(t.Context(), args)
	return b.String(), status
}

// made is a hub that was made in a folder of the test; its configuration is
// changed by pairs of what to replace.
func made(t testing.TB, changes ...string) (dir, config string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "hub")
	if out, status := kioskhub(t, "init", dir, "-host", "localhost,127.0.0.1"); status != exitDone {
		t.Fatal(out)
	}
	config = filepath.Join(dir, configName)
	data, err := os.ReadFile(config)
	check(t, err)
	text := strings.NewReplacer(append(changes, `":8443"`, `"127.0.0.1:0"`)...).Replace(string(data))
	check(t, os.WriteFile(config, []byte(text), 0o600))
	return dir, config
}

func TestInit(t *testing.T) {
	dir, config := made(t)
	for name, mode := range map[string]os.FileMode{configName: 0o600, "keys/hub.key": 0o600, "tls/key.pem": 0o600, "tls/ca.pem": 0o644, "data/hub.db": 0o600} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if out, status := kioskhub(t, "init", dir); status != exitUsage || !strings.Contains(out, "is there already") {
		t.Errorf("init again: %d %s", status, out)
	}
	if out, status := kioskhub(t, "check", "-config", config); status != exitDone || !strings.Contains(out, "right") {
		t.Errorf("check: %d %s", status, out)
	}
}

func TestUsersAndTokens(t *testing.T) {
	_, config := made(t)
	for _, c := range []struct {
		line   string
		status int
		want   string
	}{
		{"user list", exitDone, "all towns"},
		{"user add chloe -role agent -town 04999 -name Chloé", exitDone, "password, once: "},
		{"user add chloe -role agent -town 04999", exitFailed, "taken"},
		{"user add bob -role king", exitFailed, "rights"},
		{"user list", exitDone, "chloe  agent  04999      Chloé"},
		{"user reset chloe", exitDone, "password, once: "},
		{"user reset nobody", exitFailed, ""},
		{"user dance", exitUsage, "user takes"},
		{"token chloe", exitDone, "guichet_"},
		{"token nobody", exitUsage, `no user "nobody"`},
	} {
		args := strings.Fields(c.line)
		out, status := kioskhub(t, append(args, "-config", config)...)
		if status != c.status || !strings.Contains(out, c.want) {
			t.Errorf("%s: %d %s", c.line, status, out)
		}
	}
}

func TestHelp(t *testing.T) {
	out, status := kioskhub(t)
	for _, c := range commands {
		if help, s := kioskhub(t, c.name, "--help"); s != exitDone || !strings.Contains(help, c.short) || !strings.Contains(out, c.short) {
			t.Errorf("%s: %d %s", c.name, s, help)
		}
	}
	if status != exitDone {
		t.Errorf("%d", status)
	}
	for _, line := range []string{"dance", "init", "serve now", "serve -port 1", "check -config /nowhere.yaml"} {
		if out, status := kioskhub(t, strings.Fields(line)...); status != exitUsage || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: %d %s", line, status, out)
		}
	}
}

// A secret that everybody can read is refused.
func TestOpenSecret(t *testing.T) {
	dir, config := made(t)
	check(t, os.Chmod(filepath.Join(dir, "keys/hub.key"), 0o604))
	if out, status := kioskhub(t, "check", "-config", config); status != exitFailed || !strings.Contains(out, "chmod 600") {
		t.Errorf("%d %s", status, out)
	}
}

// ceremony founds a repository, as "kioskctl keys new" does.
func ceremony(t testing.TB) (folder, online string) {
	t.Helper()
	dir := t.TempDir()
	folder, online = filepath.Join(dir, "repository"), filepath.Join(dir, "online.keys")
	keys, err := publish.NewOnlineKeys("2026-11-22", rand.Reader)
	check(t, err)
	hub, err := keys.Online(time.Now)
	check(t, err)
	var all []publish.Signer
	for range 4 {
		k, err := publish.NewKey("root", "test", "2026-11-22", rand.Reader)
		check(t, err)
		all = append(all, k)
	}
	changes, err := publish.Found(publish.Founding{Root: all[:3], Targets: all[3], Snapshot: hub.Snapshot, Timestamp: hub.Timestamp}, time.Now())
	check(t, err)
	check(t, os.Mkdir(folder, 0o700))
	disk, err := durable.Open(folder)
	check(t, err)
	defer disk.Close()
	check(t, publish.Write(disk, changes))
	data, err := keys.Bytes()
	check(t, err)
	check(t, os.WriteFile(online, data, 0o600))
	return folder, online
}

func TestImport(t *testing.T) {
	dir, config := made(t)
	folder, online := ceremony(t)
	if out, status := kioskhub(t, "import", "-config", config, t.TempDir()); status != exitFailed || !strings.Contains(out, "not a repository") {
		t.Errorf("an empty folder: %d %s", status, out)
	}
	if out, status := kioskhub(t, "import", "-config", config, "-online", online, folder); status != exitDone || !strings.Contains(out, "taken in") {
		t.Fatalf("%d %s", status, out)
	}
	if info, err := os.Stat(filepath.Join(dir, "keys/online.keys")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	c, err := readConfig(config)
	check(t, err)
	signs, err := c.online(program{now: time.Now})
	check(t, err)
	if hub, ok := signs.(publish.Online); !ok || hub.Trial == nil {
		t.Error("packs are not tried before they are published")
	}
	if out, status := kioskhub(t, "import", "-config", config, folder); status != exitFailed || !strings.Contains(out, "already") {
		t.Errorf("again: %d %s", status, out)
	}
	check(t, os.Symlink("/etc/passwd", filepath.Join(folder, "metadata/9.root.json")))
	if out, status := kioskhub(t, "import", "-config", config, folder); status != exitFailed || !strings.Contains(out, "plain file") {
		t.Errorf("a link: %d %s", status, out)
	}
}

// A process serves over TLS with its own certificate until SIGTERM.
func TestServe(t *testing.T) {
	dir, config := made(t)
	folder, online := ceremony(t)
	if out, status := kioskhub(t, "import", "-config", config, "-online", online, folder); status != exitDone {
		t.Fatal(out)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "-config", config)
	cmd.Env = append(os.Environ(), "KIOSKHUB_TEST=run")
	log, err := cmd.StderrPipe()
	check(t, err)
	check(t, cmd.Start())
	address := started(t, bufio.NewScanner(log))
	ca, err := os.ReadFile(filepath.Join(dir, "tls/ca.pem"))
	check(t, err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	for path, want := range map[string]int{"/readyz": 200, "/packs/metadata/1.root.json": 200, "/connexion": 200, "/metrics": 404, "/v1/admin/me": 401} {
		res, err := client.Get("https://" + address + path)
		check(t, err)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	check(t, cmd.Process.Signal(syscall.SIGTERM))
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// started reads the log until it says where the hub listens.
func started(t testing.TB, log *bufio.Scanner) string {
	t.Helper()
	for log.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(log.Bytes(), &line) == nil && line.Msg == "hub_started" {
			return line.Address
		}
	}
	t.Fatal("the hub did not start")
	return ""
}

// A part that fails ends the others, and its error is told.
func TestServeFails(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer busy.Close()
	_, config := made(t, `# metrics: 127.0.0.1:9090`, `metrics: `+busy.Addr().String())
	if out, status := kioskhub(t, "serve", "-config", config); status != exitFailed || !strings.Contains(out, "in use") {
		t.Errorf("%d %s", status, out)
	}
}
