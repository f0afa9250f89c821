// Package desk brings citizens at kiosks and agents in their town halls together:
// the line, the signalling of calls (package wire), call backs, and the counts.
//
//	settings.go services.go   what the hub's configuration says, and what follows from the clock
//	conn.go                   a WebSocket: limits, pings, close codes
//	kiosk.go asked.go         a kiosk's connection, and what it may say
//	agent.go take.go          an agent's
//	book.go line.go show.go   this hub's copy of what all hubs share, the order of the line, who is told
//	change.go sweep.go        how a call goes from state to state, by whom and by time
//	backs.go                  call backs
//	presents.go               what a citizen reads of who answers
//	counts.go figures.go      how many calls were answered; what a watcher is told
//
// A call is a row of the store. Whoever changes it, on whichever hub, writes it
// under the condition that nobody did so since he read it: so two agents who
// click at once are told apart by the database. Each hub has a copy of all rows,
// brought up to date whenever the store rings, and tells those who are connected
// to it what changed for them.
//
// What one side says to the other (session descriptions, candidates) goes through
// memory where both are at this hub, else through the store's mail, encrypted;
// so does what is said to somebody who is away for a moment.
//
// Who answers is an agent or an administrator ([users.ReadInbox]), for he sees what
// citizens write. Who only runs the kiosks of a town (the role town_hall) does not.
//
// All who are on duty for a call see it wait, and the first to click gets it. It
// is answered once his desk has answered its kiosk. If that takes longer than
// [answerTime] the call is first in the line again, for the next agent; if its
// kiosk had no picture after all, it was not answered. A call that is sent on to one
// agent is for all after [wire.Ring], or after [wire.Away] while he speaks.
//
// Nothing personal is in a row, a log or an error: what the citizen shared and
// the number of a call back are encrypted with a key of the hubs ([sealer]).
package desk
