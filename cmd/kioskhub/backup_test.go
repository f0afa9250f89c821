package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A copy made while a hub has the database open is a database that a hub starts
// on, with what was in it.
func TestBackup(t *testing.T) {
	dir, config := made(t)
	s, err := openSetup(t.Context(), config)
	check(t, err)
	defer s.store.Close()
	if out, status := kioskhub(t, "user", "-config", config, "add", "alix"); status != exitDone {
		t.Fatal(out)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if out, status := kioskhub(t, "backup", "-config", config, file); status != exitDone || out != "written: "+file+"\n" {
		t.Fatalf("%d %s", status, out)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if out, status := kioskhub(t, "backup", "-config", config, file); status != exitFailed || !strings.Contains(out, "exists") {
		t.Errorf("over another: %d %s", status, out)
	}
	text, err := os.ReadFile(config)
	check(t, err)
	other := filepath.Join(dir, "other.yaml")
	check(t, os.WriteFile(other, []byte(strings.ReplaceAll(string(text), "data/hub.db", file)), 0o600))
	if out, status := kioskhub(t, "user", "-config", other, "list"); status != exitDone || !strings.Contains(out, "alix") {
		t.Errorf("what the copy holds: %d %s", status, out)
	}
	if out, status := kioskhub(t, "backup", "-config", config, filepath.Join(dir, "nowhere", "copy.db")); status != exitFailed || !strings.Contains(out, "nowhere") {
		t.Errorf("no folder: %d %s", status, out)
	}
}

func TestBackupOfAServer(t *testing.T) {
	_, config := made(t, "data/hub.db", "postgres://127.0.0.1/hub")
	if out, status := kioskhub(t, "backup", "-config", config, filepath.Join(t.TempDir(), "x")); status != exitFailed || !strings.Contains(out, "pg_dump") {
		t.Errorf("%d %s", status, out)
	}
}
