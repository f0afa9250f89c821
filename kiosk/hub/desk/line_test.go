package desk

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// noon is a Saturday.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// quiet is a desk that nobody is connected to.
func quiet(t testing.TB, s Settings) *Desk {
	t.Helper()
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	d, err := New(Config{
		Store: struct{ Book }{}, Key: key, Users: new(users.Users), Settings: s,
		Signed: func(http.ResponseWriter, *http.Request) (Kiosk, bool) { return Kiosk{}, false },
		Known:  func(context.Context, string) error { return nil },
		Now:    func() time.Time { return noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func named(id string, more func(*Service)) Service {
	s := Service{ID: id, Names: map[string]string{"fr": id}, Hours: "24/7"}
	if more != nil {
		more(&s)
	}
	return s
}

// waiting puts a call into the line of a desk.
func (d *Desk) waiting(t testing.TB, n int, service string, change func(*store.Call, *call.Shared)) string {
	t.Helper()
	id := fmt.Sprintf("%032x", n)
	c := store.Call{
		ID: id, Kiosk: fmt.Sprint("k", n), Town: "26362", Service: service, State: store.CallWaits, Rev: int64(n),
		Asked: noon.Add(time.Duration(n) * time.Second), Since: noon, KioskHub: d.hub,
	}
	s := call.Shared{Lang: "fr"}
	if change != nil {
		change(&c, &s)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	c.Sealed = d.seal.closeCall(id, secret{Wish: wire.Wish{Service: service, Shared: data}})
	d.see(c)
	return id
}

func (d *Desk) present(logins ...string) {
	for n, login := range logins {
		d.seeAgent(store.CallAgent{ID: login, Login: login, Role: store.RoleAgent, Town: "26362", On: true, Rev: int64(1000 + n)})
	}
}

func TestFairOrder(t *testing.T) {
	d := quiet(t, Settings{Services: []Service{named("a", nil)}})
	late := d.waiting(t, 5, "a", nil)
	urgent := d.waiting(t, 6, "a", func(_ *store.Call, s *call.Shared) { s.Urgent = true })
	early := d.waiting(t, 1, "a", nil)
	back := d.waiting(t, 9, "a", func(c *store.Call, _ *call.Shared) { c.Back = true })
	l := d.lineOf()
	for n, id := range []string{back, urgent, early, late} {
		if l.order[n].ID != id || l.places[id].Place != n+1 {
			t.Errorf("%d is %s, place %d", n, l.order[n].ID, l.places[id].Place)
		}
	}
}

// TestPlaceAmongOthers: before me are those who want one of the same agents.
func TestPlaceAmongOthers(t *testing.T) {
	only := func(logins ...string) func(*Service) { return func(s *Service) { s.Agents = logins } }
	d := quiet(t, Settings{Services: []Service{named("a", only("alix")), named("b", only("bo")), named("both", only("alix", "bo"))}})
	d.present("alix", "bo")
	a1, b1 := d.waiting(t, 1, "a", nil), d.waiting(t, 2, "b", nil)
	both, a2 := d.waiting(t, 3, "both", nil), d.waiting(t, 4, "a", nil)
	l := d.lineOf()
	for id, want := range map[string][2]int{a1: {1, 1}, b1: {1, 1}, both: {3, 2}, a2: {3, 1}} {
		if q := l.places[id]; q.Place != want[0] || q.Agents != want[1] {
			t.Errorf("%s: %+v, want %v", id, q, want)
		}
	}
	if q := d.next(l, group{"b", "26362", ""}); q.Place != 3 {
		t.Errorf("who asks now: %+v", q)
	}
}

// TestHonestWait: nothing is said that is not known.
func TestHonestWait(t *testing.T) {
	d := quiet(t, Settings{Services: []Service{named("a", nil)}})
	d.present("alix", "bo")
	ids := []string{d.waiting(t, 1, "a", nil), d.waiting(t, 2, "a", nil), d.waiting(t, 3, "a", nil)}
	wait := func() (all [3]int) {
		l := d.lineOf()
		for n, id := range ids {
			all[n] = l.places[id].Wait
		}
		return all
	}
	over := func(n int) {
		c := store.Call{ID: fmt.Sprintf("%032x", 100+n), Service: "a", Rev: int64(100 + n), State: store.CallEnded, Answered: noon.Add(-4 * time.Minute), Ended: noon}
		d.see(c)
	}
	over(1)
	over(2)
	if w := wait(); w != [3]int{} {
		t.Errorf("two calls say nothing: %v", w)
	}
	over(3)
	if w := wait(); w != [3]int{0, 0, 120} {
		t.Errorf("two are free: %v", w)
	}
	d.waiting(t, 50, "a", func(c *store.Call, _ *call.Shared) { c.State, c.Agent, c.AgentHub = store.CallTaken, "alix", d.hub })
	if w := wait(); w != [3]int{0, 120, 240} {
		t.Errorf("one is busy: %v", w)
	}
	d.seeAgent(store.CallAgent{ID: "alix", Login: "alix", Rev: 2000, Lost: noon})
	d.seeAgent(store.CallAgent{ID: "bo", Login: "bo", Rev: 2001, Lost: noon})
	if w := wait(); w != [3]int{} {
		t.Errorf("nobody is there: %v", w)
	}
}

func TestPick(t *testing.T) {
	d := quiet(t, Settings{Services: []Service{
		named("closed", func(s *Service) { s.Hours = "Mo 08:00-09:00"; s.Procedures = []string{"cantine"} }),
		named("general", nil),
		named("school", func(s *Service) { s.Procedures = []string{"cantine"} }),
		named("english", func(s *Service) { s.Languages = []string{"en"} }),
		named("sign", func(s *Service) { s.Sign = "https://sign.example" }),
		named("elsewhere", func(s *Service) { s.Towns = []string{"01001"}; s.Procedures = []string{"cantine"} }),
		named("staffed", func(s *Service) { s.Agents = []string{"bo"}; s.Procedures = []string{"acte"} }),
	}})
	for _, c := range []struct {
		ask    string
		shared call.Shared
		want   string
	}{
		{"", call.Shared{Lang: "fr"}, "general"},
		{"", call.Shared{Lang: "en"}, "english"},
		{"", call.Shared{Lang: "fr", Procedure: "cantine"}, "school"},
		{"", call.Shared{Lang: "ar"}, "general"},
		{"", call.Shared{Lang: "fr", Needs: []call.Need{call.NeedSign}}, "sign"},
		{"closed", call.Shared{Lang: "fr"}, "closed"},
		{"elsewhere", call.Shared{Lang: "fr"}, ""},
		{"mars", call.Shared{Lang: "fr"}, ""},
	} {
		got := ""
		if s := d.pick("26362", wire.Wish{Service: c.ask}, c.shared); s != nil {
			got = s.ID
		}
		if got != c.want {
			t.Errorf("%q %+v: %q, want %q", c.ask, c.shared, got, c.want)
		}
	}
	d.present("bo")
	d.Settings.Services[1].Agents = []string{"nobody"}
	d.Settings.Services[2].Agents = []string{"nobody"}
	for i := 3; i < 5; i++ {
		d.Settings.Services[i].Agents = []string{"nobody"}
	}
	if s := d.pick("26362", wire.Wish{}, call.Shared{Lang: "en"}); s.ID != "staffed" {
		t.Errorf("somebody who is there rather than the language: %s", s.ID)
	}
}

func TestWindows(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	s := Settings{Services: []Service{named("a", func(s *Service) { s.Hours = "Mo-Fr 09:00-12:00,13:30-17:00; PH off" })}}.Fill()
	service := &s.Services[0]
	show := func(now time.Time, booked func(time.Time) int) (all []string) {
		for _, w := range service.windows(now.In(paris), calendarOf("26362"), CallBack{Window: time.Hour, Notice: 30 * time.Minute, Days: 2, Each: 2}, booked) {
			all = append(all, w.From.In(paris).Format("02 15:04"))
			if w.To.Sub(w.From) != time.Hour || w.From.Location() != time.UTC {
				t.Errorf("%+v", w)
			}
		}
		return all
	}
	none := func(time.Time) int { return 0 }
	monday := time.Date(2026, 11, 23, 10, 20, 0, 0, paris)
	want := "[23 11:00 23 14:00 23 15:00 23 16:00 24 09:00 24 10:00 24 11:00 24 14:00 24 15:00 24 16:00 25 09:00 25 10:00]"
	if got := fmt.Sprint(show(monday, none)); got != want {
		t.Errorf("%s", got)
	}
	if later := fmt.Sprint(show(monday.Add(3*time.Minute), none)); later != want {
		t.Errorf("the same three minutes later: %s", later)
	}
	full := func(from time.Time) int { return map[int]int{11: 2, 14: 1}[from.In(paris).Hour()] }
	if got := show(monday, full); got[0] != "23 14:00" {
		t.Errorf("one that is full: %v", got)
	}
	if got := show(time.Date(2026, 11, 11, 8, 0, 0, 0, paris), none); got[0] != "12 09:00" {
		t.Errorf("on Armistice Day: %v", got)
	}
	if got := show(time.Date(2026, 11, 20, 18, 0, 0, 0, paris), none); len(got) != 0 {
		t.Errorf("no office day within two: %v", got)
	}
	service.hours = Settings{Services: []Service{named("a", nil)}}.Fill().Services[0].hours
	if got := show(monday, none); len(got) != mostWindows {
		t.Errorf("day and night: %v", got)
	}
}

// TestWindowsWhenClocksChange: an hour that comes twice, and one that does not.
func TestWindowsWhenClocksChange(t *testing.T) {
	paris, _ := time.LoadLocation("Europe/Paris")
	s := Settings{Services: []Service{named("a", func(s *Service) { s.Hours = "Mo-Su 00:00-24:00" })}}.Fill()
	for _, day := range []time.Time{time.Date(2026, 10, 25, 0, 0, 0, 0, paris), time.Date(2027, 3, 28, 0, 0, 0, 0, paris)} {
		seen := map[int64]bool{}
		for _, w := range s.Services[0].windows(day, calendarOf("26362"), CallBack{Window: time.Hour, Days: 1, Each: 1}, func(time.Time) int { return 0 }) {
			if seen[w.From.Unix()] || !w.To.After(w.From) {
				t.Errorf("%v", w)
			}
			seen[w.From.Unix()] = true
		}
		if len(seen) == 0 {
			t.Error("none")
		}
	}
}

// TestWindowsOfTowns: each town has its own agents, and its own room for call backs;
// who is named calls back for all.
func TestWindowsOfTowns(t *testing.T) {
	d := quiet(t, Settings{
		Services: []Service{named("own", nil), named("shared", func(s *Service) { s.Agents = []string{"alix"} })},
		CallBack: CallBack{Each: 1},
	})
	first := func(service, town string) time.Time {
		return d.told(d.service(service), town, d.lineOf()).Windows[0].From
	}
	was := first("own", "26362")
	for n, service := range []string{"own", "shared"} {
		d.seeBack(store.CallBack{ID: service, Service: service, Town: "26362", From: was, To: was.Add(time.Hour), Rev: int64(n + 1)})
	}
	for town, free := range map[string]map[string]bool{"26362": {"own": false, "shared": false}, "01004": {"own": true, "shared": false}} {
		for service, want := range free {
			if got := first(service, town).Equal(was); got != want {
				t.Errorf("%s in %s: the window is free: %v", service, town, got)
			}
			b := wire.Back{From: was, To: was.Add(time.Hour)}
			if got := d.offers(d.service(service), town, b); got != want {
				t.Errorf("%s in %s: it is taken: %v", service, town, got)
			}
		}
	}
}
