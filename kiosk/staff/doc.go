// Package staff is what the front desk does at the kiosk, with no training and
// two minutes: paper, restart, and what the kiosk asks for. It draws nothing and
// knows no hub.
//
//	finger held on a corner ─StaffAsked─► Mode ─View (State Staff)─► ui
//	                           touches ─► Mode ─► Works: paper, submissions, …
//
// [Door] is how one comes in: a number, five wrong ones free, then a wait that
// grows and outlives a restart. A USB stick with a key of this kiosk opens as
// well.
//
// [Mode] is the pages. One goroutine owns them; what takes time is done beside
// it and comes back as an event, while the page says so and Back works. Who has
// left a page hears nothing more of what he asked there; the log does.
//
// Numbers of pages have the highest bit set, so no touch on a citizen's page
// answers one of these, nor the reverse; and one that names a page which is gone
// changes nothing.
//
// [Works] is what can be done, and stafftest a kiosk of software that does it.
// Every sentence is in kiosk/words/staff.
package staff
