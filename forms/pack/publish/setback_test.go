package publish_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

// A hub goes back to the copy of the night. What was published since is
// missing, and terminals say so; publishing again is all that there is to do.
func TestAHubThatWasSetBack(t *testing.T) {
	for name, lost := range map[string][]string{
		"nothing was published since":    nil,
		"one revision is lost":           {"1.1.0"},
		"more than it has to give again": {"1.1.0", "1.2.0", "1.3.0"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.accept(release(o, "1.0.0"))
			copied := maps.Clone(o.files)
			for _, version := range lost {
				o.now = o.now.Add(time.Hour)
				o.accept(release(o, version))
			}
			o.now = o.now.Add(25 * time.Hour)
			o.renew()
			k := o.terminal()
			o.files = copied
			if _, err := k.Refresh(context.Background(), publish.Source(o.files)); !errors.Is(err, trust.ErrRolledBack) {
				t.Fatalf("the copy: %v", err)
			}
			o.now = o.now.Add(time.Minute)
			o.accept(release(o, "2.0.0"))
			o.refresh(k)
			if list := k.Targets(); len(list) != 2 || list[1].Version != "2.0.0" {
				t.Errorf("after it was published again: %v", list)
			}
		})
	}
}

// renew is what the hub does every day.
func (o *office) renew() {
	o.t.Helper()
	changes, err := o.hub.Renew(o.files)
	check(o.t, err)
	o.apply(changes)
}

func TestVersionWords(t *testing.T) {
	for version, want := range map[int64]string{0: "0", 7: "7", noon.Unix(): "2026-11-22 12:00"} {
		if got := publish.VersionWords(version); got != want {
			t.Errorf("%d: %q, not %q", version, got, want)
		}
	}
}
