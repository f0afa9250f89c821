// Package health is what is wrong with this kiosk: one list of named conditions,
// each with who can mend it and how grave it is. It knows no device, no screen
// and no hub; whoever sees something reports it to a [Board], and whoever must
// act on it watches the board:
//
//	printer, disk, clock, spool, hub, cameras, packs ─Report─► Board ─┬─► the screen: degraded, never dead
//	                                                                 ├─► the staff light
//	                                                                 ├─► the heartbeat to the hub
//	                                                                 └─► /metrics
//
// A condition is raised once it has held for as long as its [Rule] says, and
// cleared once it has not held for as long: a cover that is opened and closed is
// no alert, and a plug with a loose contact is one alert and not a hundred. Where
// several look at the same thing, each reports under its own name
// ([Board.ReportFrom]): it is cleared when none of them sees it any more.
//
// A part of the program that breaks is a condition too ([Board.Try]).
//
// What each means to the staff, and the next thing to do, are words:
// kiosk/words, health.yaml, "health.<name>.title" and "health.<name>.mend".
package health
