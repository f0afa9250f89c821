// Package call is what every way of reaching a person has in common: the
// contract that video ([guichet/kiosk/call/rtccall]), the telephone
// ([guichet/kiosk/call/sipcall]) and a modem ([guichet/kiosk/call/modemcall]) keep.
//
//	p.Dial(ctx, Target) ─► Call ─► Events: trying, proceeding, early, confirmed, terminated
//
// States are those of RFC 4235, section 3.7.1, responses those of RFC 3261,
// section 21, whatever carries the call: a video call that waits for an agent is
// "proceeding" with 182, Queued.
//
// Events go into the session. Picture, sound, text and papers never do: they go
// from the call straight to the screen, the loudspeaker and the printer.
//
// A call never shares what the citizen has not agreed to share. [Shared] is all
// that goes with the first word; answers go, and only while he agrees, from
// screen to desk inside the call, where the hub cannot read them.
package call
