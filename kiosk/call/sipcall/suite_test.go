package sipcall

import (
	"testing"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

func TestThePhoneKeepsTheSuite(t *testing.T) {
	calltest.Run(t, func(t *testing.T) calltest.Bench {
		x := openExchange(t, "sésame")
		return calltest.Bench{
			Phone:   x.phone(x.config()),
			Answers: x.target("answers"),
			Rings:   x.target("rings"),
			Busy:    x.target("busy"),
			Bad:     call.Target{Address: "mairie"},
			HangUp:  func() { x.called().bye() },
		}
	})
}
