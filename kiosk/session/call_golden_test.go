package session

import (
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// A call from the first question, as it reads: waiting, speaking, a proposal, a
// paper, a picture, a line that is cut, the phone, a call back.
func TestGoldenCall(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Wait(call.Queue{Place: 2, Wait: 3 * time.Minute}) })
		st.does(c.Ring)
		st.does(func() { c.Answer(agent) })
		st.does(func() { c.Types("Bonjour\u2028") })
		st.pressCall("Montrer ma page")
		st.tells(c, proposal("1", "enfant_nom", "family", "Durand"))
		st.press("Mettre cette réponse")
		st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: "2", Paper: "notification"})
		st.wait(1500 * time.Millisecond)
		st.press("Imprimer ce papier")
		st.wait(1500 * time.Millisecond)
		st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "3"})
		st.wait(time.Second / 2)
		st.pressed("Prendre la photo", "Envoyer cette photo")
		st.tells(c, wire.Desk{Type: wire.DeskInvite, ID: "4", Link: "https://signes.example/salle", Why: "sign"})
		st.press("Revenir à la page")
		st.does(func() { c.End(call.Lost) })
		st.press("Par téléphone")
		st.does(st.voice.Await(t).Ring)
		st.pressCall("Rappelez-moi")
		st.press("lundi 3 janvier 2000")
		st.typeNumber(backTo)
		st.wait(3 * time.Second)
		st.press("Revenir à la page")
		st.golden("testdata/call.txt")
	})
}
