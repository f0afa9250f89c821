package session

import (
	"cmp"
	"strconv"
)

func number(n int) string { return strconv.Itoa(n) }

// buildAttract: a greeting, what one can do here, and a person.
func (s *Session) buildAttract(v *View) {
	v.Title = s.say("session.attract.title")
	v.Help = s.say("session.attract.help")
	v.Next = s.button("session.attract.start", Open{s.page})
	v.There = s.whoIsThere()
	var can []Text
	v.Offers = s.offers()
	for _, p := range s.offered() {
		can = append(can, tellOf(p, s.lang, "pack.title"))
	}
	if len(can) > 0 {
		v.Blocks = append(v.Blocks, Bullets{Title: s.say("session.attract.can"), Items: can})
	}
}

// buildMenu: a tile a pack, in the citizen's words, and a person.
func (s *Session) buildMenu(v *View) {
	v.Title = s.say("session.menu.title")
	v.Offers = s.offers()
	offered := s.offered()
	var t Tiles
	for _, p := range offered {
		t.Items = append(t.Items, Tile{
			Text:   tellOf(p, s.lang, "pack.title"),
			Detail: s.lasts(p, "session.menu.minutes_one", "session.menu.minutes"),
			Icon:   cmp.Or(p.Icon, "file-text"), Do: Pick{s.page, p.ID},
		})
	}
	if len(offered) == 0 {
		v.Blocks = append(v.Blocks, Paragraph{Text: s.say("session.menu.empty")})
	}
	if !s.inCall() {
		t.Items = append(t.Items, Tile{Text: s.say("session.button.talk"), Icon: "message-circle", Do: Talk{s.page}})
	}
	if len(t.Items) > 0 {
		v.Blocks = append(v.Blocks, t)
	}
}

// lasts says how long a procedure takes.
func (s *Session) lasts(p Procedure, one, more string) Text {
	if p.Minutes == 1 {
		return s.say(one)
	}
	return s.say(more, "n", number(p.Minutes))
}

// buildBefore: time, documents, who answers for it, what is kept.
func (s *Session) buildBefore(v *View) {
	p := s.visit.pack
	v.Title = s.tell("pack.title")
	v.Help = s.tell("pack.intro")
	if !speaks(p, s.lang) {
		v.Blocks = append(v.Blocks, Paragraph{Text: s.say("session.before.other_language")})
	}
	v.Blocks = append(v.Blocks, Paragraph{Text: s.lasts(p, "session.before.minutes_one", "session.before.minutes"), Strong: true})
	v.Blocks = append(v.Blocks, s.documents()...)
	v.Blocks = append(v.Blocks, Paragraph{Text: s.say("session.before.who", "who", s.authority())})
	v.Blocks = append(v.Blocks, paragraphs(s.tell("pack.keep"))...)
	v.Blocks = append(v.Blocks, paragraphs(s.tell("pack.legal"))...)
	v.Next = s.button("session.before.start", Next{s.page})
}

// documents are the papers to have at hand, and a paper that lists them: who
// has not got them comes back with the right ones.
func (s *Session) documents() []Block {
	var items []Text
	for _, id := range s.visit.pack.Documents {
		items = append(items, s.tell("document."+id))
	}
	if len(items) == 0 {
		return []Block{Paragraph{Text: s.say("session.before.no_documents")}}
	}
	list := []Block{Bullets{Title: s.say("session.before.documents"), Items: items}}
	return append(list, s.leafletBlocks(aboutList, "session.list.print", PrintList{s.page})...)
}

// authority is who answers for the procedure: "Mairie de Saint-Éloi, service
// scolaire".
func (s *Session) authority() string {
	a := s.visit.pack.Authority
	if a.Service == "" {
		return a.Name
	}
	return a.Name + ", " + a.Service
}
