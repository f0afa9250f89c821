package desktest_test

import (
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/desktest"
)

// planted is a number that nobody has (Arcep keeps 0199 for films).
const planted = "+33199001234"

func TestCallBacks(t *testing.T) {
	stories(t, desktest.Settings(), map[string]func(*testing.T, *world){
		"a call back":           aCallBack,
		"two people at one":     twoPeopleAtOne,
		"instead of waiting":    insteadOfWaiting,
		"what cannot be":        backRefused,
		"a window is full":      windowFull,
		"nobody called":         nobodyCalled,
		"the number is nowhere": numberIsNowhere,
		"after a refused call":  backAfterRefusal,
		"two after one call":    twoAfterOneCall,
	})
}

// window is the n-th that a service offers.
func window(k *desktest.Kiosk, service string, n int) wire.Window {
	k.T.Helper()
	k.Say(wire.Message{Type: wire.Offices})
	for _, s := range k.Until(wire.Offices).Services {
		if s.ID == service && len(s.Windows) > n {
			return s.Windows[n]
		}
	}
	k.T.Fatal("no window")
	return wire.Window{}
}

func askBack(k *desktest.Kiosk, id string, w wire.Window) {
	k.Say(wire.Message{Type: wire.CallBack, Call: id, Back: &wire.Back{
		Phone: planted, Service: "accueil", From: w.From, To: w.To, Lang: "fr", Reference: "482 739 156 Z",
	}})
}

// backs waits until the list of an agent has so many.
func backs(a *desktest.Agent, n int) []wire.Back {
	a.T.Helper()
	return a.Find(func(m wire.Message) bool { return m.Type == wire.Backs && len(m.Backs) == n }, "call backs").Backs
}

func aCallBack(t *testing.T, w *world) {
	a, k := w.agent("camille"), w.kiosk("Hall")
	a.Say(wire.Message{Type: wire.Backs})
	backs(a, 0)
	one := window(k, "accueil", 0)
	askBack(k, "", one)
	if m := k.Until(wire.Kept); m.Back.Phone != "" || !m.Back.From.Equal(one.From) {
		t.Errorf("%+v", m.Back)
	}
	b := backs(a, 1)[0]
	if b.Phone != planted || b.Reference != "482 739 156 Z" || b.Town == "" || b.Asked.IsZero() || len(b.Call) != 32 {
		t.Errorf("%+v", b)
	}
	a.Say(wire.Message{Type: wire.BackDone, Call: b.Call, Why: "unreached"})
	if again := backs(a, 1)[0]; again.Tries != 1 {
		t.Errorf("%+v", again)
	}
	a.Say(wire.Message{Type: wire.BackDone, Call: b.Call, Why: "reached"})
	backs(a, 0)
	rows, err := w.agents.Store.CallBacksSince(t.Context(), 0)
	check(t, err)
	if len(rows) != 1 || len(rows[0].Sealed) != 0 {
		t.Errorf("erased: %+v", rows)
	}
	a.Say(wire.Message{Type: wire.BackDone, Call: b.Call, Why: "reached"})
	if m := a.Until(wire.Refuse); m.Why != wire.WhyNotFound {
		t.Errorf("%+v", m)
	}
	w.sum(func(c desk.Count) bool { return c.Reached == 1 && c.Offered == 0 }, "reached")
}

// twoPeopleAtOne: who dials is told to the others, for as long as he does; what both
// note at once is noted twice, and a kiosk cannot say that somebody dials.
func twoPeopleAtOne(t *testing.T, w *world) {
	a, b, k := w.agent("camille"), w.agent("noa"), w.kiosk("Hall")
	a.Say(wire.Message{Type: wire.Backs})
	b.Say(wire.Message{Type: wire.Backs})
	one := window(k, "accueil", 0)
	k.Say(wire.Message{Type: wire.CallBack, Back: &wire.Back{Phone: planted, Service: "accueil", From: one.From, To: one.To, Lang: "fr", By: "mallory", At: time.Now()}})
	is := backs(b, 1)[0]
	if is.By != "" {
		t.Errorf("a kiosk says that %s dials", is.By)
	}
	dials := func(who *desktest.Agent, on bool) {
		who.Say(wire.Message{Type: wire.BackDone, Call: is.Call, Why: "calling", On: on})
	}
	by := func(name string, tries int) {
		t.Helper()
		for _, agent := range []*desktest.Agent{a, b} {
			m := agent.Find(func(m wire.Message) bool {
				return m.Type == wire.Backs && len(m.Backs) == 1 && m.Backs[0].By == name && m.Backs[0].Tries == tries
			}, "it is "+name)
			if m.Backs[0].At.IsZero() != (name == "") {
				t.Errorf("%+v", m.Backs[0])
			}
		}
	}
	dials(a, true)
	by("camille", 0)
	dials(b, true) // too late: it changes nothing
	dials(b, false)
	dials(a, false)
	by("", 0)
	dials(b, true)
	by("noa", 0)
	a.Say(wire.Message{Type: wire.BackDone, Call: is.Call, Why: "unreached"}) // he had its number before
	by("noa", 1)
	b.Say(wire.Message{Type: wire.BackDone, Call: is.Call, Why: "unreached"})
	by("", 2)
	dials(a, true)
	by("camille", 2)
	w.clock.Add(11 * time.Minute) // his page is gone
	dials(b, true)
	by("noa", 2)
	dials(b, false)
	by("", 2)
	for _, agent := range []*desktest.Agent{a, b} {
		agent.Say(wire.Message{Type: wire.BackDone, Call: is.Call, Why: "unreached"})
	}
	by("", 4)
}

// insteadOfWaiting ends the call, which counts as one that chose so.
func insteadOfWaiting(t *testing.T, w *world) {
	a, k := w.onDuty("camille"), w.kiosk("Hall")
	w.staffed(k, "accueil", 1)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	a.Sees(id)
	askBack(k, id, window(k, "accueil", 1))
	k.Until(wire.Kept)
	a.Find(func(m wire.Message) bool { return m.Type == wire.Waiting && len(m.Line) == 0 }, "the line is empty")
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.CallBacks == 1 && c.Abandoned == 0 }, "a call back")
	a.Say(wire.Message{Type: wire.Backs})
	if b := backs(a, 1)[0]; b.Call != id {
		t.Errorf("%+v", b)
	}
}

// backAfterRefusal: who was refused, or hung up, and then asks is not lost.
func backAfterRefusal(t *testing.T, w *world) {
	k := w.kiosk("Hall")
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Refuse)
	askBack(k, id, window(k, "accueil", 0))
	k.Until(wire.Kept)
	second := k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Refuse)
	k.Bye(second, string(call.Cancelled))
	w.sum(func(c desk.Count) bool { return c.Abandoned == 1 }, "abandoned")
	askBack(k, second, window(k, "accueil", 0))
	k.Until(wire.Kept)
	w.sum(func(c desk.Count) bool { return c.Offered == 2 && c.CallBacks == 2 && c.Abandoned == 0 }, "both")
}

// twoAfterOneCall: a kiosk names its last call, also for the next citizen. What is
// said twice is kept once, and nobody else's wish is lost for it.
func twoAfterOneCall(t *testing.T, w *world) {
	a, k := w.agent("camille"), w.kiosk("Hall")
	a.Say(wire.Message{Type: wire.Backs})
	backs(a, 0)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Refuse)
	one := window(k, "accueil", 0)
	for range 2 {
		askBack(k, id, one)
		k.Until(wire.Kept)
	}
	if b := backs(a, 1)[0]; b.Call != id {
		t.Errorf("%+v", b)
	}
	other := wire.Back{Phone: "+33199005678", Service: "accueil", From: one.From, To: one.To, Lang: "fr"}
	k.Say(wire.Message{Type: wire.CallBack, Call: id, Back: &other})
	k.Until(wire.Kept)
	if all := backs(a, 2); all[0].Phone != planted || all[1].Phone != other.Phone || all[1].Call == id {
		t.Errorf("%+v", all)
	}
	a.Say(wire.Message{Type: wire.BackDone, Call: id, Why: "reached"})
	backs(a, 1)
	askBack(k, id, one)
	k.Until(wire.Kept)
	if all := backs(a, 2); all[1].Phone != planted {
		t.Errorf("called already, and asks again: %+v", all)
	}
}

func backRefused(t *testing.T, w *world) {
	k := w.kiosk("Hall")
	good := window(k, "accueil", 0)
	for what, c := range map[string]struct {
		change func(*wire.Back)
		why    string
	}{
		"no number":         {func(b *wire.Back) { b.Phone = "" }, wire.WhyRejected},
		"a national number": {func(b *wire.Back) { b.Phone = "0199001234" }, wire.WhyRejected},
		"words":             {func(b *wire.Back) { b.Phone = "+33 call me" }, wire.WhyRejected},
		"no such service":   {func(b *wire.Back) { b.Service = "mars" }, wire.WhyNotFound},
		"at night":          {func(b *wire.Back) { b.Service = "nuit" }, wire.WhyClosed},
		"a window of his":   {func(b *wire.Back) { b.From = b.From.Add(time.Minute) }, wire.WhyClosed},
		"in the past":       {func(b *wire.Back) { b.From, b.To = b.From.Add(-24*time.Hour), b.To.Add(-24*time.Hour) }, wire.WhyClosed},
		"no language":       {func(b *wire.Back) { b.Lang = "Klingon!" }, wire.WhyRejected},
	} {
		b := wire.Back{Phone: planted, Service: "accueil", From: good.From, To: good.To, Lang: "fr"}
		c.change(&b)
		k.Say(wire.Message{Type: wire.CallBack, Back: &b})
		if m := k.Until(wire.Refuse); m.Why != c.why || c.why == wire.WhyClosed && len(m.Services) != 1 {
			t.Errorf("%s: %+v", what, m)
		}
	}
	rows, err := w.agents.Store.CallBacksSince(t.Context(), 0)
	if check(t, err); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
}

// windowFull: each window takes four, and who comes fifth is told of others.
func windowFull(t *testing.T, w *world) {
	k := w.kiosk("Hall")
	one := window(k, "accueil", 0)
	for range 4 {
		askBack(k, "", one)
		k.Until(wire.Kept)
	}
	askBack(k, "", one)
	m := k.Until(wire.Refuse)
	if m.Why != wire.WhyClosed || len(m.Services) != 1 || m.Services[0].Windows[0].From.Equal(one.From) {
		t.Errorf("%+v", m)
	}
}

// nobodyCalled: the number goes, and the promise that was not kept is counted.
func nobodyCalled(t *testing.T, w *world) {
	k := w.kiosk("Hall")
	askBack(k, "", window(k, "accueil", 0))
	k.Until(wire.Kept)
	w.clock.Add(30 * time.Hour)
	eventually(t, func() bool { return strings.Contains(w.log.String(), "call_back_expired") }, "logged")
	all, err := w.agents.Desk().Counts(t.Context(), "", w.clock.Now().Add(-48*time.Hour), w.clock.Now())
	check(t, err)
	rows, err := w.agents.Store.CallBacksSince(t.Context(), 0)
	check(t, err)
	if all.Total.Expired != 1 || len(rows) != 1 || rows[0].Done != "expired" || len(rows[0].Sealed) != 0 {
		t.Errorf("%+v, %+v", all.Total, rows)
	}
}

// numberIsNowhere looks for a number, and for what a citizen shared, in every
// file of the database and in the log, while they are kept.
func numberIsNowhere(t *testing.T, w *world) {
	a, k := w.onDuty("camille"), w.kiosk("Hall")
	w.staffed(k, "accueil", 1)
	askBack(k, "", window(k, "accueil", 0))
	k.Until(wire.Kept)
	id := k.Ask("accueil", call.Shared{Lang: "fr", Reference: "111 222 333 X", Title: "Planted title"})
	a.Sees(id)
	a.Take(id)
	a.Until(wire.Taken)
	k.Until(wire.Taken)
	a.Say(wire.Message{Type: wire.Note, Call: id, Text: "planted note"})
	a.Cut() // so that what is said is kept in the store
	w.agentAway(id)
	k.Offer(id, 1)
	k.Say(wire.Message{Type: wire.Trickle, Call: id, Candidate: &wire.Candidate{Line: "candidate:planted 192.0.2.7"}})
	k.Say(wire.Message{Type: wire.CallBack, Back: &wire.Back{Phone: "bad " + planted, Service: "accueil", Lang: "fr"}})
	k.Until(wire.Refuse)
	secrets := []string{planted, "33199001234", "199001234", "111 222 333 X", "Planted title", "planted note", "192.0.2.7", "482 739 156 Z"}
	for _, s := range secrets {
		if strings.Contains(w.log.String(), s) {
			t.Errorf("the log has %q", s)
		}
	}
	acts, err := w.agents.Store.Acts(t.Context(), "", 1000)
	check(t, err)
	for _, act := range acts {
		if strings.Contains(act.On+act.More, "199001234") {
			t.Errorf("the history has it: %+v", act)
		}
	}
	found := false
	for name, data := range w.files(t) {
		found = found || strings.Contains(data, id)
		for _, s := range secrets {
			if strings.Contains(data, s) || strings.Contains(data, hex.EncodeToString([]byte(s))) {
				t.Errorf("%s has %q", name, s)
			}
		}
	}
	if !found {
		t.Error("not even the call is in the files: this looks at the wrong ones")
	}
}

// files is every file of the database.
func (w *world) files(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	if w.database == "" {
		all["dump"] = w.dump()
		return all
	}
	check(t, filepath.WalkDir(w.database, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	}))
	if len(all) == 0 {
		t.Error("the database has no files")
	}
	return all
}
