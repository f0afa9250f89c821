package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/forms/pack/archive"
)

// TestNobodySignsWhatTheCheckRefuses: an archive that was made without "pack
// build" is held against the same rules when it is signed, and when an upload
// with it is accepted without a hub.
func TestNobodySignsWhatTheCheckRefuses(t *testing.T) {
	madeStick(t)
	visits := filepath.Join("p", "tests", "visits.yaml")
	good, err := os.ReadFile(visits)
	if err != nil {
		t.Fatal(err)
	}
	bad := strings.Replace(string(good), "ends: check", `ends: "exit:ailleurs"`, 1)
	if err := os.WriteFile(visits, []byte(bad), 0o600); err != nil || bad == string(good) {
		t.Fatal(err)
	}
	data, err := archive.Build(os.DirFS("p"))
	if err == nil {
		err = os.WriteFile("bad.guichet", data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := kioskctl(t, "pack", "sign", "bad.guichet", "--repo", "our/repository", "--town", "04999", "--key", "our/5-town/c04999.key",
		"--passphrase-file", "word", "-o", "bad.upload")
	if r.status != exitFailed || !strings.Contains(r.out, "refused; errors: ") || !strings.Contains(r.err, "bad.guichet: the check refuses this pack") {
		t.Errorf("sign: %+v", r)
	}
	if _, err := os.Stat("bad.upload"); err == nil {
		t.Error("an upload was written")
	}
	var out, log safeBuffer
	hub, err := testProgram(&out, &log).hub(filepath.Join("our", "hub", "online.keys"))
	if err != nil {
		t.Fatal(err)
	}
	if err := hub.Trial(nil, os.DirFS("p")); err == nil || !strings.Contains(out.String(), "refused; errors: ") {
		t.Errorf("accept: %v, %s", err, out.String())
	}
}
