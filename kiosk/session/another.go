package session

import (
	"maps"

	"guichet/forms"
	"guichet/kiosk/event"
)

// another begins one more procedure in the same visit. What was said before is
// kept by concept, to be proposed; the submission that was sent is forgotten.
// It counts as a visit of its own, so that a late result of the first one finds
// nothing.
func (s *Session) another() {
	v := s.visit
	if v.known == nil {
		v.known = map[string]forms.Answer{}
	}
	maps.Copy(v.known, v.journey.Known())
	v.dropDrafts()
	wipeSubmission(v.sent)
	v.reminders = nil
	s.visits++
	v.number = s.visits
	v.pack, v.journey, v.sent, v.paper = nil, nil, forms.Submission{}, paper{}
	v.checked, v.declaring, v.saving, v.failed, v.draws = false, false, false, false, 0
	s.forgetLeaflets()
	s.log(event.VisitStarted, "again", true)
	s.turn(Menu)
}

// dropKnown empties what earlier procedures of the visit have told.
func (v *visit) dropKnown() {
	for _, a := range v.known {
		clear(a.Fields)
	}
	clear(v.known)
}
