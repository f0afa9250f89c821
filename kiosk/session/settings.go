package session

import (
	"slices"

	"guichet/kiosk/event"
)

func (s *Session) setLang(e SetLang) {
	if e.Lang == s.lang || !slices.Contains(s.cfg.Langs, e.Lang) {
		return
	}
	s.lang, s.changed = e.Lang, true
	s.log(event.LanguageChosen, "lang", e.Lang)
}

func (s *Session) setSize(to Size) {
	if to >= Normal && to <= Small && to != s.size {
		s.size, s.changed = to, true
	}
}

func (s *Session) setTheme(to Theme) {
	if to >= Light && to <= Contrast && to != s.theme {
		s.theme, s.changed = to, true
	}
}

// resetHome puts the home page back as the next person expects it.
func (s *Session) resetHome(why string) {
	s.dropTalk(why)
	s.resetSettings()
	s.closeOverlays()
	s.changed = true
}

func (s *Session) resetSettings() {
	s.lang, s.size, s.theme = s.cfg.Langs[0], s.cfg.Size, s.cfg.Theme
}
