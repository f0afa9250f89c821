package kiosk

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/first"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// unboxed is a kiosk that nobody has made known, and somebody in front of it with a
// code of the hub's page.
type unboxed struct {
	*hall
	hub   *hubtest.Hub
	clock *hubtest.Clock
	cut   func(http.RoundTripper) http.RoundTripper
	named time.Duration

	send func(session.Event)
	off  func() error // as SIGTERM does
	seen sync.Map     // titles of all pages so far
}

func unbox(t *testing.T, options ...func(*hub.Config)) *unboxed {
	t.Helper()
	u := &unboxed{hall: build(t, noPrinter), clock: &hubtest.Clock{}, named: time.Millisecond}
	u.hub = hubtest.New(t, append(options, func(c *hub.Config) { c.Now = u.clock.Now })...)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, u.hub.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	u.cfg.Hub, u.cfg.Recipients = &config.Hub{URL: u.hub.URL, CA: ca}, nil
	return u
}

// on switches it on; what it shows first is for the story.
func (u *unboxed) on() {
	u.Helper()
	o := u.options()
	o.cut, o.namedFor = u.cut, u.named
	o.See = func(v session.View) { u.seen.Store(plainSpaces(v.Title.S), true); u.show(v) }
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan func(session.Event), 1), make(chan error, 1)
	go func() { ended <- Headless(ctx, u.cfg, o, func(send func(session.Event)) { ready <- send }) }()
	u.off = sync.OnceValue(func() error { cancel(); return <-ended })
	u.Cleanup(func() { u.off() })
	select {
	case u.send = <-ready:
	case err := <-ended:
		u.Fatal(err)
	}
}

// code is one of the hub's page.
func (u *unboxed) code() string {
	u.Helper()
	c, _, err := u.hub.NewCode(u.Context(), u.hub.Admin, hubtest.Town, "Hall", store.StageTest)
	if err != nil {
		u.Fatal(err)
	}
	return c.String()
}

// asks waits for the page that takes a code.
func (u *unboxed) asks() session.View {
	u.Helper()
	return u.until("the page that asks for the code", func(v session.View) bool {
		return v.State == first.State && v.Next.Text.Key == "first.ask.do"
	})
}

// types types a code and presses the button.
func (u *unboxed) types(code string) {
	u.Helper()
	u.send(session.Answered{Page: u.asks().Page, Input: inGroups(code)})
}

func inGroups(code string) forms.Input {
	in := forms.Input{}
	for i, group := range strings.Split(code, "-") {
		in["group"+string(rune('1'+i))] = group
	}
	return in
}

// problem waits for what is said of a try.
func (u *unboxed) problem(key string) {
	u.Helper()
	u.until(key, func(v session.View) bool {
		return v.Problem != nil && v.Problem.Text.Key == "first.problem."+key && v.Next.Do != nil
	})
}

// home waits for the home page.
func (u *unboxed) home() session.View {
	u.Helper()
	return u.until("the home page", func(v session.View) bool { return v.State == session.Attract && v.Overlay == nil })
}

// stocked has a procedure and keys for whoever is enrolled.
func (u *unboxed) stocked() {
	u.Helper()
	u.hub.PublishKeys(u, 1)
	u.rollsOut()
}

func (u *unboxed) rollsOut() {
	u.Helper()
	u.hub.Publish(u, "1.1.0")
	if _, err := u.hub.StartRollout(u.Context(), u.hub.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true); err != nil {
		u.Fatal(err)
	}
}

// kiosks are those that the hub knows.
func (u *unboxed) kiosks() int {
	u.Helper()
	all, err := u.hub.Fleet(u.Context(), u.hub.Admin, hubtest.Town)
	if err != nil {
		u.Fatal(err)
	}
	return len(all)
}

// quiet wants a log without a code, and without the key of the kiosk.
func (u *unboxed) quiet(codes ...string) {
	u.Helper()
	secrets := slices.Clone(codes)
	for _, code := range codes {
		secrets = append(secrets, strings.ReplaceAll(code, "-", ""), code[:4], code[25:])
	}
	if data, err := os.ReadFile(filepath.Join(u.cfg.Data, "identity.json")); err == nil {
		var id struct{ Key string }
		if json.Unmarshal(data, &id) != nil || len(id.Key) < 40 {
			u.Fatal("there is no key in the identity")
		}
		secrets = append(secrets, id.Key[:20])
	}
	if found := holding(u.log.String(), secrets); len(found) > 0 {
		u.Errorf("the log holds %q", found)
	}
}

// From the box to the home page: the page says whom it speaks to, then who the kiosk
// is, and the procedures of the hub are on offer. Nothing is left running.
func TestFromTheBoxToTheHomePage(t *testing.T) {
	u := unbox(t)
	u.stocked()
	before := runtime.NumGoroutine()
	u.on()
	v := u.asks()
	if !slices.ContainsFunc(texts(v), func(s string) bool { return strings.Contains(s, u.cfg.Hub.URL) }) {
		t.Errorf("the page does not say the address: %q", texts(v))
	}
	for name, b := range map[string]session.Button{"Talk": v.Talk, "Back": v.Back, "DontKnow": v.DontKnow, "StartAgain": v.StartAgain, "Other": v.Other} {
		if b.Do != nil {
			t.Errorf("the page has the button %s", name)
		}
	}
	u.waits("told", func() bool { return u.said("condition_raised", "not_enrolled") == 1 }, "the front desk")
	code := u.code()
	u.types(strings.ToLower(code))
	if offers := u.home().Offers; !slices.Equal(offers, []session.Revision{{Pack: "cantine", Version: "1.1.0"}}) {
		t.Errorf("on offer are %v", offers)
	}
	if _, ok := u.seen.Load("La borne « Hall » est reliée à la mairie."); !ok {
		t.Error("nobody was told who the kiosk is")
	}
	if n := u.said("kiosk_enrolled", `"name":"Hall"`, `"town":"04999"`); n != 1 || u.kiosks() != 1 || u.said("condition_raised", "not_enrolled") != 1 {
		t.Errorf("the log says %d times that it is enrolled; the hub knows %d kiosks", n, u.kiosks())
	}
	if err := u.off(); err != nil {
		t.Error(err)
	}
	u.waits("ended", func() bool { return runtime.NumGoroutine() <= before }, "what the kiosk began")
	u.quiet(code)
	u.on()
	u.home() // it does not ask again
}

// What can go wrong with a code, or on the way to the hub: the page says so, nothing
// is enrolled, and the next code does it.
func TestACodeThatDoesNotWork(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(*unboxed, string) string // of what is there, and of the code
		mend   func(*unboxed)
		key    string
		kiosks int // which the hub takes for enrolled
	}{
		"another code": {spoil: func(_ *unboxed, code string) string { return "0000" + code[4:] }, key: "spent"},
		"after eleven minutes": {spoil: func(u *unboxed, _ string) string {
			u.clock.Add(-11 * time.Minute)
			defer u.clock.Add(11 * time.Minute)
			return u.code()
		}, key: "spent"},
		"another town hall's": {spoil: func(_ *unboxed, code string) string { return code[:25] + "0000" }, key: "wrong_hub", kiosks: 1},
		"nobody there": {
			spoil: func(u *unboxed, code string) string { u.hub.Stop(); return code },
			mend:  func(u *unboxed) { u.hub.Restart(u) }, key: "closed",
		},
		"a stranger": {
			spoil: func(u *unboxed, code string) string { u.cfg.Hub.CA = ""; return code },
			mend:  func(u *unboxed) { u.cfg.Hub.CA = u.caFile() }, key: "stranger",
		},
		"a file that is not there": {
			spoil: func(u *unboxed, code string) string { u.cfg.Hub.CA = filepath.Join(u.TempDir(), "ca.pem"); return code },
			mend:  func(u *unboxed) { u.cfg.Hub.CA = u.caFile() }, key: "ca_file",
		},
		"another hour than the hub's": {
			spoil: func(u *unboxed, code string) string { u.clock.Add(time.Hour); return u.code() },
			mend:  func(u *unboxed) { u.clock.Add(-time.Hour) }, key: "clock",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := unbox(t)
			u.stocked()
			code := c.spoil(u, u.code())
			u.on()
			u.types(code)
			u.problem(c.key)
			shown := ""
			for _, f := range block[session.Fields](t, u.now()).Items {
				shown += "-" + f.Value.S
			}
			if shown != "-"+code {
				t.Errorf("to be corrected: %q", shown)
			}
			if _, err := fleet.ReadIdentity(u.cfg.Data); err == nil || u.said("enrol_refused", c.key) != 1 {
				t.Error("it has an identity, or the log does not say why not")
			}
			if c.mend != nil { // of the configuration: at the next start
				u.off()
				c.mend(u)
				u.on()
			}
			if n := u.kiosks(); n != c.kiosks {
				t.Errorf("the hub knows %d kiosks", n)
			}
			next := u.code()
			u.types(next)
			u.home()
			u.quiet(code, next)
		})
	}
}

func (u *unboxed) caFile() string {
	u.Helper()
	file := filepath.Join(u.TempDir(), "right.pem")
	if err := os.WriteFile(file, u.hub.CA, 0o600); err != nil {
		u.Fatal(err)
	}
	return file
}

// held is a way to the hub on which the answer to an enrolment is held up.
type held struct {
	http.RoundTripper
	came chan struct{} // a token: the hub has answered
	goOn chan struct{}
}

func newHeld() *held { return &held{came: make(chan struct{}, 8), goOn: make(chan struct{})} }

func (h *held) through(t http.RoundTripper) http.RoundTripper {
	return &held{RoundTripper: t, came: h.came, goOn: h.goOn}
}

func (h *held) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := h.RoundTripper.RoundTrip(r)
	if err != nil || r.URL.Path != wire.PathEnrol {
		return res, err
	}
	h.came <- struct{}{}
	select {
	case <-h.goOn:
		return res, nil
	case <-r.Context().Done():
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return nil, r.Context().Err()
	}
}

// A finger that comes twice, and one that comes while the hub is asked, enrol once.
func TestASecondTouchEnrolsNobody(t *testing.T) {
	u := unbox(t)
	u.stocked()
	slow := newHeld()
	u.cut = slow.through
	u.on()
	code := u.code()
	touch := session.Answered{Page: u.asks().Page, Input: inGroups(code)}
	u.send(touch)
	u.send(touch)
	<-slow.came
	asked := u.until("the page that asks the hub", func(v session.View) bool { return v.Title.Key == "first.try.title" })
	u.send(touch)
	u.send(session.Answered{Page: asked.Page, Input: inGroups(code)})
	close(slow.goOn)
	u.home()
	if n := u.kiosks(); n != 1 || len(slow.came) != 0 {
		t.Errorf("the hub knows %d kiosks, and was asked %d times more", n, len(slow.came))
	}
}

// The answer is lost on the way, and a group was mistyped that only the kiosk can
// look at: the hub takes the kiosk for enrolled by then, and the same code, once
// right, is enough.
func TestTheSameCodeAgain(t *testing.T) {
	u := unbox(t)
	u.stocked()
	lost := &lossy{}
	u.cut = lost.through
	u.on()
	code := u.code()
	u.types(code)
	u.problem("silent")
	u.types(code[:25] + "0000")
	u.problem("wrong_hub")
	u.types(code)
	u.home()
	if n := u.kiosks(); n != 1 {
		t.Errorf("the hub knows %d kiosks", n)
	}
}

// lossy is a way to the hub on which the first answer is lost.
type lossy struct {
	http.RoundTripper
	first sync.Once
}

func (l *lossy) through(t http.RoundTripper) http.RoundTripper { l.RoundTripper = t; return l }

func (l *lossy) RoundTrip(r *http.Request) (res *http.Response, err error) {
	res, err = l.RoundTripper.RoundTrip(r)
	l.first.Do(func() {
		if err == nil {
			res.Body.Close()
			err = io.ErrUnexpectedEOF
		}
	})
	if err != nil {
		return nil, err
	}
	return res, nil
}

// The kiosk is stopped while the hub's answer is on its way: it leaves at once, is
// not enrolled, and asks again at the next start; the code is spent by then.
func TestStoppedInTheMiddle(t *testing.T) {
	u := unbox(t)
	u.stocked()
	slow := newHeld()
	u.cut = slow.through
	u.on()
	code := u.code()
	u.types(code)
	<-slow.came
	if err := u.off(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(u.cfg.Data, "identity.json")); err == nil {
		t.Error("it has an identity")
	}
	u.cut = nil
	u.on()
	u.types(code)
	u.problem("spent")
	next := u.code()
	u.types(next)
	u.home()
	u.quiet(code, next)
}

// Known, and without keys or a procedure: the page says so, also after a restart, and
// the kiosk serves as soon as they are there.
func TestWhatHasNotComeYet(t *testing.T) {
	u := unbox(t)
	u.on()
	code := u.code()
	u.types(code)
	waits := func() {
		t.Helper()
		u.untilSays("La borne « Hall » est reliée à la mairie.")
		u.untilSays("Elle ouvre toute seule, dès que tout est arrivé.")
	}
	waits()
	u.off()
	u.on()
	waits()
	if n := u.said("spool_refused") + u.said("condition_raised", "spool_broken"); n != 0 {
		t.Error("it is taken for broken")
	}
	u.hub.PublishKeys(t, 1)
	u.home()
	u.rollsOut()
	u.until("the procedure", func(v session.View) bool { return len(v.Offers) == 1 })
	u.quiet(code)
}

// Where there are keys and no procedure yet, somebody who stands there can have the
// kiosk serve; it then says whom to talk to.
func TestSomebodyOpensWithoutAProcedure(t *testing.T) {
	u := unbox(t)
	u.hub.PublishKeys(t, 1)
	u.on()
	u.types(u.code())
	v := u.until("the way on", func(v session.View) bool { return v.Next.Text.Key == "first.known.serve" })
	u.send(v.Next.Do)
	if offers := u.home().Offers; len(offers) != 0 {
		t.Errorf("on offer are %v", offers)
	}
}

// The front desk comes in over the page, and leaves it as it was: there is no visit
// to end. Nobody wants its number for the code.
func TestTheFrontDeskOnTheFirstPage(t *testing.T) {
	u := unbox(t)
	numbered(u.hall)
	u.on()
	u.send(session.Typed{Page: u.asks().Page, Input: forms.Input{"group1": "8ZK3"}})
	u.send(session.StaffAsked{})
	pin := u.until("the page of the number", func(v session.View) bool { return v.State == session.Staff && v.Next.Do != nil })
	u.send(session.Answered{Page: pin.Page, Input: forms.Input{forms.Value: deskNumber}})
	home := u.until("the first page of the front desk", func(v session.View) bool { return v.State == session.Staff && v.Page != pin.Page })
	visit := plainSpaces(words.ForStaff(forms.French).Text("staff.home.visit"))
	if said := texts(home); slices.Contains(said, visit) || !slices.Contains(said, "La borne n’est pas encore reliée à la mairie.") {
		t.Errorf("it says %q", said)
	}
	u.send(session.StartAgain{Page: home.Page})
	if f := block[session.Fields](t, u.asks()); f.Items[0].Value.S != "8ZK3" {
		t.Errorf("the page has forgotten the code: %q", f.Items[0].Value.S)
	}
}
