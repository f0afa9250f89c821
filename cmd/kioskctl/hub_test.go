package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"guichet/forms/packs"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// hall is a hub and the kiosks of one story.
type hall struct {
	t      *testing.T
	hub    *hubtest.Hub
	kiosks map[string]*hubtest.Kiosk
}

// TestHubStories runs the stories of testdata/hub, each against a hub of its
// own: kioskctl is a process, kiosks are played by the story's own commands.
//
//	enrol NAME FILE             brings the code in a file
//	wants NAME VERSION          waits until the hub wants this of the kiosk
//	says NAME VERSION STEP …    sends a heartbeat
//	alerts NAME ALERT           sends one with an alert, and waits until it is known
func TestHubStories(t *testing.T) {
	stories, err := filepath.Glob("testdata/hub/*.txt")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			h := &hall{t: t, hub: hubtest.New(t), kiosks: map[string]*hubtest.Kiosk{}}
			testscript.Run(t, testscript.Params{
				Files: []string{file}, UpdateScripts: *update, Setup: h.setup,
				Cmds: map[string]func(*testscript.TestScript, bool, []string){
					"enrol": h.enrol, "wants": h.wants, "says": h.says, "alerts": h.alerts,
				},
			})
		})
	}
}

// setup gives a story kioskctl, the hub's address and authority, tokens, the
// town's key, and the folder of a pack.
func (h *hall) setup(env *testscript.Env) error {
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		return err
	}
	bin := h.t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "kioskctl")); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"KIOSKCTL_TEST": "run", "PATH": bin + string(filepath.ListSeparator) + os.Getenv("PATH"),
		"XDG_CONFIG_HOME": filepath.Join(env.WorkDir, "config"), "HUB": h.hub.URL, "TOWN": hubtest.Town,
	} {
		env.Setenv(name, value)
	}
	for name, data := range map[string][]byte{
		"ca.pem": h.hub.CA, "town.key": hubtest.TownKey(h.t, "une phrase assez longue"), "phrase": []byte("une phrase assez longue\n"),
		"admin.token": []byte(h.hub.Token(h.t, store.RoleAdmin)), "town.token": []byte(h.hub.Token(h.t, store.RoleTown)),
		"reader.token": []byte(h.hub.Token(h.t, store.RoleReader)),
	} {
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), data, 0o600); err != nil {
			return err
		}
	}
	cantine, err := fs.Sub(packs.FS, "cantine")
	if err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(env.WorkDir, "cantine"), cantine)
}

func (h *hall) enrol(ts *testscript.TestScript, _ bool, args []string) {
	line, _, _ := strings.Cut(ts.ReadFile(args[1]), "\n")
	code, err := wire.ReadCode(line)
	ts.Check(err)
	k := h.hub.NewKiosk(h.t)
	if status := k.Enrol(h.t, code); status != 201 {
		ts.Fatalf("enrolment: %d", status)
	}
	h.kiosks[args[0]] = k
	k.Beat(h.t, wire.Heartbeat{State: "attract"})
	eventually(h.t, func() bool { // the hub writes heartbeats down once a second
		row, err := h.hub.Store.Kiosk(h.t.Context(), k.ID)
		return err == nil && !row.BeatAt.IsZero()
	}, func() string { return "the heartbeat is never written down" })
}

func (h *hall) wants(ts *testscript.TestScript, _ bool, args []string) {
	k := h.kiosks[args[0]]
	eventually(h.t, func() bool {
		_, r := k.Beat(h.t, wire.Heartbeat{State: "attract"})
		return len(r.Wanted) == 1 && r.Wanted[0].Version == args[1]
	}, func() string { return args[0] + " never wants " + args[1] })
}

func (h *hall) says(ts *testscript.TestScript, _ bool, args []string) {
	b := wire.Heartbeat{State: "attract"}
	for rest := args[1:]; len(rest) > 1; rest = rest[2:] {
		b.Packs = append(b.Packs, wire.PackState{ID: hubtest.PackID, Version: rest[0], Step: rest[1], Why: map[bool]string{true: "tests"}[rest[1] == wire.Refused]})
	}
	if status, _ := h.kiosks[args[0]].Beat(h.t, b); status != 200 {
		ts.Fatalf("heartbeat: %d", status)
	}
}

func (h *hall) alerts(ts *testscript.TestScript, _ bool, args []string) {
	k := h.kiosks[args[0]]
	b := wire.Heartbeat{State: "attract", Alerts: []wire.Alert{{Name: args[1], Who: "admin"}}}
	if status, _ := k.Beat(h.t, b); status != 200 {
		ts.Fatalf("heartbeat: %d", status)
	}
	eventually(h.t, func() bool { // the hub writes heartbeats down once a second
		row, err := h.hub.Store.Kiosk(h.t.Context(), k.ID)
		return err == nil && len(row.Beat.Alerts) == 1
	}, func() string { return "the alert is never written down" })
}

// What a story leaves in the configuration is nobody else's to read.
func TestLoginIsSecret(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	for range 2 {
		if err := (login{URL: "https://hub.example", Token: "guichet_x"}).save(); err != nil {
			t.Fatal(err)
		}
	}
	path, _ := loginFile()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}
