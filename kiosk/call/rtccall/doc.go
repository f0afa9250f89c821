// Package rtccall calls an agent of the hub by video: a [call.Phone] whose calls
// are [call.Sight].
//
//	citizen ─ Dial ─► Phone ─ Ask ─────────► hub ─────► who waits
//	                        ◄─ Queued, Taken ─ hub ◄─ an agent takes it
//	                  leg ─ offer, proof ───► hub ─────► desk
//	                      ◄─ answer, proof of the hub ── desk
//	                  leg ◄════ picture, sound, text, papers ════► desk
//
// One WebSocket to the hub ([wire.PathKiosk]) carries what is said about calls; it
// comes back by itself and a call outlives it. What is in a call goes straight to
// the desk, or through the hub's relay, encrypted from end to end (DTLS-SRTP, RFC
// 5764). Whose certificate is at the other end is vouched for by the hub's
// signature; an answer without it ends the call.
//
// A call has a leg at a time: one peer connection with its tracks and channels. It
// is mended by an ICE restart (RFC 8445, section 2.4) when nothing comes any more
// or the addresses of this machine change, and made anew when the desk's page was
// loaded anew. What the relay is entered by is asked for again before it ends, for
// a restart may need it. Camera and sound stay open over all legs' lives but no longer than
// the call.
//
// One goroutine owns a call ([sight.run]); whatever happens is posted to it.
package rtccall
