package session

// named is an event that answers one page.
type named interface {
	Event
	page() PageID
}

func (e Typed) page() PageID          { return e.Page }
func (e Answered) page() PageID       { return e.Page }
func (e Open) page() PageID           { return e.Page }
func (e Pick) page() PageID           { return e.Page }
func (e Next) page() PageID           { return e.Page }
func (e More) page() PageID           { return e.Page }
func (e Remove) page() PageID         { return e.Page }
func (e DontKnow) page() PageID       { return e.Page }
func (e Back) page() PageID           { return e.Page }
func (e StartAgain) page() PageID     { return e.Page }
func (e Talk) page() PageID           { return e.Page }
func (e AskWhy) page() PageID         { return e.Page }
func (e AskPitfalls) page() PageID    { return e.Page }
func (e Another) page() PageID        { return e.Page }
func (e Change) page() PageID         { return e.Page }
func (e Stay) page() PageID           { return e.Page }
func (e Leave) page() PageID          { return e.Page }
func (e PrintContacts) page() PageID  { return e.Page }
func (e PrintList) page() PageID      { return e.Page }
func (e PrintSheet) page() PageID     { return e.Page }
func (e PrintReminders) page() PageID { return e.Page }
func (e PrintReceipt) page() PageID   { return e.Page }

// byCitizen tells a person in front of the screen from a device.
func byCitizen(e Event) bool {
	switch e.(type) {
	case Touched, SetLang, SetSize, SetTheme, HookChanged:
		return true
	}
	_, ok := e.(named)
	return ok
}
