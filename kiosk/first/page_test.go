package first

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/fleet"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// typed is a code, group by group, as somebody types it.
var typed = forms.Input{"group1": "8zk3", "group2": "P0QX", "group3": "F83B", "group4": "K5C7", "group5": "YT5J", "group6": "94C5"}

// someone stands in front of a page.
type someone struct {
	*testing.T
	page  *Page
	log   eventtest.Log
	stop  func()
	ended chan error

	mu    sync.Mutex
	views []session.View
}

// stand puts somebody there, in a bubble of synctest.
func stand(t *testing.T, c Config) *someone {
	s := &someone{T: t, ended: make(chan error, 1)}
	c.Town, c.Hub, c.Log = "Mairie de Saint-Éloi", "https://bornes.example:8443", slog.New(slog.NewJSONHandler(&s.log, nil))
	c.Show = func(v session.View) { s.mu.Lock(); defer s.mu.Unlock(); s.views = append(s.views, v) }
	s.page = New(c)
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	go func() { s.ended <- s.page.Run(ctx) }()
	synctest.Wait()
	return s
}

func (s *someone) now() session.View {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.views[len(s.views)-1]
}

// says wants the page to say what stands under a key of its words.
func (s *someone) says(keys ...string) {
	s.Helper()
	said := saidBy(s.now())
	for _, key := range keys {
		if !slices.Contains(said, key) {
			s.Errorf("the page does not say %s; it says %v", key, said)
		}
	}
}

// saidBy are the keys of all that is on a page.
func saidBy(v session.View) (all []string) {
	all = append(all, v.Title.Key, v.Help.Key, v.Next.Text.Key)
	if v.Problem != nil {
		all = append(all, v.Problem.Text.Key)
	}
	for _, b := range v.Blocks {
		if b, ok := b.(session.Paragraph); ok {
			all = append(all, b.Text.Key)
		}
	}
	return all
}

// shows are the groups of the code on the page.
func (s *someone) shows() string {
	var all []string
	for _, b := range s.now().Blocks {
		if f, ok := b.(session.Fields); ok {
			for _, i := range f.Items {
				all = append(all, i.Value.S)
			}
		}
	}
	return strings.Join(all, "-")
}

func (s *someone) links(in forms.Input) { s.page.Send(session.Answered{Page: s.now().Page, Input: in}) }

// over tells whether the page is.
func (s *someone) over() bool {
	synctest.Wait()
	select {
	case err := <-s.ended:
		s.ended <- err
		return err == nil && s.page.Over()
	default:
		return false
	}
}

// town is a hub that answers when it is told to.
type town struct {
	answers chan error
	mu      sync.Mutex
	codes   []string
}

func newTown() *town { return &town{answers: make(chan error)} }

func (w *town) enrol(ctx context.Context, code string) error {
	w.mu.Lock()
	w.codes = append(w.codes, code)
	w.mu.Unlock()
	select {
	case err := <-w.answers:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *town) asked() []string {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.codes)
}

// What cannot be a code is said before anybody is asked, at the group that it is
// about.
func TestWhatIsNoCode(t *testing.T) {
	for name, c := range map[string]struct {
		change map[string]string
		key    string
		field  string
		words  string
	}{
		"nothing":       {map[string]string{"group1": "", "group2": "", "group3": "", "group4": "", "group5": "", "group6": ""}, "first.problem.empty", "group1", "six groupes"},
		"a short group": {map[string]string{"group3": "F8"}, "first.problem.short", "group3", "2\u00a0caractères"},
		"one less":      {map[string]string{"group6": "94C"}, "first.problem.short_one", "group6", "1\u00a0caractère."},
		"a U":           {map[string]string{"group4": "K5CU"}, "first.problem.letter", "group4", "pas de U"},
		"an accent":     {map[string]string{"group2": "PÉQX"}, "first.problem.letter", "group2", "accent"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newTown()
				s := stand(t, Config{Enrol: w.enrol})
				defer s.stop()
				in := forms.Input{}
				for field, group := range typed {
					in[field] = group
				}
				for field, group := range c.change {
					in[field] = group
				}
				s.links(in)
				s.says(c.key, "first.ask.title")
				if p := s.now().Problem; p.Field != c.field || !strings.Contains(p.Text.S, c.words) {
					t.Errorf("it says %q at %q", p.Text.S, p.Field)
				}
				if codes := w.asked(); len(codes) != 0 {
					t.Errorf("the hub was asked %d times", len(codes))
				}
			})
		})
	}
}

// A second touch asks nobody twice; what was typed stays to be corrected, and is in
// no log; a page that is gone takes nothing.
func TestATryThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown()
		s := stand(t, Config{Enrol: w.enrol})
		defer s.stop()
		asks := s.now().Page
		for range 2 {
			s.page.Send(session.Answered{Page: asks, Input: typed})
		}
		s.says("first.try.title", "first.try.wait", "first.try.hub")
		s.page.Send(session.Answered{Page: s.now().Page, Input: typed})
		if codes := w.asked(); !slices.Equal(codes, []string{"8ZK3P0QXF83BK5C7YT5J94C5"}) {
			t.Errorf("the hub was asked with %q", codes)
		}
		w.answers <- errors.New("the hub fell down the stairs")
		s.says("first.ask.title", "first.problem.failed")
		if got := s.shows(); got != "8ZK3-P0QX-F83B-K5C7-YT5J-94C5" {
			t.Errorf("the page shows %q", got)
		}
		s.page.Send(session.Answered{Page: asks, Input: typed})
		s.page.Send(session.Typed{Page: asks, Input: nil})
		if n := len(w.asked()); n != 1 || s.shows() == "-----" {
			t.Errorf("a page that is gone was answered: asked %d times, shows %s", n, s.shows())
		}
		s.links(typed)
		w.answers <- nil
		if !s.over() {
			t.Error("the page is not over")
		}
		if log := s.log.String(); !strings.Contains(log, `"enrol_refused","why":"failed"`) || strings.Contains(log, "8ZK3") || strings.Contains(log, "94C5") {
			t.Errorf("the log says %s", log)
		}
	})
}

// SIGTERM in the middle of a try: the page ends with it, and waits for nobody who
// does not come back.
func TestATryIsBrokenOff(t *testing.T) {
	for name, enrol := range map[string]func(context.Context, string) error{
		"a hub that is slow": func(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() },
		"one that hangs":     func(context.Context, string) error { time.Sleep(time.Hour); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := stand(t, Config{Enrol: enrol})
				s.links(typed)
				s.says("first.try.title")
				began := time.Now()
				s.stop()
				if err := <-s.ended; !errors.Is(err, context.Canceled) || s.page.Over() {
					t.Errorf("it ended with %v, over: %v", err, s.page.Over())
				}
				if took := time.Since(began); took > 2*time.Second {
					t.Errorf("it took %v", took)
				}
				time.Sleep(2 * time.Hour) // who hangs comes back
			})
		})
	}
}

// A hub that never answers is given up; the page asks again.
func TestAHubThatIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{Enrol: newTown().enrol})
		defer s.stop()
		s.links(typed)
		time.Sleep(longest + slack)
		s.says("first.problem.silent", "first.ask.title")
	})
}

// A kiosk that is known says who it is, what is missing, and goes on when it comes.
func TestAKioskThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{Known: Known{"Hall", "04999"}, Lacks: Lacks{Packs: true, Keys: true}, Least: 5 * time.Second})
		if v := s.now(); !strings.Contains(v.Title.S, "Hall") || v.Next.Do != nil || v.State != State {
			t.Errorf("it says %q, and has the button %v", v.Title.S, v.Next)
		}
		s.says("first.known.town", "first.known.lacks_both", "first.known.waits", "first.known.long")
		s.page.Send(session.HealthChanged{Conditions: []health.Condition{{Name: health.NoNetwork}}})
		s.says("first.known.offline")
		s.page.Send(session.HealthChanged{})
		s.page.KeysCame()
		s.says("first.known.lacks_packs", "first.known.serve")
		s.page.Send(session.PacksChanged{})
		time.Sleep(time.Hour)
		if s.over() {
			t.Fatal("it goes on without a procedure")
		}
		s.page.Send(session.PacksChanged{Packs: []*pack.Pack{{}}})
		if !s.over() {
			t.Error("it does not go on")
		}
	})
}

// Procedures may come before the keys.
func TestAKioskThatWaitsForKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{Known: Known{"Hall", "04999"}, Lacks: Lacks{Packs: true, Keys: true}})
		s.page.Send(session.PacksChanged{Packs: []*pack.Pack{{}}})
		if s.says("first.known.lacks_keys"); s.now().Next.Do != nil {
			t.Error("somebody could open it")
		}
		s.page.KeysCame()
		if !s.over() {
			t.Error("it does not go on")
		}
	})
}

// Somebody wants the kiosk to serve before there is a procedure; without keys that
// is not on offer.
func TestSomebodyDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{Known: Known{"Hall", "04999"}, Lacks: Lacks{Packs: true, Keys: true}})
		press := session.Pressed{Page: s.now().Page, Do: serveNow}
		s.page.Send(press)
		if s.over() {
			t.Fatal("it serves without keys")
		}
		s.page.KeysCame()
		s.page.Send(press)
		if !s.over() {
			t.Error("it does not serve")
		}
	})
}

// A kiosk that lacks nothing says who it is for as long as one reads it.
func TestAKioskThatLacksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{Known: Known{"Hall", "04999"}, Least: 5 * time.Second})
		s.says("first.known.opens")
		time.Sleep(4 * time.Second)
		if s.over() {
			t.Error("nobody could read it")
		}
		time.Sleep(2 * time.Second)
		if !s.over() {
			t.Error("it does not go on")
		}
	})
}

// The page lives in the middle of a try; one that is over does not.
func TestThePageIsAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown()
		s := stand(t, Config{Enrol: w.enrol})
		alive := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			return s.page.Alive(ctx)
		}
		s.links(typed)
		if err := alive(); err != nil {
			t.Errorf("in a try: %v", err)
		}
		w.answers <- nil
		if !s.over() || alive() == nil {
			t.Error("it is not over, or lives all the same")
		}
	})
}

// Language, size and colours change, what is not on offer does not, and what was
// typed stays.
func TestHowItLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{Enrol: newTown().enrol, Langs: []forms.Lang{forms.French, forms.EasyFrench, forms.English}})
		defer s.stop()
		page := s.now().Page
		s.page.Send(session.Typed{Page: page, Input: forms.Input{"group1": "8z-k3", "group2": "p"}})
		for _, e := range []session.Event{
			session.SetLang{Lang: forms.English}, session.SetSize{Size: session.Huge}, session.SetTheme{Theme: session.Dark},
			session.SetLang{Lang: forms.EasyFrench}, session.SetSize{Size: 7}, session.SetTheme{Theme: -1},
			session.StaffHere{On: true}, session.EndVisit{}, session.Touched{},
		} {
			s.page.Send(e)
		}
		v := s.now()
		if v.Lang != forms.English || v.Size != session.Huge || v.Theme != session.Dark || v.Page != page || len(v.Langs) != 2 {
			t.Errorf("it looks like %+v", v)
		}
		if got := s.shows(); got != "8ZK3-P----" {
			t.Errorf("it shows %q", got)
		}
	})
}

// A mistake of ours, in a step or in a try, leaves a page that goes on, and a log
// without a word of a code.
func TestAMistakeOfOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stand(t, Config{
			Enrol: func(context.Context, string) error { return &fleet.Refusal{Status: 401, Type: "clock"} },
			Now:   func() time.Time { panic("8ZK3P0QX") },
		})
		defer s.stop()
		s.links(typed)
		s.says("first.ask.title")
		s.page.cfg.Enrol = func(context.Context, string) error { panic("8ZK3P0QX") }
		s.links(typed)
		s.says("first.problem.failed")
		if log := s.log.String(); strings.Contains(log, "8ZK3") || !strings.Contains(log, `"part_broken"`) {
			t.Errorf("the log says %s", log)
		}
	})
}
