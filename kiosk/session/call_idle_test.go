package session

import (
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

const hangsUp = "Sans réponse, nous raccrochons et effaçons tout dans 60 secondes."

// askedInCall checks that the question stands, with what silence costs.
func (st *callStage) askedInCall() {
	st.t.Helper()
	st.overlay(StillThere, "Êtes-vous toujours là ?")
	st.reads(hangsUp)
}

// Who walks away from a call leaves music that plays to an empty hall: after
// five minutes the kiosk asks, after one more it hangs up and wipes.
func TestACallThatIsLeftAlone(t *testing.T) {
	for name, reach := range map[string]func(*callStage){
		"home page": func(*callStage) {},
		"question":  func(st *callStage) { st.toFirst(); st.send(Typed{st.view().Page, input("family", family)}) },
		"last page": func(st *callStage) { st.toDone() },
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				reach(st)
				c := st.calls("Par téléphone", st.voice)
				st.does(func() { c.Answer("") })
				st.does(func() { c.Say(call.Event{State: call.Confirmed, Held: true}) })
				st.wait(5*time.Minute - time.Millisecond)
				st.overlay("", "")
				st.wait(time.Millisecond)
				st.askedInCall()
				st.wait(time.Minute - time.Millisecond)
				if c.HungUp() {
					t.Fatal("hung up before the minute is over")
				}
				st.wait(time.Millisecond)
				st.at(Attract, "Bonjour")
				st.overlay("", "")
				if !c.HungUp() || st.view().Call != nil {
					t.Error("the call goes on")
				}
				st.checkNothingLeft(len(st.views) - 1)
				st.logged("call_answered", "still_there_asked", "call_ended way=voice cause=local-bye")
			})
		})
	}
}

// Who is there is left in peace: a touch, a letter, his voice, and the silence of
// who listens with the handset at his ear.
func TestWhoIsThereIsLeftInPeace(t *testing.T) {
	for name, sign := range map[string]func(*callStage) Event{
		"a touch on nothing": func(*callStage) Event { return Touched{} },
		"a letter":           func(st *callStage) Event { return Typed{st.view().Call.Page, input("value", "B")} },
		"his voice":          func(*callStage) Event { return Spoke{} },
		"louder":             func(st *callStage) Event { return CallVolume{st.view().Call.Page, 125} },
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				c := st.answered()
				for range 5 {
					st.wait(299 * time.Second)
					st.overlay("", "")
					st.send(sign(st))
				}
				st.wait(5 * time.Minute)
				st.askedInCall()
				st.send(sign(st))
				st.wait(59 * time.Second)
				if c.HungUp() {
					t.Error("hung up on who is there")
				}
			})
		})
	}
	playCall(t, func(st *callStage) {
		st.send(HookChanged{true})
		st.press("Par téléphone")
		c := st.voice.Await(t)
		st.does(func() { c.Answer("") })
		st.wait(20*time.Minute - time.Millisecond)
		st.overlay("", "")
		st.wait(time.Millisecond)
		st.askedInCall()
	})
}

// "Yes, I am here!" is an answer, said or pressed; so is to lift the handset.
func TestTheQuestionIsAnsweredAloud(t *testing.T) {
	for name, sign := range map[string]Event{"said": Spoke{}, "lifted": HookChanged{true}} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				c := st.answered()
				st.wait(5*time.Minute + time.Second)
				st.askedInCall()
				st.send(sign)
				st.overlay("", "")
				st.wait(4 * time.Minute)
				st.inCall(agent)
				if c.HungUp() {
					t.Error("hung up")
				}
			})
		})
	}
	playCall(t, func(st *callStage) {
		st.answered()
		st.wait(5*time.Minute + time.Second)
		st.press("Oui, je suis là")
		st.overlay("", "")
		st.inCall(agent)
	})
}

// A voice may be that of the hall: without a touch it does not fill more than
// half an hour. One that comes through a microphone that is off is none.
func TestAVoiceAloneIsNotForEver(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		for range 29 {
			st.wait(time.Minute)
			st.send(Spoke{})
			st.overlay("", "")
		}
		st.wait(time.Minute)
		st.askedInCall()
		st.send(Spoke{})
		st.askedInCall()
		st.press("Oui, je suis là")
		st.wait(time.Minute)
		st.pressCall("Couper mon micro")
		st.wait(4 * time.Minute)
		st.send(Spoke{})
		st.wait(time.Minute)
		st.askedInCall()
		st.wait(time.Minute)
		if !c.HungUp() {
			t.Error("the call goes on")
		}
	})
	playCall(t, func(st *callStage) { // without a call nobody listens
		st.toFirst()
		st.wait(40 * time.Second)
		st.send(Spoke{})
		st.wait(6 * time.Second)
		st.overlay(StillThere, "Êtes-vous toujours là ?")
	})
}

// Who waited long in silence is not asked at the first word; nor does what the
// agent does count as what the citizen does.
func TestTheClockBeginsWithTheFirstWord(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Wait(call.Queue{Place: 2}) })
		st.wait(170 * time.Second)
		st.does(func() { c.Answer(agent) })
		st.wait(4*time.Minute + 59*time.Second)
		st.overlay("", "")
		st.does(func() { c.Types("Allô ?") })
		st.wait(time.Second)
		st.askedInCall()
		st.tells(c, wire.Desk{Type: wire.DeskAskShare, ID: "1"}) // he asks: the question comes again
		st.overlay(CallSee, "Camille demande à voir votre page")
		st.wait(5 * time.Minute)
		st.askedInCall()
		st.wait(time.Minute)
		st.at(Attract, "Bonjour")
	})
}

// The question of a call that ends meanwhile is that of a page.
func TestTheCallEndsWhileTheQuestionStands(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.wait(5*time.Minute + 50*time.Second)
		st.askedInCall()
		st.does(func() { c.End(call.RemoteBye) })
		st.reads("Sans réponse, nous effaçons tout dans 20 secondes.")
		st.wait(20 * time.Second)
		st.at(Attract, "Bonjour")
	})
}
