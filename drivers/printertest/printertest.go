// Package printertest holds the stories that every [printer.Printer] lives
// through, told with a printer that has every fault. A driver runs them all:
//
//	func TestPrinter(t *testing.T) {
//		printertest.Run(t, func(t *testing.T) printertest.Rig { … })
//	}
package printertest

import (
	"context"
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
)

// Rig is a printer under test and a hand on the machine behind it.
type Rig struct {
	Printer printer.Printer
	Machine Machine
	// Profile is the model of both.
	Profile printer.Profile
}

// Machine is the other end of the line: what a person does to a printer and
// sees of it. *printersim.Sim is one.
type Machine interface {
	Faults
	Paper
}

// Faults is what happens to a printer. Each has happened when the call returns.
type Faults interface {
	PaperOut()
	PaperOutAfter(mm float64)
	NearEnd()
	LoadPaper()
	OpenCover()
	OpenCoverAfter(mm float64)
	CloseCover()
	CutterJam()
	FreeCutter()
	PowerOff()
	PowerOffAfter(bytes int)
	PowerOn()
	Unplug()
	UnplugAfter(bytes int)
	Plug() error
	Mute()
	Speak()
}

// Paper is what came out.
type Paper interface {
	// Text is what a person reads on all the paper so far.
	Text() string
	// Ink is how many dots were printed so far.
	Ink() int
	// Last is the piece of paper that was cut or torn off last.
	Last() (image.Image, string)
}

// enough is time for anything that can end; a story that waits so long fails.
const enough = 30 * time.Second

// Run tells every story, each with a rig of its own, beside the others: a
// story waits more than it works. make registers what must
// be closed with t.Cleanup.
func Run(t *testing.T, make func(t *testing.T) Rig) {
	stories := []struct {
		name string
		tell func(*testing.T, Rig)
	}{
		{"a document is printed and confirmed", prints},
		{"two documents in a row stay whole", twoInARow},
		{"all French characters can be read", french},
		{"the QR symbol can be scanned", scan},
		{"a picture and foreign letters leave ink", pictures},
		{"status follows the sensors", sensors},
		{"nearly out of paper still prints", nearEnd},
		{"no paper before printing", notReady((Faults).PaperOut, (Faults).LoadPaper, printer.FaultPaperOut)},
		{"cover open before printing", notReady((Faults).OpenCover, (Faults).CloseCover, printer.FaultCover)},
		{"paper ends in the middle", paperEnds},
		{"cover is opened in the middle", coverOpened},
		{"cover is opened after the paper ended", coverAndPaper},
		{"cutter jams", cutterJams},
		{"power is cut in the middle", powerCut},
		{"power is off", powerOff},
		{"unplugged and plugged in again", unplugged},
		{"unplugged in the middle", unpluggedInTheMiddle},
		{"unplugged after the paper ended", unpluggedWithoutPaper},
		{"a printer that says nothing", mute},
		{"a deadline that is over", tooLate},
		{"closed", closed},
	}
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.tell(t, make(t))
		})
	}
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// page is a document of a dozen lines, each of which names it.
func page(name string) printer.Document {
	doc := printer.Document{Name: name, Blocks: []printer.Block{
		printer.Text{S: "MAIRIE", Align: printer.Centre, Bold: true, Big: true},
		printer.Rule{},
	}}
	for range 12 {
		doc.Blocks = append(doc.Blocks, printer.Pair{Left: "pièce " + name, Right: "1,44 €"})
	}
	return doc
}

func (r Rig) print(t *testing.T, doc printer.Document) (printer.Outcome, error) {
	return r.Printer.Print(within(t, enough), doc)
}

// mustPrint prints doc and looks at its paper: doc, whole, and nothing else.
func (r Rig) mustPrint(t *testing.T, name string) {
	t.Helper()
	outcome, err := r.print(t, page(name))
	if outcome != printer.Printed || err != nil {
		t.Fatalf("%s: %v, %v; want printed", name, outcome, err)
	}
	_, text := r.Machine.Last()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if lines[0] != "MAIRIE" || len(lines) != 14 {
		t.Fatalf("%s: the paper says\n%s", name, text)
	}
	for _, l := range lines[2:] {
		if !strings.HasPrefix(l, "pièce "+name) || !strings.HasSuffix(l, "1,44 €") {
			t.Fatalf("%s: line %q", name, l)
		}
	}
}

// ready asks for the status until the printer is ready: after plugging in, and
// after power comes back, a real one needs a moment.
func (r Rig) ready(t *testing.T) {
	t.Helper()
	ctx := within(t, enough)
	for {
		s, err := r.Printer.Status(ctx)
		if err == nil && s.Ready() {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("not ready: %v, %v", s, err)
		}
	}
}

func wantFault(t *testing.T, err error, want printer.Fault) {
	t.Helper()
	var fault *printer.FaultError
	if !errors.As(err, &fault) || fault.Fault != want {
		t.Fatalf("error = %v, want the fault %q", err, want)
	}
}

func wantOutcome(t *testing.T, got, want printer.Outcome) {
	t.Helper()
	if got != want {
		t.Fatalf("outcome = %v, want %v", got, want)
	}
}
