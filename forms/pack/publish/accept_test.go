package publish_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

// tamper changes the metadata of a role in an upload, and signs it again with
// these keys.
func tamper(t testing.TB, u publish.Upload, role string, change func(*metadata.TargetsType), keys ...string) publish.Upload {
	t.Helper()
	m, err := metadata.Targets().FromBytes(u.Roles[role].Metadata)
	check(t, err)
	change(&m.Signed)
	m.Signatures = []metadata.Signature{}
	c := u.Roles[role]
	c.Metadata, err = m.ToBytes(false)
	check(t, err)
	u.Roles = maps.Clone(u.Roles)
	u.Roles[role] = c
	for _, k := range keys {
		u, err = publish.Approve(u, role, key(k))
		check(t, err)
	}
	return u
}

// release is a good upload of the town with one key, which others spoil.
func release(o *office, version string) publish.Upload {
	e := o.begin()
	_, err := e.Publish(otherTown, cantine(o.t, version))
	check(o.t, err)
	return o.approve(o.upload(e), "c04998", "c04998")
}

func TestUploadsThatAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	path := trust.PackPath(otherTown, "cantine", "1.1.0")
	for _, c := range []struct {
		name string
		make func(o *office) publish.Upload
		want error
	}{
		{"nobody has signed", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(*metadata.TargetsType) {})
		}, publish.ErrNotAllowed},
		{"made from an older state", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			o.accept(release(o, "1.2.0"))
			return u
		}, publish.ErrConflict},
		{"made from an older state, and later", func(o *office) publish.Upload {
			early := maps.Clone(o.files)
			o.accept(release(o, "1.2.0"))
			o.now = o.now.Add(time.Minute)
			late := *o
			late.files = early
			return release(&late, "1.1.0")
		}, publish.ErrConflict},
		{"the version after the next", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) { m.UnrecognizedFields = nil }, "c04998")
		}, publish.ErrConflict},
		{"a base that is not what is published", func(o *office) publish.Upload {
			o.accept(release(o, "1.0.0"))
			o.now = o.now.Add(time.Minute)
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) { m.UnrecognizedFields["after"] = "0" }, "c04998")
		}, publish.ErrConflict},
		{"a version of another year", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) { m.Version += 366 * 24 * 3600 }, "c04998")
		}, publish.ErrContent},
		{"a list that is longer than what a terminal reads", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) {
				m.UnrecognizedFields["note"] = strings.Repeat("x", trust.MaxTown)
			}, "c04998")
		}, publish.ErrContent},
		{"good for ten years", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) { m.Expires = m.Expires.AddDate(10, 0, 0) }, "c04998")
		}, publish.ErrContent},
		{"already over", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) { m.Expires = o.now }, "c04998")
		}, publish.ErrContent},
		{"the file is missing", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			u.Files = nil
			return u
		}, publish.ErrContent},
		{"the file is another", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			u.Files = map[string][]byte{path: cantine(o.t, "1.2.0")}
			return u
		}, publish.ErrContent},
		{"a file that nobody signed for", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			u.Files = maps.Clone(u.Files)
			u.Files["../../etc/cron.d/x"] = []byte("x")
			return u
		}, publish.ErrContent},
		{"a pack under another version", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			u = tamper(o.t, u, "c04998", func(m *metadata.TargetsType) {
				raw := json.RawMessage(`{"kind":"pack","id":"cantine","version":"9.9.9"}`)
				m.Targets[trust.PackPath(otherTown, "cantine", "9.9.9")] = m.Targets[path]
				m.Targets[path].Custom = &raw
				delete(m.Targets, path)
			}, "c04998")
			u.Files = map[string][]byte{trust.PackPath(otherTown, "cantine", "9.9.9"): u.Files[path]}
			return u
		}, publish.ErrContent},
		{"a file of another town", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) {
				m.Targets[trust.PackPath(town, "cantine", "1.1.0")] = m.Targets[path]
			}, "c04998")
		}, publish.ErrContent},
		{"metadata of another town", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			u.Roles = map[string]publish.Change{"c04999": u.Roles["c04998"]}
			return u
		}, publish.ErrContent},
		{"a town that hands its folder on", func(o *office) publish.Upload {
			return tamper(o.t, release(o, "1.1.0"), "c04998", func(m *metadata.TargetsType) {
				m.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}, Roles: []metadata.DelegatedRole{}}
			}, "c04998")
		}, publish.ErrContent},
		{"a role that is none of ours", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			u.Roles = map[string]publish.Change{"../c04998": u.Roles["c04998"]}
			return u
		}, publish.ErrMalformed},
		{"a town that nobody has entered", func(o *office) publish.Upload {
			u := release(o, "1.1.0")
			m := tamper(o.t, u, "c04998", func(m *metadata.TargetsType) { clear(m.Targets) }, "c04998")
			return publish.Upload{Roles: map[string]publish.Change{"c04997": m.Roles["c04998"]}}
		}, publish.ErrUnknown},
		{"no metadata at all", func(o *office) publish.Upload {
			return publish.Upload{Roles: map[string]publish.Change{"c04998": {Metadata: []byte("{}")}}}
		}, publish.ErrMalformed},
		{"a département that hands down a town of another", func(o *office) publish.Upload {
			e := o.begin()
			check(o.t, e.SetTown("04997", 1, key("x").Public()))
			return tamper(o.t, o.approve(o.upload(e), "d04", "d04"), "d04", func(m *metadata.TargetsType) {
				m.Delegations.Roles[0].Name = "c06088"
			}, "d04")
		}, publish.ErrContent},
		{"a département that takes more than its folder", func(o *office) publish.Upload {
			e := o.begin()
			check(o.t, e.SetTown("04997", 1, key("x").Public()))
			return tamper(o.t, o.approve(o.upload(e), "d04", "d04"), "d04", func(m *metadata.TargetsType) {
				m.Delegations.Roles[0].Paths = []string{"*/*/*"}
			}, "d04")
		}, publish.ErrContent},
		{"a threshold of 0", func(o *office) publish.Upload {
			e := o.begin()
			check(o.t, e.Renew("d04"))
			return tamper(o.t, o.upload(e), "d04", func(m *metadata.TargetsType) { m.Delegations.Roles[0].Threshold = 0 }, "d04")
		}, publish.ErrContent},
		{"a département that publishes", func(o *office) publish.Upload {
			e := o.begin()
			check(o.t, e.Renew("d04"))
			good := release(o, "1.1.0")
			other, err := metadata.Targets().FromBytes(good.Roles["c04998"].Metadata)
			check(o.t, err)
			u := tamper(o.t, o.upload(e), "d04", func(m *metadata.TargetsType) { m.Targets = other.Signed.Targets }, "d04")
			u.Files = good.Files
			return u
		}, publish.ErrContent},
		{"new keys of a town that its own metadata does not have", func(o *office) publish.Upload {
			o.accept(release(o, "1.1.0"))
			e := o.begin()
			check(o.t, e.SetTown(otherTown, 1, key("new").Public()))
			u := o.approve(o.upload(e), "d04", "d04")
			u.Roles = map[string]publish.Change{"d04": u.Roles["d04"]}
			return u
		}, publish.ErrNotAllowed},
		{"a root with one signature of two", func(o *office) publish.Upload {
			e := o.begin()
			check(o.t, e.Renew("root"))
			return o.approve(o.upload(e), "root", "root-2")
		}, publish.ErrNotAllowed},
		{"a root that takes the hub's key away", func(o *office) publish.Upload {
			e := o.begin()
			check(o.t, e.SetRole("timestamp", 1, key("other hub").Public()))
			return o.approve(o.upload(e), "root", "root-1", "root", "root-2")
		}, publish.ErrNotAllowed},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			u := c.make(o)
			before := maps.Clone(o.files)
			changes, err := o.hub.Accept(o.files, u)
			if !errors.Is(err, c.want) || changes != nil {
				t.Errorf("got %v, not %v", err, c.want)
			}
			if !maps.EqualFunc(before, o.files, bytes.Equal) {
				t.Error("the repository has changed")
			}
		})
	}
}

func TestThePackIsTriedBeforeItIsPublished(t *testing.T) {
	o := newOffice(t)
	o.hub.Trial = func(p *pack.Pack, files fs.FS) error {
		_, err := fs.Stat(files, "pack.yaml")
		check(t, err)
		return fmt.Errorf("%s: its first test fails", p)
	}
	if _, err := o.hub.Accept(o.files, release(o, "1.1.0")); !errors.Is(err, publish.ErrContent) || !strings.Contains(err.Error(), "its first test fails") {
		t.Errorf("got %v", err)
	}
}

func TestAClockThatWentBack(t *testing.T) {
	o := newOffice(t)
	u := release(o, "1.1.0")
	o.now = o.now.Add(-time.Hour)
	if _, err := o.hub.Accept(o.files, u); !errors.Is(err, publish.ErrClock) {
		t.Errorf("accept: %v", err)
	}
	if _, err := o.hub.Renew(o.files); !errors.Is(err, publish.ErrClock) {
		t.Errorf("renew: %v", err)
	}
}

func TestARevisionNeverChanges(t *testing.T) {
	o := newOffice(t)
	o.accept(release(o, "1.1.0"))
	u := release(o, "1.2.0") // adds; the first stays
	o.accept(u)
	list, err := o.look(otherTown)
	check(t, err)
	if len(list) != 2 {
		t.Errorf("a terminal sees %v", list)
	}
	e := o.begin()
	data := cantine(t, "1.2.0")
	if _, err := e.Publish(otherTown, data); err != nil {
		t.Errorf("the same bytes again: %v", err)
	}
}

// Who gives the second approval sees what the hub would refuse.
func TestAnUploadIsExaminedBeforeItIsApproved(t *testing.T) {
	o := newOffice(t)
	path := trust.PackPath(otherTown, "cantine", "1.1.0")
	good := release(o, "1.1.0")
	check(t, good.Examine())
	for name, files := range map[string]map[string][]byte{
		"other bytes":            {path: cantine(t, "1.2.0")},
		"a file beside the pack": {path: good.Files[path], "04/04998/more": []byte("x")},
	} {
		u := good
		u.Files = files
		if err := u.Examine(); !errors.Is(err, publish.ErrContent) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
