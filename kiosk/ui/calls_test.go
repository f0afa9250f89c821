package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/session"
)

const callPage session.PageID = 90

// during is a page with a call beside it.
func during(v session.View, change func(*session.CallView)) session.View {
	c := session.CallView{
		Page: callPage, State: call.Confirmed, Way: call.Video,
		Light: say("Votre caméra et votre micro sont allumés."), Camera: true, Microphone: true,
		Title: say("Camille, mairie de Saint-Éloi"), Lines: []session.Text{say("La personne ne voit pas votre page.")},
		Picture: true, Self: true, Volume: 100,
		Talk: &session.Talking{
			Label: say("Écrivez ici. La personne lit chaque lettre."),
			Ask:   press("Écrire", session.CallWrite{Page: callPage, On: true}),
		},
		Buttons: []session.Switch{
			{Button: press("Montrer ma page", session.CallShare{Page: callPage, On: true}), Icon: "eye"},
			{Button: press("Couper mon micro", session.CallMute{Page: callPage, Sense: call.Microphone, On: true}), Icon: "microphone"},
			{Button: press("Couper ma caméra", session.CallMute{Page: callPage, Sense: call.Camera, On: true}), Icon: "camera"},
			{Button: press("Moins fort", session.CallVolume{Page: callPage, Percent: 80}), Icon: "volume-2"},
			{Button: press("Plus fort", session.CallVolume{Page: callPage, Percent: 120}), Icon: "volume"},
			{Button: press("Raccrocher", session.CallEnd{Page: callPage}), Icon: "phone-off"},
		},
	}
	change(&c)
	v.Call, v.Talk = &c, session.Button{}
	return v
}

func talked(open bool) *session.Talking {
	t := &session.Talking{
		Label: say("Écrivez ici. La personne lit chaque lettre."), Draft: say("Le mardi c’est poss"), Open: open,
		Lines: []session.TalkLine{
			{Who: say("Camille"), Text: say("Bonjour, je suis Camille. Je vous lis.")},
			{Mine: true, Who: say("Vous"), Text: say("Bonjour. Je ne trouve pas mon quotient familial.")},
			{Who: say("Camille"), Text: say("Il est en haut à droite de l’avis de la CAF. Vous l’avez avec vous\u00a0?")},
			{Mine: true, Who: say("Vous"), Text: say("Le mardi c’est poss")},
		},
	}
	t.Ask = press("Écrire", session.CallWrite{Page: callPage, On: true})
	if open {
		t.Ask = press("Revenir à ma page", session.CallWrite{Page: callPage})
	}
	return t
}

func waitingCall(c *session.CallView) {
	c.State, c.Picture, c.Self, c.Camera, c.Microphone, c.Talk = call.Proceeding, false, false, false, false, nil
	c.Light = say("Votre caméra et votre micro sont éteints.")
	c.Title = say("Vous attendez une personne.")
	c.Lines = []session.Text{say("Il y a 2 personnes avant vous."), say("Environ 4 minutes d’attente."), say("Vous pouvez continuer pendant ce temps.")}
	c.Buttons = []session.Switch{
		{Button: press("Rappelez-moi", session.AskBack{Page: callPage}), Icon: "clock"},
		{Button: press("Par téléphone", session.CallBy{Page: callPage, Way: call.Voice}), Icon: "phone"},
		{Button: press("Autres façons", session.OtherWays{Page: callPage}), Icon: "list"},
		{Button: press("Ne plus attendre", session.CallEnd{Page: callPage}), Icon: "phone-off"},
	}
}

func voiceCall(c *session.CallView) {
	c.Way, c.Picture, c.Self, c.Camera, c.Talk = call.Voice, false, false, false, nil
	c.Light, c.Title = say("Votre micro est allumé."), say("Standard de la mairie")
	c.Keys = &session.Keys{Ask: press("Touches du téléphone", session.CallKeys{Page: callPage, On: true})}
	for _, k := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"} {
		c.Keys.Keys = append(c.Keys.Keys, press(k, session.CallKey{Page: callPage, Key: k}))
	}
	c.Buttons = append(c.Buttons[1:2:2], c.Buttons[3:]...)
}

func sampleView(name string) session.View {
	for _, s := range samples() {
		if s.name == name {
			return s.view
		}
	}
	panic("no sample " + name)
}

// paper is a picture of lines, as a page would be.
func paper(w, h int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	for y := h / 10; y < h*9/10; y += h / 30 {
		for x := w / 10; x < w*(6+y%3)/10; x++ {
			for dy := range max(1, h/120) {
				img.SetGray(x, y+dy, color.Gray{0x30})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// asked is an overlay of a call above the page.
func asked(kind session.OverlayKind, title string, blocks []session.Block, buttons ...session.Button) session.View {
	return with(func(v *session.View) {
		v.Title = say("Quelle école votre enfant fréquente-t-il\u00a0?")
		v.Blocks = []session.Block{answers("École Jean-Moulin", "École du Centre", "École Marie-Curie")}
		v.Overlay = &session.Overlay{Kind: kind, Page: testPage + 1, Title: say(title), Blocks: blocks, Buttons: buttons}
	})
}

func waysOfCalling() []session.Block {
	t := session.Tiles{Items: []session.Tile{
		{Text: say("Appeler en vidéo"), Detail: say("Environ 4 minutes d’attente"), Icon: "headset", Do: session.CallBy{Page: testPage + 1, Way: call.Video}},
		{Text: say("Téléphoner"), Detail: say("Ouvert jusqu’à 17 h"), Icon: "phone", Do: session.CallBy{Page: testPage + 1, Way: call.Voice}},
		{Text: say("Être rappelé"), Detail: say("Vous choisissez le moment"), Icon: "clock", Do: session.AskBack{Page: testPage + 1}},
		{Text: say("Les autres contacts"), Detail: say("Adresses, horaires, téléphones"), Icon: "list", Do: session.OtherWays{Page: testPage + 1}},
	}}
	told := session.Tiles{Many: true, Items: []session.Tile{
		{Text: say("Ma demande\u00a0: Inscrire mon enfant à la cantine"), Selected: true, Do: session.CallTell{Page: testPage + 1, What: session.TellProcedure}},
		{Text: say("J’écris et je lis"), Do: session.CallTell{Page: testPage + 1, What: session.TellText, On: true}},
		{Text: say("Je parle la langue des signes"), Do: session.CallTell{Page: testPage + 1, What: session.TellSign, On: true}},
		{Text: say("C’est urgent"), Do: session.CallTell{Page: testPage + 1, What: session.TellUrgent, On: true}},
	}}
	return []session.Block{t, session.Paragraph{Text: say("Ce que la personne sait avant de vous parler\u00a0:")}, told}
}

func number() session.View {
	v := asked("call_number", "À quel numéro vous rappeler\u00a0?",
		[]session.Block{session.Fields{Items: []session.Field{field(forms.Value, forms.PadPhone, "Votre numéro de téléphone", "061234", 20)}}},
		press("Choisir le moment", session.Answered{Page: testPage + 1}), press("Annuler", session.Stay{Page: testPage + 1}))
	return v
}

// callSamples are all kinds of pages of calls.
func callSamples() []sample {
	same := func(*session.CallView) {}
	page := session.PageID(testPage + 1)
	yes, no := press("Oui, je veux bien", session.Accept{Page: page}), press("Non merci", session.Refuse{Page: page})
	pointed := sampleView("choice")
	tiles := pointed.Blocks[0].(session.Tiles)
	tiles.Items[1].ID = "centre"
	rows := session.Rows{Items: []session.Row{{Label: say("Quotient familial"), Values: []session.Text{say("845,50 €")}}}}
	proposal := asked(session.CallPropose, "Camille propose une réponse", []session.Block{rows}, yes, no)
	invite := asked(session.CallInvite, "Camille invite une personne", []session.Block{
		session.Paragraph{Text: say("Un interprète peut vous aider. Il parle la langue des signes.")},
		session.QR{Data: "https://relais.exemple.fr/s/4711", Text: say("Photographiez ce code avec votre téléphone.")}}, yes, no)
	prints := asked(session.CallPaper, "Camille veut imprimer ce papier", []session.Block{
		session.Paragraph{Text: say("Il sort en bas, à droite. Il reste à vous.")},
		session.Picture{ID: "p1", Alt: say("Page 1 du papier"), Image: paper(420, 594)}, session.Picture{ID: "p2", Alt: say("Page 2 du papier"), Image: paper(420, 594)}},
		press("Imprimer", session.Accept{Page: page}), no)
	still := asked(session.CallStill, "Camille veut voir votre document", []session.Block{
		session.Paragraph{Text: say("Posez votre document sous la caméra.")},
		session.Paragraph{Text: say("Regardez bien. Seule cette photo est envoyée."), Strong: true},
		session.Picture{ID: "s1", Alt: say("Votre document"), Image: paper(640, 480)}},
		press("Montrer cette image", session.TakeStill{Page: page}), press("Reprendre l’image", session.TakeStill{Page: page, Again: true}), press("Ne rien montrer", session.Refuse{Page: page}))
	late := asked(session.CallPaper, "Camille veut imprimer ce papier", []session.Block{session.Picture{ID: "p1", Alt: say("Page 1")}}, yes, no)
	there := sampleView("attract")
	there.There = say("Deux personnes sont là.")
	return []sample{
		{"call-there", there},
		{"call", during(sampleView("yesno"), same)},
		{"call-name", during(sampleView("name"), func(c *session.CallView) {
			c.Talk, c.Speaks, c.Point, c.Shared = talked(false), true, "given", true
			c.Lines = []session.Text{say("Camille voit votre page.")}
			c.Buttons[0].On, c.Buttons[0].Text = true, say("Ne plus montrer ma page")
		})},
		{"call-crowded", during(sampleView("known"), func(c *session.CallView) {
			c.Talk, c.Speaks, c.Point, c.Shared, c.Camera = talked(false), true, "family", true, false
			c.Light = say("Votre micro est allumé. Votre caméra est coupée.")
			c.Title = say("Marie-Christine, service des écoles de Saint-Éloi")
			c.Lines = []session.Text{
				say("Marie-Christine voit votre page, sauf noms, adresses et numéros."),
				say("La ligne est faible : l’image change rarement."), say("Vous parlez dans le combiné."),
			}
			c.Buttons[0].On, c.Buttons[0].Text = true, say("Ne plus montrer ma page")
			c.Buttons[2].On, c.Buttons[2].Text, c.Buttons[2].Icon = true, say("Rallumer ma caméra"), "camera-off"
		})},
		{"call-address", during(sampleView("address"), same)},
		{"call-date", during(sampleView("date"), func(c *session.CallView) { c.Talk = talked(false) })},
		{"call-list", during(sampleView("list"), same)},
		{"call-check", during(sampleView("check"), same)},
		{"call-sign", during(sampleView("sign"), same)},
		{"call-search", during(sampleView("city"), same)},
		{"call-menu", during(sampleView("menu"), waitingCall)},
		{"call-done", during(sampleView("done-more"), same)},
		{"call-waits", during(sampleView("choice"), waitingCall)},
		{"call-rings", during(sampleView("choice"), func(c *session.CallView) {
			waitingCall(c)
			c.State, c.Rings, c.Camera, c.Microphone, c.Title = call.Early, true, true, true, say("Ça sonne.")
			c.Lines = c.Lines[2:]
			c.Light = say("Votre caméra et votre micro sont allumés.")
		})},
		{"call-points", during(pointed, func(c *session.CallView) { c.Point, c.Self = "centre", false })},
		{"call-points-question", during(pointed, func(c *session.CallView) { c.Point, c.Shared = forms.Value, true })},
		{"call-list-points", during(sampleView("list"), func(c *session.CallView) { c.Point = forms.Value })},
		{"call-voice", during(sampleView("email"), voiceCall)},
		{"call-keys", during(sampleView("email"), func(c *session.CallView) {
			voiceCall(c)
			c.Keys.Open = true
		})},
		{"call-writes", during(sampleView("name"), func(c *session.CallView) { c.Talk = talked(true) })},
		{"call-still-there", during(sampleView("still-there"), same)},
		{"call-how", asked(session.CallHow, "Parler à quelqu’un", waysOfCalling(), press("Revenir à la page", session.Stay{Page: page}))},
		{"call-when", asked(session.CallWhen, "Quand vous rappeler\u00a0?", []session.Block{answers("Aujourd’hui, de 14 h à 16 h", "Demain, de 9 h à 11 h", "Demain, de 14 h à 16 h")}, press("Annuler", session.Stay{Page: page}))},
		{"call-number", number()},
		{"call-number-beside", func() session.View {
			v := during(number(), waitingCall)
			v.Overlay.Problem = &session.Problem{Field: forms.Value, Text: say("Il manque 4 chiffres à ce numéro.")}
			return v
		}()},
		{"call-proposes", during(proposal, same)},
		{"call-prints", during(prints, same)},
		{"call-prints-late", during(late, same)},
		{"call-still", during(still, same)},
		{"call-invites", during(invite, func(c *session.CallView) { c.Talk = talked(false) })},
	}
}
