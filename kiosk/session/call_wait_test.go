package session

import (
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// The expected time is worked out again while one waits, and an estimate that
// was wrong is owned up to.
func TestWaitingIsHonest(t *testing.T) {
	const meanwhile = "Vous pouvez continuer pendant ce temps."
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Wait(call.Queue{Place: 3, Wait: 150 * time.Second}) })
		st.lines("Il y a 2 personnes avant vous.", "Environ 3 minutes d’attente.", meanwhile)
		st.wait(50 * time.Second)
		st.lines("Il y a 2 personnes avant vous.", "Environ 2 minutes d’attente.", meanwhile)
		st.does(func() { c.Wait(call.Queue{Place: 1, Wait: 50 * time.Second}) })
		st.lines("C’est bientôt à vous.", "Environ une minute d’attente.", meanwhile)
		st.wait(45 * time.Second)
		st.lines("C’est bientôt à vous.", "Moins d’une minute d’attente.", meanwhile)
		st.send(Touched{})
		st.wait(30 * time.Second)
		st.lines("C’est bientôt à vous.", "C’est plus long que prévu. Quelqu’un peut vous rappeler.", meanwhile)
		st.does(func() { c.Wait(call.Queue{Place: 1}) })
		st.lines("C’est bientôt à vous.", meanwhile)
	})
}

// Each way in which a call does not come about is a kind sentence, and the next
// ways come first.
func TestEachFailureHasItsSentence(t *testing.T) {
	for _, c := range []struct {
		why   call.Cause
		title string
	}{
		{call.Busy, "Toutes les personnes sont occupées."},
		{call.Overloaded, "Toutes les personnes sont occupées."},
		{call.NoAnswer, "Personne ne répond."},
		{call.Rejected, "La personne ne peut pas répondre."},
		{call.RemoteBye, "La personne ne peut pas répondre."},
		{call.Closed, "Il n’y a personne à cette heure."},
		{call.NoMedia, "Cet appel ne passe pas."},
		{call.NotFound, "L’appel n’est pas parti."},
		{call.Lost, "La ligne est coupée."},
		{call.Failed, "L’appel n’est pas parti."},
		{"", "L’appel n’est pas parti."},
	} {
		t.Run(string(c.why), func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.toFirst()
				other := st.calls("En vidéo", st.video)
				st.does(func() { other.Fail(486, c.why, 0) })
				st.overlay(CallNext, c.title)
				if first := buttonsIn(st.view().Overlay.Blocks)[0].Text.S; first != "Par téléphone" {
					t.Errorf("the next way is %q", first)
				}
				st.reads("En vidéo", "Rappelez-moi", "Autres façons")
				st.press("Revenir à la page") // nobody leaves with nothing
				st.overlay(Contacts, "Parler à quelqu’un")
				st.logged("call_ended way=video cause="+quoted(c.why), "call_outcome outcome=contacts")
				st.press("Revenir à la page")
				st.overlay("", "")
				st.at(Question, "Comment s’appelle")
			})
		})
	}
}

func quoted(c call.Cause) string {
	if c == "" {
		return `""`
	}
	return string(c)
}

// A line that is cut while two people speak is not the end of it.
func TestALineThatIsCut(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.does(func() { c.End(call.Lost) })
		st.overlay(CallNext, "La ligne est coupée.")
		st.press("En vidéo")
		c = st.video.Await(t)
		st.does(func() { c.Answer(agent) })
		st.inCall(agent)
	})
}

// From video to the phone and back, while one waits.
func TestFromOneWayToTheOther(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		first := st.calls("En vidéo", st.video)
		st.does(func() { first.Wait(call.Queue{Place: 9, Wait: time.Hour}) })
		st.pressCall("Par téléphone")
		if !first.HungUp() {
			t.Error("he waits twice")
		}
		second := st.voice.Await(t)
		if second.Target.Address != "+33492000010" {
			t.Errorf("dialled %q", second.Target.Address)
		}
		st.does(second.Ring)
		st.pressCall("En vidéo")
		third := st.video.Await(t)
		if !second.HungUp() {
			t.Error("he waits twice")
		}
		st.does(func() { third.Answer(agent) })
		st.inCall(agent)
		st.send(CallBy{st.view().Call.Page, call.Voice})
		if third.HungUp() {
			t.Error("a call that was answered is left")
		}
	})
}

// What is shown is what leads somewhere: no picture of an empty chair, no phone
// of a town hall that is closed.
func TestOnlyWhatLeadsSomewhere(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*wire.Service)
		reads  []string
		not    []string
	}{
		"nobody on duty": {func(o *wire.Service) { o.Agents = 0 },
			[]string{"Personne n’est libre pour la vidéo maintenant.", "Par téléphone", "Rappelez-moi"}, []string{"En vidéo"}},
		"one": {func(o *wire.Service) { o.Agents = 1 }, []string{"En vidéo — Une personne est là."}, nil},
		"a queue": {func(o *wire.Service) { o.Queue = wire.Queue{Place: 4, Wait: 290} },
			[]string{"En vidéo — Environ 5 minutes d’attente."}, nil},
		"closed": {func(o *wire.Service) { o.Open, o.Agents = false, 0 },
			[]string{"Le service jeunesse. Fermé maintenant. Ouvre lundi à 8 h.", "Rappelez-moi"}, []string{"En vidéo"}},
		"no hours": {func(o *wire.Service) { o.Open, o.Agents, o.Hours = false, 0, "" },
			[]string{"Personne n’est libre pour la vidéo maintenant.", "Rappelez-moi"}, []string{"En vidéo", "Par téléphone"}},
		"another service": {func(o *wire.Service) { o.Procedures = []string{"cantine"} },
			nil, []string{"En vidéo", "Rappelez-moi"}},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.on(c.change)
				st.toFirst()
				st.press("Parler à quelqu’un")
				st.reads(c.reads...)
				st.readsNot(c.not...)
			})
		})
	}
}

// Where nobody can be reached and nobody calls back, the contacts come at once.
func TestNobodyAtAll(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.video.Unready(call.ErrNoHub)
		st.voice.Unready(call.ErrNoLine)
		st.send(ServicesChanged{})
		st.toFirst()
		st.press("Parler à quelqu’un")
		st.overlay(Contacts, "Parler à quelqu’un")
		st.reads("Personne ne peut répondre d’ici maintenant.", "L’accueil")
	})
}

// On the home page nobody knows the hours of the town: its number is not offered
// while the service is closed.
func TestNoPhoneAtNight(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.on(func(o *wire.Service) { o.Phone = "" })
		st.press("Parler à quelqu’un")
		st.reads("Par téléphone — Accueil")
		st.on(func(o *wire.Service) { o.Phone, o.Open = "", false })
		st.readsNot("Par téléphone")
	})
}

// A page that is open follows who comes and goes.
func TestServicesComeAndGo(t *testing.T) {
	playCall(t, func(st *callStage) {
		if there := st.view().There.S; there != "2 personnes sont là." {
			t.Errorf("the home page says %q", there)
		}
		st.toFirst()
		st.press("Parler à quelqu’un")
		st.on(func(o *wire.Service) { o.Agents = 0 })
		st.readsNot("En vidéo")
		st.send(CallBy{st.view().Overlay.Page, call.Video}) // was on its way
		st.overlay(CallNext, "Il n’y a personne à cette heure.")
		if len(st.video.Calls()) != 0 {
			t.Error("nobody was called")
		}
	})
}

// Silence is long for who waits, and the question goes when somebody answers.
func TestSilenceIsLongForWhoWaits(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Wait(call.Queue{Place: 5}) })
		st.wait(179 * time.Second)
		st.overlay("", "")
		st.wait(2 * time.Second)
		st.overlay(StillThere, "Êtes-vous toujours là ?")
		st.does(func() { c.Answer(agent) })
		st.overlay("", "")
		st.does(func() { c.End(call.RemoteBye) })
		st.wait(46 * time.Second)
		st.overlay(StillThere, "Êtes-vous toujours là ?")
	})
}

// Who holds the handset and listens is not asked so soon.
func TestWhoListensIsNotAskedSoSoon(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.send(HookChanged{true})
		st.press("Par téléphone")
		c := st.voice.Await(t)
		st.does(c.Ring)
		st.wait(719 * time.Second)
		st.overlay("", "")
		st.wait(2 * time.Second)
		st.overlay(StillThere, "Êtes-vous toujours là ?")
	})
}

// Who leaves while a call waits is not called by an agent into an empty hall.
func TestWhoWalksAwayIsHungUp(t *testing.T) {
	for name, reach := range map[string]func(*callStage){"home page": func(*callStage) {}, "question": func(st *callStage) { st.toFirst() }} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				reach(st)
				c := st.calls("En vidéo", st.video)
				st.does(func() { c.Wait(call.Queue{Place: 5}) })
				st.wait(181 * time.Second)
				st.overlay(StillThere, "Êtes-vous toujours là ?")
				st.wait(21 * time.Second)
				st.at(Attract, "Bonjour")
				st.overlay("", "")
				if !c.HungUp() || st.view().Call != nil {
					t.Error("the call waits on")
				}
				st.logged("call_ended way=video cause=cancelled", "call_outcome outcome=idle")
			})
		})
	}
}

// A weak line, and being held, are a short sentence each.
func TestWhatTheLineIsLike(t *testing.T) {
	const unseen = "Personne ne voit votre page."
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.lines(unseen)
		for _, q := range []struct {
			e    call.Event
			line string
		}{
			{call.Event{Quality: call.Weak}, "La ligne est faible : l’image est plus petite."},
			{call.Event{Quality: call.Stills}, "La ligne est faible : l’image change rarement."},
			{call.Event{Quality: call.SoundOnly}, "La ligne est faible : vous avez seulement le son."},
			{call.Event{Quality: call.Gone}, "La ligne est coupée : nous la rétablissons."},
			{call.Event{Quality: call.Gone, Held: true}, "Attendez un instant. La personne revient."},
		} {
			q.e.State = call.Confirmed
			st.does(func() { c.Say(q.e) })
			st.lines(q.line, unseen)
			st.inCall(agent)
		}
		st.does(func() { c.Say(call.Event{State: call.Confirmed, Quality: call.Good, Speaks: true}) })
		st.lines(unseen)
		if !st.view().Call.Speaks {
			t.Error("who does not hear does not see that he speaks")
		}
	})
}

// A service that asks to wait says how long.
func TestTryAgainLater(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Fail(503, call.Overloaded, 100*time.Second) })
		st.overlay(CallNext, "Toutes les personnes sont occupées.")
		st.reads("Essayez encore dans 2 minutes.")
		st.press("En vidéo")
		c = st.video.Await(t)
		st.does(func() { c.Fail(486, call.Busy, 0) })
		st.readsNot("Essayez encore")
	})
}

// Of several services: somebody who is there, then who speaks his language,
// then who knows his procedure; never one that knows others alone.
func TestWhoIsAsked(t *testing.T) {
	service := func(id string, change func(*wire.Service)) wire.Service {
		o := wire.Service{ID: id, Names: map[string]string{"fr": id}, Open: true, Agents: 1, Langs: []string{"fr"}}
		change(&o)
		return o
	}
	all := service("all", func(*wire.Service) {})
	for name, c := range map[string]struct {
		services []wire.Service
		want     string
	}{
		"knows it":    {[]wire.Service{all, service("jeunesse", func(o *wire.Service) { o.Procedures = []string{"sortie"} })}, "jeunesse"},
		"is there":    {[]wire.Service{all, service("jeunesse", func(o *wire.Service) { o.Procedures, o.Agents = []string{"sortie"}, 0 })}, "all"},
		"speaks":      {[]wire.Service{service("en", func(o *wire.Service) { o.Langs = []string{"en"} }), all}, "all"},
		"knows other": {[]wire.Service{service("cantine", func(o *wire.Service) { o.Procedures = []string{"cantine"} }), all}, "all"},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.send(ServicesChanged{c.services})
				st.toFirst()
				if got := st.calls("En vidéo", st.video).Target.Address; got != c.want {
					t.Errorf("asked %q, want %q", got, c.want)
				}
			})
		})
	}
	playCall(t, func(st *callStage) { // nothing is picked yet: somebody is better than nobody
		st.send(ServicesChanged{[]wire.Service{service("cantine", func(o *wire.Service) { o.Procedures = []string{"cantine"} })}})
		if got := st.calls("En vidéo", st.video).Target.Address; got != "cantine" {
			t.Errorf("asked %q", got)
		}
	})
}
