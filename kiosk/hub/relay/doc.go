// Package relay carries the media of a call where it cannot go straight from
// kiosk to desk: TURN (RFC 8656) over UDP, TCP and TLS, inside the hub, for sites
// that do not want another server. What passes is encrypted from end to end: a
// relay sees who talks to whom, how much, and no more.
//
// Nobody has an account here. [Config.Credentials] gives each call a name and a
// password that end by themselves, as draft-uberti-behave-turn-rest-00 says: the
// name is "expiry:call", the password base64(HMAC-SHA1(secret, name)). coturn
// knows the same (use-auth-secret, static-auth-secret), so a [Config] may name
// one or several of those instead, with the same secret.
//
// A relay is a way into the network that it stands in. It therefore sends to no
// private, local or reserved address that [Config.Peers] does not name, to its own
// only on the ports where it relays, and every call has bounds: how many
// allocations, how many bits a second, how long.
package relay
