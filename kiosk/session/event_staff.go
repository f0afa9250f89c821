package session

import "guichet/kiosk/health"

// What the front desk does, and what the kiosk says of itself.
type (
	// StaffAsked is a finger that was held on the corner of the glass: somebody
	// wants to come in. It is not for a session; the kiosk gives it to staff mode.
	StaffAsked struct{}
	// StaffHere says that the front desk works at the kiosk, or that it is done. A
	// visit under way stands still meanwhile: no time of it runs, nothing of it
	// is wiped, and it goes on where it was. What a citizen would do is not heard
	// until the front desk is done.
	StaffHere struct{ On bool }
	// EndVisit is the front desk wiping the visit that stands still: the home page
	// follows.
	EndVisit struct{}
	// Pressed is a button of a page that is not the session's own: Do is the word
	// of whoever built the page. A session takes none.
	Pressed struct {
		Page PageID
		Do   string
	}
	// HealthChanged is all that is wrong with the kiosk now, the gravest first.
	// Sending the same again does no harm.
	HealthChanged struct{ Conditions []health.Condition }
)

func (StaffAsked) event()    {}
func (StaffHere) event()     {}
func (EndVisit) event()      {}
func (Pressed) event()       {}
func (HealthChanged) event() {}

func (e Pressed) page() PageID { return e.Page }
