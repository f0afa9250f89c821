package session

import (
	"guichet/forms"
	"guichet/forms/engine"
)

// fileIcons are the pictures of the two answers about a document.
var fileIcons = map[string]string{"bring": "check", "later": "clock"}

// file asks for a document: what it must be, and whether it is at hand.
func (s *Session) file(step engine.Step, in forms.Input) []Block {
	var blocks []Block
	if t := s.tellOn(step, "document"); !t.Empty() {
		blocks = append(blocks, Document{Text: t, Icon: "file-text"})
	}
	return append(blocks, s.oneOf(step.Page, in))
}

// filesOf are the documents that the answers ask for: those of file pages, in
// the words of the pack.
func (s *Session) filesOf() []string {
	if s.visit == nil || s.visit.journey == nil {
		return nil
	}
	return mapped(s.visit.journey.Documents(), func(id string) string {
		return s.tell((&forms.Page{ID: id}).Key("document")).S
	})
}

// toBring is the list of those documents on the last page.
func (s *Session) toBring() []Block {
	files := s.filesOf()
	if len(files) == 0 {
		return nil
	}
	return []Block{Bullets{Title: s.say("session.done.bring"), Items: mapped(files, given)}}
}

// signature is a box to sign in.
func (s *Session) signature(in forms.Input) Signature {
	return Signature{
		Label: s.say("field.signature.value"), Here: s.say("session.signature.here"),
		Erase: s.say("session.signature.erase"), Value: given(in[forms.Value]),
	}
}

// signsLater tells whether a signature may be left out: who cannot sign with a
// finger signs at the desk.
func signsLater(step engine.Step) bool {
	return step.Kind == engine.KindPage && step.Page.Type == forms.Signature && (step.Page.Optional || step.Page.Unknown)
}

// signLater puts that in the place of "I don't know".
func (s *Session) signLater(v *View, step engine.Step) {
	if signsLater(step) {
		v.DontKnow.Text = s.say("session.signature.desk")
	}
}
