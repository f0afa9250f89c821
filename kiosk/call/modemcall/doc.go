// Package modemcall is the telephone of a town hall without an exchange: a 4G
// modem ([guichet/drivers/modem]) as a [call.Phone].
//
//	citizen's microphone ─► modem's sound card ─► network
//	citizen's loudspeaker ◄─ modem's sound card ◄─ network
//
// A modem knows no SIP: its states and ends are given the responses that they
// would be. Of a call that the network refuses before it rings it only says NO
// CARRIER, whatever the reason: that is "error" here, and "rejected" once it rang.
package modemcall
