package session

import (
	"slices"

	"guichet/drivers/printer"
	"guichet/forms"
)

// view says all that is on the screen now.
func (s *Session) view() View {
	v := View{
		Page: s.page, State: s.state, Lang: s.lang, Langs: LangChoices(s.cfg.Langs), Size: s.size, Theme: s.theme,
		Place: plain(s.cfg.Town), Overlay: s.overlayView(),
	}
	s.buttons(&v)
	map[State]func(*View){
		Attract: s.buildAttract, Menu: s.buildMenu, Before: s.buildBefore,
		Question: s.buildQuestion, Check: s.buildCheck, Declaration: s.buildDeclaration,
		Leaving: s.buildLeaving, Saving: s.buildSaving, Printing: s.buildPrinting,
		Done: s.buildDone, Ended: s.buildEnded,
	}[s.state](&v)
	v.Notice = s.notice()
	v.Call = s.callView(v.Blocks)
	if s.talk.over && v.Notice.Empty() {
		v.Notice = s.say("session.call.over")
	}
	return v
}

// buttons are the ones that stand on every page at the same place. A page
// that the kiosk is busy on has no way back; the home page has none either.
func (s *Session) buttons(v *View) {
	if !s.inCall() { // the other ways stand in the call
		v.Talk = s.button("session.button.talk", Talk{s.page})
	}
	if s.state == Attract || s.state == Ended {
		return
	}
	v.StartAgain = s.button("session.button.start_again", StartAgain{s.page})
	if s.state == Done || s.state == Printing || s.state == Saving && !s.visit.failed {
		return
	}
	v.Back = s.button("session.button.back", Back{s.page})
	v.DontKnow = s.button("session.button.dont_know", DontKnow{s.page})
}

// speaks tells whether the pack is written in the language of the visit.
func speaks(p Procedure, l forms.Lang) bool { return slices.Contains(p.Languages, l) }

// faultKey is the end of the key of what is wrong with the printer.
func faultKey(f printer.Fault) string {
	switch f {
	case printer.FaultPaperOut:
		return "paper_out"
	case printer.FaultCover:
		return "cover"
	case printer.FaultCutter:
		return "cutter"
	case printer.FaultHot:
		return "hot"
	case printer.FaultBroken:
		return "broken"
	case printer.FaultOffline:
		return "offline"
	case printer.FaultGone:
		return "gone"
	case printer.FaultPresenter:
		return "presenter"
	}
	return "unexplained"
}
