package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/hub"
)

// furnished is a folder with all files that a configuration names, and that
// configuration.
func furnished(t *testing.T) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	t.Chdir(dir)
	put(t, "word", "five words are good enough\n")
	must(t, "keys", "new", "--town", "04999", "--passphrase-file", "word", "our")
	c, err := hub.MakeCertificates([]string{"hub.example"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	put(t, "hub.pem", string(c.Authority))
	put(t, "pbx.pem", "the exchange's:\n"+string(c.Authority)+string(c.Certificate))
	put(t, "sip.password", "tout-va-bien\n")
	put(t, "kiosk.yaml", strings.ReplaceAll(`town:
  name: Mairie de Saint-Éloi
  contacts:
    - {name: Accueil, phone: "04 92 00 00 00"}
packs: DIR/our
hub:
  url: https://bornes.saint-eloi.example
  ca: DIR/hub.pem
trust:
  root: DIR/our/kiosk/root.json
  town: "04999"
printer:
  profile: DIR/own.yaml
  port: /dev/ttyS0
calls:
  sip:
    server: sips:pbx.saint-eloi.example
    user: borne
    password_file: DIR/sip.password
    ca: DIR/pbx.pem
`, "DIR", dir))
	return dir, filepath.Join(dir, "kiosk.yaml")
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A file that is only read later is looked at now: its line, what is wrong with it,
// and its mend. What is in it is never said.
func TestTheFilesOfAConfiguration(t *testing.T) {
	model, err := os.ReadFile("../../drivers/profiles/models/epson-tm-t20ii.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir, file := furnished(t)
	put(t, "own.yaml", string(model))
	if r := kioskctl(t, "config", "check", file); r.status != exitDone || r.err != "" {
		t.Fatalf("all is there: %+v", r)
	}
	for _, c := range []struct {
		file, holds string // "-": it is not there
		at, says    string
	}{
		{"hub.pem", "-", ":8:7: ", "hub.pem cannot be read: no such file or directory (put it there, or take the line out; "},
		{"hub.pem", "", ":8:7: ", "hub.pem holds no certificate in PEM (it is text, and begins with "},
		{"hub.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", ":8:7: ", "hub.pem holds a certificate that is damaged"},
		{"pbx.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", ":20:9: ", "pbx.pem holds no certificate in PEM"},
		{"sip.password", "\nsecret\n", ":19:20: ", "sip.password holds no password (write the password alone on its first line)"},
		{"our/kiosk/root.json", "{}", ":10:9: ", "root.json is no root.json (copy root.json "},
		{"our/kiosk/root.json", `{"signed":null,"signatures":[]}`, ":10:9: ", "root.json is no root.json"},
		{"own.yaml", "dots: many\n", ":13:12: ", "own.yaml is no profile of a printer: "},
	} {
		was, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if put(t, c.file, c.holds); c.holds == "-" {
			os.Remove(c.file)
		}
		r := kioskctl(t, "config", "check", file)
		if r.status != exitFailed || !strings.HasPrefix(r.out, file+c.at+dir) || !strings.Contains(r.out, c.says) || strings.Contains(r.out, "secret") {
			t.Errorf("%s with %q: %+v", c.file, c.holds, r)
		}
		if r := kioskctl(t, "config", "check", "--alone", file); r.status != exitDone {
			t.Errorf("%s alone: %+v", c.file, r)
		}
		put(t, c.file, string(was))
	}
	replace(t, file, dir+"/our\n", dir+"/none\n")
	if r := kioskctl(t, "config", "check", file); r.status != exitFailed || !strings.Contains(r.out, file+":5:8: the folder "+dir+"/none cannot be read: no such file") {
		t.Errorf("%+v", r)
	}
}
