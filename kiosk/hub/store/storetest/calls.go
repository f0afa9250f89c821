package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
)

var calls = map[string]func(*testing.T, store.Store){
	"a call is kept and changed":          callKept,
	"one of fifty takes a call":           callTakenOnce,
	"an agent has one call":               oneCallAnAgent,
	"calls in the order of their changes": callsInOrder,
	"agents come and go":                  callAgents,
	"call backs fill a window":            callBacksFill,
	"a call back ends":                    callBackEnds,
	"mail for one side":                   callMail,
	"mail ends with the call":             callMailEnds,
	"mail has bounds":                     callMailBounds,
	"hubs that live":                      callHubs,
	"sums of an hour":                     callCounts,
	"calls that are over are swept":       callsSwept,
	"a change rings":                      callsRing,
}

// Call is an invented call that waits.
func Call(n int) store.Call {
	return store.Call{
		ID: fmt.Sprintf("%032x", n), Kiosk: "k1", Town: Town, Service: "accueil", State: store.CallWaits,
		Asked: noon, Since: noon, KioskHub: "h1", Sealed: []byte{1, 2, 3},
	}
}

func addCall(t *testing.T, s store.Store, n int) store.Call {
	t.Helper()
	c, err := s.AddCall(t.Context(), Call(n))
	must(t, err)
	return c
}

func callKept(t *testing.T, s store.Store) {
	c := addCall(t, s, 1)
	_, err := s.AddCall(t.Context(), Call(1))
	want(t, "again", err, store.ErrTaken)
	c.State, c.Agent, c.AgentHub, c.Answered, c.Back, c.For, c.From, c.Why, c.Outcome = store.CallTaken, "alix", "h2", noon.Add(time.Minute), true, "x", "y", "w", "o"
	is, err := s.ChangeCall(t.Context(), c)
	must(t, err)
	got, err := s.Call(t.Context(), c.ID)
	must(t, err)
	want(t, "as written", fmt.Sprint(got), fmt.Sprint(is))
	_, err = s.ChangeCall(t.Context(), c)
	want(t, "from an old state", err, store.ErrChanged)
	c.ID = fmt.Sprintf("%032x", 9)
	_, err = s.ChangeCall(t.Context(), c)
	want(t, "one that is not there", err, store.ErrNotFound)
}

func callTakenOnce(t *testing.T, s store.Store) {
	c := addCall(t, s, 1)
	oneOf(t, fifty(func(n int) error {
		mine := c
		mine.State, mine.Agent = store.CallTaken, fmt.Sprint("agent", n)
		_, err := s.ChangeCall(t.Context(), mine, store.CallCount{Town: Town, Service: "accueil", Hour: noon, Answered: 1})
		return err
	}), store.ErrChanged)
	sums, err := s.CallCounts(t.Context(), Town, noon, noon.Add(time.Hour))
	must(t, err)
	want(t, "answered", sums[0].Answered, 1)
}

func oneCallAnAgent(t *testing.T, s store.Store) {
	for n := range 50 {
		addCall(t, s, n)
	}
	oneOf(t, fifty(func(n int) error {
		c, err := s.Call(t.Context(), fmt.Sprintf("%032x", n))
		if err != nil {
			return err
		}
		c.State, c.Agent = store.CallTaken, "alix"
		_, err = s.ChangeCall(t.Context(), c)
		return err
	}), store.ErrTaken)
}

func callsInOrder(t *testing.T, s store.Store) {
	a, b := addCall(t, s, 1), addCall(t, s, 2)
	a.Back = true
	a, err := s.ChangeCall(t.Context(), a)
	must(t, err)
	all, err := s.CallsSince(t.Context(), 0)
	must(t, err)
	want(t, "all", len(all), 2)
	want(t, "the last changed last", all[1].ID, a.ID)
	all, err = s.CallsSince(t.Context(), b.Rev)
	must(t, err)
	want(t, "after", len(all), 1)
}

func callAgents(t *testing.T, s store.Store) {
	a := store.CallAgent{ID: "w1", Login: "alix", Name: "Alix", Role: store.RoleAgent, Town: Town, Hub: "h1", On: true}
	a, err := s.PutCallAgent(t.Context(), a)
	must(t, err)
	was := a.Rev
	a.On, a.Lost = false, noon
	a, err = s.PutCallAgent(t.Context(), a)
	must(t, err)
	all, err := s.CallAgentsSince(t.Context(), was)
	must(t, err)
	want(t, "agents", len(all), 1)
	want(t, "as written", all[0], a)
}

func callBack(n int) store.CallBack {
	return store.CallBack{
		ID: fmt.Sprintf("%032x", n), Kiosk: "k1", Town: Town, Service: "accueil", From: noon, To: noon.Add(time.Hour),
		Asked: noon, Sealed: []byte("sealed"),
	}
}

func callBacksFill(t *testing.T, s store.Store) {
	through := 0
	for _, err := range fifty(func(n int) error {
		_, err := s.AddCallBack(t.Context(), callBack(n), Town, 3)
		return err
	}) {
		if err == nil {
			through++
		} else if !errors.Is(err, store.ErrChanged) {
			t.Error(err)
		}
	}
	want(t, "in the window", through, 3)
	later := callBack(60)
	later.From = later.To
	kept, err := s.AddCallBack(t.Context(), later, Town, 3)
	must(t, err)
	again := later
	again.Sealed = []byte("another")
	there, err := s.AddCallBack(t.Context(), again, Town, 9)
	want(t, "again", err, store.ErrTaken)
	want(t, "the one that is there", fmt.Sprint(there), fmt.Sprint(kept))
	other := callBack(61)
	other.Town = Other
	_, err = s.AddCallBack(t.Context(), other, "", 3)
	want(t, "of all towns together", err, store.ErrChanged)
	_, err = s.AddCallBack(t.Context(), other, Other, 3)
	must(t, err) // another town has its own
}

func callBackEnds(t *testing.T, s store.Store) {
	b, err := s.AddCallBack(t.Context(), callBack(1), "", 1)
	must(t, err)
	is := b
	is.Tries, is.Done, is.DoneAt, is.Sealed = 2, "reached", noon.Add(time.Hour), nil
	is, err = s.ChangeCallBack(t.Context(), is, store.CallCount{Town: Town, Service: "accueil", Hour: noon, Reached: 1})
	must(t, err)
	_, err = s.ChangeCallBack(t.Context(), b)
	want(t, "from an old state", err, store.ErrChanged)
	all, err := s.CallBacksSince(t.Context(), b.Rev)
	must(t, err)
	want(t, "sealed is gone", len(all[0].Sealed), 0)
	want(t, "tries", all[0].Tries, 2)
	_, err = s.AddCallBack(t.Context(), callBack(2), "", 1)
	must(t, err) // there is room again
}

func postMail(t *testing.T, s store.Store, call, side, text string) {
	t.Helper()
	must(t, s.PostCallMail(t.Context(), store.CallMail{Call: call, Side: side, Data: []byte(text)}, noon))
}

func callMail(t *testing.T, s store.Store) {
	c := addCall(t, s, 1)
	for _, text := range []string{"a", "b", "c"} {
		postMail(t, s, c.ID, store.SideDesk, text)
	}
	postMail(t, s, c.ID, store.SideKiosk, "x")
	notes, err := s.CallMailSince(t.Context(), c.Rev)
	must(t, err)
	want(t, "notes", len(notes), 4)
	want(t, "without data", len(notes[0].Data), 0)
	mail, err := s.TakeCallMail(t.Context(), c.ID, store.SideDesk)
	must(t, err)
	want(t, "in order", fmt.Sprintf("%s", mail), "[a b c]")
	mail, err = s.TakeCallMail(t.Context(), c.ID, store.SideDesk)
	must(t, err)
	want(t, "once", len(mail), 0)
}

func callMailEnds(t *testing.T, s store.Store) {
	c := addCall(t, s, 1)
	postMail(t, s, c.ID, store.SideDesk, "for the agent of before")
	c.State, c.Agent = store.CallTaken, "alix"
	c, err := s.ChangeCall(t.Context(), c)
	must(t, err)
	mail, err := s.TakeCallMail(t.Context(), c.ID, store.SideDesk)
	must(t, err)
	want(t, "with its agent", len(mail), 0)
	postMail(t, s, c.ID, store.SideKiosk, "x")
	c.KioskAway = noon
	c, err = s.ChangeCall(t.Context(), c)
	must(t, err)
	mail, err = s.TakeCallMail(t.Context(), c.ID, store.SideKiosk)
	must(t, err)
	want(t, "another change leaves it", len(mail), 1)
	postMail(t, s, c.ID, store.SideKiosk, "x")
	c.State, c.Ended = store.CallEnded, noon
	_, err = s.ChangeCall(t.Context(), c)
	must(t, err)
	want(t, "of a call that is over", s.PostCallMail(t.Context(), store.CallMail{Call: c.ID, Side: store.SideKiosk, Data: []byte("x")}, noon), store.ErrNotFound)
	mail, err = s.TakeCallMail(t.Context(), c.ID, store.SideKiosk)
	must(t, err)
	want(t, "with the call", len(mail), 0)
}

func callMailBounds(t *testing.T, s store.Store) {
	c := addCall(t, s, 1)
	for n := range store.MostCallMail {
		postMail(t, s, c.ID, store.SideKiosk, fmt.Sprint(n))
	}
	m := store.CallMail{Call: c.ID, Side: store.SideKiosk, Data: []byte("x")}
	want(t, "one too many", s.PostCallMail(t.Context(), m, noon), store.ErrFull)
}

func callHubs(t *testing.T, s store.Store) {
	must(t, s.BeatCallHub(t.Context(), "h1", noon))
	must(t, s.BeatCallHub(t.Context(), "h1", noon.Add(time.Second)))
	must(t, s.BeatCallHub(t.Context(), "h2", noon))
	must(t, s.BeatCallHub(t.Context(), "h2", time.Time{}))
	hubs, err := s.CallHubs(t.Context())
	must(t, err)
	want(t, "hubs", fmt.Sprint(hubs), fmt.Sprint(map[string]time.Time{"h1": noon.Add(time.Second)}))
}

func callCounts(t *testing.T, s store.Store) {
	n := store.CallCount{Town: Town, Service: "accueil", Hour: noon.Add(20 * time.Minute), Offered: 1, Abandoned: 1, Wait: 10, Longest: 10, Reached: 1}
	c, err := s.AddCall(t.Context(), Call(1), n, store.CallCount{Town: Other, Service: "accueil", Hour: noon, Closed: 1})
	must(t, err)
	n.Abandoned, n.CallBacks, n.Longest = -1, 1, 4
	_, err = s.ChangeCall(t.Context(), c, n)
	must(t, err)
	all, err := s.CallCounts(t.Context(), Town, noon, noon.Add(time.Hour))
	must(t, err)
	want(t, "rows", len(all), 1)
	want(t, "sum", all[0], store.CallCount{Town: Town, Service: "accueil", Hour: noon, Offered: 2, CallBacks: 1, Wait: 20, Longest: 10, Reached: 2})
	all, err = s.CallCounts(t.Context(), "", noon, noon.Add(time.Hour))
	must(t, err)
	want(t, "all towns", len(all), 2)
	all, err = s.CallCounts(t.Context(), Town, noon.Add(time.Hour), noon.Add(2*time.Hour))
	must(t, err)
	want(t, "another hour", len(all), 0)
}

func callsSwept(t *testing.T, s store.Store) {
	addCall(t, s, 1)
	over := addCall(t, s, 2)
	over.State, over.Ended = store.CallEnded, noon
	_, err := s.ChangeCall(t.Context(), over, store.CallCount{Town: Town, Service: "accueil", Hour: noon, Offered: 1})
	must(t, err)
	_, err = s.AddCallBack(t.Context(), callBack(1), "", 1)
	must(t, err)
	must(t, s.SweepCalls(t.Context(), noon.Add(time.Second), noon))
	_, err = s.Call(t.Context(), over.ID)
	want(t, "over", err, store.ErrNotFound)
	_, err = s.Call(t.Context(), Call(1).ID)
	must(t, err)
	backs, err := s.CallBacksSince(t.Context(), 0)
	must(t, err)
	want(t, "who waits to be called", len(backs), 1)
	must(t, s.SweepCalls(t.Context(), noon, noon.Add(2*time.Hour)))
	all, err := s.CallCounts(t.Context(), "", noon, noon.Add(time.Hour))
	must(t, err)
	want(t, "old sums", len(all), 0)
}

func callsRing(t *testing.T, s store.Store) {
	rings := make(chan struct{}, 1000)
	done := make(chan error, 1)
	go func() { done <- s.ListenCalls(t.Context(), func() { rings <- struct{}{} }) }()
	<-rings // it listens
	addCall(t, s, 1)
	select {
	case <-rings:
	case <-time.After(time.Minute):
		t.Error("nothing rang")
	}
	must(t, s.Close())
	if err := <-done; !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}
