package session

import (
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// Told is what is said to a person before the first word.
type Told string

const (
	TellProcedure Told = "procedure" // which one, and on which page
	TellReference Told = "reference" // of what was sent
	TellUrgent    Told = "urgent"
	TellText      Told = "text" // I write and read
	TellSign      Told = "sign" // I sign
)

// What the citizen does about calls. Page is that of the overlay or, while a
// call is under way, that of the CallView.
type (
	// CallBy begins a call that way, or goes over to it while one waits.
	CallBy struct {
		Page PageID
		Way  call.Way
	}
	// CallTell says whether something is told; before a call.
	CallTell struct {
		Page PageID
		What Told
		On   bool
	}
	// AskBack asks to be called back.
	AskBack struct{ Page PageID }
	// PickWindow says when.
	PickWindow struct {
		Page   PageID
		Window wire.Window
	}
	// OtherWays shows the contacts with their hours.
	OtherWays struct{ Page PageID }
	// CallEnd hangs up.
	CallEnd struct{ Page PageID }
	// CallMute turns microphone or camera off (On) and on again.
	CallMute struct {
		Page  PageID
		Sense call.Sense
		On    bool
	}
	// CallVolume is in percent, 0 to 200.
	CallVolume struct {
		Page    PageID
		Percent int
	}
	// CallShare lets the other person see the page, or no more.
	CallShare struct {
		Page PageID
		On   bool
	}
	// CallWrite opens the live text, or closes it.
	CallWrite struct {
		Page PageID
		On   bool
	}
	// CallKeys opens the keys of a telephone, or closes them.
	CallKeys struct {
		Page PageID
		On   bool
	}
	// CallKey presses one of them: 0-9 * #.
	CallKey struct {
		Page PageID
		Key  string
	}
	// Accept and Refuse answer what a desk asks.
	Accept struct{ Page PageID }
	Refuse struct{ Page PageID }
	// TakeStill keeps the picture of the document that is on the screen; Again
	// looks anew.
	TakeStill struct {
		Page  PageID
		Again bool
	}
)

// What the devices do about calls.
type (
	// HookChanged is the handset: lifted, or put down.
	HookChanged struct{ Lifted bool }
	// Spoke is that the microphone of a call heard the citizen's own voice. What
	// he says goes past the session.
	Spoke struct{}
	// ServicesChanged is who can be asked for now; nil where nobody knows, as
	// when the hub is not reached. Sending the same again does no harm.
	ServicesChanged struct{ Services []wire.Service }
)

func (CallBy) event()          {}
func (CallTell) event()        {}
func (AskBack) event()         {}
func (PickWindow) event()      {}
func (OtherWays) event()       {}
func (CallEnd) event()         {}
func (CallMute) event()        {}
func (CallVolume) event()      {}
func (CallShare) event()       {}
func (CallWrite) event()       {}
func (CallKeys) event()        {}
func (CallKey) event()         {}
func (Accept) event()          {}
func (Refuse) event()          {}
func (TakeStill) event()       {}
func (HookChanged) event()     {}
func (Spoke) event()           {}
func (ServicesChanged) event() {}

// is tells whether it is that window, whatever the zone it is said in.
func (e PickWindow) is(w wire.Window) bool {
	return w.From.Equal(e.Window.From) && w.To.Equal(e.Window.To)
}

func (e CallBy) page() PageID     { return e.Page }
func (e CallTell) page() PageID   { return e.Page }
func (e AskBack) page() PageID    { return e.Page }
func (e PickWindow) page() PageID { return e.Page }
func (e OtherWays) page() PageID  { return e.Page }
func (e CallEnd) page() PageID    { return e.Page }
func (e CallMute) page() PageID   { return e.Page }
func (e CallVolume) page() PageID { return e.Page }
func (e CallShare) page() PageID  { return e.Page }
func (e CallWrite) page() PageID  { return e.Page }
func (e CallKeys) page() PageID   { return e.Page }
func (e CallKey) page() PageID    { return e.Page }
func (e Accept) page() PageID     { return e.Page }
func (e Refuse) page() PageID     { return e.Page }
func (e TakeStill) page() PageID  { return e.Page }
