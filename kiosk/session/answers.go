package session

import (
	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/receipt"
)

// answersPaper is what was answered so far, for who takes the request at a
// counter when the kiosk cannot. It has no reference: nothing was handed in.
func (s *Session) answersPaper(copied receipt.Copy) printer.Document {
	v := s.visit
	so := forms.Submission{Lang: s.lang, At: s.cfg.Now(), Entries: v.journey.Entries(s.catalog(), s.words())}
	f := receipt.Of(v.pack, so, copied)
	f.Large = s.readsLarge()
	return receipt.Sheet(f, v.pack, so)
}

// answeredSomething tells whether there would be anything on it.
func (s *Session) answeredSomething() bool {
	v := s.visit
	return v != nil && v.journey != nil && len(v.journey.Entries(s.catalog(), s.words())) > 0
}

func (s *Session) offersAnswers() bool { return s.answeredSomething() && s.offersLeaflet(aboutAnswers) }

// printAnswers prints them for who stands there: his own paper is given up when
// he leaves.
func (s *Session) printAnswers() {
	if s.offersAnswers() {
		s.printLeaflet(s.visit.ctx, aboutAnswers, s.answersPaper)
	}
}

// answersGoOn says that a paper of before is not all any more: another one may be
// asked for. It is called where he goes on, changed something or not.
func (s *Session) answersGoOn() {
	delete(s.came, aboutAnswers)
	if s.leaflet.about != aboutAnswers {
		return
	}
	s.leaflet.outdated = s.leaflet.state == leafletPrinting
	s.forgetLeaflet()
}
