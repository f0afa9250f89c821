package session

import (
	"slices"

	"guichet/forms"
	"guichet/kiosk/call"
)

// callView is the call beside the page; nil where there is none.
func (s *Session) callView(blocks []Block) *CallView {
	l := s.talk.line
	if l == nil {
		return nil
	}
	speaking := s.speaking()
	c := &CallView{
		Page: l.page, State: l.last.State, Way: l.way, Title: s.titleOfCall(), Lines: s.waitLines(),
		Camera: l.goesOut(call.Camera), Microphone: l.goesOut(call.Microphone),
		Picture: speaking && l.sight != nil && !l.last.Held && l.last.Quality != call.SoundOnly,
		Self:    speaking && l.sight != nil && l.goesOut(call.Camera),
		Speaks:  speaking && (l.last.Speaks || l.speaks), Rings: l.last.State == call.Early,
		Shared: l.shared && speaking, Volume: l.volume, Buttons: s.callButtons(),
	}
	c.Light = s.light(c)
	if speaking {
		c.Lines, c.Talk, c.Keys, c.Point = s.speakLines(), s.talking(), s.keys(), s.pointIn(blocks)
	}
	return c
}

// goesOut tells whether a sense of the citizen is on: from the moment it rings
// at the other side.
func (l *line) goesOut(sense call.Sense) bool {
	on := l.last.State == call.Early || l.last.State == call.Confirmed
	return on && !l.muted[sense] && (sense == call.Microphone || l.way == call.Video && !l.blind)
}

// light says in words what of the citizen goes out.
func (s *Session) light(c *CallView) Text {
	switch {
	case c.Camera && c.Microphone:
		return s.say("session.call.light.both")
	case c.Camera:
		return s.say("session.call.light.camera")
	case c.Microphone:
		return s.say("session.call.light.microphone")
	case c.Way == call.Video:
		return s.say("session.call.light.none")
	}
	return s.say("session.call.light.silent")
}

// callButtons are those of waiting, or those of speaking; hang up is last.
func (s *Session) callButtons() []Switch {
	if s.speaking() {
		return append(s.speakButtons(), s.endButton("session.call.end"))
	}
	return append(s.waitButtons(), s.endButton("session.call.stop"))
}

func (s *Session) endButton(key string) Switch {
	return Switch{Button: s.button(key, CallEnd{s.talk.line.page}), Icon: "phone-off"}
}

// waitButtons are the other ways, at any moment, but the one that is open.
func (s *Session) waitButtons() []Switch {
	l := s.talk.line
	all := s.backButton()
	for _, o := range s.ways() {
		if o.way != l.way {
			all = append(all, Switch{Button: s.button(wayKey(o.way), CallBy{l.page, o.way}), Icon: wayIcons[o.way]})
		}
	}
	return append(all, s.contactsButton()...)
}

func (s *Session) backButton() []Switch {
	if !s.callsBack() || s.shows(CallWhen, CallNumber) {
		return nil
	}
	return []Switch{{Button: s.button("session.call.back", AskBack{s.talk.line.page}), Icon: "clock"}}
}

func (s *Session) contactsButton() []Switch {
	if s.shows(Contacts) {
		return nil
	}
	return []Switch{{Button: s.button("session.call.other", OtherWays{s.talk.line.page}), Icon: "list"}}
}

// speakButtons are what he may do while somebody is there.
func (s *Session) speakButtons() []Switch {
	l := s.talk.line
	var all []Switch
	if l.desk != nil {
		key := "session.call.share"
		if l.shared {
			key = "session.call.unshare"
		}
		all = append(all, Switch{Button: s.button(key, CallShare{l.page, !l.shared}), Icon: "eye", On: l.shared})
	}
	if !l.hushed {
		all = append(all, s.muteButton(call.Microphone, "microphone"))
	}
	if l.way == call.Video && !l.blind {
		all = append(all, s.muteButton(call.Camera, "camera"))
	}
	if !l.hushed {
		all = append(all, s.volumeButtons()...)
	}
	if l.way == call.Voice { // a switchboard answers, and plays music
		all = append(append(all, s.backButton()...), s.contactsButton()...)
	}
	return all
}

// muteButton is on while the sense is off. Its words say what it does.
func (s *Session) muteButton(sense call.Sense, icon string) Switch {
	l := s.talk.line
	key, off := "session.call.mute."+string(sense), l.muted[sense]
	if off {
		key, icon = "session.call.unmute."+string(sense), icon+"-off"
	}
	return Switch{Button: s.button(key, CallMute{l.page, sense, !off}), Icon: icon, On: off}
}

func (s *Session) volumeButtons() []Switch {
	l := s.talk.line
	var all []Switch
	if l.volume > 0 {
		all = append(all, Switch{Button: s.button("session.call.quieter", CallVolume{l.page, l.volume - volumeStep}), Icon: "volume-2"})
	}
	if l.volume < maxVolume {
		all = append(all, Switch{Button: s.button("session.call.louder", CallVolume{l.page, l.volume + volumeStep}), Icon: "volume"})
	}
	return all
}

// keys are those of a telephone: a switchboard may ask for one.
func (s *Session) keys() *Keys {
	l := s.talk.line
	if l.way != call.Voice {
		return nil
	}
	k := &Keys{Open: l.pressing, Ask: s.button("session.call.keys", CallKeys{l.page, !l.pressing})}
	for _, key := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"} {
		k.Keys = append(k.Keys, Button{plain(key), CallKey{l.page, key}})
	}
	return k
}

// pointIn is what the agent shows, if it is on the page.
func (s *Session) pointIn(blocks []Block) string {
	l := s.talk.line
	if l.point == "" || l.pointed != s.page || !slices.Contains(pointable(blocks), l.point) {
		return ""
	}
	return l.point
}

// pointable are the names of what can be shown on a page.
func pointable(blocks []Block) []string {
	var all []string
	for _, b := range blocks {
		switch b := b.(type) {
		case Fields:
			for _, f := range b.Items {
				all = append(all, f.Name)
			}
		case Tiles:
			for _, t := range b.Items {
				all = append(all, t.ID)
			}
			if len(wireChoices(b, "").Choices) > 0 {
				all = append(all, forms.Value) // the question itself, as a desk names it
			}
		}
	}
	return all
}
