// Package sipcall is a call.Phone at a telephone exchange: SIP (RFC 3261) by
// sipgo, and media of our own.
//
//	Config ─► New ─► Phone ── REGISTER, again and again ──────────► exchange
//	                   │ Dial
//	                   ▼
//	                 talk ── leg: INVITE, re-INVITE, BYE … ──────► exchange
//	 (owns the call)  │       └─ stream: RTP, RTCP, SRTP ────────► phone
//	                   └─ voice: microphone and loudspeaker, 10 ms at a time
//
// A line is a socket, or a connection, to the exchange with sipgo's transactions
// on it. A leg is a dialog (RFC 3261, section 12) with its stream; a call has
// one, and a second while it is transferred (RFC 3515). All that happens to a
// call is a function in its mailbox, run by one goroutine, talk.run.
//
// sipgo's own dialogs are not used: they give up at the eleventh provisional
// response, which is how a queue sounds, and in a dialog they open a second
// connection where the first one is the only way through a firewall.
//
// Encryption of the sound is SRTP with keys in the SDP (RFC 4568),
// AES_CM_128_HMAC_SHA1_80. What happens where the other side has none is policy:
//
//	never     RTP is offered
//	prefer    SRTP is offered; refused with 488, 606 or 415, RTP is
//	require   SRTP is offered; refused, the call ends with call.NoMedia
//
// An agent who asks for the other one in a call, as a transfer may, gets it under
// prefer, and 488 under never and require. Whenever prefer ends up in clear, the
// log says so. The keys are as secret as the signalling: require needs TLS.
//
// After a call its sound is cleared from the jitter buffer, the codecs and the
// buffers of the device, and the keys with it.
//
// What a kiosk does not do: it takes no calls (480), and it is transferred only
// to addresses of its own exchange, so that nobody sends it to a number that
// costs.
package sipcall
