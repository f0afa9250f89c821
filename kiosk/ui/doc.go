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
// A call stands beside the page, in a column or a band of its own; the page is
// composed for the smaller glass that is left, and nothing in front of it covers
// the call. Moving pictures go past Fyne where the display allows ([film]).
//
// A finger that rests on the top left corner asks for the front desk ([LongPress]).
// Its pages are drawn as the others and say whom they are for; how something is
// done is drawn in numbered steps (package icon). Whoever watches over the screen
// asks for a frame ([Screen.Beat]) and sees whether it was painted
// ([Screen.Painted]).
//
// The screen keeps no state of the visit. It keeps the letters being typed,
// which field has the caret, which page of a long list is open and what has the
// focus; all of it goes away with the page.
//
// Sizes are millimetres on the glass ([Panel]); colours are roles of a palette
// ([palette]); sentences come from the View, and the few words that are the
// screen's own (the spoken names of keys, "Suite") from kiosk/words.
package ui
