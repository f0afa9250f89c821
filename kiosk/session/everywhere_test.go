package session

import (
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/health"
)

// places are where a person may be, with what he has typed so far.
var places = map[string]func(*callStage){
	"attract": func(*callStage) {},
	"menu":    func(st *callStage) { st.press("Commencer") },
	"before": func(st *callStage) {
		st.pressed("Commencer", "Inscrire mon enfant à une sortie (fr)")
	},
	"question": func(st *callStage) {
		st.toFirst()
		st.send(Typed{st.view().Page, input("family", family)})
	},
	"repeat": func(st *callStage) { st.toRepeat() },
	"check":  func(st *callStage) { st.toCheck() },
	"declaration": func(st *callStage) {
		st.toCheck()
		st.press(st.view().Next.Text.S)
	},
	"saving":   func(st *callStage) { st.toSent() },
	"failed":   func(st *callStage) { st.outbox.fails = []error{errDisk}; st.toSent(); st.wait(time.Second) },
	"printing": func(st *callStage) { st.toSent(); st.wait(time.Second) },
	"done":     func(st *callStage) { st.toDone() },
	"no paper": func(st *callStage) {
		st.printer.script = []printOutcome{outOfPaper()}
		st.toDone()
		st.send(PrinterChanged{Status: paperIn()})
	},
	"contacts": func(st *callStage) { st.toFirst(); st.pressed("Parler à quelqu’un", "Autres façons") },
	"ways":     func(st *callStage) { st.toFirst(); st.press("Parler à quelqu’un") },
	"number": func(st *callStage) {
		st.toNumber()
		st.send(Typed{st.view().Overlay.Page, input(forms.Value, backTo)})
	},
	"leaving":  func(st *callStage) { st.toFirst(); st.press("Recommencer") },
	"waiting":  func(st *callStage) { st.toFirst(); st.calls("En vidéo", st.video) },
	"speaking": func(st *callStage) { st.answered() },
}

// passing are what may be wrong, or done at the kiosk, for a while, and its end.
func passing() map[string][2][]Event {
	all := map[string][2][]Event{
		"the front desk":         {{StaffHere{true}}, {StaffHere{false}}},
		"a finger on the corner": {{StaffAsked{}, Pressed{1, "paper"}}, nil},
		"no paper":               {{PrinterChanged{Status: paperOut()}, illness(health.PaperOut)}, {PrinterChanged{Status: paperIn()}, HealthChanged{}}},
		"everything":             {{illness(health.Names()...)}, {HealthChanged{}}},
		"while the front desk is there": {
			{StaffHere{true}, illness(health.SpoolBroken, health.NoNetwork)}, {HealthChanged{}, StaffHere{false}},
		},
		"once it has left": {
			{StaffHere{true}, illness(health.DiskReadOnly), StaffHere{false}}, {HealthChanged{}},
		},
	}
	for _, n := range []health.Name{
		health.SpoolBroken, health.DiskReadOnly, health.PrinterMissing, health.NoNetwork, health.CameraGone, health.SoundGone, health.PaperLow,
	} {
		all[string(n)] = [2][]Event{{illness(n)}, {HealthChanged{}}}
	}
	return all
}

// Whatever goes wrong, wherever he is: he has a page with something to press and
// somebody to talk to, and when it is mended he is where he was, with all that he
// has typed.
func TestWhateverGoesWrongWherever(t *testing.T) {
	for place, reach := range places {
		for what, is := range passing() {
			t.Run(place+"/"+what, func(t *testing.T) {
				playCall(t, func(st *callStage) {
					st.send(PrinterChanged{Status: paperIn()})
					reach(st)
					before, number := dump(st.view()), st.view().Page
					st.send(is[0]...)
					if fault := faultIn(st.view(), 0); fault != "" {
						t.Errorf("%s\n%s", fault, dump(st.view()))
					}
					st.send(is[1]...)
					if now := dump(st.view()); now != before || st.view().Page != number {
						t.Errorf("he was at\n%s\nand is at\n%s", before, now)
					}
				})
			})
		}
	}
}
