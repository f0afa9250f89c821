package printertest

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/printersim"
)

// Moment is when a fault strikes, as seen from the document.
type Moment int

const (
	Before    Moment = iota // before it is sent
	InText                  // between two lines
	InPicture               // inside the data of a picture
	AtEnd                   // under the last lines, or at the last bytes
)

// Moments are all of them.
var Moments = []Moment{Before, InText, InPicture, AtEnd}

func (m Moment) String() string {
	return [...]string{"before", "in the text", "in a picture", "at the end"}[m]
}

// Recovery is the table of package dialogue: what a document ends as, by what
// happens to the printer and when. A fault that is not a row changes nothing
// that the printer could notice.
var Recovery = []struct {
	Fault printersim.Fault
	Ends  [4]string // by Moment; "-" where it cannot happen
}{
	{printersim.PaperOut, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.NearEnd, [4]string{"printed", "printed", "printed", "printed"}},
	{printersim.CoverOpen, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.CutterJam, [4]string{"unknown", "unknown", "unknown", "unknown"}},
	{printersim.PaperJam, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.HeadHot, [4]string{"not printed", "printed", "printed", "printed"}},
	{printersim.Broken, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.FeedButton, [4]string{"not printed", "printed", "printed", "printed"}},
	{printersim.PowerCut, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.Unplugged, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.Muted, [4]string{"not printed", "unknown", "unknown", "unknown"}},
	{printersim.Babbling, [4]string{"any", "any", "any", "any"}},
	{printersim.MouthBlocked, [4]string{"not printed", "-", "-", "-"}},
}

// Broken is a printer under test and all that can be done to the simulated one
// behind it.
type Broken struct {
	Printer printer.Printer
	Sim     *printersim.Sim
	Profile printer.Profile
}

// Recover plays every cell of the table with a printer of its own. It asks
// three things of each: the outcome is the one that the table names; "printed"
// is only said when the whole document is on paper, and "not printed" when no
// dot of it is; and after the mend the next citizen's document is alone on its
// paper, and whole.
func Recover(t *testing.T, make func(t *testing.T) Broken) {
	length := measure(t, make(t))
	for _, row := range Recovery {
		for _, m := range Moments {
			if row.Ends[m] == "-" {
				continue
			}
			t.Run(fmt.Sprintf("%s %s", row.Fault, m), func(t *testing.T) {
				t.Parallel()
				c := cell{Broken: make(t), fault: row.Fault, moment: m, want: row.Ends[m]}
				if !c.canHappen() {
					t.Skip("it cannot happen to this model, or the model cannot feel it")
				}
				c.play(t, length)
			})
		}
	}
}

// cell is one fault at one moment.
type cell struct {
	Broken
	fault  printersim.Fault
	moment Moment
	want   string
}

func (c cell) canHappen() bool {
	switch c.fault {
	case printersim.CutterJam:
		return c.Profile.Cutter()
	case printersim.MouthBlocked:
		return c.Profile.Presenter.Fitted() && c.Profile.Status == "full_status"
	}
	return true
}

func (c cell) play(t *testing.T, length size) {
	c.goesWell(t, "first")
	if c.fault != printersim.MouthBlocked {
		c.Sim.Take()
	}
	before := c.Sim.State()
	c.strike(length)
	outcome, err := c.Printer.Print(within(t, enough), long("secret"))
	c.judge(t, outcome, err)
	c.truth(t, outcome, before)
	if err := c.Sim.Mend(c.fault); err != nil {
		t.Fatal(err)
	}
	c.Sim.Take()
	c.next(t)
	if outcome == printer.NotPrinted && strings.Contains(c.Sim.Text(), "secret") {
		t.Error("not printed, and it came out later")
	}
}

// size is what a document takes of the line and of the roll.
type size struct {
	bytes int
	mm    float64
}

// measure says how long a document is. The first one that a driver prints may
// begin with the parting of an abandoned one.
func measure(t *testing.T, b Broken) size {
	t.Helper()
	b.goesWell(t, "first")
	b.Sim.Take()
	was := b.Sim.State()
	b.goesWell(t, "second")
	b.Sim.Take()
	now := b.Sim.State()
	return size{now.Received - was.Received, now.Fed - was.Fed}
}

// goesWell prints a document without a fault.
func (b Broken) goesWell(t *testing.T, name string) {
	t.Helper()
	if outcome, err := b.Printer.Print(within(t, enough), long(name)); outcome != printer.Printed {
		t.Fatalf("a printer without a fault: %v, %v", outcome, err)
	}
}

// strike sets the fault. Those of the line and of the wall socket come at a
// byte, those of the roll at a millimetre.
func (c cell) strike(s size) {
	share := [...]float64{0, 0.08, 0.36, 0.97}[c.moment]
	switch {
	case c.moment == Before:
		c.Sim.Cause(c.fault)
	case c.fault == printersim.PowerCut, c.fault == printersim.Unplugged, c.fault == printersim.Muted, c.fault == printersim.Babbling:
		if c.moment == InPicture {
			share = 0.5 // of the bytes, most are the picture's
		}
		c.Sim.CauseAtByte(c.fault, int(share*float64(s.bytes)))
	default:
		c.Sim.CauseAtMM(c.fault, share*s.mm)
	}
	if c.moment != Before && (c.fault == printersim.HeadHot || c.fault == printersim.FeedButton) {
		time.AfterFunc(rest, func() { c.Sim.Mend(c.fault) })
	}
}

// rest is how long a head cools, and a finger stays on a button.
const rest = 1500 * time.Millisecond

// judge compares the outcome with the table.
func (c cell) judge(t *testing.T, outcome printer.Outcome, err error) {
	t.Helper()
	if c.want != "any" && outcome.String() != c.want {
		t.Errorf("%v (%v), the table says %s", outcome, err, c.want)
	}
	if (err == nil) != (outcome == printer.Printed) {
		t.Errorf("%v with the error %v", outcome, err)
	}
	var fault *printer.FaultError
	known := errors.As(err, &fault) || errors.Is(err, printer.ErrNoAnswer) || errors.Is(err, printer.ErrGone)
	if err != nil && !known {
		t.Errorf("nobody can act on %v", err)
	}
}

// truth compares the outcome with the paper.
func (c cell) truth(t *testing.T, outcome printer.Outcome, before printersim.State) {
	t.Helper()
	switch outcome {
	case printer.Printed:
		if got := lastWith(c.Sim, "secret"); got != whole("secret") {
			t.Errorf("WRONG: printed, and the paper says %q", got)
		}
	case printer.NotPrinted:
		if c.Sim.State().Ink != before.Ink {
			t.Error("not printed, and there is ink")
		}
	}
}

// next is the document of the next citizen, after the mend.
func (c cell) next(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	for s, err := c.Printer.Status(ctx); err != nil || !s.Ready(); s, err = c.Printer.Status(ctx) {
		if ctx.Err() != nil {
			t.Fatalf("mended, and not ready: %v, %v", s, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	outcome, err := c.printTaking(ctx, long("next"))
	if outcome != printer.Printed {
		t.Fatalf("the next document: %v, %v", outcome, err)
	}
	if got := lastWith(c.Sim, "next"); got != whole("next") {
		t.Errorf("the next citizen's paper says %q", got)
	}
}

// printTaking prints, and takes the paper that is in the way: what ended as
// unknown may still have been printing when the mouth was emptied.
func (c cell) printTaking(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	outcome, err := c.Printer.Print(ctx, doc)
	var fault *printer.FaultError
	if !errors.As(err, &fault) || fault.Fault != printer.FaultPresenter || !c.Sim.Take() {
		return outcome, err
	}
	return c.Printer.Print(ctx, doc)
}

// long is a document with a picture in its middle, each line of which names it.
func long(name string) printer.Document {
	grey := image.NewGray(image.Rect(0, 0, 120, 100))
	for i := range grey.Pix {
		grey.Pix[i] = byte(i % 251)
	}
	doc := printer.Document{Name: "test", Blocks: lines(name, "a")}
	doc.Blocks = append(doc.Blocks, printer.Picture{Image: grey})
	doc.Blocks = append(doc.Blocks, lines(name, "b")...)
	return doc
}

func lines(name, part string) (all []printer.Block) {
	for i := range 6 {
		all = append(all, printer.Text{S: fmt.Sprintf("pièce %s %s%d", name, part, i)})
	}
	return all
}

// whole is what a person reads on the paper of long(name).
func whole(name string) string {
	var all []string
	for _, b := range append(lines(name, "a"), lines(name, "b")...) {
		all = append(all, b.(printer.Text).S)
	}
	return strings.Join(all, "\n")
}

// lastWith is the text of the newest piece of paper that names name.
func lastWith(sim *printersim.Sim, name string) string {
	sheets := sim.Sheets()
	for i := len(sheets) - 1; i >= 0; i-- {
		if text := strings.TrimSpace(sheets[i].Text); strings.Contains(text, name) {
			return text
		}
	}
	return ""
}
