package staff

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
)

// Works is what can be done at one kiosk. A part that this kiosk does not have
// is nil: its pages are not offered. All methods may be called from any
// goroutine; those with a context return when it ends at the latest.
type Works struct {
	Paper   Paper
	Waiting Waiting
	Packs   Packs
	Calls   Calls
	Screen  Screen
	Machine Machine
	Sticks  Sticks
	Visit   Visit

	// Health is what is wrong now, the gravest first.
	Health func() []health.Condition
	// Log are the last lines of the kiosk, the newest first; never an answer.
	Log func(most int) []Line
}

// Errors that have words of their own on the pages. Whatever has to do with a stick
// may answer with those of sticks.
var (
	ErrNoStick  = errors.New("staff: there is no USB stick")
	ErrSticks   = errors.New("staff: there are several USB sticks")
	ErrBadStick = errors.New("staff: the USB stick cannot be used") // broken, full, locked, or of another file system
	ErrNotOurs  = errors.New("staff: there is nothing for this kiosk on the stick")
	ErrNoHub    = errors.New("staff: the hub does not answer")
	ErrTaken    = errors.New("staff: the front desk is at the glass, or somebody speaks to an agent")
	ErrNoHelper = errors.New("staff: this machine cannot do that") // no helper runs, as on a machine that is not a kiosk
)

// Paper is the receipt printer.
type Paper interface {
	State() PaperState
	// Feed moves the paper by some lines, so that one sees it come.
	Feed(ctx context.Context) (printer.Outcome, error)
	// Test prints a page that shows what the printer can do.
	Test(ctx context.Context) (printer.Outcome, error)
	// NewRoll counts from a full roll again.
	NewRoll() error
}

// PaperState is how the printer is.
type PaperState struct {
	Model  string // "Epson TM-T20II"; empty: there is none
	Path   string // how its roll goes in, the end of a [session.Drawing]: "clamshell"
	Outlet string // in the words of the configuration: "bottom_right"
	Status printer.Status
	Gone   bool
	// Metres of paper: printed since the roll was new, left on it, and of a full
	// one. Printed and Left are less than 0 where they are not known.
	Printed, Left, Full float64
}

// Waiting are the submissions that have not reached the town hall.
type Waiting interface {
	State(ctx context.Context) (WaitingState, error)
	// Deliver sends what waits now, without the pause after a failure. It
	// returns once nothing waits, with ErrNoHub where the hub does not answer.
	Deliver(ctx context.Context) error
}

// WaitingState is what waits.
type WaitingState struct {
	Waiting, Damaged int
	Oldest           time.Time // zero: nothing waits
	Last             time.Time // last signed receipt; zero: none since the start
	Hub              bool      // there is one to send to
}

// Packs are the procedures.
type Packs interface {
	List() []Pack
	// Install takes the newest revisions from the stick that is plugged in, and
	// says which. ErrNoStick, ErrNotOurs, or why one was refused.
	Install(ctx context.Context) ([]Pack, error)
	// Back takes the revision before the active one of a pack. Done again, it takes
	// the newer one back.
	Back(ctx context.Context, id string) error
}

// Pack is one procedure on this kiosk.
type Pack struct {
	ID, Title string
	Version   string // on the menu
	Previous  string // the one that Back takes; empty: there is none
	Refused   string // one that is not taken; where it is Previous, somebody went back from it; empty: none
}

// Calls is what a citizen speaks through.
type Calls interface {
	// Check looks at each device once.
	Check(ctx context.Context) CallState
	// Levels listens to the microphone and plays a tone now and then, and tells
	// how loud the room is, 0 to 100, ten times a second until ctx ends.
	Levels(ctx context.Context, tell func(percent int)) error
	// Picture is one still of the camera, as JPEG. It is shown and forgotten.
	Picture(ctx context.Context) ([]byte, error)
	// Call leaves staff mode and offers the ways to call, as a citizen has them.
	Call()
}

// CallState is how far a call could go.
type CallState struct {
	Ways                        []string // "video", "voice"
	Camera, Microphone, Speaker Part
	Agents                      Part // somebody is there to answer
}

// Part is one thing that works, does not, or is not there.
type Part string

// What a part can be.
const (
	Absent Part = ""
	Fine   Part = "fine"
	Broken Part = "broken"
)

// Screen is the glass and the loudspeaker.
type Screen interface {
	// Brightness and Volume are in percent; false where they cannot be set.
	Brightness(ctx context.Context) (int, bool)
	SetBrightness(ctx context.Context, percent int) error
	Volume() (int, bool)
	SetVolume(percent int) error
	// Clean lets the glass take no touch for half a minute, where nobody of the
	// front desk is at it: there a page does. ErrTaken.
	Clean() error
}

// Machine is the computer.
type Machine interface {
	Facts(ctx context.Context) Facts
	// SetClock takes the hub's time. ErrNoHub, ErrNoHelper.
	SetClock(ctx context.Context) error
	// Restart ends the program, which is started again; Reboot and PowerOff are of the machine.
	Restart() error
	Reboot(ctx context.Context) error
	PowerOff(ctx context.Context) error
}

// Facts are what a technician asks by telephone.
type Facts struct {
	Name, Town string // of the kiosk, at its hub
	Kiosk      string // its id; empty: it has no hub
	Version    string // of the program
	System     string // "Debian GNU/Linux 12, 6.1.0-40-amd64, x86_64"
	Addresses  []string
	Hub        string // its address
	HubAnswers bool
	Proxy      string
	Now        time.Time
	ClockOff   time.Duration // the hub's clock minus ours; 0: not known
	Started    time.Time
	DiskFree   int64 // bytes
	DiskSize   int64
}

// Sticks are USB sticks. None is looked at unless somebody asks here.
type Sticks interface {
	// Key reads the key file of the stick that is plugged in, and its serial
	// number. ErrNoStick, ErrNotOurs.
	Key(ctx context.Context) (file []byte, serial string, err error)
	// Export writes the diagnostics on the stick and says the name of the file.
	Export(ctx context.Context) (name string, err error)
	// Close lets the stick go: it can be pulled out.
	Close() error
}

// Visit is the citizen who may be in the middle of something.
type Visit interface {
	// Waits tells whether a visit stands still behind the staff's pages.
	Waits() bool
	// End wipes it.
	End()
}

// Line is one of the log.
type Line struct {
	At    time.Time
	Level string // "error", "warn", "info"
	Name  string // of package event
	Says  string // its sentence
	With  string // its attributes, "fault=paper_out"
}
