package session

import (
	"slices"
	"testing"

	"guichet/kiosk/call"
	"guichet/kiosk/health"
)

// A kiosk without sound: who signs or writes has his video. The person there knows
// that one writes, the keyboard is open, and nothing says that a microphone is on,
// not even where the device has come back meanwhile.
func TestAVideoWithoutSound(t *testing.T) {
	for name, lost := range map[string]func(st *callStage){
		"the board says so": func(st *callStage) { st.wrong(health.SoundGone) },
		"the phone says so": func(st *callStage) { st.video.Unready(call.ErrNoMicrophone) },
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.toFirst()
				lost(st)
				c := st.calls("En vidéo", st.video)
				if needs := c.Target.Shared.Needs; !slices.Equal(needs, []call.Need{call.NeedText}) {
					t.Errorf("the desk hears that he needs %q", needs)
				}
				st.does(func() { c.Answer(agent) })
				v := st.inCall(agent)
				if v.Microphone || !c.Muted(call.Microphone) || v.Light.S != "Votre caméra est allumée. Votre micro est coupé." {
					t.Errorf("the light says %q; muted %v", v.Light.S, c.Muted(call.Microphone))
				}
				if !v.Talk.Open || !v.Camera || !slices.ContainsFunc(v.Lines, func(l Text) bool { return l.S == "Le son ne marche pas. Écrivez, ou parlez en signes." }) {
					t.Errorf("open %v, camera %v, the call says %v", v.Talk.Open, v.Camera, v.Lines)
				}
				for _, b := range callButtons(st.view()) {
					if slices.Contains([]string{"Couper mon micro", "Rallumer mon micro", "Plus fort", "Moins fort"}, b.Text.S) {
						t.Errorf("it offers %q", b.Text.S)
					}
				}
				st.wrong()
				st.send(CallMute{st.view().Call.Page, call.Microphone, false})
				if !c.Muted(call.Microphone) || st.view().Call.Microphone {
					t.Error("the microphone is on unasked")
				}
			})
		})
	}
}
