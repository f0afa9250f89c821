package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"guichet/forms"
	"guichet/forms/pack/publish"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// TestInboxStories runs the stories of testdata/inbox, each against a hub to
// which two citizens have sent something. The names are of nobody.
func TestInboxStories(t *testing.T) {
	stories, err := filepath.Glob("testdata/inbox/*.txt")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range stories {
		t.Run(filepath.Base(file), func(t *testing.T) {
			h := &hall{t: t, hub: hubtest.New(t), kiosks: map[string]*hubtest.Kiosk{}}
			rotated := filepath.Base(file) == "rotated.txt"
			testscript.Run(t, testscript.Params{Files: []string{file}, UpdateScripts: *update, Setup: func(env *testscript.Env) error {
				return h.setupInbox(env, rotated)
			}})
		})
	}
}

// setupInbox: rotated, the second citizen came before the keys were replaced.
func (h *hall) setupInbox(env *testscript.Env, rotated bool) error {
	agents, other := newOpener(h.t), newOpener(h.t)
	for name, key := range map[string]*age.HybridIdentity{"agents.age": agents, "other.age": other} {
		sealed, err := publish.Seal([]byte(key.String()+"\n"), "une phrase assez longue", 10)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), sealed, 0o600); err != nil {
			return err
		}
	}
	token := h.hub.Token(h.t, store.RoleAgent)
	if err := os.WriteFile(filepath.Join(env.WorkDir, "agent.token"), []byte(token), 0o600); err != nil {
		return err
	}
	k := h.hub.Enrol(h.t, "Hall", "")
	before := agents
	if rotated {
		before = other
	}
	h.submit(k, agents, 1, "Quatrebarbes-Œuvrard")
	h.submit(k, before, 2, "=cmd()")
	return h.setup(env)
}

func newOpener(t *testing.T) *age.HybridIdentity {
	t.Helper()
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// submit hands in what a kiosk would have sealed.
func (h *hall) submit(k *hubtest.Kiosk, to *age.HybridIdentity, n int, name string) {
	h.t.Helper()
	s := forms.Submission{
		ID: fmt.Sprintf("%032x", n), Reference: references[n], Pack: "cantine", Version: "1.1.0", Lang: forms.French,
		At: time.Date(2026, 11, 20+n, 10, 0, 0, 0, time.UTC), KeepDays: 400,
		Entries: []forms.Entry{{Page: "nom", Type: forms.Name, Label: "Quel est votre nom ?", Shown: []string{name}}},
	}
	data := encrypted(h.t, to, s)
	head := k.Header()
	head.ID, head.Reference, head.Pack, head.Version, head.At = s.ID, s.Reference, s.Pack, s.Version, s.At
	if _, status, answer := k.Submit(h.t, head, data); status != 200 {
		h.t.Fatalf("%d %s", status, answer)
	}
}

// references have right letters.
var references = []string{"", "482 739 156 Z", "000 000 001 B"}
