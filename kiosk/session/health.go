package session

import (
	"maps"

	"guichet/kiosk/call"
	"guichet/kiosk/health"
)

// healthChanged takes what is wrong with the kiosk. Most of it is for others;
// a citizen is told what cannot be kept, and is offered the calls that work.
func (s *Session) healthChanged(now []health.Condition) {
	is := map[health.Name]bool{}
	for _, c := range now {
		is[c.Name] = true
	}
	if maps.Equal(is, s.wrong) {
		return
	}
	was := s.broken()
	s.wrong, s.changed = is, true
	switch is := s.broken(); {
	case is && !was:
		s.breaks()
	case was && !is:
		s.closeKinds(CannotSave)
	}
	s.hangSign()
}

// broken tells whether nothing can be saved.
func (s *Session) broken() bool {
	return s.cfg.Outbox == nil || s.wrong[health.SpoolBroken] || s.wrong[health.DiskReadOnly]
}

// hangSign puts up, on the home page, that the kiosk is out of order, or takes
// it down. What was opened above it stays there.
func (s *Session) hangSign() {
	if s.state != Attract || s.broken() == s.shows(OutOfOrder) {
		return
	}
	if !s.broken() {
		s.closeKinds(OutOfOrder)
		return
	}
	s.insert(0, OutOfOrder)
}

// breaks tells who is in the middle of a procedure, at once: he must not answer
// ten more questions for nothing. What he said stays. On the pages after these
// nothing is left to be saved, or the save itself tells.
func (s *Session) breaks() {
	switch s.state {
	case Menu, Before, Question, Check, Declaration:
	default:
		return
	}
	s.answersGoOn()
	if top := s.top(); top != nil && top.kind == StillThere {
		s.insert(len(s.overlays)-1, CannotSave) // first somebody must be there
		return
	}
	s.push(CannotSave)
}

// buildCannotSave says so kindly, and what he can do instead.
func (s *Session) buildCannotSave(o *Overlay) {
	o.Blocks = []Block{Paragraph{Text: s.say("session.cannot_save.person")}}
	if s.answeredSomething() {
		o.Blocks = append(o.Blocks, s.answersLines()...)
	}
	o.Buttons = []Button{
		s.button("session.button.talk", Talk{o.Page}),
		s.button("session.cannot_save.close", Stay{o.Page}),
	}
	if s.offersAnswers() {
		o.Buttons = append(o.Buttons, s.button("session.cannot_save.print", PrintSheet{o.Page}))
	}
}

// answersLines say that nothing is lost yet, and how to take it along.
func (s *Session) answersLines() []Block {
	how := "session.cannot_save.note"
	if s.offersAnswers() {
		how = "session.cannot_save.paper"
	}
	lines := []Block{Paragraph{Text: s.say("session.cannot_save.kept")}}
	if out := s.leafletLine(aboutAnswers); out != nil {
		return append(lines, out...)
	}
	return append(lines, Paragraph{Text: s.say(how)})
}

// carries tells whether the kiosk has what a way needs. Without a camera people
// speak by telephone; a video that shows only the agent is for where no
// telephone leads anywhere. Without sound who signs or writes still has his video.
func (s *Session) carries(way call.Way) bool {
	switch {
	case s.wrong[health.SoundGone]:
		return way == call.Video && !s.wrong[health.NoNetwork] && !s.wrong[health.CameraGone]
	case way == call.Video && s.wrong[health.NoNetwork]:
		return false
	case way == call.Video && s.wrong[health.CameraGone]:
		return !s.offer(call.Voice).usable()
	}
	return true
}

// missingLine says what is missing of the ways, rather than that nobody is
// there; nil where nothing is.
func (s *Session) missingLine(video bool) []Block {
	key := ""
	switch {
	case s.wrong[health.SoundGone] && video:
		key = "session.call.unheard_here"
	case s.wrong[health.SoundGone]:
		key = "session.call.no_sound"
	case !s.hasWay(call.Video):
	case s.wrong[health.NoNetwork]:
		key = "session.call.no_video"
	case s.wrong[health.CameraGone] && video:
		key = "session.call.unseen_here"
	case s.wrong[health.CameraGone] && s.offer(call.Voice).usable():
		key = "session.call.no_camera"
	}
	if key == "" {
		return nil
	}
	return []Block{Paragraph{Text: s.say(key)}}
}
