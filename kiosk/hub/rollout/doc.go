// Package rollout decides which revision of a pack each kiosk of a town gets,
// and when a roll-out goes on, ends or stops by itself. It is pure: no clock, no
// database, no network. Whoever decides writes the decision down under the
// condition that nothing changed meanwhile, so any number of hubs may decide at
// once.
//
//	test   kiosks of the group "test"
//	ten    a tenth of the others, rounded up: those with the lowest hash of
//	       roll-out and kiosk, so that each roll-out tries others
//	all    every kiosk, also those that come later
//
// The rules:
//
//   - A stage without a kiosk is passed over.
//   - A stage is over when every live kiosk of it, and of those before, shows
//     the revision on its home page, and there is at least one. A kiosk that was
//     silent for [Silent] is not waited for: it gets the revision when it is
//     back. Where all are silent nothing is proved, and the roll-out waits for
//     one of them, or for a person who calls for the next stage.
//   - It stops when a kiosk that it reached refuses the revision, or has the
//     revision and an alert which is not for the front desk and began with this
//     stage. Paper that runs out stops nothing, nor what mends itself, nor a date
//     that passes.
//   - While it is paused or stopped, kiosks that have the revision keep it and
//     no other gets it.
//   - Rolled back, the revision before is wanted everywhere, at once. Where there
//     was none the pack leaves the menu.
package rollout
