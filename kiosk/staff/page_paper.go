package staff

import (
	"context"
	"errors"
	"slices"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// printLimit is how long a print may take; settle is how long a printer that was
// just closed may take to see its paper.
const (
	printLimit = time.Minute
	settle     = 10 * time.Second
)

func lookPaper(_ context.Context, c *Config) (any, error) { return c.Works.Paper.State(), nil }

// buildPaper: how the printer is, what to do next, and how the roll goes in.
func (m *Mode) buildPaper(v *session.View) {
	s, ok := m.leaf.found.(PaperState)
	if !ok {
		m.unknown(v)
		return
	}
	n := s.trouble()
	hand := s.hand(n)
	m.printerState(v, n, hand)
	switch {
	case n == health.PrinterMissing:
		return
	case hand != "":
		v.Blocks = append(v.Blocks, session.Drawing{Name: hand, Text: m.say("staff.hand." + hand)})
	case s.Path != "" && slices.Contains(ofTheRoll, n):
		v.Blocks = append(v.Blocks, session.Drawing{Name: "paper/" + s.Path, Text: m.pathText(s.Path)})
	}
	// What a small panel puts on a second part is what nobody has to do anything about.
	m.paperDeeds(v, s, n)
	switch {
	case hand != "":
		rows(v, m.row("staff.paper.model", s.Model))
	case n != health.PaperOut:
		m.roll(v, s)
	}
}

// paperDeeds are what can be done. That there is a new roll may be said before the
// printer has seen it, but not of one that could not see it.
func (m *Mode) paperDeeds(v *session.View, s PaperState, n health.Name) {
	if m.busy(atPaper) {
		m.paragraph(v, "staff.wait")
		return
	}
	if s.prints() {
		m.doors(v, m.tile("arrow-big-up", "staff.paper.feed", m.feed), m.tile("receipt", "staff.paper.test", m.test))
	}
	if s.Path != printer.Sheets && !slices.Contains(notThePaper, n) {
		v.Next = m.button("staff.paper.new", m.newRoll)
	}
}

// ofTheRoll is when one may want to see how the roll goes in; notThePaper is what
// no hand on the roll mends.
var (
	ofTheRoll   = []health.Name{"", health.PaperLow, health.PaperOut}
	notThePaper = []health.Name{health.PrinterHot, health.PrinterBroken, health.PrinterSilent, health.PrinterGone}
)

// hand is the drawing of what one does about a condition, and ends the key of its
// words; empty: there is none. The cover that is drawn is that of one kind of
// printer.
func (s PaperState) hand(n health.Name) string {
	name := hands[n]
	if (name == "cover" || name == "jam") && s.Path != printer.Clamshell {
		return ""
	}
	return name
}

var hands = map[health.Name]string{
	health.CoverOpen: "cover", health.PaperJam: "jam", health.PrinterGone: "cables",
	health.PrinterSilent: "power", health.PrinterBroken: "power",
}

// prints tells whether the printer would print now.
func (s PaperState) prints() bool { return s.Model != "" && !s.Gone && s.Status.Ready() }

// printerState is the first thing to do about it, in the words of its condition,
// where a drawing does not say all of them.
func (m *Mode) printerState(v *session.View, n health.Name, hand string) {
	if n == "" {
		m.strong(v, "staff.paper.ready")
		return
	}
	m.strong(v, "health."+string(n)+".title")
	if hand == "" || hand == "power" {
		m.paragraph(v, "health."+string(n)+".mend")
	}
}

// trouble is the condition that the printer is in; empty: none. Whoever has opened
// the cover for a new roll is shown how it goes in until it is there.
func (s PaperState) trouble() health.Name {
	if s.Model == "" {
		return health.PrinterMissing
	}
	n := health.OfPrinter(s.Status, s.Gone)
	if n == health.CoverOpen && s.Status.Paper == printer.PaperOut {
		return health.PaperOut
	}
	return n
}

// pathText says in words what the picture shows.
func (m *Mode) pathText(path string) session.Text {
	if key := "staff.path." + path; m.words().Has(key) {
		return m.say(key)
	}
	return m.say("staff.path.other")
}

// roll says how much paper is left, as far as that is known.
func (m *Mode) roll(v *session.View, s PaperState) {
	if s.Left >= 0 && s.Full > 0 {
		v.Blocks = append(v.Blocks, session.Level{
			Label: m.say("staff.paper.left", "n", metres(s.Left), "full", metres(s.Full)),
			Done:  int(min(s.Left, s.Full) * 100), Of: int(s.Full * 100),
		})
	}
	length := ""
	if s.Printed > 0 || s.Left >= 0 {
		length = m.words().Text("staff.paper.metres", "n", metres(s.Printed))
	}
	rows(v, m.row("staff.paper.printed", length), m.row("staff.paper.model", s.Model))
}

func (m *Mode) feed() {
	m.begin(deed{lane: atPaper, name: "feed", limit: printLimit, work: func(ctx context.Context) reply {
		out, err := m.cfg.Works.Paper.Feed(ctx)
		return printed("staff.fed.", out, err)
	}, then: m.lookAfter})
}

func (m *Mode) test() {
	m.begin(deed{lane: atPaper, name: "test", limit: printLimit, work: func(ctx context.Context) reply {
		out, err := m.cfg.Works.Paper.Test(ctx)
		return printed("staff.tested.", out, err)
	}, then: m.lookAfter})
}

// newRoll counts from a full roll and prints a page, all with one touch.
func (m *Mode) newRoll() {
	p := m.cfg.Works.Paper
	m.begin(deed{lane: atPaper, name: "new_roll", limit: printLimit + settle, work: func(ctx context.Context) reply {
		if !settled(ctx, p) {
			return reply{said: said{key: "staff.paper.not_yet", bad: true}}
		}
		noted := p.NewRoll()
		out, err := p.Test(ctx)
		switch {
		case noted == nil:
			return printed("staff.rolled.", out, err)
		case out == printer.NotPrinted:
			return printed("staff.tested.", out, errors.Join(noted, err))
		}
		return reply{said: said{key: "staff.paper.not_noted", bad: true}, err: noted}
	}, then: m.lookAfter})
}

// settled waits until the printer sees its paper: who has just closed the cover
// touches the glass before the sensors are asked again.
func settled(ctx context.Context, p Paper) bool {
	for end := time.Now().Add(settle); ; {
		if p.State().prints() {
			return true
		}
		select {
		case <-time.After(settle / 40):
		case <-ctx.Done():
			return false
		}
		if !time.Now().Before(end) {
			return false
		}
	}
}

// printed is what came of a print, under a key that ends with it. Why nothing
// came out is what the page says of the printer.
func printed(key string, out printer.Outcome, err error) reply {
	end := map[printer.Outcome]string{printer.Printed: "printed", printer.Unknown: "unknown", printer.NotPrinted: "not"}[out]
	return reply{said: said{key: key + end, bad: out == printer.NotPrinted}, err: err}
}
