package main

import (
	"context"
	"sync"

	"guichet/drivers/printer"
	"guichet/kiosk/staff"
)

// recorder is a kiosk that only notes what it is asked.
type recorder struct {
	mu    sync.Mutex
	asked []string
}

func (r *recorder) note(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, what)
}

func (r *recorder) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func (r *recorder) works() staff.Works {
	return staff.Works{
		Paper: notedPaper{r}, Waiting: notedWaiting{r}, Packs: notedPacks{r}, Calls: notedCalls{r},
		Screen: notedScreen{r}, Machine: notedMachine{r}, Sticks: notedSticks{r}, Visit: notedVisit{r},
	}
}

type (
	notedPaper   struct{ r *recorder }
	notedWaiting struct{ r *recorder }
	notedPacks   struct{ r *recorder }
	notedCalls   struct{ r *recorder }
	notedScreen  struct{ r *recorder }
	notedMachine struct{ r *recorder }
	notedSticks  struct{ r *recorder }
	notedVisit   struct{ r *recorder }
)

func (n notedPaper) State() (s staff.PaperState) { n.r.note("Paper.State"); return s }
func (n notedPaper) Feed(context.Context) (printer.Outcome, error) {
	n.r.note("Paper.Feed")
	return 0, nil
}
func (n notedPaper) Test(context.Context) (printer.Outcome, error) {
	n.r.note("Paper.Test")
	return 0, nil
}
func (n notedPaper) NewRoll() error { n.r.note("Paper.NewRoll"); return nil }

func (n notedWaiting) State(context.Context) (s staff.WaitingState, err error) {
	n.r.note("Waiting.State")
	return s, nil
}
func (n notedWaiting) Deliver(context.Context) error { n.r.note("Waiting.Deliver"); return nil }

func (n notedPacks) List() []staff.Pack { n.r.note("Packs.List"); return nil }
func (n notedPacks) Install(context.Context) ([]staff.Pack, error) {
	n.r.note("Packs.Install")
	return nil, nil
}
func (n notedPacks) Back(context.Context, string) error { n.r.note("Packs.Back"); return nil }

func (n notedCalls) Check(context.Context) (s staff.CallState) { n.r.note("Calls.Check"); return s }
func (n notedCalls) Levels(context.Context, func(int)) error   { n.r.note("Calls.Levels"); return nil }
func (n notedCalls) Picture(context.Context) ([]byte, error) {
	n.r.note("Calls.Picture")
	return nil, nil
}
func (n notedCalls) Call() { n.r.note("Calls.Call") }

func (n notedScreen) Brightness(context.Context) (int, bool) {
	n.r.note("Screen.Brightness")
	return 50, true
}
func (n notedScreen) SetBrightness(context.Context, int) error {
	n.r.note("Screen.SetBrightness")
	return nil
}
func (n notedScreen) Volume() (int, bool) { n.r.note("Screen.Volume"); return 50, true }
func (n notedScreen) SetVolume(int) error { n.r.note("Screen.SetVolume"); return nil }
func (n notedScreen) Clean() error        { n.r.note("Screen.Clean"); return nil }

func (n notedMachine) Facts(context.Context) (f staff.Facts) { n.r.note("Machine.Facts"); return f }
func (n notedMachine) SetClock(context.Context) error        { n.r.note("Machine.SetClock"); return nil }
func (n notedMachine) Restart() error                        { n.r.note("Machine.Restart"); return nil }
func (n notedMachine) Reboot(context.Context) error          { n.r.note("Machine.Reboot"); return nil }
func (n notedMachine) PowerOff(context.Context) error        { n.r.note("Machine.PowerOff"); return nil }

func (n notedSticks) Key(context.Context) ([]byte, string, error) {
	n.r.note("Sticks.Key")
	return nil, "", staff.ErrNotOurs
}
func (n notedSticks) Export(context.Context) (string, error) {
	n.r.note("Sticks.Export")
	return "", nil
}
func (n notedSticks) Close() error { n.r.note("Sticks.Close"); return nil }

func (n notedVisit) Waits() bool { n.r.note("Visit.Waits"); return false }
func (n notedVisit) End()        { n.r.note("Visit.End") }
