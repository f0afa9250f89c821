package session

import (
	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/engine"
)

// Event is something that happened: a touch, a result, a change of a device.
type Event interface{ event() }

// What the citizen does. Page is the PageID of the View or Overlay that was on
// the screen; a page that is gone changes nothing.
type (
	// Touched is any sign of life: a touch on nothing, a key, a voice.
	Touched struct{}
	// Typed is the whole input of the page after a key or a tile.
	Typed struct {
		Page  PageID
		Input forms.Input
	}
	// Answered is Continue, with the input as it stands.
	Answered struct {
		Page  PageID
		Input forms.Input
	}
	// Open leaves the attract page for the menu.
	Open struct{ Page PageID }
	// Pick chooses a procedure in the menu by the id of its pack.
	Pick struct {
		Page PageID
		Pack string
	}
	// Next is the main button of a page without an input.
	Next struct{ Page PageID }
	// More answers "add another one?".
	More struct {
		Page PageID
		Yes  bool
	}
	// Remove takes one instance of a repeat away.
	Remove struct {
		Page  PageID
		Place engine.Place
	}
	DontKnow   struct{ Page PageID }
	Back       struct{ Page PageID }
	StartAgain struct{ Page PageID }
	Talk       struct{ Page PageID }
	AskWhy     struct{ Page PageID }
	// AskPitfalls opens the frequent errors, or closes them.
	AskPitfalls struct{ Page PageID }
	// Another begins another procedure in the same visit, from the last page.
	Another struct{ Page PageID }
	// Change goes from the check to one question.
	Change struct {
		Page  PageID
		Place engine.Place
	}
	// Stay answers "are you still there?" and "do you want to leave?" with
	// staying; it closes any overlay.
	Stay struct{ Page PageID }
	// Leave ends the visit and wipes it.
	Leave struct{ Page PageID }
	// PrintContacts prints the contacts of the pack, or of the town.
	PrintContacts struct{ Page PageID }
	// PrintList prints the documents to bring.
	PrintList struct{ Page PageID }
	// PrintSheet prints the form filled in, for a counter.
	PrintSheet struct{ Page PageID }
	// PrintReminders prints what to do on a day to come.
	PrintReminders struct{ Page PageID }
	// PrintReceipt prints the receipt that could not come out before.
	PrintReceipt struct{ Page PageID }
	// SetLang, SetSize and SetTheme hold until the visit ends. They name no
	// page: they are right on any.
	SetLang  struct{ Lang forms.Lang }
	SetSize  struct{ Size Size }
	SetTheme struct{ Theme Theme }
)

// What the devices do.
type (
	// PrinterChanged is a new state of the printer's sensors. Gone is set when
	// it is not connected or does not answer. Sending the same state again does
	// no harm.
	PrinterChanged struct {
		Status printer.Status
		Gone   bool
	}
	// PacksChanged replaces the packs once the visit under way has ended.
	PacksChanged struct{ Packs []Procedure }
)

func (Touched) event()        {}
func (Typed) event()          {}
func (Answered) event()       {}
func (Open) event()           {}
func (Pick) event()           {}
func (Next) event()           {}
func (More) event()           {}
func (Remove) event()         {}
func (DontKnow) event()       {}
func (Back) event()           {}
func (StartAgain) event()     {}
func (Talk) event()           {}
func (AskWhy) event()         {}
func (AskPitfalls) event()    {}
func (Another) event()        {}
func (Change) event()         {}
func (Stay) event()           {}
func (Leave) event()          {}
func (PrintContacts) event()  {}
func (PrintList) event()      {}
func (PrintSheet) event()     {}
func (PrintReminders) event() {}
func (PrintReceipt) event()   {}
func (SetLang) event()        {}
func (SetSize) event()        {}
func (SetTheme) event()       {}
func (PrinterChanged) event() {}
func (PacksChanged) event()   {}
