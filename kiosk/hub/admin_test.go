package hub_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/tool"
)

func newTool(t testing.TB, h *hubtest.Hub, role string) *tool.Client {
	t.Helper()
	c, err := tool.NewClient(h.URL, h.Token(t, role), h.CA)
	check(t, err)
	return c
}

// A tool does all that its user may: from an empty hub to a revision that a
// kiosk shows.
func TestTool(t *testing.T) {
	h := hubtest.New(t)
	c := newTool(t, h, store.RoleTown)
	ctx := t.Context()
	me, err := c.Me(ctx)
	if err != nil || me.Role != store.RoleTown || me.Town != hubtest.Town || me.Hub != "test" {
		t.Fatalf("%+v, %v", me, err)
	}
	code, err := c.NewCode(ctx, tool.NewCode{Town: hubtest.Town, Name: "Hall", Group: "test"})
	check(t, err)
	typed, err := wire.ReadCode(code.Code)
	check(t, err)
	k := h.NewKiosk(t)
	if status := k.Enrol(t, typed); status != 201 {
		t.Fatalf("enrolment: %d", status)
	}
	upload, err := h.Upload(t, "1.1.0").Bytes()
	check(t, err)
	check(t, c.Upload(ctx, upload))
	packs, err := c.Packs(ctx, hubtest.Town)
	if err != nil || len(packs) != 1 || packs[0].Version != "1.1.0" {
		t.Errorf("%+v, %v", packs, err)
	}
	r, err := c.Start(ctx, tool.Start{Town: hubtest.Town, Pack: hubtest.PackID, Version: "1.1.0", Auto: true})
	check(t, err)
	steps := map[string]bool{}
	err = c.Watch(ctx, r.ID, func(p tool.Progress) bool {
		if len(p.Kiosks) == 1 && !steps[p.Kiosks[0].Step] {
			steps[p.Kiosks[0].Step] = true
			k.Beat(t, says("1.1.0", wire.Shown))
		}
		return p.Rollout.State != store.Done
	})
	if err != nil || !steps[wire.Shown] {
		t.Errorf("watched %v, %v", steps, err)
	}
	if p, err := c.Progress(ctx, r.ID); err != nil || p.Kiosks[0].Step != wire.Shown || p.Rollout.State != store.Done {
		t.Errorf("%+v, %v", p, err)
	}
}

// Who is shut out while he watches sees no more.
func TestWatchingEndsWithTheRight(t *testing.T) {
	h := hubtest.New(t)
	h.Enrol(t, "Hall", "")
	id := begin(t, h, "1.1.0")
	token := h.Token(t, store.RoleTown)
	c, err := tool.NewClient(h.URL, token, h.CA)
	check(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = c.Watch(ctx, id, func(tool.Progress) bool {
		me, err := h.Users.Tool(ctx, token)
		check(t, err)
		me.Disabled = true
		check(t, h.Store.PutUser(ctx, me))
		return true
	})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("it goes on: %v", err)
	}
}

func TestToolKiosksAndInbox(t *testing.T) {
	h := hubtest.New(t)
	ctx := t.Context()
	k := h.Enrol(t, "Hall", "")
	head, _, _ := k.Submit(t, k.Header(), ciphertext)
	town, agent := newTool(t, h, store.RoleTown), newTool(t, h, store.RoleAgent)
	name, group, x := "Entrée", "test", 0.5
	edited, err := town.Edit(ctx, k.ID, tool.Edit{Name: &name, Group: &group, X: &x})
	if err != nil || edited.Name != name || edited.Group != group || edited.X != x {
		t.Errorf("%+v, %v", edited, err)
	}
	if all, err := town.Kiosks(ctx, hubtest.Town); err != nil || len(all) != 1 || all[0].Name != name {
		t.Errorf("%+v, %v", all, err)
	}
	items, err := agent.Items(ctx, tool.Query{Town: hubtest.Town, State: "waiting", Limit: 10})
	if err != nil || len(items) != 1 || items[0].ID != head.ID {
		t.Fatalf("%+v, %v", items, err)
	}
	if data, err := agent.Ciphertext(ctx, head.ID); err != nil || !bytes.Equal(data, ciphertext) {
		t.Errorf("%q, %v", data, err)
	}
	check(t, agent.Handled(ctx, head.ID))
	if i, err := agent.Item(ctx, head.ID); err != nil || i.HandledBy == "" || i.Handled.IsZero() {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := town.Ciphertext(ctx, head.ID); !tool.Is(err, "right") {
		t.Errorf("the town hall fetches: %v", err)
	}
	check(t, town.Revoke(ctx, k.ID))
	if status, _ := k.Beat(t, wire.Heartbeat{}); status != 403 {
		t.Errorf("revoked: %d", status)
	}
	acts, err := town.History(ctx, hubtest.Town, 3)
	if err != nil || len(acts) != 3 || acts[0].What != "kiosk_revoked" || acts[1].What != "item_handled" || acts[2].What != "item_read" {
		t.Errorf("%+v, %v", acts, err)
	}
}

func TestToolRefused(t *testing.T) {
	h := hubtest.New(t)
	c := newTool(t, h, store.RoleTown)
	bad := "a\x00"
	far := 1.5
	for name, do := range map[string]func(context.Context) error{
		"input: a town that is none": func(ctx context.Context) error {
			_, err := newTool(t, h, store.RoleAdmin).NewCode(ctx, tool.NewCode{Town: "Brest", Name: "Hall"})
			return err
		},
		"input: no name": func(ctx context.Context) error {
			_, err := c.NewCode(ctx, tool.NewCode{Town: hubtest.Town})
			return err
		},
		"input: a name that cannot print": func(ctx context.Context) error {
			_, err := c.NewCode(ctx, tool.NewCode{Town: hubtest.Town, Name: bad})
			return err
		},
		"input: a name that a terminal obeys": func(ctx context.Context) error {
			_, err := c.NewCode(ctx, tool.NewCode{Town: hubtest.Town, Name: "Hall\u009b2J"})
			return err
		},
		"input: beside the plan": func(ctx context.Context) error {
			_, err := c.Edit(ctx, h.Enrol(t, "Hall", "").ID, tool.Edit{X: &far})
			return err
		},
		"input: a state": func(ctx context.Context) error {
			_, err := c.Items(ctx, tool.Query{Town: hubtest.Town, State: "new"})
			return err
		},
		"input: a limit":              func(ctx context.Context) error { _, err := c.History(ctx, hubtest.Town, 5000); return err },
		"not_found: no such kiosk":    func(ctx context.Context) error { return c.Revoke(ctx, "0000000000000000") },
		"not_found: no such roll-out": func(ctx context.Context) error { _, err := c.Progress(ctx, "0"); return err },
		"not_found: no such turn":     func(ctx context.Context) error { _, err := c.Turn(ctx, "0", "forward"); return err },
		"not_published: a revision": func(ctx context.Context) error {
			_, err := c.Start(ctx, tool.Start{Town: hubtest.Town, Pack: "x", Version: "1.0.0"})
			return err
		},
		"right: another town":     func(ctx context.Context) error { _, err := c.Kiosks(ctx, "04998"); return err },
		"malformed: an upload":    func(ctx context.Context) error { return c.Upload(ctx, []byte(`{"guichet":"upload 2"}`)) },
		"not_allowed: not signed": func(ctx context.Context) error { return c.Upload(ctx, unsigned(t, h)) },
	} {
		word, _, _ := strings.Cut(name, ":")
		if err := do(t.Context()); !tool.Is(err, word) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger, err := tool.NewClient(h.URL, "guichet_nothing", h.CA)
	check(t, err)
	if _, err := stranger.Me(t.Context()); !tool.Is(err, "token") {
		t.Errorf("a stranger: %v", err)
	}
}

// unsigned is an upload that nobody has approved.
func unsigned(t testing.TB, h *hubtest.Hub) []byte {
	t.Helper()
	u := h.Upload(t, "1.3.0")
	for role, change := range u.Roles {
		i := bytes.Index(change.Metadata, []byte(`"sig":`))
		if i < 0 {
			t.Fatal("no signature in the upload")
		}
		data := bytes.Clone(change.Metadata)
		for j := i + 8; j < i+20; j++ {
			if data[j] >= '0' && data[j] <= '8' {
				data[j]++
				break
			}
		}
		change.Metadata = data
		u.Roles[role] = change
	}
	data, err := u.Bytes()
	check(t, err)
	return data
}

// Two pushes made from the same state: the second is told, and nothing of it is
// published.
func TestPushConflict(t *testing.T) {
	h := hubtest.New(t)
	c := newTool(t, h, store.RoleTown)
	first, err := h.Upload(t, "1.1.0").Bytes()
	check(t, err)
	second, err := h.Upload(t, "1.2.0").Bytes()
	check(t, err)
	check(t, c.Upload(t.Context(), first))
	if err := c.Upload(t.Context(), second); !tool.Is(err, "conflict") {
		t.Errorf("the second: %v", err)
	}
	if packs, err := c.Packs(t.Context(), hubtest.Town); err != nil || len(packs) != 1 {
		t.Errorf("%+v, %v", packs, err)
	}
}

func TestHealth(t *testing.T) {
	clock := newClock()
	full := false
	h := hubtest.New(t, func(c *hub.Config) {
		c.Now = clock.Now
		c.Room = func() error {
			if full {
				return store.ErrFull
			}
			return nil
		}
	})
	ready := func() int { return serve(h.Hub, newRequest("GET", "/readyz", nil)).Code }
	if w := serve(h.Hub, newRequest("GET", "/healthz", nil)); w.Code != 200 || ready() != 200 {
		t.Errorf("%d %d", w.Code, ready())
	}
	full = true
	if ready() != 503 {
		t.Error("ready with a full disk")
	}
	full = false
	clock.Add(-time.Since(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)))
	if ready() != 503 {
		t.Error("ready in 2020")
	}
	clock.Add(time.Since(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)))
	h.Drain()
	if ready() != 503 {
		t.Error("ready while it stops")
	}
}

func TestMetrics(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	k.Submit(t, k.Header(), ciphertext)
	b := says("1.1.0", wire.Shown)
	b.Version, b.Printer.Model, b.Printer.Paper, b.Spool.Waiting = `1.0"x`, "epson-tm-t20ii", "low", 3
	b.Alerts = []wire.Alert{{Name: "paper_low", Who: "staff", Since: time.Now().Add(-time.Hour)}}
	k.Beat(t, b)
	eventually(t, func() bool {
		row, err := h.Store.Kiosk(t.Context(), k.ID)
		return err == nil && !row.BeatAt.IsZero()
	}, "the heartbeat is written down")
	w := serve(h.Metrics(), newRequest("GET", "/metrics", nil))
	for _, line := range []string{
		`guichet_hub_submissions_total{outcome="taken"} 1`, `guichet_kiosks{state="live"} 1`, `guichet_kiosk_versions{version="1.0\"x"} 1`,
		`guichet_kiosk_paper{paper="low"} 1`, `guichet_spool_waiting{town="04999"} 3`, `guichet_kiosk_alerts{alert="paper_low"} 1`,
		`guichet_hub_answers_total{route="POST /v1/heartbeat",class="2xx"} 1`, `why="paper_low"`, `guichet_outbox_waiting 0`,
	} {
		if !strings.Contains(w.Body.String(), line) {
			t.Errorf("no %s in\n%s", line, w.Body)
		}
	}
	if res, _ := h.Client().Get(h.URL + "/metrics"); res.StatusCode != http.StatusNotFound {
		t.Errorf("metrics are told to the network: %d", res.StatusCode)
	}
}

// FuzzAdmin: whatever a tool sends, the hub answers what it means, and its state
// changes only where the answer is a success.
func FuzzAdmin(f *testing.F) {
	h := hubtest.New(f)
	token := h.Token(f, store.RoleAdmin)
	for _, seed := range []string{`{"town":"04999","name":"Hall"}`, `{"town":"04999","pack":"cantine","version":"1.0.0","auto":true}`, `{"x":1e400}`, `[]`, `{"name":"a"}{}`} {
		f.Add("codes", "", []byte(seed))
		f.Add("rollouts", "?town=04999", []byte(seed))
		f.Add("uploads", "", []byte(seed))
	}
	f.Add("inbox", "?town=04999&limit=-1&state=x", []byte(nil))
	f.Fuzz(func(t *testing.T, path, query string, body []byte) {
		for _, method := range []string{"GET", "POST", "PATCH"} {
			r, err := http.NewRequest(method, "https://hub.example"+tool.Path+queryEscape(path), bytes.NewReader(body))
			if err != nil {
				return
			}
			r.URL.RawQuery = strings.TrimPrefix(query, "?")
			r.Header.Set("Authorization", "Bearer "+token)
			if w := serve(h.Hub, r); w.Code >= 500 && w.Code != 503 {
				t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
			}
		}
	})
}
