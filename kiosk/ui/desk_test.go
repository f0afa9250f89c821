package ui

import (
	"guichet/kiosk/session"
)

// deskSamples are the kinds of pages that the front desk has: what no page of a
// citizen has is on them.
func deskSamples() []sample {
	do := func(words string) session.Button { return press(words, session.Pressed{Page: testPage, Do: words}) }
	tile := func(icon, words, detail string) session.Tile {
		return session.Tile{Text: say(words), Detail: say(detail), Icon: icon, Do: session.Pressed{Page: testPage, Do: words}}
	}
	desk := func(title string, blocks ...session.Block) session.View {
		return with(func(v *session.View) {
			v.State, v.Progress, v.Title, v.Blocks = session.Staff, say("Espace mairie"), say(title), blocks
			v.StartAgain.Text, v.Talk, v.DontKnow, v.Next = say("Sortir"), session.Button{}, session.Button{}, session.Button{}
		})
	}
	roll := desk("Papier",
		session.Paragraph{Text: say("Il n’y a plus de papier."), Strong: true}, session.Paragraph{Text: say("Mettez un rouleau\u00a0: ouvrez, posez, fermez.")},
		session.Drawing{Name: "paper/clamshell", Text: say("Ouvrez le couvercle. Posez le rouleau. Laissez dépasser le papier. Fermez.")},
		session.Tiles{Items: []session.Tile{tile("arrow-big-up", "Faire avancer le papier", ""), tile("receipt", "Imprimer une page d’essai", "")}},
		session.Level{Label: say("Il reste environ 2 mètres de papier sur 80."), Done: 2, Of: 80},
		session.Rows{Items: []session.Row{{Label: say("Imprimante"), Values: []session.Text{say("Epson TM-T20II")}}}})
	roll.Next = do("J’ai mis un rouleau neuf")
	number := asksNumber("")
	number.StartAgain.Text, number.Progress, number.Talk, number.DontKnow = say("Sortir"), say("Espace mairie"), session.Button{}, session.Button{}
	number.Other = do("J’ai une clé USB")
	return append([]sample{
		{"desk-number", number},
		{"desk-paper", roll},
		{"desk-camera", desk("Voir la caméra", session.Paragraph{Text: say("La borne oublie cette image quand vous quittez la page.")},
			session.Picture{ID: "c", Alt: say("Image de la caméra"), Image: paper(640, 480)})},
		{"desk-wrong", desk("Que voulez-vous faire\u00a0?",
			session.Tiles{Items: []session.Tile{tile("alert-triangle", "Il n’y a plus de papier.", "Vous pouvez le faire."), tile("list", "Tout voir (7)", "")}},
			session.Tiles{Items: []session.Tile{tile("printer", "Papier", ""), tile("mail", "Demandes en attente", "3 demandes attendent."), tile("file-text", "Démarches", ""),
				tile("phone", "Appels", ""), tile("sun", "Écran et son", ""), tile("tool", "Machine", "")}})},
	}, drawnSamples()...)
}
