package session

import (
	"slices"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// Of two telephones the first that is ready is taken, and they are one button.
func TestTwoTelephones(t *testing.T) {
	var second *calltest.Phone
	playCallWith(t, func(_ *callStage, c *Config) {
		second = calltest.NewPhone(call.Voice)
		c.Phones = append(c.Phones, second)
	}, func(st *callStage) {
		st.toFirst()
		st.calls("Par téléphone", st.voice)
		if ways := slices.DeleteFunc(buttonsOf(st.view()), func(b Button) bool { return b.Text.S != "Par téléphone" }); len(ways) > 1 {
			t.Errorf("%d buttons", len(ways))
		}
		st.pressCall("Ne plus attendre")
		st.voice.Unready(call.ErrNoLine)
		st.press("Par téléphone")
		c := second.Await(t)
		st.does(func() { c.Answer("") })
		st.inCall("Vous êtes au téléphone.")
	})
}

// Without a camera of our own he still sees the other person, and nothing says
// that he is seen.
func TestACallWithoutACamera(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.video.Unready(call.ErrNoCamera)
		c := st.answered()
		v := st.view().Call
		if v.Camera || v.Self || !v.Picture || v.Light.S != "Votre micro est allumé." {
			t.Errorf("says %+v", v)
		}
		if d := lastToDesk(c, wire.DeskLook); d.Camera || !d.Microphone {
			t.Errorf("the desk hears %+v", d)
		}
		st.send(CallMute{v.Page, call.Camera, true}, CallMute{v.Page, call.Camera, false})
		if v := st.view().Call; v.Camera || slices.ContainsFunc(v.Buttons, func(b Switch) bool { return b.Text.S == "Couper ma caméra" }) {
			t.Errorf("a camera that is not there: %+v", v.Buttons)
		}
	})
}

// What is counted says by which way, for whom, and how long he waited in all.
func TestACallByTelephoneIsCounted(t *testing.T) {
	var got []CallOutcome
	playCallWith(t, func(_ *callStage, cfg *Config) { cfg.Outcome = func(o CallOutcome) { got = append(got, o) } }, func(st *callStage) {
		st.toFirst()
		c := st.calls("Par téléphone", st.voice)
		st.wait(20 * time.Second)
		st.does(func() { c.End(call.Busy) })
		st.wait(10 * time.Second)
		st.press("Par téléphone")
		st.wait(5 * time.Second)
		st.does(func() { st.voice.Await(st.t).Answer("") })
	})
	if want := (CallOutcome{"answered", call.Voice, "jeunesse", 35 * time.Second}); len(got) != 1 || got[0] != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
}

// Each offered call has one end, whoever counts it.
func TestEachOfferedCallHasOneEnd(t *testing.T) {
	for name, c := range map[string]struct {
		story func(*callStage, *calltest.Call)
		want  []string
	}{
		"answered": {func(st *callStage, c *calltest.Call) {
			c.Answer(agent)
			c.End(call.RemoteBye)
		}, []string{"answered"}},
		"contacts": {func(st *callStage, c *calltest.Call) {
			st.does(func() { c.End(call.Busy) })
			st.press("Autres façons")
		}, []string{"contacts"}},
		"another try": {func(st *callStage, c *calltest.Call) {
			st.does(func() { c.End(call.Busy) })
			st.press("Par téléphone")
			st.voice.Await(st.t).Answer("")
		}, []string{"answered"}},
		"call back": {func(st *callStage, c *calltest.Call) {
			st.does(func() { c.End(call.NoAnswer) })
			st.pressed("Rappelez-moi", "lundi 3 janvier 2000")
			st.typeNumber(backTo)
			st.wait(2 * time.Second)
			st.press("Revenir à la page")
		}, []string{"call_back"}},
		"he gives the form up": {func(st *callStage, c *calltest.Call) {
			st.does(func() { c.End(call.NoAnswer) })
			st.pressed("Rappelez-moi", "Revenir à la page")
			st.overlay(Contacts, "Parler à quelqu’un")
		}, []string{"contacts"}},
		"overflow":   {func(st *callStage, c *calltest.Call) { st.does(func() { c.End(call.Overflow) }) }, nil},
		"still open": {func(*callStage, *calltest.Call) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			playCallWith(t, func(_ *callStage, cfg *Config) { cfg.Outcome = func(o CallOutcome) { got = append(got, o.How) } }, func(st *callStage) {
				st.toFirst()
				c.story(st, st.calls("En vidéo", st.video))
				st.wait(time.Second)
				if !slices.Equal(got, c.want) {
					t.Errorf("counted %v, want %v", got, c.want)
				}
			})
			if len(got) != 1 {
				t.Errorf("counted %v in all", got)
			}
		})
	}
}
