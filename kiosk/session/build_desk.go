package session

// buildAsk: what a desk wants, and what the citizen may answer.
func (s *Session) buildAsk(o *Overlay) {
	a := s.askNow()
	if a == nil {
		return
	}
	switch o.Kind {
	case CallPropose:
		s.buildProposal(o, a)
	case CallPaper:
		s.buildPaper(o, a)
	case CallStill:
		s.buildStill(o, a)
	case CallSee:
		o.Blocks = []Block{Paragraph{Text: s.say("session.call_see.text")}}
		o.Buttons = []Button{s.button("session.call_see.yes", Accept{o.Page}), s.button("session.call_see.no", Refuse{o.Page})}
	case CallInvite:
		o.Blocks = []Block{QR{Data: a.Link, Text: s.say("session.call_invite.qr")}}
		o.Buttons = []Button{s.button("session.call_invite.close", Accept{o.Page})}
	}
}

func (s *Session) buildProposal(o *Overlay, a *ask) {
	o.Blocks = []Block{s.proposed(a), Paragraph{Text: s.say("session.call_propose.text")}}
	o.Buttons = []Button{
		s.button("session.call_propose.yes", Accept{o.Page}),
		s.button("session.call_propose.no", Refuse{o.Page}),
	}
}

func (s *Session) buildPaper(o *Overlay, a *ask) {
	title := clean(a.paper.Title, maxName)
	if title != "" {
		o.Blocks = append(o.Blocks, Paragraph{Text: asGiven(plain(title)), Strong: true})
	}
	for i, page := range a.paper.Pages {
		alt := s.say("session.call_paper.page", "n", number(i+1), "of", number(len(a.paper.Pages)))
		o.Blocks = append(o.Blocks, Picture{ID: a.ID + "/" + number(i+1), Alt: alt, Image: page})
	}
	if !s.printerUsable() {
		o.Blocks = append(o.Blocks, Paragraph{Text: s.say("session.call_paper.no_printer")})
		o.Buttons = []Button{s.button("session.call_paper.close", Accept{o.Page})}
		return
	}
	o.Buttons = []Button{s.button("session.call_paper.yes", Accept{o.Page}), s.button("session.call_paper.no", Refuse{o.Page})}
}

func (s *Session) buildStill(o *Overlay, a *ask) {
	help := "session.call_still.put"
	switch {
	case a.taken:
		help = "session.call_still.look"
	case a.fails:
		help = "session.call_still.fails"
	}
	o.Blocks = []Block{
		Paragraph{Text: s.say(help)},
		Picture{ID: a.ID, Alt: s.say("session.call_still.alt"), Image: a.still},
	}
	o.Buttons = append(s.stillButtons(o.Page, a), s.button("session.call_still.no", Refuse{o.Page}))
}

func (s *Session) stillButtons(page PageID, a *ask) []Button {
	switch {
	case a.taken:
		return []Button{
			s.button("session.call_still.send", Accept{page}),
			s.button("session.call_still.again", TakeStill{page, true}),
		}
	case len(a.still) == 0:
		return nil
	}
	return []Button{s.button("session.call_still.take", TakeStill{page, false})}
}

// asksTitle is "Camille propose une réponse".
func (s *Session) asksTitle(kind OverlayKind) Text {
	return s.say("session."+string(kind)+".title", "who", s.who())
}
