// Package kiosk is where forms and drivers meet: it opens what the
// configuration names and wires it by hand, in one place.
//
//	touch ─► ui ─Event─► session ─View─► ui        one goroutine owns the visit
//	                       ├─► spool.Put           encrypted and synced, then acknowledged
//	                       └─► printer.Print       its outcome comes back as an event
//	printer sensors ─► watch ─Event─► session      degraded, never dead
//
// [Run] is the terminal as it stands in the hall. [Simulate] is the same
// terminal with a printer made of software, for a machine with no hardware.
// cmd/kiosk is the example of a program around them.
//
// Before it can serve, the page of package first stands in the session's place: it
// asks for the code that makes a kiosk known, and waits for what the hub brings.
//
// Screens and devices send events; the session alone owns state; one line of
// this package crosses to Fyne with fyne.Do.
package kiosk
