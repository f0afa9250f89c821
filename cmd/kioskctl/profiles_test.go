package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guichet/drivers/profiles"
)

func TestListProfiles(t *testing.T) {
	r := kioskctl(t, "printer", "profiles")
	for _, name := range profiles.Names() {
		if !strings.Contains(r.out, "\n"+name+" ") {
			t.Errorf("%s is not listed:\n%s", name, r.out)
		}
	}
	if !regexp.MustCompile(`(?m)^custom-vkp80ii .* yes +presenter +19200`).MatchString(r.out) {
		t.Errorf("how its paper goes in is not told:\n%s", r.out)
	}
}

// A profile that was shown is read again, and prints.
func TestOwnProfile(t *testing.T) {
	shown := kioskctl(t, "printer", "profiles", model)
	file := filepath.Join(t.TempDir(), "own.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(shown.out, "name: "+model, "name: own", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	ours := kioskctl(t, "printer", "print", shortDocument, "--profile", model, "--to", "-")
	own := kioskctl(t, "printer", "print", shortDocument, "--profile", file, "--to", "-")
	if own.status != exitDone || own.out != ours.out || own.out == "" {
		t.Errorf("%+v\n%+v", own, ours)
	}
	sim := newSim(t)
	if r := kioskctl(t, "printer", "print", shortDocument, "--profile", file, "--to", sim.Path()); r.out != "printed\n" {
		t.Errorf("%+v", r)
	}
}

const database = "../../drivers/profiles/escposdb/testdata/capabilities.json"

// An import says what it assumed, and is a profile.
func TestImport(t *testing.T) {
	if r := kioskctl(t, "printer", "profiles", "--import", database); r.out == "" || !strings.Contains(r.out, "AC-80\n") {
		t.Errorf("%+v", r)
	}
	r := kioskctl(t, "printer", "profiles", "--import", database, "AC-80")
	if r.status != exitDone || !strings.HasPrefix(r.out, "# from escpos-printer-db (CC BY 4.0), entry AC-80\n# ") {
		t.Fatalf("%+v", r)
	}
	if p, err := profiles.Parse([]byte(r.out)); err != nil || p.Columns != 48 {
		t.Errorf("%+v, %v", p, err)
	}
	if r := kioskctl(t, "printer", "profiles", "--import", database, "AC-99"); r.status != exitFailed || r.out != "" {
		t.Errorf("%+v", r)
	}
}
