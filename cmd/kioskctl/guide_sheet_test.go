package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	guideMarkdown = "../../packaging/guide-accueil.md"
	guidePDF      = "../../packaging/guide-accueil.pdf"
)

// sampleConfig is the annotated sample with the one thing filled in that it asks
// for, and changed.
func sampleConfig(t *testing.T, change func(string) string) string {
	t.Helper()
	data, err := os.ReadFile("../../packaging/etc/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "kiosk.yaml")
	text := change(strings.Replace(string(data), "age1pq1…", sampleRecipient(t), 1))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func sampleRecipient(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../packaging/deb/testdata/recipient.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

func asIs(s string) string { return s }

// The sheet that the repository has is the one that its text and the sample make,
// byte for byte. To write it anew: go test ./cmd/kioskctl -run TestTheSheet -update
func TestTheSheetIsUpToDate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guide.pdf")
	r := kioskctl(t, "guide", "--config", sampleConfig(t, asIs), "--text", guideMarkdown, "--out", file)
	if r.status != exitDone || r.out != "written: "+file+"\n" {
		t.Fatalf("%+v", r)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(guidePDF, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(guidePDF); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what its text makes: %v; %d bytes, want %d", guidePDF, err, len(want), len(got))
	}
}

// Each kind of printer has its pictures, and a kiosk without one has none.
func TestTheSheetOfOtherKiosks(t *testing.T) {
	made := map[string]string{}
	for what, change := range map[string]func(string) string{
		"clamshell": asIs,
		"slot":      profiled("custom-vkp80ii"),
		"sheets":    without("printer:"),
		"none":      func(s string) string { return without("a4_printer:")(without("printer:")(s)) },
	} {
		r := kioskctl(t, "guide", "--config", sampleConfig(t, change), "--text", guideMarkdown, "--out", "-")
		if r.status != exitDone || !strings.HasPrefix(r.out, "%PDF-") {
			t.Fatalf("%s: status %d, %s", what, r.status, r.err)
		}
		for other, sheet := range made {
			if sheet == r.out {
				t.Errorf("%s and %s have the same sheet", what, other)
			}
		}
		made[what] = r.out
	}
}

func profiled(name string) func(string) string {
	return func(s string) string { return strings.Replace(s, "profile: epson-tm-t20ii", "profile: "+name, 1) }
}

// without takes a section out of the configuration.
func without(section string) func(string) string {
	return func(s string) string {
		var kept strings.Builder
		inside := false
		for line := range strings.Lines(s) {
			if line[0] != ' ' && line[0] != '#' && line[0] != '\n' {
				inside = strings.HasPrefix(line, section)
			}
			if !inside {
				kept.WriteString(line)
			}
		}
		return kept.String()
	}
}

// Without a configuration it is a sheet for any kiosk.
func TestTheSheetOfAnyKiosk(t *testing.T) {
	r := kioskctl(t, "guide", "--text", guideMarkdown, "--out", "-")
	if r.status != exitDone || !strings.HasPrefix(r.out, "%PDF-") {
		t.Errorf("status %d, %s", r.status, r.err)
	}
}

func TestTheSheetRefuses(t *testing.T) {
	long := filepath.Join(t.TempDir(), "long.md")
	if err := os.WriteFile(long, []byte("# Guide\n"+strings.Repeat("\nUne phrase.\n", 80)), 0o600); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "hall.yaml")
	shown := kioskctl(t, "printer", "profiles", "generic-80mm")
	if err := os.WriteFile(own, []byte(strings.Replace(shown.out, "path: clamshell\n", "", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--text", "/no/such/file.md"}, exitUsage, "name one with --text"},
		{[]string{"--text", long, "--out", "-"}, exitFailed, "longer than one page"},
		{[]string{"--config", "/no/such/file.yaml"}, exitFailed, "no such file"},
		{[]string{"--text", guideMarkdown, "--out", "/no/such/folder/x.pdf"}, exitFailed, "no such file"},
		{[]string{"--config", sampleConfig(t, profiled(own)), "--text", guideMarkdown, "--out", "-"}, exitFailed, "does not say how the paper goes in"},
	} {
		r := kioskctl(t, append([]string{"guide"}, c.args...)...)
		if r.status != c.status || !strings.Contains(r.err, c.says) || r.out != "" {
			t.Errorf("%v: %+v", c.args, r)
		}
	}
}
