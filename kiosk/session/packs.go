package session

import (
	"slices"

	"guichet/kiosk/event"
)

// packsChanged waits for the home page: a visit keeps the packs it began with.
func (s *Session) packsChanged(packs []Procedure) {
	s.nextPacks = slices.DeleteFunc(slices.Clone(packs), func(p Procedure) bool { return p == nil })
	if s.nextPacks == nil {
		s.nextPacks = []Procedure{}
	}
	s.takePacks()
}

func (s *Session) takePacks() {
	if s.visit == nil && s.nextPacks != nil {
		s.packs, s.nextPacks, s.changed = s.nextPacks, nil, true
		s.log(event.PacksChanged, "packs", len(s.packs))
	}
}
