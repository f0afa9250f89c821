package control

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
)

// fake is a kiosk that notes what is asked of it, and answers each with what is
// told apart from nothing.
type fake struct {
	mu    sync.Mutex
	did   []string
	fails error                                           // what each method that can fails with
	loud  func(ctx context.Context, tell func(int)) error // Levels, where it is not nil
}

func (f *fake) note(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, what)
	return f.fails
}

func (f *fake) took() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	did := f.did
	f.did = nil
	return did
}

func (f *fake) works() staff.Works {
	return staff.Works{
		Paper: fakePaper{f}, Waiting: fakeWaiting{f}, Packs: fakePacks{f}, Calls: fakeCalls{f},
		Screen: fakeScreen{f}, Machine: fakeMachine{f}, Sticks: fakeSticks{f}, Visit: fakeVisit{f},
		Health: func() []health.Condition { f.note("Health"); return conditions },
		Log:    func(most int) []staff.Line { f.note("Log"); return lines[:min(most, len(lines))] },
	}
}

var (
	hour = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

	conditions = []health.Condition{{
		Name: health.PaperOut, Rule: health.Rule{Who: health.Staff, Gravity: health.Grave, Rises: 2 * time.Second}, Since: hour, Detail: "2",
	}}
	lines = []staff.Line{
		{At: hour, Level: "warn", Name: "printer_fault", Says: "The printer cannot print.", With: "fault=paper_out"},
		{At: hour.Add(-time.Minute), Level: "info", Name: "visit_ended"},
	}
	paperState = staff.PaperState{
		Model: "Epson TM-T20II", Path: "clamshell", Outlet: "bottom_right",
		Status: printer.Status{Online: true, Paper: printer.PaperNearEnd}, Printed: 71.5, Left: -1, Full: 80,
	}
	waitingState = staff.WaitingState{Waiting: 3, Damaged: 1, Oldest: hour, Last: hour.Add(-time.Hour), Hub: true}
	packs        = []staff.Pack{{ID: "cantine", Title: "Inscrire mon enfant à la cantine", Version: "1.2.0", Previous: "1.1.0", Refused: "1.3.0"}}
	callState    = staff.CallState{Ways: []string{"video", "voice"}, Camera: staff.Fine, Microphone: staff.Broken, Agents: staff.Fine}
	facts        = staff.Facts{
		Name: "Hall", Town: "04999", Kiosk: "0123456789abcdef", Version: "0.6.0", Addresses: []string{"192.0.2.7"},
		Hub: "https://bornes.saint-eloi.example", HubAnswers: true, Now: hour, ClockOff: -90 * time.Second, DiskFree: 1 << 33, DiskSize: 1 << 35,
	}
	picture = []byte{0xff, 0xd8, 0xff, 0x00, '"', 0xd9}
)

type fakePaper struct{ f *fake }

func (p fakePaper) State() staff.PaperState { p.f.note("Paper.State"); return paperState }
func (p fakePaper) Feed(context.Context) (printer.Outcome, error) {
	return printer.Printed, p.f.note("Paper.Feed")
}
func (p fakePaper) Test(context.Context) (printer.Outcome, error) {
	return printer.NotPrinted, p.f.note("Paper.Test")
}
func (p fakePaper) NewRoll() error { return p.f.note("Paper.NewRoll") }

type fakeWaiting struct{ f *fake }

func (w fakeWaiting) State(context.Context) (staff.WaitingState, error) {
	return waitingState, w.f.note("Waiting.State")
}
func (w fakeWaiting) Deliver(context.Context) error { return w.f.note("Waiting.Deliver") }

type fakePacks struct{ f *fake }

func (p fakePacks) List() []staff.Pack { p.f.note("Packs.List"); return packs }
func (p fakePacks) Install(context.Context) ([]staff.Pack, error) {
	return packs, p.f.note("Packs.Install")
}
func (p fakePacks) Back(_ context.Context, id string) error { return p.f.note("Packs.Back " + id) }

type fakeCalls struct{ f *fake }

func (c fakeCalls) Check(context.Context) staff.CallState { c.f.note("Calls.Check"); return callState }
func (c fakeCalls) Levels(ctx context.Context, tell func(int)) error {
	err := c.f.note("Calls.Levels")
	if c.f.loud != nil {
		return c.f.loud(ctx, tell)
	}
	tell(7)
	tell(0)
	tell(93)
	return err
}
func (c fakeCalls) Picture(context.Context) ([]byte, error) {
	return picture, c.f.note("Calls.Picture")
}
func (c fakeCalls) Call() { c.f.note("Calls.Call") }

type fakeScreen struct{ f *fake }

func (s fakeScreen) Brightness(context.Context) (int, bool) {
	s.f.note("Screen.Brightness")
	return 70, true
}
func (s fakeScreen) SetBrightness(_ context.Context, percent int) error {
	return s.f.note("Screen.SetBrightness " + strconv.Itoa(percent))
}
func (s fakeScreen) Volume() (int, bool) { s.f.note("Screen.Volume"); return 35, false }
func (s fakeScreen) SetVolume(percent int) error {
	return s.f.note("Screen.SetVolume " + strconv.Itoa(percent))
}

func (s fakeScreen) Clean() error { return s.f.note("Screen.Clean") }

type fakeMachine struct{ f *fake }

func (m fakeMachine) Facts(context.Context) staff.Facts { m.f.note("Machine.Facts"); return facts }
func (m fakeMachine) SetClock(context.Context) error    { return m.f.note("Machine.SetClock") }
func (m fakeMachine) Restart() error                    { return m.f.note("Machine.Restart") }
func (m fakeMachine) Reboot(context.Context) error      { return m.f.note("Machine.Reboot") }
func (m fakeMachine) PowerOff(context.Context) error    { return m.f.note("Machine.PowerOff") }

type fakeSticks struct{ f *fake }

func (s fakeSticks) Key(context.Context) ([]byte, string, error) {
	return []byte("e30.e30.e30"), "4C5300", s.f.note("Sticks.Key")
}
func (s fakeSticks) Export(context.Context) (string, error) {
	return "guichet-diagnostic.zip", s.f.note("Sticks.Export")
}
func (s fakeSticks) Close() error { return s.f.note("Sticks.Close") }

type fakeVisit struct{ f *fake }

func (v fakeVisit) Waits() bool { v.f.note("Visit.Waits"); return true }
func (v fakeVisit) End()        { v.f.note("Visit.End") }

var errOdd = errors.New("paper: the knife says 7")
