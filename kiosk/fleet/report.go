package fleet

import (
	"strings"
	"time"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
)

// When something is worth saying.
const (
	oldSpool  = 24 * time.Hour
	clockOff  = time.Minute
	trustEnds = 30 * 24 * time.Hour
	certEnds  = 14 * 24 * time.Hour
)

// reporter is the agent's voice on the board: others look at some of the same
// things in their own ways.
type reporter struct{ board *health.Board }

const source = "hub"

func (r reporter) say(n health.Name, holds bool, detail ...string) {
	r.board.ReportFrom(source, n, holds, detail...)
}

// report tells the board what the agent sees of a heartbeat that is to go out.
// What it has not looked at since the start, it says nothing of.
func (a *Agent) report(b wire.Heartbeat) {
	now, off := a.hubTime(), a.ClockOff()
	a.says.say(health.SpoolOld, !b.Spool.Oldest.IsZero() && now.Sub(b.Spool.Oldest) > oldSpool)
	if b.Spool.Damaged > 0 || a.courier.walked() {
		a.says.say(health.SpoolDamaged, b.Spool.Damaged > 0)
	}
	a.says.say(health.ClockWrong, off.Abs() > clockOff, off.Round(time.Second).String())
	a.says.say(health.TrustEnds, soon(b.Trust.Expires, now, trustEnds), day(b.Trust.Expires))
	ends, before := a.client.certificateEnds()
	a.says.say(health.CertificateOld, soon(ends, now, before), day(ends))
	if !a.porter.followed.Load() {
		return
	}
	a.says.say(health.HubOlder, a.porter.older.Load())
	refused := refusedOf(b.Packs)
	a.says.say(health.PackRefused, len(refused) > 0, strings.Join(refused, ", "))
}

// Menu tells the board what of the packs somebody must publish anew: those whose
// last day has passed, or all, where a citizen would find nothing to choose. It is
// for whoever knows all packs of a kiosk, from wherever they came; the days pass
// without them, so it is called each day, and when they change.
func Menu(board *health.Board, packs []*pack.Pack, today forms.Day) {
	var over []string
	offered := 0
	for _, p := range packs {
		switch until, ends := forms.ParseDay(p.Validity.Until); {
		case p.Validity.On(today):
			offered++
		case ends && until.Before(today):
			over = append(over, p.String())
		}
	}
	board.ReportFrom(source, health.NoPack, offered == 0)
	board.ReportFrom(source, health.PackExpired, len(over) > 0, strings.Join(over, ", "))
}

func soon(end, now time.Time, within time.Duration) bool {
	return !end.IsZero() && end.Sub(now) < within
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// refusedOf names the revisions that were refused: not those that the front desk
// sent back, which it knows.
func refusedOf(packs []wire.PackState) []string {
	var all []string
	for _, p := range packs {
		if p.Step == wire.Refused && p.Why != sentBack {
			all = append(all, p.ID+" "+p.Version)
		}
	}
	return all
}
