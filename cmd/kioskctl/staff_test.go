package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/machine"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/control"
	"guichet/kiosk/staff/stafftest"
)

// newKiosk is a kiosk that listens, and its socket. The folder has a short name:
// a socket's has 107 bytes at most (unix(7)).
func newKiosk(t *testing.T) (*stafftest.Kiosk, string) {
	t.Helper()
	k := stafftest.New()
	return k, listening(t, k.Works())
}

func listening(t *testing.T, w staff.Works) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "kctl")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "s")
	l, err := control.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- (&control.Server{Works: w}).Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		os.RemoveAll(dir)
	})
	return path
}

// staffSays runs a command at a kiosk.
func staffSays(t *testing.T, socket, line string) result {
	t.Helper()
	return kioskctl(t, append(append([]string{"staff"}, strings.Fields(line)...), "--socket", socket)...)
}

// What the pages do, the commands do: each says what came of it, and its exit
// status is that of its kind.
func TestStaffModeFromTheCommandLine(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 30, 0, 0, time.Local)
	out := filepath.Join(t.TempDir(), "picture.jpg")
	for _, x := range []struct {
		line   string
		how    func(*stafftest.State)
		status int
		says   []string // of what it says, or of why it failed
		did    string
	}{
		{"health", nil, 0, []string{"All is well."}, ""},
		{"health", func(s *stafftest.State) {
			s.Health = []health.Condition{{Name: health.PaperOut, Rule: health.Rule{Who: health.Staff, Gravity: health.Grave}, Since: at}}
		}, 1, []string{"grave  paper_out  since 2026-11-22 09:30:00  for staff\n", "There is no paper left.", "Put in a roll"}, ""},
		{"health", func(s *stafftest.State) {
			s.Health = []health.Condition{{Name: health.PackRefused, Rule: health.Rule{Who: health.Admin, Gravity: health.Warning}, Detail: "cantine 1.1.0"}}
		}, 0, []string{"warning  pack_refused  since -  for admin  (cantine 1.1.0)\n"}, ""},
		{"paper", nil, 0, []string{"Epson TM-T20II\nready: paper ok\n42.0 m printed of a roll of 80 m, 38.0 m left\n"}, ""},
		{"paper", func(s *stafftest.State) { s.Paper.Status.CoverOpen, s.Paper.Left = true, -1 }, exitNotReady, []string{"not ready: cover open", "not known"}, ""},
		{"paper", func(s *stafftest.State) { s.Paper.Gone = true }, exitNotReady, []string{"not connected"}, ""},
		{"paper", func(s *stafftest.State) { s.Paper = staff.PaperState{} }, 1, []string{"this kiosk has no receipt printer"}, ""},
		{"paper", func(s *stafftest.State) { s.Paper.Printed, s.Paper.Left, s.Paper.Full = 3, -1, 0 }, 0,
			[]string{"3.0 m printed; how much is left is not known"}, ""},
		{"paper", func(s *stafftest.State) { s.Paper.Printed, s.Paper.Left, s.Paper.Full = -1, -1, 0 }, 0,
			[]string{"ready: paper ok\nnothing counts its paper"}, ""},
		{"feed", nil, 0, []string{"printed\n"}, "feed"},
		{"test", func(s *stafftest.State) { s.Paper.Status.Paper = printer.PaperOut }, exitNotPrinted, []string{"not printed", "kioskctl: printer: paper out\n"}, "test"},
		{"test", func(s *stafftest.State) {
			s.Prints = []stafftest.Print{{Outcome: printer.Unknown, Err: printer.ErrNoAnswer}}
		}, exitUnknown, []string{"unknown: look at the paper", "does not answer"}, "test"},
		{"roll", nil, 0, []string{"0.0 m printed of a roll of 80 m, 80.0 m left"}, "new_roll"},
		{"waiting", func(s *stafftest.State) { s.Waiting = staff.WaitingState{Waiting: 3, Oldest: at, Damaged: 1} }, 0,
			[]string{"3 wait, the oldest since 2026-11-22 09:30:00\n1 cannot be read", "there is no hub"}, ""},
		{"deliver", func(s *stafftest.State) { s.Waiting.Waiting = 2 }, 0, []string{"nothing waits\nlast signed receipt of the hub: 2"}, "deliver"},
		{"deliver", func(s *stafftest.State) { s.Waiting.Waiting, s.Fail["deliver"] = 2, staff.ErrNoHub }, 1,
			[]string{"2 wait", "kioskctl: the hub does not answer: see to the network"}, ""},
		{"packs", nil, 0, []string{"PACK     VERSION  OTHER  REFUSED  TITLE\ncantine  1.1.0    1.0.0  -        Inscrire mon enfant à la cantine\n"}, ""},
		{"install", nil, 1, []string{"there is no USB stick: plug one in"}, "close"},
		{"install", func(s *stafftest.State) { s.Stick.In = true }, 1, []string{"nothing for this kiosk on the USB stick"}, "install close"},
		{"install", func(s *stafftest.State) {
			s.Stick.In, s.Stick.Packs = true, []staff.Pack{{ID: "cantine", Version: "1.2.0", Title: "Cantine"}}
		}, 0, []string{"cantine  1.2.0    -      -        Cantine\n"}, "install close"},
		{"install", func(s *stafftest.State) {
			s.Stick.In, s.Stick.Refused = true, errors.New("trust: sortie is not of this town")
			s.Stick.Packs = []staff.Pack{{ID: "cantine", Version: "1.2.0", Title: "Cantine"}, {ID: "sortie", Version: "1.0.0"}}
		}, 1, []string{"cantine  1.2.0    -      -        Cantine\n", "kioskctl: trust: sortie is not of this town\n"}, "install close"},
		{"back cantine", nil, 0, []string{"cantine  1.0.0    1.1.0  set aside  Inscrire"}, "back"},
		{"calls", nil, 0, []string{"ways         video, voice\ncamera       works\n"}, ""},
		{"calls", func(s *stafftest.State) { s.Calls.Microphone, s.Calls.Camera = staff.Broken, staff.Absent }, 1,
			[]string{"microphone   does not work\n", "camera       none\n"}, ""},
		{"levels --for 1ms", nil, 0, nil, ""},
		{"picture " + out, nil, 0, []string{"written: "}, ""},
		{"call", nil, 0, []string{"the screen offers the ways to call"}, "call"},
		{"brightness", nil, 0, []string{"70 %\n"}, ""},
		{"brightness 40%", nil, 0, []string{"40 %\n"}, "brightness"},
		{"brightness", func(s *stafftest.State) { s.Brightness = -1 }, 1, []string{"no brightness that can be set"}, ""},
		{"brightness 140", nil, exitUsage, []string{`"140" is no percentage`}, ""},
		{"volume 20", nil, 0, []string{"20 %\n"}, "volume"},
		{"volume 20", func(s *stafftest.State) { s.Fail["volume"] = staff.ErrNoHelper }, 1, []string{"its helper does not run"}, ""},
		{"clean", nil, 0, []string{"the screen takes no touch for half a minute\n"}, "clean"},
		{"clean", func(s *stafftest.State) { s.Fail["clean"] = staff.ErrTaken }, 1, []string{"kioskctl: the front desk is at the screen"}, ""},
		{"facts", nil, 0, []string{"kiosk      k-0001  Hall de la mairie\ntown       Saint-Éloi\n", "https://guichet.example, it answers", "1s behind the hub's"}, ""},
		{"clock", nil, 0, []string{"as the hub's"}, "set_clock"},
		{"log -n 1", func(s *stafftest.State) {
			s.Log = []staff.Line{{At: at, Level: "warn", Name: "printer_fault", With: "fault=paper_out", Says: "The printer cannot print."}, {Name: "older"}}
		}, 0, []string{"2026-11-22 09:30:00  warn  printer_fault  fault=paper_out  The printer cannot print.\n"}, ""},
		{"log -n 0", nil, exitUsage, []string{"-n is at least 1"}, ""},
		{"visit --end", func(s *stafftest.State) { s.Visit = true }, 0, []string{"no visit waits"}, "end_visit"},
		{"visit", func(s *stafftest.State) { s.Visit = true }, 0, []string{"a visit waits"}, ""},
		{"export", func(s *stafftest.State) { s.Stick.In = true }, 0, []string{"guichet-diagnostic.zip is on the stick\nit can be pulled out\n"}, "export close"},
		{"export", func(s *stafftest.State) {
			s.Stick.In, s.Fail["export"] = true, errors.Join(staff.ErrNoStick, machine.ErrManySticks)
		}, 1, []string{"kioskctl: there are several USB sticks: leave one, and say it again\n"}, "close"},
		{"export", func(s *stafftest.State) { s.Stick.In, s.Fail["close"] = true, machine.ErrBadStick }, 1, []string{"kioskctl: the USB stick cannot be used"}, "export"},
		{"eject", nil, 0, []string{"it can be pulled out"}, "close"},
		{"restart", nil, 0, []string{"the kiosk restarts"}, "restart"},
		{"reboot", nil, 0, []string{"the machine restarts"}, "reboot"},
		{"poweroff", nil, exitUsage, []string{"say --yes"}, ""},
		{"poweroff --yes", nil, 0, []string{"the machine shuts down"}, "power_off"},
	} {
		k, socket := newKiosk(t)
		if x.how != nil {
			k.Set(x.how)
		}
		r := staffSays(t, socket, x.line)
		for _, words := range x.says {
			if !strings.Contains(r.out+r.err, words) {
				t.Errorf("%s: %+v does not say %q", x.line, r, words)
			}
		}
		if did := strings.Join(k.Did(), " "); r.status != x.status || did != x.did {
			t.Errorf("%s: %+v, it did %q; want status %d, %q", x.line, r, did, x.status, x.did)
		}
	}
	if data, err := os.ReadFile(out); err != nil || !strings.HasPrefix(string(data), "\xff\xd8") {
		t.Errorf("the picture: %v", err)
	}
}

// Levels are drawn until somebody has seen enough.
func TestLevelsAreDrawn(t *testing.T) {
	_, socket := newKiosk(t)
	var out, err safeBuffer
	ctx, cancel := context.WithCancel(t.Context())
	status := make(chan int, 1)
	go func() { status <- testProgram(&out, &err).run(ctx, []string{"staff", "levels", "--socket", socket}) }()
	out.waitFor(t, "19:42:00  10 #####\n19:42:00  30 ###############\n")
	cancel()
	if got := <-status; got != exitDone || err.String() != "" {
		t.Errorf("%d: %s", got, err.String())
	}
}

// A kiosk without a part says so, for each command that is about it.
func TestStaffCommandsAtAKioskThatHasNothing(t *testing.T) {
	socket := listening(t, staff.Works{})
	for _, c := range commands {
		line, ok := strings.CutPrefix(c.name, "staff ")
		if !ok || line == "pin" || strings.HasPrefix(line, "key ") {
			continue
		}
		if c.least > 0 {
			line += " x"
		}
		if line == "poweroff" {
			line += " --yes"
		}
		if r := staffSays(t, socket, line); r.status != exitFailed || !strings.HasPrefix(r.err, "kioskctl: this kiosk has no ") {
			t.Errorf("%s: %+v", line, r)
		}
	}
}

func TestStaffCommandsWithoutAKiosk(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	if r := staffSays(t, none, "paper"); r.status != exitFailed || !strings.HasPrefix(r.err, "kioskctl: no kiosk listens on this machine") {
		t.Errorf("%+v", r)
	}
	if r := kioskctl(t, "staff", "paper", "--config", none); r.status != exitFailed || !strings.Contains(r.err, none) {
		t.Errorf("%+v", r)
	}
	data := t.TempDir()
	file := kioskConfig(t, "")
	replace(t, file, "/var/lib/guichet\n", data+"\n")
	if got, err := (here{config: file}).path(); err != nil || got != control.Path(data) {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := (here{}).path(); err != nil || got != control.Socket {
		t.Errorf("%s, %v", got, err)
	}
}

// A kiosk that breaks off does not say that all is well.
func TestAKioskThatDoesNotAnswer(t *testing.T) {
	w := stafftest.New().Works()
	w.Health = func() []health.Condition { panic("stafftest: health") }
	w.Log = func(int) []staff.Line { panic("stafftest: log") }
	socket := listening(t, w)
	for _, line := range []string{"health", "log"} {
		if r := staffSays(t, socket, line); r.status != exitFailed || r.out != "" || !strings.Contains(r.err, "a mistake in the program") {
			t.Errorf("%s: %+v", line, r)
		}
	}
}

// Each thing that staff mode does is reached by some command: a method that is
// new in package staff and has none fails here.
func TestEachThingOfStaffModeHasACommand(t *testing.T) {
	var asked recorder
	socket := listening(t, asked.works())
	with := map[string]string{
		"back": " cantine", "picture": " -", "brightness": " 50", "volume": " 50", "poweroff": " --yes", "visit": " --end",
		"key check": " --data " + t.TempDir(),
	}
	for _, c := range commands {
		line, ok := strings.CutPrefix(c.name, "staff ")
		if ok && !strings.HasPrefix(line, "pin") && (line == "key check" || !strings.HasPrefix(line, "key ")) {
			staffSays(t, socket, line+with[line])
		}
	}
	done := asked.all()
	v := reflect.TypeFor[staff.Works]()
	for i := range v.NumField() {
		part := v.Field(i)
		if part.Type.Kind() != reflect.Interface {
			continue
		}
		for j := range part.Type.NumMethod() {
			if name := part.Name + "." + part.Type.Method(j).Name; !slices.Contains(done, name) {
				t.Errorf("no command does %s", name)
			}
		}
	}
}
