package rollout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const (
	pack  = "cantine"
	old   = "1.0.0"
	fresh = "1.1.0"
)

// running is a roll-out that began at noon.
func running(change ...func(*store.Rollout)) store.Rollout {
	r := store.Rollout{
		ID: strings.Repeat("0a", 16), Town: "04999", Pack: pack, Version: fresh, Previous: old,
		Stage: store.StageTest, State: store.Running, Auto: true, At: noon, StageAt: noon,
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func state(s string) func(*store.Rollout) { return func(r *store.Rollout) { r.State = s } }
func stage(s string) func(*store.Rollout) { return func(r *store.Rollout) { r.Stage = s } }
func byHand(r *store.Rollout)             { r.Auto = false }
func first(r *store.Rollout)              { r.Previous = "" }

// kiosk is one that spoke a minute after noon.
func kiosk(id, group string, packs ...wire.PackState) store.Kiosk {
	return store.Kiosk{ID: id, Town: "04999", Group: group, BeatAt: noon.Add(time.Minute), Beat: wire.Heartbeat{Packs: packs}}
}

func at(version, step string) wire.PackState {
	return wire.PackState{ID: pack, Version: version, Step: step}
}

func silent(k store.Kiosk) store.Kiosk { k.BeatAt = noon.Add(-time.Hour); return k }

func alarmed(k store.Kiosk, who string, since time.Duration) store.Kiosk {
	k.Beat.Alerts = []wire.Alert{{Name: "disk_full", Who: who, Since: noon.Add(since)}}
	return k
}

// dated is a kiosk on the day when all has come to its end.
func dated(k store.Kiosk) store.Kiosk {
	for _, n := range []health.Name{health.PackExpired, health.TrustEnds, health.CertificateOld} {
		k.Beat.Alerts = append(k.Beat.Alerts, wire.Alert{Name: string(n), Who: "admin", Since: noon.Add(time.Second)})
	}
	return k
}

func TestAdvance(t *testing.T) {
	refused := wire.PackState{ID: pack, Version: fresh, Step: wire.Refused, Why: "tests"}
	shown := at(fresh, wire.Shown)
	a, b, c := "a", "b", "c"
	for name, c := range map[string]struct {
		r      store.Rollout
		kiosks []store.Kiosk
		want   string // stage, state, why
	}{
		"no kiosk at all":                  {running(), nil, "all running "},
		"no test group: the tenth at once": {running(), []store.Kiosk{kiosk(a, ""), kiosk(b, "")}, "ten running "},
		"the test group has to show it":    {running(), []store.Kiosk{kiosk(a, "test", at(fresh, wire.Active)), kiosk(b, "")}, "test running "},
		"the test group shows it":          {running(), []store.Kiosk{kiosk(a, "test", shown), kiosk(b, "")}, "ten running "},
		"one of two shows it":              {running(), []store.Kiosk{kiosk(a, "test", shown), kiosk(b, "test")}, "test running "},
		"the other is silent":              {running(), []store.Kiosk{kiosk(a, "test", shown), silent(kiosk(b, "test")), kiosk(c, "")}, "ten running "},
		"all are silent":                   {running(), []store.Kiosk{silent(kiosk(a, "test")), kiosk(b, "")}, "test running "},
		"only a test group":                {running(), []store.Kiosk{kiosk(a, "test", shown)}, "all done "},
		"by hand it waits":                 {running(byHand), []store.Kiosk{kiosk(a, "test", shown), kiosk(b, "")}, "test running "},
		"by hand it ends":                  {running(byHand, stage("all")), []store.Kiosk{kiosk(a, "test", shown)}, "all done "},
		"the last shows it":                {running(stage("all")), []store.Kiosk{kiosk(a, "test", shown), kiosk(b, "", shown)}, "all done "},
		"a revoked one is not waited for":  {running(stage("all")), []store.Kiosk{kiosk(a, "", shown), {ID: b, RevokedAt: noon, BeatAt: noon}}, "all done "},
		"one refuses":                      {running(), []store.Kiosk{kiosk(a, "test", refused), kiosk(b, "test", shown)}, "test stopped a: tests"},
		"one refuses whose turn it is not": {running(), []store.Kiosk{kiosk(a, "test"), kiosk(b, "", refused)}, "test running "},
		"a test kiosk refuses at the end":  {running(stage("all")), []store.Kiosk{kiosk(a, "test", refused), kiosk(b, "", shown)}, "all stopped a: tests"},
		"it refused before it was resumed": {running(), []store.Kiosk{silent(kiosk(a, "test", refused)), kiosk(b, "test", shown)}, "all done "},
		"a new fault":                      {running(), []store.Kiosk{alarmed(kiosk(a, "test", shown), "technician", time.Second)}, "test stopped a: disk_full"},
		"a fault that was there":           {running(), []store.Kiosk{alarmed(kiosk(a, "test", shown), "technician", -time.Second)}, "all done "},
		"a fault of one without it":        {running(), []store.Kiosk{alarmed(kiosk(a, "test"), "technician", time.Second)}, "test running "},
		"a date that passes is no fault":   {running(), []store.Kiosk{dated(kiosk(a, "test", shown))}, "all done "},
		"what mends itself is no fault":    {running(), []store.Kiosk{alarmed(kiosk(a, "test", shown), "nobody", time.Second)}, "all done "},
		"paper is no fault":                {running(), []store.Kiosk{alarmed(kiosk(a, "test", shown), "staff", time.Second)}, "all done "},
		"paused":                           {running(state("paused")), []store.Kiosk{kiosk(a, "test", shown)}, "test paused "},
		"rolled back":                      {running(state("rolled_back")), []store.Kiosk{kiosk(a, "test", refused)}, "test rolled_back "},
	} {
		got := rollout.Advance(noon.Add(2*time.Minute), c.r, c.kiosks)
		if s := fmt.Sprintf("%s %s %s", got.Stage, got.State, got.Why); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
		if again := rollout.Advance(noon.Add(2*time.Minute), got, c.kiosks); again != got {
			t.Errorf("%s: a second look changes it: %+v", name, again)
		}
	}
}

func TestWanted(t *testing.T) {
	for name, c := range map[string]struct {
		r     store.Rollout
		group string
		has   string // step of the new revision
		want  string
	}{
		"its turn":                       {running(), "test", "", fresh},
		"not its turn":                   {running(), "", "", old},
		"not its turn, a new pack":       {running(first), "", "", "-"},
		"all":                            {running(stage("all")), "", "", fresh},
		"paused, it has it":              {running(state("paused")), "test", wire.Shown, fresh},
		"paused, it is fetching":         {running(state("paused")), "test", wire.Fetching, old},
		"stopped, it refused":            {running(state("stopped")), "test", wire.Refused, old},
		"its group changed, it has it":   {running(), "", wire.Installed, fresh},
		"done":                           {running(state("done")), "", "", fresh},
		"rolled back":                    {running(state("rolled_back")), "test", wire.Shown, old},
		"rolled back, there was none":    {running(state("rolled_back"), first), "test", wire.Shown, ""},
		"rolled back after it was asked": {running(state("rolled_back")), "test", "", old},
	} {
		k := kiosk("a", c.group)
		if c.has != "" {
			k.Beat.Packs = []wire.PackState{at(fresh, c.has)}
		}
		plan := rollout.NewPlan([]store.Rollout{c.r}, []store.Kiosk{k, kiosk("b", "test")}) // b: so that a is in no tenth alone
		if c.group == "" && c.r.Stage == store.StageTest && rollout.MembersOf(c.r.ID, []store.Kiosk{k})["a"] != store.StageTen {
			t.Fatal("a is not the tenth")
		}
		got := "-"
		if w := plan.Wanted("a", k.Beat); len(w) == 1 && w[0].ID == pack {
			got = w[0].Version
		}
		if got != c.want {
			t.Errorf("%s: wants %q, not %q", name, got, c.want)
		}
	}
}

// Only the newest roll-out of a pack counts, and each pack has its own.
func TestWantedOfSeveral(t *testing.T) {
	older := running(state("done"), func(r *store.Rollout) { r.Version = "0.9.0" })
	other := running(state("done"), func(r *store.Rollout) { r.Pack = "naissance" })
	plan := rollout.NewPlan([]store.Rollout{running(stage("all")), other, older}, nil)
	want := []wire.Wanted{{ID: pack, Version: fresh}, {ID: "naissance", Version: fresh}}
	if got := plan.Wanted("new kiosk", wire.Heartbeat{}); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := rollout.Current([]store.Rollout{older, other}, pack); got != "0.9.0" {
		t.Errorf("current: %q", got)
	}
	if got := rollout.Current([]store.Rollout{running(state("rolled_back")), older}, pack); got != old {
		t.Errorf("current after a roll-back: %q", got)
	}
	if got := rollout.Current(nil, pack); got != "" {
		t.Errorf("current of none: %q", got)
	}
}

func TestTenth(t *testing.T) {
	for n, want := range map[int]int{1: 1, 9: 1, 10: 1, 11: 2, 1000: 100} {
		var kiosks []store.Kiosk
		for i := range n {
			kiosks = append(kiosks, kiosk(fmt.Sprint("k", i), ""))
		}
		tenth := func(id string) (ids []string) {
			m := rollout.MembersOf(id, kiosks)
			for k, s := range m {
				if s == store.StageTen {
					ids = append(ids, k)
				}
			}
			slices.Sort(ids)
			return ids
		}
		if got := tenth("x"); len(got) != want || !slices.Equal(got, tenth("x")) {
			t.Errorf("of %d kiosks %d are the tenth, want %d", n, len(got), want)
		}
		if n == 1000 && slices.Equal(tenth("x"), tenth("y")) {
			t.Error("two roll-outs try the same kiosks first")
		}
	}
}

func TestProgress(t *testing.T) {
	kiosks := []store.Kiosk{
		kiosk("a", "test", at(fresh, wire.Shown)), kiosk("b", "test"), silent(kiosk("c", "test")),
		kiosk("d", ""), kiosk("e", ""), silent(kiosk("f", "test", at(fresh, wire.Fetching))), {ID: "g", RevokedAt: noon},
	}
	words := func(r store.Rollout) (all []string) {
		for _, p := range rollout.ProgressOf(noon.Add(2*time.Minute), r, kiosks) {
			all = append(all, p.Step)
		}
		return all
	}
	for want, r := range map[string]store.Rollout{
		"shown asked silent later later silent": running(),
		"shown asked silent asked asked silent": running(stage("all")),
		"shown back silent back back silent":    running(state("rolled_back")),
	} {
		if got := strings.Join(words(r), " "); got != want {
			t.Errorf("%s: %s, want %s", r.State, got, want)
		}
	}
}
