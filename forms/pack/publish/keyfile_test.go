package publish_test

import (
	"crypto/rand"
	"crypto/x509"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"guichet/forms/pack/publish"
)

func word(s string) func() (string, error) { return func() (string, error) { return s, nil } }

func TestAKeyFileOpensWithItsPassphraseOnly(t *testing.T) {
	k, err := publish.NewKey("c04999", "mairie", "2026-11-22", rand.Reader)
	check(t, err)
	data, err := publish.Lock(k, "cheval pile agrafe", 10)
	check(t, err)
	if _, err := publish.Unlock(data, word("cheval")); !errors.Is(err, publish.ErrPassphrase) {
		t.Errorf("the wrong passphrase: %v", err)
	}
	again, err := publish.Unlock(data, word("cheval pile agrafe"))
	check(t, err)
	a, err := k.ID()
	check(t, err)
	if b, err := again.ID(); err != nil || a != b || again.Role != "c04999" || again.Holder != "mairie" {
		t.Errorf("got %+v, %v", again.PublicKey, err)
	}
}

func TestThePublicHalfDoesNotSign(t *testing.T) {
	k, err := publish.NewKey("c04999", "mairie", "2026-11-22", rand.Reader)
	check(t, err)
	data, err := k.PublicKey.Bytes()
	check(t, err)
	if _, err := publish.Unlock(data, word("x")); !errors.Is(err, publish.ErrMalformed) || !strings.Contains(err.Error(), ".key") {
		t.Errorf("got %v", err)
	}
}

// program writes a signer in shell.
func program(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sign")
	check(t, os.WriteFile(file, []byte("#!/bin/sh\nset -e\n"+text), 0o700))
	return file
}

func TestASignerThatAnswersNonsense(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":     "true",
		"no good one": "head -c 64 /dev/zero",
		"too much":    "head -c 100000 /dev/zero",
		"failure":     "exit 3",
	} {
		if _, err := publish.Exec(program(t, text), key("x").Public()).Sign([]byte("message")); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A key of openssl, behind a program: the whole way of an upload.
func TestAnUploadSignedByAProgram(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	run(t, openssl, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", dir+"/key.pem")
	run(t, openssl, "pkey", "-in", dir+"/key.pem", "-pubout", "-outform", "DER", "-out", dir+"/pub.der")
	pkix, err := os.ReadFile(dir + "/pub.der")
	check(t, err)
	signWith(t, publish.PublicKey{Role: "c04998", PKIX: pkix, Signer: "exec:" + program(t, openssl+" dgst -sha256 -sign "+dir+"/key.pem\n")})
}

// signWith gives the town this key, and publishes with it.
func signWith(t *testing.T, p publish.PublicKey) {
	t.Helper()
	data, err := p.Bytes()
	check(t, err)
	k, err := publish.Unlock(data, nil)
	check(t, err)
	o := newOffice(t)
	e := o.begin()
	check(t, e.SetTown(otherTown, 1, k.Signer.Public()))
	o.accept(o.approve(o.upload(e), "d04", "d04"))
	e = o.begin()
	_, err = e.Publish(otherTown, cantine(t, "1.1.0"))
	check(t, err)
	u, err := publish.Approve(o.upload(e), "c04998", k)
	check(t, err)
	o.accept(u)
	list, err := o.look(otherTown)
	check(t, err)
	if len(list) != 1 {
		t.Errorf("a terminal sees %v", list)
	}
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

const softHSM = "/usr/lib/softhsm/libsofthsm2.so"

// A key that never leaves a PKCS#11 token; the token is SoftHSM's.
func TestAnUploadSignedByAToken(t *testing.T) {
	for _, tool := range []string{"softhsm2-util", "pkcs11-tool", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	dir := t.TempDir()
	check(t, os.Mkdir(dir+"/tokens", 0o700))
	check(t, os.WriteFile(dir+"/conf", []byte("directories.tokendir = "+dir+"/tokens\n"), 0o600))
	t.Setenv("SOFTHSM2_CONF", dir+"/conf")
	run(t, "softhsm2-util", "--init-token", "--free", "--label", "mairie", "--pin", "1234", "--so-pin", "5678")
	tool := []string{"--module", softHSM, "--token-label", "mairie", "--login", "--pin", "1234"}
	run(t, "pkcs11-tool", append(tool, "--keypairgen", "--key-type", "EC:prime256v1", "--id", "01")...)
	run(t, "pkcs11-tool", append(tool, "--read-object", "--type", "pubkey", "--id", "01", "--output-file", dir+"/pub.der")...)
	pkix, err := os.ReadFile(dir + "/pub.der")
	check(t, err)
	if _, err := x509.ParsePKIXPublicKey(pkix); err != nil {
		t.Fatalf("the token's public key: %v", err)
	}
	signWith(t, publish.PublicKey{Role: "c04998", PKIX: pkix, Signer: "exec:" + program(t, `
in=$(mktemp); out=$(mktemp); trap 'rm -f "$in" "$out"' EXIT
openssl dgst -sha256 -binary >"$in"
pkcs11-tool `+strings.Join(tool, " ")+` --sign --id 01 --mechanism ECDSA \
  --signature-format openssl --input-file "$in" --output-file "$out" >&2
cat "$out"
`)})
}
