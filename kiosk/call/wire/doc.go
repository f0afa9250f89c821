// Package wire is what is said about a call: between a kiosk and the hub, between
// a desk and the hub ([Message]), and between a kiosk and a desk inside the call
// ([Desk], [File]).
//
//	GET /v1/calls       WebSocket (RFC 6455) of a kiosk, the request signed as every other
//	GET /desk/calls     WebSocket of an agent's page, by his session, same origin only
//
// Subprotocol "guichet.call.1", a JSON object a text message, at most
// [MaxMessage] bytes. Who gets one that he cannot read ends the connection with
// 1007 or 1003; a hub that stops closes with 1012 (service restart). A call
// outlives both connections: whoever comes back says [Resume] with its id.
//
//	kiosk                        hub                         desk
//	Ask  ──────────────────────► waiting ──── Waiting ─────► (list)
//	     ◄──── Queued ──────────                 ◄─ Take ────
//	     ◄──── Taken (agent, relay)── … ── Taken (shared, relay) ►
//	SDP (offer) ───────────────► proof checked ────────────► SDP
//	     ◄── SDP (answer), proof of the hub ◄───────────────
//	Candidate ◄────────────────────────────────────────────► Candidate
//	Bye  ◄─────────────────────────────────────────────────► Bye
//
// The kiosk always makes the offer, again after a cut ([SDP].Restart) and from
// nothing when the desk's page was loaded anew ([Renew]).
//
// The certificate fingerprints (RFC 8122) decide whom one speaks to, so they do
// not hang on TLS alone: a kiosk signs its own, and the hub the desk's (package
// custody: [guichet/kiosk/custody.Fingerprint]).
//
// What the hub keeps of a call: its id, kiosk, town, service, language, urgency,
// times, who took it and how it ended. Context that the citizen shared is kept until
// the call ends, the number of a call back until he was called, both encrypted.
package wire
