// Package probe measures what a person in front of a screen would measure,
// from outside of the program: how long a touch takes to show, how long a
// start takes, what memory and processor it costs.
//
// It works on any X display and on any program, so that two of them can be
// held against each other. A [Screen] presses as a finger does (the XTEST
// extension) and looks at single pixels every 0.3 ms; a [Tree] is a process
// with all its children; a [TouchMap] asks the kiosk where its controls are.
package probe
