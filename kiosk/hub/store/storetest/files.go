package storetest

import (
	"fmt"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
)

var files = map[string]func(*testing.T, store.Store){
	"files of the repository":         filesWritten,
	"files made from an old one":      filesConflict,
	"paths by their beginning":        filePaths,
	"a file is removed, one is empty": fileRemoved,
}

func change(t *testing.T, s store.Store, base int64, changes map[string][]byte) int64 {
	t.Helper()
	revision, err := s.ChangeFiles(t.Context(), base, changes)
	must(t, err)
	return revision
}

func filesWritten(t *testing.T, s store.Store) {
	base, err := s.FilesRevision(t.Context())
	must(t, err)
	first := change(t, s, base, map[string][]byte{"a.json": []byte("1"), "b.json": []byte("1")})
	_, tag, err := s.File(t.Context(), "a.json")
	must(t, err)
	second := change(t, s, first, map[string][]byte{"a.json": []byte("2")})
	want(t, "revision", second, first+1)
	data, other, err := s.File(t.Context(), "a.json")
	must(t, err)
	want(t, "data", string(data), "2")
	if tag == other || other == "" {
		t.Errorf("the tag of another content: %q, then %q", tag, other)
	}
	data, same, err := s.File(t.Context(), "b.json")
	must(t, err)
	want(t, "data that was not changed", string(data), "1")
	want(t, "its tag", same, tag)
	_, _, err = s.File(t.Context(), "c.json")
	want(t, "no such file", err, store.ErrNotFound)
}

func filesConflict(t *testing.T, s store.Store) {
	base, err := s.FilesRevision(t.Context())
	must(t, err)
	change(t, s, base, map[string][]byte{"a": []byte("1")})
	_, err = s.ChangeFiles(t.Context(), base, map[string][]byte{"a": []byte("2"), "b": []byte("2")})
	want(t, "made from an old one", err, store.ErrChanged)
	data, _, err := s.File(t.Context(), "a")
	must(t, err)
	want(t, "data", string(data), "1")
	_, _, err = s.File(t.Context(), "b")
	want(t, "b", err, store.ErrNotFound)
	now, err := s.FilesRevision(t.Context())
	must(t, err)
	want(t, "revision", now, base+1)
}

func filePaths(t *testing.T, s store.Store) {
	all := map[string][]byte{}
	for _, path := range []string{"targets/b", "targets/a", "targets", "Targets/é", "targets/é/%_", "other"} {
		all[path] = []byte(path)
	}
	change(t, s, 0, all)
	for prefix, wanted := range map[string]string{
		"": "[Targets/é other targets targets/a targets/b targets/é/%_]", "targets/": "[targets/a targets/b targets/é/%_]",
		"targets/é": "[targets/é/%_]", "%": "[]",
	} {
		got, err := s.Paths(t.Context(), prefix)
		must(t, err)
		want(t, "prefix "+prefix, fmt.Sprint(got), wanted)
	}
}

func fileRemoved(t *testing.T, s store.Store) {
	r := change(t, s, 0, map[string][]byte{"a": []byte("1"), "b": {}})
	data, _, err := s.File(t.Context(), "b")
	must(t, err)
	want(t, "empty", len(data), 0)
	change(t, s, r, map[string][]byte{"a": nil})
	_, _, err = s.File(t.Context(), "a")
	want(t, "removed", err, store.ErrNotFound)
}

var rollouts = map[string]func(*testing.T, store.Store){
	"a roll-out comes back as it was":  rolloutComesBack,
	"one roll-out of a pack at a time": rolloutOne,
	"a roll-out that somebody changed": rolloutChanged,
}

func rollout(id, pack string, at int) store.Rollout {
	when := noon.Add(time.Duration(at) * time.Minute)
	return store.Rollout{
		ID: id, Town: Town, Pack: pack, Version: "2", Previous: "1", Stage: store.StageTest, State: store.Running,
		Auto: true, By: "alix", At: when, StageAt: when,
	}
}

func rolloutComesBack(t *testing.T, s store.Store) {
	one, two, other := rollout("1", "cantine", 1), rollout("2", "naissance", 2), rollout("3", "cantine", 3)
	other.Town, other.Auto = Other, false
	for _, r := range []store.Rollout{one, two, other} {
		must(t, s.AddRollout(t.Context(), r))
	}
	got, err := s.Rollout(t.Context(), "3")
	must(t, err)
	want(t, "roll-out", got, other)
	_, err = s.Rollout(t.Context(), "4")
	want(t, "no such roll-out", err, store.ErrNotFound)
	for town, wanted := range map[string][]store.Rollout{Town: {two, one}, "": {other, two, one}, "01001": nil} {
		list, err := s.Rollouts(t.Context(), town)
		must(t, err)
		want(t, "town "+town, fmt.Sprint(list), fmt.Sprint(wanted))
	}
}

func rolloutOne(t *testing.T, s store.Store) {
	first := rollout("1", "cantine", 1)
	must(t, s.AddRollout(t.Context(), first))
	want(t, "while one runs", s.AddRollout(t.Context(), rollout("2", "cantine", 2)), store.ErrChanged)
	paused := first
	paused.State = store.Paused
	must(t, s.ChangeRollout(t.Context(), first, paused))
	want(t, "while one is paused", s.AddRollout(t.Context(), rollout("2", "cantine", 2)), store.ErrChanged)
	stopped := paused
	stopped.State, stopped.Why = store.Stopped, "printer_gone"
	must(t, s.ChangeRollout(t.Context(), paused, stopped))
	want(t, "the same id", s.AddRollout(t.Context(), first), store.ErrTaken)
	must(t, s.AddRollout(t.Context(), rollout("2", "cantine", 2)))
	want(t, "the first goes on", s.ChangeRollout(t.Context(), stopped, first), store.ErrChanged)
}

func rolloutChanged(t *testing.T, s store.Store) {
	was := rollout("1", "cantine", 1)
	must(t, s.AddRollout(t.Context(), was))
	is := was
	is.Stage, is.StageAt = store.StageTen, noon.Add(time.Hour)
	must(t, s.ChangeRollout(t.Context(), was, is))
	want(t, "by another at the same time", s.ChangeRollout(t.Context(), was, is), store.ErrChanged)
	got, err := s.Rollout(t.Context(), "1")
	must(t, err)
	want(t, "roll-out", got, is)
	want(t, "no such roll-out", s.ChangeRollout(t.Context(), rollout("9", "x", 1), is), store.ErrNotFound)
}
