package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"guichet/forms"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
	wording "guichet/kiosk/words"
)

var staffHealth = command{
	name: "staff health", short: "On a kiosk: list what is wrong with it, and who can mend it",
	long: `The gravest first. The exit status is 1 where citizens go without proof or are
turned away, for a script that watches.`,
	setup: atKiosk(func(_ context.Context, p program, w staff.Works, _ []string) error {
		if w.Health == nil {
			return noPart("list of what is wrong")
		}
		return p.health(w.Health())
	}),
}

func (p program) health(all []health.Condition) error {
	say := wording.ForStaff(forms.English)
	if len(all) == 0 {
		fmt.Fprintln(p.out, say.Text("health.fine"))
		return nil
	}
	grave := false
	for _, c := range all {
		grave = grave || c.Gravity == health.Grave
		name := string(c.Name)
		fmt.Fprintf(p.out, "%s  %s  since %s  for %s%s\n", c.Gravity, name, stamp(c.Since), c.Who, detail(c.Detail))
		fmt.Fprintf(p.out, "  %s %s\n  %s\n", say.Text("health."+name+".title"), say.Text("health."+name+".meanwhile"), say.Text("health."+name+".mend"))
	}
	if grave {
		return &exitError{status: exitFailed}
	}
	return nil
}

func detail(s string) string {
	if s == "" {
		return ""
	}
	return "  (" + legible(s) + ")"
}

// stamp is a moment as a technician reads it: in the time of the machine.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

var staffLog = command{
	name: "staff log", args: "[-n LINES]",
	short: "On a kiosk: show the last lines of its log, the newest first",
	long:  "Names of events and what goes with them; never an answer, nor a name.",
	setup: func(set *flag.FlagSet) action {
		h, most := flagHere(set), set.Int("n", 20, "how many `lines`")
		return h.action(func(_ context.Context, p program, w staff.Works, _ []string) error {
			if w.Log == nil {
				return noPart("log")
			}
			if *most < 1 {
				return usagef("-n is at least 1")
			}
			return p.log(w.Log(*most))
		})
	},
}

func (p program) log(lines []staff.Line) error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", stamp(l.At), l.Level, l.Name, strings.TrimSpace(legible(l.With+"  "+l.Says)))
	}
	return w.Flush()
}

var staffFacts = command{
	name: "staff facts", short: "On a kiosk: say what a technician asks by telephone",
	setup: atKiosk(func(ctx context.Context, p program, w staff.Works, _ []string) error {
		if w.Machine == nil {
			return noPart("machine that tells of itself")
		}
		return p.facts(w.Machine.Facts(ctx))
	}),
}

func (p program) facts(f staff.Facts) error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, row := range [][2]string{
		{"kiosk", strings.TrimSpace(f.Kiosk + "  " + f.Name)}, {"town", f.Town},
		{"version", f.Version}, {"system", f.System}, {"started", stamp(f.Started)},
		{"addresses", strings.Join(f.Addresses, ", ")}, {"proxy", f.Proxy},
		{"hub", hubWords(f)}, {"clock", clockWords(f)},
		{"disk", fmt.Sprintf("%d MB free of %d MB", f.DiskFree>>20, f.DiskSize>>20)},
	} {
		fmt.Fprintf(w, "%s\t%s\n", row[0], orDash(row[1]))
	}
	return w.Flush()
}

func hubWords(f staff.Facts) string {
	switch {
	case f.Hub == "":
		return "none"
	case f.HubAnswers:
		return f.Hub + ", it answers"
	}
	return f.Hub + ", it does not answer"
}

func clockWords(f staff.Facts) string {
	now := stamp(f.Now)
	switch off := f.ClockOff.Round(time.Second); {
	case f.ClockOff == 0:
		return now + ", not compared"
	case off == 0:
		return now + ", as the hub's"
	case off > 0:
		return fmt.Sprintf("%s, %v behind the hub's", now, off)
	default:
		return fmt.Sprintf("%s, %v ahead of the hub's", now, -off)
	}
}
