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
// contacts, out of order, nothing can be saved now, the ways to call somebody,
// what an agent asks for.
//
// A call stands beside the page ([CallView]) and above everything: the visit goes
// on next to it. It lives from page to page and through one procedure after the
// other, and ends with the visit. Pictures and sound never come here. What an
// agent sees is what the citizen agreed to, page by page, without what the form
// calls secret; what he proposes, prints or photographs waits for a touch.
//
// An event names the page that it answers. A second tap on the same spot, sent
// while the next page was on its way, names a page that is gone and changes
// nothing.
//
// What is wrong with the kiosk comes as [HealthChanged], and takes away only what
// cannot work: a printer, a camera, the sound, the network each leave the rest.
// Where nothing can be saved, the home page says that the kiosk is out of order;
// a visit under way is told, keeps its answers and can go on once it is mended.
// While the front desk works at the kiosk ([StaffHere]) a visit stands still.
//
// Slow work (save, print) runs beside the loop and comes back as an event that
// names the visit it belongs to: the result of an earlier visit is dropped.
package session
