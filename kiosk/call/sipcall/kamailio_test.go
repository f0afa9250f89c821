package sipcall

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/drivers/audio/audiosim"
)

// kamailio is the town's exchange: registrar and proxy, that ask for a digest on
// REGISTER and on INVITE. RFC 3261, section 16.
const kamailioConf = `#!KAMAILIO
debug=0
log_stderror=yes
fork=yes
children=2
tcp_children=2
enable_tls=yes
listen=udp:IP:5060
listen=tcp:IP:5060
listen=tls:IP:5061
auto_aliases=no
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
loadmodule "tls.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "DIR/server.pem")
modparam("tls", "private_key", "DIR/server.key")
modparam("rr", "enable_double_rr", 1)
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; }
    sl_send_reply("404", "Not here"); exit;
  }
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("$td", "sésame", "0")) { www_challenge("$td", "1"); exit; }
    save("location"); exit;
  }
  if (is_method("INVITE") && $fU == "borne") {
    if (!pv_proxy_authenticate("$fd", "sésame", "0")) { proxy_challenge("$fd", "1"); exit; }
    consume_credentials();
  }
  record_route();
  if ($rU =~ "^sipp") { $du = "sip:IP:5090"; t_relay(); exit; }
  if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  t_relay();
}
`

// town is an exchange and an agent's phone, both real.
type town struct {
	t   testing.TB
	dir string
}

// openTown starts kamailio for a test.
func openTown(t testing.TB) *town {
	t.Helper()
	needTown(t)
	w := &town{t: t, dir: t.TempDir()}
	w.certify()
	conf := strings.NewReplacer("IP", townIP, "DIR", w.dir).Replace(kamailioConf)
	w.write("kamailio.cfg", conf)
	w.start("kamailio", "-f", w.path("kamailio.cfg"), "-DD", "-E", "-w", w.dir, "-Y", w.dir, "-P", w.path("pid"))
	until(t, "kamailio listens", func() bool { return listens(townIP+":5060") && listens(townIP+":5061") })
	return w
}

func (w *town) path(name string) string { return filepath.Join(w.dir, name) }

func (w *town) write(name, text string) { must(w.t, os.WriteFile(w.path(name), []byte(text), 0o600)) }

// start starts a program, whose words are shown where the test fails.
func (w *town) start(name string, args ...string) *exec.Cmd {
	var said bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = &said, &said, w.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	must(w.t, cmd.Start())
	w.t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		timer := time.AfterFunc(3*time.Second, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		_ = cmd.Wait()
		timer.Stop()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if w.t.Failed() {
			w.t.Logf("%s said:\n%s", name, said.String())
		}
	})
	return cmd
}

func listens(addr string) bool {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}

// certify makes an authority and the certificate of the exchange.
func (w *town) certify() {
	ca, caKey := w.certificate("ca", nil, nil)
	w.certificate("server", ca, caKey)
}

func (w *town) certificate(name string, by *x509.Certificate, byKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(w.t, err)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP(townIP)}, IsCA: by == nil, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if by == nil {
		by, byKey = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, byKey)
	must(w.t, err)
	pkcs, err := x509.MarshalPKCS8PrivateKey(key)
	must(w.t, err)
	w.write(name+".pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	w.write(name+".key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs})))
	return c, key
}

// config is that of a kiosk in this town, which speaks with 440 Hz.
func (w *town) config(transport string) (Config, *audiosim.Device) {
	w.write("password", "sésame\n")
	d := audiosim.New(audiosim.Tone(440, 0.5))
	c := Config{
		Server: "sip:" + townIP, User: "borne", PasswordFile: w.path("password"),
		Transport: transport, Encrypt: Never, Sound: d,
	}
	if transport == "tls" {
		c.CAFile = w.path("ca.pem")
	}
	return c, d
}
