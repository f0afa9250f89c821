// Package stafftest is a kiosk of software for the pages of the front desk: it has
// every part, does what it is asked, and fails as a test or a demonstration
// wants.
//
//	k := stafftest.New()
//	k.Set(func(s *stafftest.State) { s.Paper.Status.Paper = printer.PaperOut })
//	mode := staff.New(staff.Config{Works: k.Works(), …})
//	… k.Did() // "new_roll", "test"
package stafftest

import (
	"context"
	"slices"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
)

// State is how the kiosk is and what it will do. A test changes it by [Kiosk.Set].
type State struct {
	Paper   staff.PaperState
	Prints  []Print // what comes of the next prints; then each does what Paper says
	Waiting staff.WaitingState
	Packs   []staff.Pack
	Stick   Stick
	Calls   staff.CallState
	Loud    []int  // what the microphone hears, in turn
	Picture []byte // what the camera sees
	// Brightness and Volume are in percent; less than 0: they cannot be set.
	Brightness, Volume int
	Facts              staff.Facts
	Health             []health.Condition
	Log                []staff.Line
	Visit              bool // one stands still behind the pages

	// Fail, Takes and Panics are by what is done: "feed", "test", "new_roll",
	// "waiting", "deliver", "install", "back", "check", "levels", "picture",
	// "call", "brightness", "volume", "facts", "set_clock", "restart", "reboot",
	// "power_off", "key", "export", "close", "end_visit", "clean".
	Fail   map[string]error
	Takes  map[string]time.Duration
	Deaf   map[string]bool // takes that long whatever its context says
	Panics map[string]bool
}

// Print is what comes of one print.
type Print struct {
	Outcome printer.Outcome
	Err     error
}

// Stick is the USB stick that is plugged in.
type Stick struct {
	In     bool
	Key    []byte       // its key file; nil: there is none
	Serial string       // its serial number
	Packs  []staff.Pack // revisions for this kiosk
	// Refused is why its last revision is not taken; nil: it is.
	Refused error
}

// Kiosk is that kiosk. Its methods may be called from any goroutine.
type Kiosk struct {
	mu    sync.Mutex
	state State
	did   []string
}

// New is a kiosk on which all is well.
func New() *Kiosk {
	began := time.Now()
	return &Kiosk{state: State{
		Paper: staff.PaperState{
			Model: "Epson TM-T20II", Path: printer.Clamshell, Outlet: "bottom_right",
			Status:  printer.Status{Online: true, Paper: printer.PaperOK},
			Printed: 42, Left: 38, Full: 80,
		},
		Waiting: staff.WaitingState{Hub: true, Last: began},
		Packs: []staff.Pack{
			{ID: "cantine", Title: "Inscrire mon enfant à la cantine", Version: "1.1.0", Previous: "1.0.0"},
			{ID: "sortie", Title: "Inscrire mon enfant à une sortie", Version: "2.0.0"},
		},
		Stick: Stick{Serial: "4C530001"},
		Calls: staff.CallState{
			Ways: []string{"video", "voice"}, Camera: staff.Fine, Microphone: staff.Fine, Speaker: staff.Fine, Agents: staff.Fine,
		},
		Loud: []int{10, 30, 60, 30}, Picture: picture(), Brightness: 70, Volume: 50,
		Facts: staff.Facts{
			Name: "Hall de la mairie", Town: "Saint-Éloi", Kiosk: "k-0001", Version: "1.4.0",
			System: "Debian GNU/Linux 12, x86_64", Addresses: []string{"192.0.2.17"}, Hub: "https://guichet.example",
			HubAnswers: true, Now: began, ClockOff: time.Second, Started: began, DiskFree: 12e9, DiskSize: 64e9,
		},
		Fail: map[string]error{}, Takes: map[string]time.Duration{}, Deaf: map[string]bool{}, Panics: map[string]bool{},
	}}
}

// Works are the kiosk's parts: all of them.
func (k *Kiosk) Works() staff.Works {
	return staff.Works{
		Paper: paper{k}, Waiting: waiting{k}, Packs: packs{k}, Calls: calls{k}, Screen: screen{k},
		Machine: machine{k}, Sticks: sticks{k}, Visit: visit{k},
		Health: func() []health.Condition { return k.State().Health },
		Log: func(most int) []staff.Line {
			all := k.State().Log
			return all[:min(most, len(all))]
		},
	}
}

// Set changes how the kiosk is.
func (k *Kiosk) Set(change func(*State)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	change(&k.state)
}

// State is how it is now.
func (k *Kiosk) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.state.clone()
}

// clone copies what is changed in place.
func (s State) clone() State {
	s.Packs, s.Health, s.Log = slices.Clone(s.Packs), slices.Clone(s.Health), slices.Clone(s.Log)
	return s
}

// Did is what was done, in order, without what was only looked at.
func (k *Kiosk) Did() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.did)
}

// Raise adds a condition, as it is raised now.
func (k *Kiosk) Raise(names ...health.Name) {
	for _, n := range names {
		rule, ok := health.RuleOf(n)
		if !ok {
			panic("stafftest: no condition " + string(n))
		}
		k.Set(func(s *State) {
			s.Health = append(s.Health, health.Condition{Name: n, Rule: rule, Since: time.Now()})
		})
	}
}

// Clear takes all conditions away.
func (k *Kiosk) Clear() { k.Set(func(s *State) { s.Health = nil }) }

// do takes its time and changes the state, unless it is to fail.
func (k *Kiosk) do(ctx context.Context, name string, change func(*State)) error {
	if err := k.ask(ctx, name); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.did = append(k.did, name)
	change(&k.state)
	return nil
}

// ask takes its time.
func (k *Kiosk) ask(ctx context.Context, name string) error {
	k.mu.Lock()
	takes, deaf, panics := k.state.Takes[name], k.state.Deaf[name], k.state.Panics[name]
	k.mu.Unlock()
	if panics {
		panic("stafftest: " + name)
	}
	if deaf {
		ctx = context.Background()
	}
	if takes > 0 {
		t := time.NewTimer(takes)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	k.mu.Lock() // it may have failed meanwhile: a stick that was pulled out
	defer k.mu.Unlock()
	return k.state.Fail[name]
}
