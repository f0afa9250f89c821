// Package hub is the server's side of a fleet: packs out, submissions in.
//
//	/v1/enrol /v1/news /v1/heartbeat /v1/submissions   kiosks, see package wire
//	/packs/…                                           the repository, open to all
//	/v1/admin/…                                        kioskctl, with a token of its user
//	/v1/calls                                          kiosks, a WebSocket: see package desk
//	/desk/…                                            agents: their page, its WebSocket, counts
//	everything else                                    the fleet page
//
// The fleet page is package page, the agents' desk/web; dress is what browsers are
// told of both.
//
// A [Hub] is one of any number on one database. It keeps nothing of its own that
// another needs: what it remembers (keys of kiosks, what is wanted in a town) it
// forgets when a notice says so, or after a minute. No hub leads: what each does
// by itself (roll-outs, retention, renewal, connectors) is written under the
// condition that nothing changed, so that doing it twice does nothing.
//
// What a person does, at the page or with a tool, is a method that takes a
// [store.Who] first: it decides on rights, does it, and notes it in the history.
// No other way leads there.
//
// The promise of custody is in submit.go: a receipt is signed when the commit
// has come back, and for no other reason.
package hub
