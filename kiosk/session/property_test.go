package session

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/health"

	"pgregory.net/rapid"
)

// Whatever is pressed, typed, unplugged or waited for, in any order: nothing
// breaks, every page has its person and its way out, and after the end of a
// visit nothing typed is shown again.
func TestAnySequence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.IntRange(0, len(starts)-1).Draw(rt, "start")
		steps := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 1, 120).Draw(rt, "steps")
		fault := ""
		playWith(t, func(*stage, *Config) {}, func(st *stage) {
			starts[start](st)
			st.unlucky(steps)
			fault = st.wander(steps)
		})
		if fault != "" {
			rt.Fatal(fault)
		}
	})
}

// starts are where a person may be before all goes any way.
var starts = []func(*stage){
	func(*stage) {}, (*stage).toFirst, (*stage).toRepeat, (*stage).toCheck, (*stage).toSent, (*stage).toDone,
}

// unlucky gives printer and outbox some faults.
func (st *stage) unlucky(steps []int) {
	for _, n := range steps[:min(4, len(steps))] {
		st.printer.script = append(st.printer.script, []printOutcome{
			{outcome: printer.Printed, takes: time.Second}, outOfPaper(),
			{outcome: printer.Unknown, err: printer.ErrNoAnswer, takes: time.Second},
			{outcome: printer.NotPrinted, err: printer.ErrGone},
		}[n%4])
		st.outbox.fails = append(st.outbox.fails, []error{nil, nil, errTaken, errDisk}[n%4])
	}
}

// wander takes the steps and returns what is wrong, if anything.
func (st *stage) wander(steps []int) string {
	checked, visit := 0, 0
	for i := -1; i < len(steps); i++ {
		if i >= 0 {
			st.oneStep(spread(steps[i]), visit)
			if fault := st.faultNow(); fault != "" {
				return fault + "\n" + dump(st.view())
			}
		}
		for ; checked < len(st.views); checked++ {
			v := st.views[checked]
			if came := checked == 0 || st.views[checked-1].State != v.State; came && (v.State == Ended || v.State == Attract) {
				visit++
			}
			if fault := faultIn(v, visit); fault != "" {
				return fault + "\n" + dump(v)
			}
		}
	}
	if st.bad != "" {
		return st.bad
	}
	if strings.Contains(st.log.String(), "visit_broken") || canaryIn(st.log.String()) != "" {
		return "log:\n" + st.log.String()
	}
	return ""
}

// faultNow is what must hold of the kiosk's own state at every moment.
func (st *stage) faultNow() string {
	v := st.view()
	out := st.s.shows(OutOfOrder)
	switch {
	case st.s.broken() && v.State == Attract != out:
		return "out of order, and the home page does not say so"
	case !st.s.broken() && (out || st.s.shows(CannotSave)):
		return "in order again, and the screen does not say so"
	case st.s.staff && st.s.shows(StillThere):
		return "it asks whether the front desk is still there"
	}
	return ""
}

// spread makes of rapid's numbers, which are mostly small, any number.
func spread(n int) int { return int(uint32(n+1) * 2654435761 >> 8 & (1<<20 - 1)) }

// tag is a name that only one visit types. Names have no digits.
func tag(visit int) string {
	return "CANARI" + string(rune('A'+visit/26%26)) + string(rune('A'+visit%26))
}

var tags = regexp.MustCompile(`CANARI[A-Z]{2}`)

// oneStep does something: mostly what the screen offers, else anything else.
func (st *stage) oneStep(n, visit int) {
	v := st.view()
	if st.also != nil && n%3 == 0 {
		st.also(n/3, visit)
		return
	}
	switch kind := n % 16; {
	case kind < 5:
		all := buttonsOf(v)
		st.send(all[(n/16)%len(all)].Do)
	case kind < 8 && v.Overlay == nil && v.Next.Do != nil:
		st.send(v.Next.Do)
	case kind < 8:
		st.wait(time.Second)
	case kind < 11:
		st.send(st.sensible(v, n/16, visit))
	case kind < 14:
		st.send(anyEvent(v, n/16))
	case kind == 14:
		st.wait(time.Duration(n/16%90) * time.Second)
	default:
		st.machine(n / 16)
	}
}

// machine is what the devices do, and the front desk: it is done more often than
// it comes, or nothing else would be played.
func (st *stage) machine(n int) {
	names := health.Names()
	st.send([]Event{
		PrinterChanged{Status: []printer.Status{paperIn(), paperOut()}[n/8%2], Gone: n/8%5 == 0},
		HealthChanged{}, illness(names[n/8%len(names)]), illness(health.SpoolBroken),
		illness(names[n/8%len(names)], names[n/256%len(names)]),
		StaffHere{false}, StaffHere{false}, StaffHere{true},
	}[n%8])
}

func illness(names ...health.Name) HealthChanged {
	return HealthChanged{mapped(names, func(n health.Name) health.Condition { return health.Condition{Name: n} })}
}

// sensible is an input that most pages of the sample take.
func (st *stage) sensible(v View, n, visit int) Event {
	in := input(
		"family", tag(visit), "given", "Paul", "day", "3", "month", "2", "year", year, "mercredi", "yes",
		searchField, "Manosque (04100)", "code", "04112", "postcode", "04100",
		forms.Value, []string{"yes", "mme", "petite", mobile}[n%4],
	)
	if n%8 < 2 {
		return Typed{v.Page, in}
	}
	return Answered{v.Page, in}
}

// anyEvent is any event, for the page on the screen, the overlay or a page
// that is gone.
func anyEvent(v View, n int) Event {
	page := v.Page
	switch {
	case n%7 == 0:
		page -= PageID(n % 3)
	case v.Call != nil && n%3 == 0:
		page = v.Call.Page
	case v.Overlay != nil && n%2 == 0:
		page = v.Overlay.Page
	}
	all := everyEvent(page)
	return all[(n/14)%len(all)]
}

// everyEvent is one of each.
func everyEvent(page PageID) []Event {
	return []Event{
		Touched{}, Typed{page, input("family", "x")}, Typed{page, nil}, Answered{page, nil},
		Answered{page, input("code", "04112")}, Open{page}, Pick{page, "sortie"}, Pick{page, "none"},
		Next{page}, More{page, true}, More{page, false}, Remove{page, "personnes[0]"}, Remove{page, "x[9]"},
		DontKnow{page}, Back{page}, StartAgain{page}, Talk{page}, AskWhy{page},
		Change{page, "enfant_nom"}, Change{page, "personnes"}, Change{page, "none"}, Change{page, "check"},
		Stay{page}, Leave{page}, PrintContacts{page}, PrintList{page}, PrintReceipt{page},
		SetLang{forms.English}, SetLang{"tlh"}, SetSize{Huge}, SetSize{99}, SetTheme{Dark}, SetTheme{-1},
		PrinterChanged{}, PacksChanged{[]Procedure{nil}},
		CallBy{page, call.Video}, CallBy{page, call.Voice}, CallBy{page, "pigeon"}, CallTell{page, TellText, true},
		CallTell{page, "other", true}, AskBack{page}, PickWindow{page, wire.Window{}}, OtherWays{page}, CallEnd{page},
		CallMute{page, call.Camera, true}, CallMute{page, "smell", true}, CallVolume{page, 1 << 30}, CallShare{page, true},
		CallWrite{page, true}, CallKeys{page, true}, CallKey{page, "5"}, CallKey{page, "é"}, Accept{page}, Refuse{page},
		TakeStill{page, false}, TakeStill{page, true}, HookChanged{true}, HookChanged{false},
		ServicesChanged{}, ServicesChanged{[]wire.Service{{}}},
		StaffAsked{}, StaffHere{true}, StaffHere{false}, EndVisit{}, Pressed{page, "paper"}, PrintSheet{page},
		HealthChanged{}, illness(health.SpoolBroken), illness(health.PrinterMissing, health.NoNetwork),
		illness(health.CameraGone), illness(health.SoundGone, health.DiskReadOnly),
	}
}

// faultIn says what no View may ever be. visit counts from one visit to the
// next; what one typed is never shown in another.
func faultIn(v View, visit int) string {
	if word := canaryIn(deep(v)); visit > 1 && slices.Contains(canaries[:5], word) {
		return word + " was typed in the first visit"
	}
	for _, found := range tags.FindAllString(strings.ToUpper(deep(v)+deepCall(v)), -1) {
		if found != tag(visit) {
			return found + " was typed in another visit"
		}
	}
	switch {
	case v.Talk.Text.Empty() && v.Call == nil:
		return "nobody to talk to"
	case v.Title.Empty():
		return "no title"
	case v.StartAgain.Text.Empty() && v.State != Attract && v.State != Ended:
		return "no way to start again"
	case len(buttonsOf(v)) == 0:
		return "nothing to press"
	case v.State == Ended && v.Call != nil:
		return "a call after the visit"
	case (v.State == Attract || v.State == Ended) && leaked(v) != "":
		return "holds " + leaked(v) + " after the visit"
	}
	return missingText(v)
}

// missingText finds a key that stands where a sentence should.
func missingText(v View) string {
	for _, b := range append(buttonsOf(v), callButtons(v)...) {
		if b.Do == nil {
			return "the button " + b.Text.S + " does nothing"
		}
		if b.Text.S == b.Text.Key {
			return "no text for " + b.Text.Key
		}
	}
	for _, text := range textsOf(v) {
		if text.Key != "" && text.S == text.Key {
			return "no text for " + text.Key
		}
	}
	return ""
}

// Every event in every state, with page numbers of now and of before.
func TestEveryEventInEveryState(t *testing.T) {
	for name, reach := range map[string]func(st *stage){
		"attract": func(*stage) {}, "menu": func(st *stage) { st.press("Commencer") },
		"before": func(st *stage) {
			st.press("Commencer")
			st.press("Inscrire mon enfant à une sortie (fr)")
		},
		"question": (*stage).toFirst, "repeat": (*stage).toRepeat, "check": (*stage).toCheck, "saving": (*stage).toSent,
		"printing": func(st *stage) { st.toSent(); st.wait(time.Second) }, "done": (*stage).toDone,
		"failed":  func(st *stage) { st.outbox.fails = []error{errDisk}; st.toSent(); st.wait(time.Second) },
		"overlay": func(st *stage) { st.toFirst(); st.press("Parler à quelqu’un") },
		"leaving": func(st *stage) { st.toFirst(); st.press("Recommencer") },
		"asked":   func(st *stage) { st.toFirst(); st.wait(45 * time.Second) },
		"broken":  func(st *stage) { st.toRepeat(); st.wrong(health.SpoolBroken) },
		"out":     func(st *stage) { st.wrong(health.DiskReadOnly) },
		"staff":   func(st *stage) { st.toRepeat(); st.send(StaffHere{true}) },
	} {
		for i := range everyEvent(0) {
			t.Run(fmt.Sprintf("%s/%d", name, i), func(t *testing.T) {
				play(t, func(st *stage) {
					reach(st)
					st.oneOfEach(i)
				})
			})
		}
	}
}

func (st *stage) oneOfEach(i int) {
	st.t.Helper()
	v := st.view()
	pages := []PageID{v.Page, v.Page - 1, 0}
	if v.Overlay != nil {
		pages = append(pages, v.Overlay.Page)
	}
	for _, page := range pages {
		st.send(everyEvent(page)[i])
		if fault := faultIn(st.view(), 0); fault != "" {
			st.t.Errorf("%s\n%s", fault, dump(st.view()))
		}
	}
	if strings.Contains(st.log.String(), "visit_broken") {
		st.t.Errorf("%T broke the visit\n%s", everyEvent(0)[i], st.log.String())
	}
}

// Page numbers grow and never come back, over several visits.
func TestPageNumbersGrow(t *testing.T) {
	play(t, func(st *stage) {
		r := rand.New(rand.NewPCG(1, 2))
		for range 300 {
			st.oneStep(r.IntN(1<<20), 0)
		}
		first := map[PageID]State{}
		last := PageID(0)
		for _, v := range st.views {
			if was, ok := first[v.Page]; ok && (was != v.State || v.Page != last) {
				t.Fatalf("page %d was %s and came back as %s", v.Page, was, v.State)
			}
			if v.Page < last {
				t.Fatalf("page %d after %d", v.Page, last)
			}
			first[v.Page], last = v.State, v.Page
		}
	})
}
