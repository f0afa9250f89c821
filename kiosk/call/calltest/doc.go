// Package calltest is what every call.Phone keeps, and a phone for tests.
//
//	Run(t, open)      the suite: states in order, one end, no goroutine left
//	NewPhone(way)     a phone whose other side is the test
//
// The test speaks for the other side:
//
//	p := calltest.NewPhone(call.Video)
//	…                                  // the code under test dials
//	c := p.Await(t)
//	c.Say(call.Event{State: call.Proceeding, Code: 182, Queue: call.Queue{Place: 2}})
//	c.Answer("Camille, mairie de Saint-Éloi")
//	c.DeskSays(wire.Desk{Type: wire.DeskPoint, Field: "nom"})
//	c.End(call.RemoteBye)
//	c.Muted(call.Camera)               // what the code under test did
package calltest
