package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAConfigurationThatIsGood(t *testing.T) {
	file := kioskConfig(t, "")
	if r := kioskctl(t, "config", "check", "--alone", file); r.status != exitDone || r.out != file+" is good: Mairie de Saint-Éloi\n" || r.err != "" {
		t.Errorf("%+v", r)
	}
}

// Every fault is told at once, with its place and its mend.
func TestAConfigurationWithFaults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kiosk.yaml")
	text := "town:\n  name: Mairie\n  contacts:\n    - {name: Accueil, phone: douze}\nprinters: {}\nlog_level: loud\nhub: {url: https://bornes.saint-eloi.example}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r := kioskctl(t, "config", "check", file)
	want := []string{
		file + `:4:30: "douze" is not a telephone number (write it as it is dialled: "04 92 00 00 00", or "+32 …" from abroad)`,
		file + `:5:1: unknown key "printers" (did you mean "printer"?)`,
		file + `:6:12: `,
	}
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if r.status != exitFailed || r.err != "" || len(lines) != len(want) {
		t.Fatalf("%+v", r)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("%s, want %s", line, want[i])
		}
	}
}

// A model that nobody has is a fault too, in its place.
func TestAConfigurationWithAnUnknownPrinter(t *testing.T) {
	file := kioskConfig(t, "")
	replace(t, file, "profile: epson-tm-t20ii", "profile: epson-tm-t2000")
	r := kioskctl(t, "config", "check", "--alone", file)
	if r.status != exitFailed || !strings.Contains(r.out, `: there is no profile "epson-tm-t2000" (there are `) || strings.Contains(r.out, ":0:") {
		t.Errorf("%+v", r)
	}
	replace(t, file, "profile: epson-tm-t2000", "profile: /etc/guichet/own.yaml")
	if r := kioskctl(t, "config", "check", "--alone", file); r.status != exitDone {
		t.Errorf("a profile of one's own: %+v", r)
	}
}

func TestAConfigurationThatIsNotThere(t *testing.T) {
	if r := kioskctl(t, "config", "check", filepath.Join(t.TempDir(), "none")); r.status != exitFailed || !strings.Contains(r.err, "no such file") {
		t.Errorf("%+v", r)
	}
}
