package call_test

import (
	"testing"

	"guichet/kiosk/call"
)

// Whoever reads nothing for long finds that somebody answered, how it is now, and
// the end.
func TestFeed(t *testing.T) {
	f := call.NewFeed()
	f.Put(call.Event{State: call.Confirmed, Agent: "Camille"})
	for code := range 100 {
		f.Put(call.Event{State: call.Early, Code: code})
	}
	f.Put(call.Event{State: call.Terminated, Cause: call.RemoteBye})
	f.Put(call.Event{State: call.Confirmed}) // too late
	var all []call.Event
	for e := range f.Events() {
		all = append(all, e)
	}
	if len(all) < 3 || len(all) > 16 || all[0].State != call.Confirmed || all[0].Agent != "Camille" {
		t.Fatalf("%+v", all)
	}
	if e := all[len(all)-2]; e.Code != 99 {
		t.Errorf("the newest is %d", e.Code)
	}
	if e := all[len(all)-1]; e.State != call.Terminated || e.Cause != call.RemoteBye {
		t.Errorf("the end is %+v", e)
	}
}

// A second person took the call meanwhile: the first one is not who is there.
func TestFeedOfTwoAgents(t *testing.T) {
	f := call.NewFeed()
	for _, agent := range []string{"Camille", "Dominique"} {
		f.Put(call.Event{State: call.Confirmed, Agent: agent})
		for range 10 {
			f.Put(call.Event{State: call.Proceeding})
		}
	}
	f.Put(call.Event{State: call.Terminated})
	var last call.Event
	for e := range f.Events() {
		if e.State == call.Confirmed {
			last = e
		}
	}
	if last.Agent != "Dominique" {
		t.Errorf("%+v", last)
	}
}
