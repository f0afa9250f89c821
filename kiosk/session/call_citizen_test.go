package session

import (
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// scanned is how often the document camera was looked through.
func (f *fakeScanner) scanned() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.n
}

// The document camera does not look before he sees what it sees.
func TestTheDocumentCameraWaitsItsTurn(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskAskShare, ID: "1"})
		st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "2"})
		st.wait(5 * time.Second)
		st.overlay(CallSee, "Camille demande à voir votre page")
		if n := st.scanner.scanned(); n != 0 {
			t.Errorf("looked %d times under another question", n)
		}
		st.press("Ne pas montrer")
		st.overlay(CallStill, "Camille demande une photo de votre document")
		st.wait(time.Second)
		if st.scanner.scanned() == 0 || len(pictures(st.view())) != 1 {
			t.Error("it does not look")
		}
	})
}

// The name of a question of tiles, as a desk knows it, is shown too.
func TestTheDeskPointsAtAQuestion(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		st.fill("family", family, "given", given1)
		st.fill("day", "3", "month", "2", "year", year)
		id := page(c).Fields[0].ID
		st.tells(c, wire.Desk{Type: wire.DeskPoint, Field: id})
		if got := st.view().Call.Point; got != id || id == "" {
			t.Errorf("points at %q, want %q", got, id)
		}
	})
}

// A call that did not come about leaves the contacts in his hand; who only
// looks at them prints them himself.
func TestContactsArePrintedAfterACall(t *testing.T) {
	for name, c := range map[string]struct {
		story func(*callStage)
		sheet int
	}{
		"given up": {func(st *callStage) {
			st.does(func() { st.called().End(call.NoAnswer) })
			st.press("Revenir à la page")
		}, 1},
		"other ways": {func(st *callStage) {
			st.does(func() { st.called().End(call.Busy) })
			st.press("Autres façons")
		}, 1},
		"twice": {func(st *callStage) {
			for range 2 {
				st.does(func() { st.called().End(call.NoAnswer) })
				st.press("Revenir à la page")
				st.wait(2 * time.Second)
				st.press("Revenir à la page")
			}
			st.pressed("Parler à quelqu’un", "Autres façons")
		}, 1},
		"without a call": {func(st *callStage) { st.pressed("Parler à quelqu’un", "Autres façons") }, 0},
		"answered": {func(st *callStage) {
			other := st.called()
			st.does(func() { other.Answer(agent) })
			st.does(func() { other.End(call.RemoteBye) })
			st.pressed("Parler à quelqu’un", "Autres façons")
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.toFirst()
				c.story(st)
				st.overlay(Contacts, "Parler à quelqu’un")
				if c.sheet > 0 && name != "twice" {
					st.reads("Les contacts s’impriment. Ils sortent en bas, à droite.")
				}
				st.wait(2 * time.Second)
				if len(st.printer.docs) != c.sheet {
					t.Errorf("%d sheets, want %d", len(st.printer.docs), c.sheet)
				}
			})
		})
	}
}

func (st *callStage) called() *calltest.Call { return st.calls("En vidéo", st.video) }

// While somebody is there, or looked for, nothing else offers a person.
func TestNoSecondPersonDuringACall(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		if b := st.view().Talk; !b.Text.Empty() {
			t.Errorf("the page says %q beside an agent", b.Text.S)
		}
		st.send(StartAgain{st.view().Page})
		st.press("Rester sur cette page")
		st.does(func() { c.End(call.RemoteBye) })
		if b := st.view().Talk; b.Text.S != "Parler à quelqu’un" {
			t.Errorf("after it the page says %q", b.Text.S)
		}
	})
}

// A switchboard answers and plays music: from there, too, he can be called back,
// and that ends the music.
func TestCalledBackOutOfTheMusic(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("Par téléphone", st.voice)
		st.does(func() { c.Answer("") })
		st.pressCall("Autres façons")
		st.overlay(Contacts, "Parler à quelqu’un")
		st.press("Revenir à la page")
		st.pressCall("Rappelez-moi")
		st.press("lundi 3 janvier 2000")
		st.inCall("Vous êtes au téléphone.")
		st.typeNumber(backTo)
		st.wait(2 * time.Second)
		st.overlay(CallKept, "Nous vous rappelons.")
		if !c.HungUp() || len(st.backs) != 1 {
			t.Errorf("hung up %v, %d call backs", c.HungUp(), len(st.backs))
		}
		st.logged("call_outcome outcome=answered", "call_back_kept", "call_ended way=voice cause=call-back answered=true")
	})
}

// Who is answered while his call back is noted down goes on speaking.
func TestAnAnswerBeforeTheCallBackIsKept(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("Par téléphone", st.voice)
		st.does(c.Ring)
		st.pressCall("Rappelez-moi")
		st.press("lundi 3 janvier 2000")
		st.typeNumber(backTo)
		st.does(func() { c.Answer("") })
		st.wait(2 * time.Second)
		if c.HungUp() || len(st.backs) != 1 {
			t.Errorf("hung up %v, %d call backs", c.HungUp(), len(st.backs))
		}
	})
}

// What is ticked is read by somebody: a telephone carries none of it, and who
// calls back learns what it is about.
func TestWhatIsTickedIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		change     func(*callStage)
		reads, not []string
	}{
		"video and telephone": {func(*callStage) {}, []string{"Sauf au téléphone, la personne lit", "( ) C’est urgent"}, nil},
		"video alone":         {func(st *callStage) { st.voice.Unready(call.ErrNoLine) }, []string{"La personne lit d’abord"}, []string{"Sauf au téléphone"}},
		"telephone and call back": {func(st *callStage) { st.video.Unready(call.ErrNoHub) },
			[]string{"(x) Ma démarche"}, []string{"C’est urgent", "J’écris au lieu de parler"}},
		"telephone alone": {func(st *callStage) {
			st.video.Unready(call.ErrNoHub)
			st.on(func(o *wire.Service) { o.Windows = nil })
		}, []string{"Par téléphone"}, []string{"Ma démarche", "C’est urgent", "la personne lit"}},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				c.change(st)
				st.toFirst()
				st.press("Parler à quelqu’un")
				st.reads(c.reads...)
				st.readsNot(c.not...)
			})
		})
	}
}

// What stands open above the page is not offered beside it once more.
func TestNoWayIsOfferedTwice(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.called()
		st.does(func() { c.Wait(call.Queue{Place: 3}) })
		for _, way := range []string{"Rappelez-moi", "Autres façons"} {
			st.pressCall(way)
			for _, b := range callButtons(st.view()) {
				if b.Text.S == way {
					t.Errorf("%q stands beside what it opens", way)
				}
			}
			st.press("Revenir à la page")
		}
		st.pressCall("Rappelez-moi")
	})
}
