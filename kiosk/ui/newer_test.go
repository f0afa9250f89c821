package ui

import (
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// signed is a signature of nobody.
const signed = "80,300 100,180 130,90 160,120 150,230 170,310 230,290 270,180 300,170 310,250 340,280 390,200 410,190 430,270 470,260 500,150 530,60 560,70 550,200 560,300;620,300 700,210 780,180 850,240 940,170"

func frequent() session.Pitfalls {
	return session.Pitfalls{
		Ask: press("Erreurs fréquentes", session.AskPitfalls{Page: testPage}),
		Items: []session.Text{
			say("Le quotient change chaque année. Prenez le dernier."),
			say("Il n’a pas de virgule sur l’avis de la CAF."),
		},
	}
}

func askWhy() session.Why {
	return session.Why{
		Ask:    press("Pourquoi cette question\u00a0?", session.AskWhy{Page: testPage}),
		Answer: say("Le prix du repas dépend de ce nombre."),
	}
}

// newer are the pages of the newer types of question.
func newer() []sample {
	groups := answers("Petite section, moyenne section", "CP, CE1, CE2", "CM1, CM2", "Collège")
	chosen := session.Rows{Items: []session.Row{{
		Label: say("Votre premier choix"), Values: []session.Text{say("Activités sportives")},
		Change: press("Changer", session.Typed{Page: testPage, Input: forms.Input{}}),
	}}}
	linked := func(items session.Tiles) session.View {
		return with(func(v *session.View) {
			v.Title, v.Help = say("Quelle activité votre enfant choisit-il\u00a0?"), say("Il peut en changer jusqu’au 30 septembre.")
			v.Blocks = []session.Block{chosen, items}
		})
	}
	sign := func(value string) session.View {
		return with(func(v *session.View) {
			v.Title, v.Help = say("Signez votre demande"), say("Votre signature vaut comme sur un papier.")
			v.DontKnow.Text = say("Je signe au guichet")
			v.Blocks = []session.Block{session.Signature{Label: say("Votre signature"), Here: say("Signez ici, avec le doigt."), Erase: say("Effacer"), Value: say(value)}}
		})
	}
	pitfalls := asking("Quel est votre quotient familial\u00a0?", "Il est écrit sur l’avis de la CAF.", field("value", forms.PadNumber, "Nombre", "", 6))
	pitfalls.Why, pitfalls.Pitfalls = askWhy(), frequent()
	open := pitfalls
	open.Pitfalls.Open = true
	country := asking("Dans quel pays êtes-vous né\u00a0?", "Écrivez le début du nom. Puis touchez le pays.", field("search", forms.PadSearch, "Nom du pays", "mar", 60))
	f := country.Blocks[0].(session.Fields)
	f.Found = answers("Maroc", "Martinique", "Îles Marshall", "Saint-Martin", "Île Christmas").Items
	country.Blocks[0] = f
	monthYear := asking("Depuis quel mois habitez-vous à cette adresse\u00a0?", "", field("month", forms.PadMonth, "Mois", "9", 2), field("year", forms.PadNumber, "Année", "", 4))
	known := asking("Comment vous appelez-vous\u00a0?", "", field("family", forms.PadName, "Nom de famille", "Lefèvre", 60), field("given", forms.PadName, "Prénoms", "Anaïs", 60))
	known.Blocks = append([]session.Block{session.Paragraph{Text: say("Vous l’avez déjà dit. C’est toujours vrai\u00a0?"), Strong: true}}, known.Blocks...)
	return []sample{
		{"groups", with(func(v *session.View) {
			v.Title = say("Dans quelle classe votre enfant est-il\u00a0?")
			v.Blocks = []session.Block{groups}
		})},
		{"linked", linked(answers("Judo", "Natation", "Tennis de table"))},
		{"linked-long", linked(answers("Athlétisme", "Badminton", "Basket", "Danse", "Escalade", "Football", "Gymnastique", "Handball", "Judo", "Natation", "Rugby", "Tennis"))},
		{"file", with(func(v *session.View) {
			v.Title, v.Help = say("Avez-vous votre justificatif de domicile\u00a0?"), say("Vous le donnez à l’accueil, avec votre reçu.")
			t := answers("Je l’apporte", "Je ne l’ai pas encore")
			t.Items[0].Icon, t.Items[1].Icon = "check", "clock"
			v.Blocks = []session.Block{
				session.Document{Text: say("Une facture d’eau ou d’électricité de moins de 3 mois"), Icon: "file-text"}, t}
		})},
		{"sign", sign("")}, {"signed", sign(signed)},
		{"sign-problem", func() session.View {
			v := sign("")
			v.Problem = &session.Problem{Field: forms.Value, Text: say("Signez dans le cadre, avec le doigt.")}
			return v
		}()},
		{"pitfalls", pitfalls}, {"pitfalls-open", open}, {"country", country}, {"month-year", monthYear}, {"known", known},
		{"done-more", with(func(v *session.View) {
			v.State, v.Progress = session.Done, session.Text{}
			v.DontKnow, v.Back = session.Button{}, session.Button{}
			v.Title = say("Nous avons bien reçu votre demande.")
			v.Blocks = []session.Block{
				session.Code{Label: say("Votre référence"), Text: say("482 739 156 Z")},
				session.Paragraph{Text: say("Prenez votre reçu. Il est en bas, à droite."), Strong: true},
				session.Tiles{Items: []session.Tile{
					{Text: say("Imprimer ma feuille"), Icon: "printer", Do: session.PrintSheet{Page: testPage}},
					{Text: say("Imprimer la liste des documents"), Icon: "printer", Do: session.PrintList{Page: testPage}},
					{Text: say("Imprimer mes rappels"), Icon: "printer", Do: session.PrintReminders{Page: testPage}},
				}},
				session.QR{Data: "GUICHET:1:482739156Z:2026-11-21", Text: say("Photographiez ce code pour garder votre référence.")},
				session.Paragraph{Text: say("Vous avez une réponse au plus tard le samedi 12 décembre 2026.")},
				session.Bullets{Title: say("Apportez ces documents\u00a0:"), Items: []session.Text{say("Une facture d’eau ou d’électricité de moins de 3 mois")}},
				session.Bullets{Title: say("À ne pas oublier\u00a0:"), Items: []session.Text{say("lundi 4 janvier 2027\u00a0: Renouvelez l’inscription de votre enfant.")}},
				session.Paragraph{Text: say("Merci de votre visite. Au revoir\u00a0!")}}
			v.Next = press("Terminer", session.Next{Page: testPage})
			v.Other = press("Faire une autre démarche", session.Another{Page: testPage})
		})},
	}
}

// TestAContactStaysTogether: on every part, a telephone number stands below the
// name that it belongs to.
func TestAContactStaysTogether(t *testing.T) {
	phones := map[string]string{"Accueil": "04 65 71 00 00", "Titres": "04 65 71 00 50", "Élections": "04 65 71 00 40"}
	one := func(name string) session.Block {
		return session.Bullets{Title: say(name), Items: []session.Text{
			say("Ouvre demain à 8 h 30."), say("Du lundi au vendredi, de 8 h 30 à 12 h. Le mercredi, aussi de 14 h à 18 h."), say(phones[name]), say("1, place Haute"),
		}}
	}
	painter, split := NewPainter(1280, 800, Panel{}), 0
	for size := session.Normal; size <= session.Small; size++ {
		parts := painter.Parts(with(func(v *session.View) {
			v.Size = size
			v.Overlay = &session.Overlay{Kind: session.Contacts, Page: testPage + 1, Title: say("Parler à quelqu’un"),
				Blocks:  []session.Block{one("Accueil"), one("Titres"), one("Élections")},
				Buttons: []session.Button{press("Revenir à la page", session.Stay{Page: testPage + 1})}}
		}))
		split += len(parts) - 1
		for i, p := range parts {
			on := map[string]bool{}
			for _, it := range p.scene.items {
				on[it.text] = true
			}
			for name, phone := range phones {
				if on[name] != on[phone] {
					t.Errorf("size %d, part %d: %s %v, %s %v", size, i+1, name, on[name], phone, on[phone])
				}
			}
		}
	}
	if split == 0 {
		t.Error("all fits on one part: nothing was tried")
	}
}
