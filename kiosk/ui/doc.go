// Package ui is the screen: it draws a [session.View] with Fyne and sends a
// [session.Event] for each touch.
//
// A View becomes a scene in one pure step, [compose]: a flat list of boxes,
// lines of text and icons at whole pixels, and the list of controls in reading
// order. Composing knows millimetres, words and fonts but nothing of Fyne, so
// that tests can walk every page and measure it. One custom widget, the stage,
// then shows the scene with plain canvas objects and finds the control under a
// finger. There are no standard widgets: no menu, no selection, no gesture,
// nothing that opens something else.
//
// The screen keeps no state of the visit. It keeps the letters being typed,
// which field has the caret, which page of a long list is open and what has the
// focus; all of it goes away with the page.
//
// Sizes are millimetres on the glass ([Panel]); colours are roles of a palette
// ([palette]); sentences come from the View, and the few words that are the
// screen's own (the spoken names of keys, "Suite") from kiosk/words.
package ui
