package session

import (
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"

	"pgregory.net/rapid"
)

// Whatever happens to calls, whatever a desk asks and whoever walks away, in any
// order: nothing breaks, there is never more than one line, nothing is shown to
// a desk that he did not agree to, and the end of a visit ends its call.
func TestAnySequenceWithCalls(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.IntRange(0, len(callStarts)-1).Draw(rt, "start")
		steps := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 1, 120).Draw(rt, "steps")
		fault := ""
		var last *callStage
		playCall(t, func(st *callStage) {
			last = st
			callStarts[start](st)
			st.also = st.anything
			fault = st.wander(steps)
		})
		for _, c := range last.everyCall() {
			if !c.Over() || c.Watched() {
				fault = "a call outlives the program"
			}
		}
		if word := secretIn(last.log.String()); word != "" {
			fault = word + " is in the log"
		}
		if fault != "" {
			rt.Fatal(fault)
		}
	})
}

var callStarts = []func(*callStage){
	func(*callStage) {}, func(st *callStage) { st.toFirst() }, func(st *callStage) { st.toNumber() },
	func(st *callStage) { st.answered() }, func(st *callStage) { st.shared() }, func(st *callStage) { st.toFull() },
	func(st *callStage) { st.toCheck(); st.calls("Par téléphone", st.voice) },
}

func (st *callStage) everyCall() []*calltest.Call {
	return append(st.video.Calls(), st.voice.Calls()...)
}

// anything happens to a call: from the citizen, the agent, the desk, the line.
func (st *callStage) anything(n, visit int) {
	v := st.view()
	switch kind := n % 8; {
	case kind < 2 && v.Call != nil:
		all := callButtons(v)
		st.send(all[(n/8)%len(all)].Do)
	case kind == 2 && v.Overlay == nil && v.Talk.Do != nil:
		st.send(v.Talk.Do)
	case kind == 3 && v.Call != nil && v.State != Attract:
		st.send(Typed{v.Call.Page, input(forms.Value, tag(visit)[:n/8%9])})
	case kind == 4:
		st.on(func(o *wire.Service) { o.Open, o.Agents = n/8%2 == 0, n/16%3 })
	case kind == 5 && v.Overlay != nil:
		st.send(Typed{v.Overlay.Page, input("value", backTo)}, Answered{v.Overlay.Page, nil})
	default:
		st.otherSide(n / 8)
	}
	st.checkLines()
}

// otherSide is what the line, the agent or his desk does.
func (st *callStage) otherSide(n int) {
	for _, c := range st.everyCall() {
		if c.Over() {
			continue
		}
		do := []func(){
			c.Ring, func() { c.Answer(agent) }, func() { c.Answer(agent) }, func() { c.Wait(call.Queue{Place: n % 5, Wait: time.Minute}) },
			func() { c.Say(call.Event{State: call.Confirmed, Quality: call.Gone, Held: n%2 == 0}) },
			func() { c.Types("QUIPROQUO\b\u2028") }, func() { c.End(causes[n/16%len(causes)]) },
			func() { c.DeskGives(wire.NewFile("f", "application/pdf", []byte(secretly))) },
			func() { c.DeskSays(wire.Desk{Type: wire.DeskPrint, ID: "p", File: "f"}) },
			func() {
				c.DeskSays(wire.Desk{Type: wire.DeskPrint, ID: "q", Paper: []string{"notification", "bad", "panic"}[n/16%3]})
			},
			func() { c.DeskSays(wire.Desk{Type: wire.DeskAskStill, ID: "s"}) },
			func() { c.DeskSays(wire.Desk{Type: wire.DeskAskShare, ID: "a"}) },
			func() { c.DeskSays(wire.Desk{Type: wire.DeskPoint, Field: "family"}) },
			func() { c.DeskSays(proposal("1", string(st.s.questionNow()), "value", "mme")) },
			func() { c.DeskSays(proposal("2", string(st.s.questionNow()), "family", "Durand")) },
			func() { c.DeskSays(wire.Desk{Type: wire.DeskInvite, ID: "i", Link: "https://relais.example"}) },
		}
		do[n%len(do)]()
		synctest.Wait()
	}
}

var causes = []call.Cause{call.RemoteBye, call.Lost, call.Busy, call.Overflow, call.Failed, ""}

// checkLines finds a second line, and a page that went out unasked.
func (st *callStage) checkLines() {
	up := 0
	for _, c := range st.everyCall() {
		if !c.Over() {
			up++
		}
	}
	v := st.view()
	switch {
	case up > 1:
		st.bad = "two lines are up"
	case up == 1 && v.Call == nil:
		st.bad = "a line is up that nobody sees"
	}
}

// What a desk saw, it saw while the switch was on: the last word of a switch
// that is off is an empty page.
func TestThePageOfASwitchThatIsOff(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 1, 40).Draw(rt, "steps")
		fault := ""
		playCall(t, func(st *callStage) {
			c := st.answered()
			for _, n := range steps {
				st.oneStep(spread(n), 0)
				v, told := st.view(), lastToDesk(c, wire.DeskPage).Page
				if v.Call != nil && !v.Call.Shared && told != nil {
					fault = "the desk keeps a page\n" + dump(v)
				}
			}
			if v := st.view(); v.Call != nil && !c.Over() {
				if d := lastToDesk(c, wire.DeskPage); v.Call.Shared && (d.Page == nil || d.Page.Number != uint64(v.Page)) {
					fault = "the desk sees another page"
				}
			}
		})
		if fault != "" {
			rt.Fatal(fault)
		}
	})
}
