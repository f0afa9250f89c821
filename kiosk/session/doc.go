// Package session is the visit: one citizen, from the home page to the moment
// when nothing of him is left.
//
// One goroutine, [Session.Run], owns all state. Events come in through
// [Session.Send], which never blocks; each change goes out as a [View], a value
// that says everything a screen, a voice or an agent's desk must know, in the
// citizen's language, in reading order. Whoever shows a View keeps no state of
// his own but the letters being typed, and he reports those with [Typed].
//
// The states, in order: attract, menu, before, question, check, declaration,
// saving, printing, done, ended. An exit of the form is the state leaving.
// Above any of them an overlay may stand: are you still there, confirm leaving,
// contacts, out of order.
//
// An event names the page that it answers. A second tap on the same spot, sent
// while the next page was on its way, names a page that is gone and changes
// nothing.
//
// Slow work (save, print) runs beside the loop and comes back as an event that
// names the visit it belongs to: the result of an earlier visit is dropped.
package session
