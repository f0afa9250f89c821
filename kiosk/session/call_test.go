package session

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

func TestACallBesideTheVisit(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		st.press("Parler à quelqu’un")
		st.overlay(CallHow, "Parler à quelqu’un")
		st.reads("En vidéo — 2 personnes sont là.", "Par téléphone — Le service jeunesse", "Rappelez-moi", "Autres façons",
			"(x) Ma démarche et ma page : Inscrire mon enfant à une sortie (fr)", "( ) C’est urgent", "Votre langue : Français")
		st.press("En vidéo")
		c := st.video.Await(t)
		st.overlay("", "")
		v := st.inCall("Nous cherchons quelqu’un.")
		if v.Camera || v.Microphone || v.Picture || v.Light.S != "Votre caméra et votre micro sont éteints." {
			t.Errorf("before anybody: %+v", v)
		}
		st.does(func() { c.Wait(call.Queue{Place: 2, Wait: 3 * time.Minute}) })
		st.inCall("Vous attendez une personne.")
		st.lines("Il y a une personne avant vous.", "Environ 3 minutes d’attente.", "Vous pouvez continuer pendant ce temps.")
		st.fill("family", family, "given", given1) // the visit goes on meanwhile
		st.does(c.Ring)
		if v := st.inCall("Ça sonne."); !v.Rings || !v.Camera {
			t.Errorf("it rings: %+v", v)
		}
		st.does(func() { c.Answer(agent) })
		if v := st.inCall(agent); !v.Picture || !v.Self || v.Rings || v.Light.S != "Votre caméra et votre micro sont allumés." {
			t.Errorf("somebody is there: %+v", v)
		}
		st.at(Question, "Quand votre enfant")
		st.fill("day", "3", "month", "2", "year", year)
		st.at(Question, "Comment vous appeler")
		st.does(func() { c.End(call.RemoteBye) })
		if v := st.view(); v.Call != nil || v.Notice.S != "L’appel est terminé." {
			t.Errorf("after it: %+v %q", v.Call, v.Notice.S)
		}
		st.pressed("Madame", "Continuer")
		if st.view().Notice.S != "" {
			t.Error("it is said for ever")
		}
		if c.Watched() || st.watched != 1 {
			t.Errorf("pictures: %v %d", c.Watched(), st.watched)
		}
		st.logged("help_asked", "call_asked way=video service=jeunesse", "call_answered way=video", "call_outcome outcome=answered",
			"call_ended way=video cause=remote-bye answered=true")
	})
}

// What goes with the first word is what he agreed to.
func TestWhatIsToldBeforehand(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		want := call.Shared{
			Procedure: "sortie", Version: "1.2.3", Title: "Inscrire mon enfant à une sortie (fr)", Page: "enfant_nom",
			Question: "Comment s’appelle votre enfant ? (fr)", Lang: "fr",
		}
		if got := c.Target; got.Address != "jeunesse" || !same(got.Shared, want) {
			t.Errorf("said %+v, want %+v", got, want)
		}
		st.pressCall("Ne plus attendre")
		st.overlay(CallNext, "Voulez-vous joindre quelqu’un autrement ?")
		st.press("Revenir à la page")
		st.overlay(Contacts, "Parler à quelqu’un")
		st.press("Revenir à la page")
		st.press("Parler à quelqu’un")
		st.press("Ma démarche et ma page : Inscrire mon enfant à une sortie (fr)")
		st.pressed("C’est urgent", "J’écris au lieu de parler", "Je parle en langue des signes")
		st.reads("https://signes.example/salle", "(x) C’est urgent", "( ) Ma démarche")
		st.press("En vidéo")
		c = st.video.Await(t)
		want = call.Shared{Lang: "fr", Urgent: true, Needs: []call.Need{call.NeedText, call.NeedSign}}
		if !same(c.Target.Shared, want) {
			t.Errorf("said %+v, want %+v", c.Target.Shared, want)
		}
		st.does(func() { c.Answer(agent) })
		if !st.view().Call.Talk.Open {
			t.Error("who writes has no keyboard")
		}
	})
}

func same(a, b call.Shared) bool {
	ok := slices.Equal(a.Needs, b.Needs)
	a.Needs, b.Needs = nil, nil
	return ok && a.Procedure == b.Procedure && a.Version == b.Version && a.Title == b.Title && a.Page == b.Page &&
		a.Reference == b.Reference && a.Lang == b.Lang && a.Urgent == b.Urgent
}

// The reference is told of what was sent, and only if he says so.
func TestTheReferenceIsHisToTell(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toDone()
		st.press("Parler à quelqu’un")
		st.press("En vidéo")
		if c := st.video.Await(t); c.Target.Shared.Reference != "" {
			t.Error("the reference was told unasked")
		}
		st.pressCall("Ne plus attendre")
		st.pressed("Ma référence", "Par téléphone")
		if c := st.voice.Await(t); c.Target.Shared.Reference != st.outbox.references()[0] {
			t.Errorf("told %q", c.Target.Shared.Reference)
		}
	})
}

// A person is there on every page, also on the home page and while the kiosk
// takes nothing.
func TestFromEveryPage(t *testing.T) {
	reach := map[string]func(st *callStage){
		"attract": func(*callStage) {}, "menu": func(st *callStage) { st.press("Commencer") },
		"question": func(st *callStage) { st.toFirst() }, "check": func(st *callStage) { st.toCheck() },
		"saving": func(st *callStage) { st.toSent() }, "done": func(st *callStage) { st.toDone() },
	}
	for name, to := range reach {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				to(st)
				c := st.calls("En vidéo", st.video)
				st.does(func() { c.Answer(agent) })
				st.inCall(agent)
				st.does(func() { c.End(call.RemoteBye) })
			})
		})
	}
	t.Run("out of order", func(t *testing.T) {
		playCallWith(t, func(_ *callStage, c *Config) { c.Outbox = nil }, func(st *callStage) {
			c := st.calls("En vidéo", st.video)
			st.does(func() { c.Answer(agent) })
			st.overlay(OutOfOrder, "La borne est en panne")
			st.pressCall("Raccrocher")
			if !c.HungUp() || st.view().Call != nil {
				t.Error("hanging up above the overlay did nothing")
			}
		})
	})
}

// A call goes on over the end of a procedure, and ends with the visit.
func TestACallSurvivesAProcedureAndNotTheVisit(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.fill("family", family, "given", given1)
		st.press("Retour")
		st.restOfForm()
		st.press("Faire une autre démarche")
		st.at(Menu, "Que voulez-vous")
		st.inCall(agent)
		st.press("Retour")
		st.overlay(ConfirmEnd, "Voulez-vous partir ?")
		st.reads("Votre appel se termine aussi.")
		st.press("Tout effacer")
		st.at(Attract, "Bonjour")
		if !c.HungUp() || st.view().Call != nil || c.Watched() {
			t.Error("the call goes on")
		}
	})
}

// Leaving the last page asks first where it ends a call.
func TestLeavingTheLastPageInACall(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toDone()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Answer(agent) })
		for _, button := range []string{"Terminer", "Recommencer"} {
			st.press(button)
			st.overlay(ConfirmEnd, "Voulez-vous partir ?")
			st.readsNot("Nous effaçons toutes vos réponses.")
			st.press("Rester sur cette page")
		}
		st.pressed("Terminer", "Partir maintenant")
		st.at(Attract, "Bonjour")
		if !c.HungUp() {
			t.Error("the call goes on")
		}
	})
}

// restOfForm answers all from the first question to the last page.
func (st *callStage) restOfForm() {
	st.t.Helper()
	st.fill("family", family, "given", given1)
	st.fill("day", "3", "month", "2", "year", year)
	st.pressed("Madame", "Continuer")
	st.send(Typed{st.view().Page, input(searchField, "manosq")})
	st.pressed("Manosque (04100)", "Continuer", "Petite section", "Continuer", "Continuer", "Le mercredi", "Continuer")
	st.fill(forms.Value, remark)
	st.pressed("Continuer sans ajouter", "Oui", "Continuer")
	st.pastDeclaration()
	st.press(st.view().Next.Text.S)
	if st.view().State == Declaration {
		st.pressed("Je suis d’accord", "Envoyer ma demande")
	}
	st.wait(2500 * time.Millisecond)
	st.at(Done, "Nous avons bien reçu")
}

func TestMuteVolumeKeys(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Couper mon micro")
		st.pressCall("Couper ma caméra")
		if v := st.view().Call; !c.Muted(call.Microphone) || !c.Muted(call.Camera) || v.Camera || v.Self ||
			v.Light.S != "Votre caméra et votre micro sont éteints." {
			t.Errorf("muted: %+v", v)
		}
		if d := lastToDesk(c, wire.DeskLook); d.Camera || d.Microphone {
			t.Errorf("the desk hears %+v", d)
		}
		st.pressCall("Rallumer mon micro")
		if v := st.view().Call; c.Muted(call.Microphone) || v.Light.S != "Votre micro est allumé." {
			t.Errorf("after it: %q", v.Light.S)
		}
		for range 9 {
			if st.view().Call.Volume < maxVolume {
				st.pressCall("Plus fort")
			}
		}
		if c.Loud() != 200 || st.view().Call.Volume != 200 {
			t.Errorf("as loud as %d", c.Loud())
		}
		st.send(CallVolume{st.view().Call.Page, 999}, CallVolume{st.view().Call.Page, -3})
		if c.Loud() != 0 {
			t.Errorf("volume %d", c.Loud())
		}
		st.pressCall("Raccrocher")
		c = st.calls("Par téléphone", st.voice)
		st.does(func() { c.Answer("") })
		if v := st.inCall("Vous êtes au téléphone."); v.Talk != nil || v.Picture || v.Camera {
			t.Errorf("a voice: %+v", v)
		}
		st.pressCall("Touches du téléphone")
		st.pressCall("1")
		st.pressCall("#")
		st.send(CallKey{st.view().Call.Page, "x"}, CallKey{st.view().Call.Page, "12"})
		if c.Keys() != "1#" || !st.view().Call.Keys.Open {
			t.Errorf("keys %q", c.Keys())
		}
	})
}

// The handset asks for a person, and ends the call.
func TestTheHandset(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.send(HookChanged{true})
		st.overlay(CallHow, "Parler à quelqu’un")
		st.press("Par téléphone")
		c := st.voice.Await(t)
		st.does(func() { c.Answer("") })
		st.lines("Vous parlez dans le combiné.")
		st.send(HookChanged{false})
		if !c.HungUp() || st.view().Call != nil {
			t.Error("put down, the call goes on")
		}
		st.overlay("", "")
	})
}

// A phone that still ends its last call is asked again.
func TestAPhoneThatIsNotFreeYet(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		st.video.Refuse(call.ErrBusy)
		st.press("Parler à quelqu’un")
		st.press("En vidéo")
		st.inCall("Nous cherchons quelqu’un.")
		st.wait(time.Second)
		st.video.Refuse(nil)
		st.wait(time.Second)
		c := st.video.Await(t)
		st.does(func() { c.Answer(agent) })
		st.inCall(agent)
	})
}

// A call that is not free within some seconds, or says nothing, ends kindly.
func TestACallThatNeverBegins(t *testing.T) {
	for name, c := range map[string]struct {
		refuses error
		title   string
	}{
		"busy for ever": {call.ErrBusy, "Toutes les personnes sont occupées."},
		"no line":       {call.ErrNoLine, "L’appel n’est pas parti."},
		"silent":        {nil, "L’appel n’est pas parti."},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.video.Refuse(c.refuses)
				st.toFirst()
				st.press("Parler à quelqu’un")
				st.press("En vidéo")
				st.wait(21 * time.Second)
				st.overlay(CallNext, c.title)
				if st.view().Call != nil {
					t.Error("the call is still there")
				}
			})
		})
	}
}

// Words of a call that is over change nothing.
func TestLateWordsOfACall(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		late := []Event{heard{st.s.calls, "trop tard"}, told{st.s.calls, wire.Desk{Type: wire.DeskInvite, Link: "https://x.example"}},
			phoned{st.s.calls, call.Event{State: call.Confirmed}}, filed{st.s.calls, wire.File{ID: "1"}}, dialLate{st.s.calls}}
		st.does(func() { c.End(call.RemoteBye) })
		n := len(st.views)
		st.send(late...)
		if len(st.views) != n {
			t.Errorf("shown: %+v", st.view().Call)
		}
		page := st.view().Page
		st.send(CallEnd{page}, CallShare{page, true}, Accept{page}, TakeStill{page, false}, AskBack{page})
		synctest.Wait()
		if len(st.views) != n {
			t.Errorf("events of a call do something to a page:\n%s", dump(st.view()))
		}
	})
}

// A phone that is broken is a phone that does not call; the visit goes on.
func TestAPhoneThatPanics(t *testing.T) {
	playCallWith(t, func(_ *callStage, c *Config) { c.Phones = []call.Phone{badPhone{}} }, func(st *callStage) {
		st.toFirst()
		st.pressed("Parler à quelqu’un", "Par téléphone")
		st.overlay(CallNext, "L’appel n’est pas parti.")
		st.at(Question, "Comment s’appelle")
	})
}

type badPhone struct{ call.Phone }

func (badPhone) Way() call.Way { return call.Voice }
func (badPhone) Ready() error  { return nil }
func (badPhone) Dial(context.Context, call.Target) (call.Call, error) {
	panic("cannot dial " + backTo)
}

// Who hears badly does not say it again with every call.
func TestTheNextCallIsAsLoud(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.answered()
		st.pressCall("Plus fort")
		st.pressCall("Raccrocher")
		c := st.calls("Par téléphone", st.voice)
		if v := st.view().Call.Volume; c.Loud() != 125 || v != 125 {
			t.Errorf("as loud as %d, shows %d", c.Loud(), v)
		}
		st.pressCall("Ne plus attendre")
		st.pressed("Revenir à la page", "Revenir à la page", "Recommencer", "Tout effacer")
		if c := st.calls("Par téléphone", st.voice); c.Loud() != 100 {
			t.Errorf("as loud for the next person: %d", c.Loud())
		}
	})
}

// Another procedure has other papers: the desk is told.
func TestTheDeskHearsOfAnotherProcedure(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Answer(agent) })
		if d := lastToDesk(c, wire.DeskHello); d.Papers != nil {
			t.Errorf("before any: %+v", d)
		}
		st.pressed("Commencer", "Inscrire mon enfant à une sortie (fr)")
		if d := lastToDesk(c, wire.DeskHello); len(d.Papers) != 1 {
			t.Errorf("after it: %+v", d)
		}
	})
}
