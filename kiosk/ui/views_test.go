package ui

import (
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/session"
)

// sample is a view of one kind of page.
type sample struct {
	name string
	view session.View
}

func say(s string) session.Text { return session.Text{Key: "test", S: s} }

func press(s string, e session.Event) session.Button { return session.Button{Text: say(s), Do: e} }

const testPage session.PageID = 7

// base is what every page of a form has.
func base() session.View {
	return session.View{
		Page: testPage, State: session.Question, Lang: forms.French,
		Langs: []session.LangChoice{
			{Lang: forms.French, Name: "Français"},
			{Lang: forms.EasyFrench, Name: "Français facile"},
			{Lang: forms.English, Name: "English"},
		},
		Place:      say("Mairie de Saint-Éloi"),
		Progress:   say("Question 3 sur 11"),
		StartAgain: press("Recommencer", session.StartAgain{Page: testPage}),
		Back:       press("Retour", session.Back{Page: testPage}),
		DontKnow:   press("Je ne sais pas", session.DontKnow{Page: testPage}),
		Talk:       press("Parler à quelqu’un", session.Talk{Page: testPage}),
		Next:       press("Continuer", session.Answered{Page: testPage}),
	}
}

func with(change func(*session.View)) session.View {
	v := base()
	change(&v)
	return v
}

func answers(labels ...string) session.Tiles {
	var t session.Tiles
	for _, l := range labels {
		t.Items = append(t.Items, session.Tile{Text: say(l), Do: session.Answered{Page: testPage, Input: forms.Input{forms.Value: l}}})
	}
	return t
}

func field(name string, pad forms.Pad, label, value string, length int) session.Field {
	return session.Field{Field: forms.Field{Name: name, Pad: pad, MaxLength: length}, Label: say(label), Value: say(value)}
}

func asking(title, help string, fields ...session.Field) session.View {
	return with(func(v *session.View) {
		v.Title, v.Help = say(title), say(help)
		v.Blocks = []session.Block{session.Fields{Items: fields}}
	})
}

func quiet2(v *session.View) {
	v.Back, v.DontKnow, v.Next = session.Button{}, session.Button{}, session.Button{}
}

// samples are all kinds of pages.
func samples() []sample {
	return append(append(append(waiting(), choosing()...), append(writing(), ending()...)...), newer()...)
}

// allSamples are those, those of calls and those of the front desk.
func allSamples() []sample { return slices.Concat(samples(), callSamples(), deskSamples()) }

func waiting() []sample {
	return []sample{
		{"attract", with(func(v *session.View) {
			v.State, v.Progress, v.StartAgain = session.Attract, session.Text{}, session.Button{}
			v.Back, v.DontKnow = session.Button{}, session.Button{}
			v.Title, v.Help = say("Bonjour"), say("Faites votre demande ici, à votre rythme.")
			v.Blocks = []session.Block{session.Bullets{Title: say("Ici, vous pouvez\u00a0:"), Items: []session.Text{
				say("Inscrire mon enfant à la cantine"), say("Demander un acte de naissance"),
			}}}
			v.Next = press("Commencer", session.Open{Page: testPage})
		})},
		{"menu", with(func(v *session.View) {
			v.State, v.Progress = session.Menu, session.Text{}
			v.Title = say("Que voulez-vous faire\u00a0?")
			v.Blocks = []session.Block{session.Tiles{Items: []session.Tile{
				{Text: say("Inscrire mon enfant à la cantine"), Detail: say("Environ 8 minutes"), Icon: "tools-kitchen-2", Do: session.Pick{Page: testPage, Pack: "cantine"}},
				{Text: say("Demander un acte de naissance"), Detail: say("Environ 5 minutes"), Icon: "file-certificate", Do: session.Pick{Page: testPage, Pack: "acte"}},
			}}}
			v.Next, v.DontKnow = session.Button{}, session.Button{}
		})},
		{"before", with(func(v *session.View) {
			v.State, v.Progress = session.Before, session.Text{}
			v.Title, v.Help = say("Inscrire mon enfant à la cantine"), say("Comptez environ 8 minutes.")
			v.Blocks = []session.Block{
				session.Bullets{Title: say("Préparez ces documents\u00a0:"), Items: []session.Text{
					say("Votre dernier avis de quotient familial"), say("Le nom de l’école de votre enfant"), say("Un numéro de téléphone pour les urgences"),
				}},
				session.Paragraph{Text: say("Votre demande va à\u00a0: Service des écoles, Mairie de Saint-Éloi.")},
			}
			v.Next = press("Commencer", session.Next{Page: testPage})
		})},
	}
}

func choosing() []sample {
	return []sample{
		{"yesno", with(func(v *session.View) {
			v.Section = say("Votre enfant")
			v.Title, v.Help = say("Votre enfant a-t-il une allergie alimentaire\u00a0?"), say("La cuisine prépare alors un repas adapté.")
			v.Why = session.Why{Ask: press("Pourquoi cette question\u00a0?", session.AskWhy{Page: testPage})}
			t := answers("Oui", "Non")
			t.Items[0].Icon, t.Items[1].Icon = "check", "x"
			v.Blocks = []session.Block{t}
		})},
		{"why", with(func(v *session.View) {
			v.Section = say("Votre enfant")
			v.Title, v.Help = say("Votre enfant a-t-il une allergie alimentaire\u00a0?"), say("La cuisine prépare alors un repas adapté.")
			v.Why = session.Why{Ask: press("Pourquoi cette question\u00a0?", session.AskWhy{Page: testPage}), Open: true,
				Answer: say("Un médecin de l’école prend contact avec vous. Sans cette réponse, la cantine ne peut pas accueillir votre enfant.")}
			v.Blocks = []session.Block{answers("Oui", "Non")}
		})},
		{"choice", with(func(v *session.View) {
			v.Title = say("Quelle école votre enfant fréquente-t-il\u00a0?")
			t := answers("École Jean-Moulin", "École du Centre", "École Marie-Curie", "École des Tilleuls", "École Sainte-Anne")
			t.Items[2].Selected = true
			v.Blocks = []session.Block{t}
		})},
		{"many", with(func(v *session.View) {
			v.Title, v.Help = say("Quels jours votre enfant mange-t-il à la cantine\u00a0?"), say("Vous pouvez toucher plusieurs jours.")
			t := answers("Lundi", "Mardi", "Jeudi", "Vendredi")
			t.Many = true
			t.Items[0].Selected, t.Items[2].Selected = true, true
			v.Blocks = []session.Block{t}
		})},
		{"problem", with(func(v *session.View) {
			v.Title = say("Quelle école votre enfant fréquente-t-il\u00a0?")
			v.Problem = &session.Problem{Text: say("Il manque votre réponse. Touchez une école.")}
			v.Blocks = []session.Block{answers("École Jean-Moulin", "École du Centre", "École Marie-Curie")}
		})},
		{"more", with(func(v *session.View) {
			v.Section = say("Qui vient chercher votre enfant")
			v.Title = say("Une autre personne vient-elle chercher votre enfant\u00a0?")
			v.Blocks = []session.Block{
				session.Rows{Items: []session.Row{
					{Label: say("Personne 1"), Values: []session.Text{say("Paul Lefèvre")}, Change: press("Retirer", session.Remove{Page: testPage, Place: "p1"})},
					{Label: say("Personne 2"), Values: []session.Text{say("Jeanne Martin")}, Change: press("Retirer", session.Remove{Page: testPage, Place: "p2"})}}},
				session.Tiles{Items: []session.Tile{
					{Text: say("Ajouter"), Icon: "plus", Do: session.More{Page: testPage, Yes: true}},
					{Text: say("Continuer sans ajouter"), Icon: "check", Do: session.More{Page: testPage}}}}}
			v.Next = session.Button{}
		})},
		{"list", with(func(v *session.View) {
			v.Title = say("Dans quel pays êtes-vous né\u00a0?")
			v.Blocks = []session.Block{answers(countries...)}
		})},
		{"notice", with(func(v *session.View) {
			v.Title = say("Êtes-vous le père ou la mère de l’enfant\u00a0?")
			v.Notice = say("Il n’y a plus de papier. Nous gardons votre demande.")
			v.Blocks = []session.Block{answers("Oui", "Non")}
		})},
	}
}

var countries = []string{
	"Afghanistan", "Albanie", "Algérie", "Allemagne", "Andorre", "Angola", "Argentine", "Arménie", "Autriche",
	"Belgique", "Bénin", "Brésil", "Bulgarie", "Cameroun", "Canada", "Chili", "Chine", "Comores", "Congo",
	"Danemark", "Djibouti", "Égypte", "Espagne", "Estonie", "Finlande", "France", "Gabon", "Grèce", "Guinée",
	"Haïti", "Hongrie", "Inde", "Irlande", "Italie", "Japon", "Liban", "Luxembourg", "Madagascar", "Mali", "Maroc",
	"Niger", "Norvège", "Pays-Bas", "Pologne", "Portugal", "République démocratique du Congo", "Roumanie",
	"Sénégal", "Suisse", "Tchad", "Togo", "Tunisie", "Turquie", "Ukraine", "Viêt Nam",
}

func writing() []sample {
	why := session.Why{Ask: press("Pourquoi cette question\u00a0?", session.AskWhy{Page: testPage})}
	name := asking("Comment s’appelle votre enfant\u00a0?", "Écrivez les noms comme sur ses papiers.",
		field("family", forms.PadName, "Nom de famille", "Lefèvre", 60), field("given", forms.PadName, "Prénoms", "", 60))
	address := asking("Où habitez-vous\u00a0?", "C’est l’adresse où la mairie vous écrit.",
		field("street", forms.PadText, "Numéro et rue", "12 rue des Tilleuls", 80),
		field("extra", forms.PadText, "Bâtiment, étage ou lieu-dit", "", 80),
		field("postcode", forms.PadNumber, "Code postal", "", 5), field("city", forms.PadName, "Ville", "", 60))
	date := asking("Quand votre enfant est-il né\u00a0?", "Touchez le jour, puis le mois, puis l’année.",
		field("day", forms.PadNumber, "Jour", "3", 2), field("month", forms.PadMonth, "Mois", "", 2), field("year", forms.PadNumber, "Année", "", 4))
	month := date
	month.Blocks = []session.Block{session.Fields{Items: []session.Field{
		field("day", forms.PadNumber, "Jour", "21", 2), field("month", forms.PadMonth, "Mois", "", 2), field("year", forms.PadNumber, "Année", "", 4)}}}
	email := asking("Quelle est votre adresse e-mail\u00a0?", "Vous pouvez laisser cette réponse vide.", field("value", forms.PadEmail, "Adresse e-mail", "sophie.lefevre", 80))
	email.Why = why
	phone := asking("Quel est votre numéro de téléphone\u00a0?", "L’école vous appelle en cas d’urgence.", field("value", forms.PadPhone, "Numéro de téléphone", "061234567", 20))
	phone.Problem = &session.Problem{Field: "value", Text: say("Il manque un chiffre à ce numéro. Il y en a 10 en tout.")}
	example := field("value", forms.PadDecimal, "Somme en euros", "", 12)
	example.Example = say("Par exemple\u00a0: 845,50")
	iban := asking("Sur quel compte la mairie vous rembourse-t-elle\u00a0?", "L’IBAN est écrit sur votre relevé de compte.", field("value", forms.PadIBAN, "IBAN", "FR7630006000011234", 34))
	search := asking("Dans quelle commune êtes-vous né\u00a0?", "", field("code", forms.PadNone, "", "", 5), field("search", forms.PadSearch, "Nom ou code postal de la commune", "Saint-É", 60))
	f := search.Blocks[0].(session.Fields)
	for i, n := range []string{"Saint-Éloi", "Saint-Éloi-de-Fourques", "Saint-Éloy-les-Mines", "Saint-Éloy-les-Tuileries", "Saint-Élier", "Saint-Étienne", "Saint-Étienne-du-Rouvray"} {
		f.Found = append(f.Found, session.Tile{Text: say(n), Detail: say(fmt.Sprintf("%02d", 10+i) + "000, Département"),
			Do: session.Typed{Page: testPage, Input: forms.Input{"code": fmt.Sprint(10000 + i), "search": n}}})
	}
	search.Blocks[0] = f
	optional := asking("Quel est votre numéro de téléphone\u00a0?", "L’école vous appelle en cas d’urgence.", field("value", forms.PadPhone, "Numéro de téléphone", "", 20))
	optional.Blocks = append([]session.Block{session.Paragraph{Text: say("Vous pouvez laisser cette réponse vide.")}}, optional.Blocks...)
	city := asking("Où habitez-vous\u00a0?", "C’est l’adresse où la mairie vous écrit.",
		field("street", forms.PadText, "Numéro et rue", "12 rue des Tilleuls", 80),
		field("extra", forms.PadText, "Bâtiment, étage ou lieu-dit", "Bâtiment B", 80),
		field("postcode", forms.PadNumber, "Code postal", "76360", 5), field("city", forms.PadSearch, "Ville", "", 60))
	city.Why = why
	c := city.Blocks[0].(session.Fields)
	c.Found = f.Found[:3]
	city.Blocks[0] = c
	return []sample{
		{"optional", optional}, {"city", city},
		{"name", name}, {"address", address}, {"date", date}, {"month", month}, {"email", email}, {"phone", phone},
		{"money", asking("Quel est votre quotient familial\u00a0?", "Il est écrit sur l’avis de la CAF.", example)},
		{"iban", iban}, {"search", search},
		{"nir", asking("Quel est votre numéro de sécurité sociale\u00a0?", "", field("value", forms.PadDigits, "Numéro de sécurité sociale", "184022A", 15))},
	}
}

func ending() []sample {
	place := engine.Place("ecole")
	rows := session.Rows{}
	for i, r := range [][]string{
		{"Votre enfant", "Comment s’appelle votre enfant\u00a0?", "Léa Lefèvre"}, {"", "Quand votre enfant est-il né\u00a0?", "3 février 2019"},
		{"", "Quelle école votre enfant fréquente-t-il\u00a0?", "École Marie-Curie"}, {"Vous", "Où habitez-vous\u00a0?", "12 rue des Tilleuls", "76360 Barentin"},
		{"", "Quel est votre numéro de téléphone\u00a0?", "06 12 34 56 78"}, {"", "Quel est votre quotient familial\u00a0?", "845,50 €"},
	} {
		row := session.Row{Section: say(r[0]), Label: say(r[1]), Change: press("Modifier", session.Change{Page: testPage, Place: place})}
		for _, v := range r[2:] {
			row.Values = append(row.Values, say(v))
		}
		_ = i
		rows.Items = append(rows.Items, row)
	}
	over := func(o session.Overlay) session.View {
		return with(func(v *session.View) {
			v.Title = say("Quelle école votre enfant fréquente-t-il\u00a0?")
			v.Blocks = []session.Block{answers("École Jean-Moulin", "École du Centre", "École Marie-Curie")}
			o.Page = testPage + 1
			v.Overlay = &o
		})
	}
	return []sample{
		{"check", with(func(v *session.View) {
			v.State, v.Progress = session.Check, session.Text{}
			v.Title, v.Help = say("Vérifiez vos réponses"), say("Vous pouvez encore tout changer.")
			v.Blocks = []session.Block{rows}
		})},
		{"declaration", with(func(v *session.View) {
			v.State, v.Progress = session.Declaration, session.Text{}
			v.Title = say("Votre demande est prête")
			t := answers("Oui, mes réponses sont exactes")
			t.Many = true
			v.Blocks = []session.Block{
				session.Paragraph{Text: say("Vous déclarez que vos réponses sont exactes.")},
				session.Paragraph{Text: say("Votre demande va à\u00a0: Service des écoles."), Strong: true}, t}
			v.Next = press("Envoyer ma demande", session.Answered{Page: testPage})
		})},
		{"leaving", with(func(v *session.View) {
			v.State, v.Progress = session.Leaving, session.Text{}
			v.Title = say("Cette demande se fait à Nantes.")
			v.Blocks = []session.Block{
				session.Paragraph{Text: say("Vous êtes né à l’étranger. Le service central d’état civil garde votre acte.")},
				session.Paragraph{Text: say("11, rue de la Maison-Blanche, 44941 Nantes Cedex 09"), Strong: true},
				session.QR{Data: "https://www.service-public.gouv.fr/particuliers/vosdroits/R1406", Text: say("Photographiez ce code pour ouvrir la page sur votre téléphone.")}}
			v.Next = press("Terminer", session.Next{Page: testPage})
		})},
		{"saving", with(func(v *session.View) {
			v.State, v.Progress = session.Saving, session.Text{}
			quiet2(v)
			v.Title, v.Help = say("Nous enregistrons votre demande."), say("Votre reçu s’imprime juste après.")
		})},
		{"printing", with(func(v *session.View) {
			v.State, v.Progress = session.Printing, session.Text{}
			quiet2(v)
			v.Title, v.Help = say("Votre reçu s’imprime."), say("Il sortira en bas, à droite.")
			v.Blocks = []session.Block{session.Paragraph{Text: say("Votre demande est bien enregistrée.")}, session.Bar{Done: 3, Of: 5}}
		})},
		{"done", with(func(v *session.View) {
			v.State, v.Progress = session.Done, session.Text{}
			v.DontKnow, v.Back = session.Button{}, session.Button{}
			v.Title, v.Help = say("Nous avons bien reçu votre demande."), say("Prenez votre reçu. Il est en bas, à droite.")
			v.Blocks = []session.Block{
				session.Code{Label: say("Votre référence"), Text: say("482 739 156 Z")},
				session.Paragraph{Text: say("Vous avez une réponse au plus tard le samedi 12 décembre 2026.")},
				session.QR{Data: "482739156Z", Text: say("Photographiez ce code pour garder votre référence.")},
				session.Paragraph{Text: say("Merci de votre visite. Au revoir\u00a0!")}}
			v.Next = press("Terminer", session.Leave{Page: testPage})
		})},
		{"still-there", over(session.Overlay{Kind: session.StillThere, Title: say("Êtes-vous toujours là\u00a0?"),
			Blocks:  []session.Block{session.Paragraph{Text: say("Sans réponse, nous effaçons tout dans 20 secondes.")}},
			Buttons: []session.Button{press("Oui, je suis là", session.Stay{Page: testPage + 1}), press("Non, tout effacer", session.Leave{Page: testPage + 1})}})},
		{"confirm-end", over(session.Overlay{Kind: session.ConfirmEnd, Title: say("Voulez-vous recommencer\u00a0?"),
			Blocks:  []session.Block{session.Paragraph{Text: say("Nous effaçons toutes vos réponses. Votre demande n’est pas envoyée.")}},
			Buttons: []session.Button{press("Rester sur cette page", session.Stay{Page: testPage + 1}), press("Tout effacer", session.Leave{Page: testPage + 1})}})},
		{"contacts", over(session.Overlay{Kind: session.Contacts, Title: say("Parler à quelqu’un"),
			Blocks: []session.Block{
				session.Bullets{Title: say("Accueil de la mairie"), Items: []session.Text{say("Au fond du hall, à gauche"), say("02 35 91 00 00"), say("Du lundi au vendredi, de 8 h 30 à 17 h")}},
				session.Bullets{Title: say("Service des écoles"), Items: []session.Text{say("02 35 91 00 12"), say("Le mardi et le jeudi, de 9 h à 12 h")}}},
			Buttons: []session.Button{press("Revenir à la page", session.Stay{Page: testPage + 1}), press("Imprimer ces contacts", session.PrintContacts{Page: testPage + 1})}})},
		{"out-of-order", with(func(v *session.View) {
			v.State, v.Progress = session.Attract, session.Text{}
			v.Title = say("Bonjour")
			v.Overlay = &session.Overlay{Kind: session.OutOfOrder, Page: testPage + 1, Title: say("La borne est en panne"),
				Blocks: []session.Block{session.Paragraph{Text: say("Vous ne pouvez pas faire de demande ici.")}, session.Paragraph{Text: say("Une personne peut prendre votre demande."), Strong: true}}}
		})},
	}
}
