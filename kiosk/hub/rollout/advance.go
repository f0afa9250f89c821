package rollout

import (
	"slices"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/hub/store"
)

// Silent is after how long a kiosk is no longer waited for.
const Silent = 15 * time.Minute

// Advance gives the roll-out as it shall be now. It is the same where there is
// nothing to do. kiosks are those of its town.
func Advance(now time.Time, r store.Rollout, kiosks []store.Kiosk) store.Rollout {
	if r.State != store.Running {
		return r
	}
	m := MembersOf(r.ID, kiosks)
	if why := fault(r, m, kiosks); why != "" {
		r.State, r.Why = store.Stopped, why
		return r
	}
	for r.Auto && r.State == store.Running && over(now, r, m, kiosks) {
		r = Next(now, r)
	}
	if r.Stage == store.StageAll && r.State == store.Running && over(now, r, m, kiosks) {
		r.State = store.Done
	}
	return r
}

// Next is the roll-out at its next stage, or done after the last.
func Next(now time.Time, r store.Rollout) store.Rollout {
	i := slices.Index(order, r.Stage)
	if i == len(order)-1 {
		r.State = store.Done
		return r
	}
	r.Stage, r.StageAt = order[i+1], now
	return r
}

// fault says which kiosk stops the roll-out, and by what word; "" for none.
// Only what a kiosk said since the stage began counts, so that a roll-out that a
// person resumes does not stop by an old report.
func fault(r store.Rollout, m Members, kiosks []store.Kiosk) string {
	for _, k := range kiosks {
		if _, mine := m[k.ID]; !mine || !m.reached(k.ID, r.Stage) || k.BeatAt.Before(r.StageAt) {
			continue
		}
		if step, why := Step(k.Beat, r.Pack, r.Version); step == wire.Refused {
			return k.ID + ": " + why
		}
		if a := alert(r, k.Beat); a != "" {
			return k.ID + ": " + a
		}
	}
	return ""
}

// byTheCalendar are alerts that begin on their day, whatever a kiosk was given.
var byTheCalendar = []health.Name{health.PackExpired, health.TrustEnds, health.CertificateOld}

// alert is the first alert of a kiosk that has the revision, which began with
// this stage and needs more than the front desk, or a moment.
func alert(r store.Rollout, b wire.Heartbeat) string {
	if !Has(b, r.Pack, r.Version) {
		return ""
	}
	for _, a := range b.Alerts {
		mended := a.Who == "staff" || a.Who == "nobody"
		if !mended && a.Since.After(r.StageAt) && !slices.Contains(byTheCalendar, health.Name(a.Name)) {
			return a.Name
		}
	}
	return ""
}

// Over tells whether the stage of a roll-out has done what it is for: one that
// does not go on by itself then waits for a person.
func Over(now time.Time, r store.Rollout, kiosks []store.Kiosk) bool {
	return over(now, r, MembersOf(r.ID, kiosks), kiosks)
}

// over tells whether a stage has done what it is for.
func over(now time.Time, r store.Rollout, m Members, kiosks []store.Kiosk) bool {
	if r.Stage != store.StageAll && !m.has(r.Stage) {
		return true
	}
	shown := 0
	for _, k := range kiosks {
		if _, mine := m[k.ID]; !mine || !m.reached(k.ID, r.Stage) {
			continue
		}
		switch step, _ := Step(k.Beat, r.Pack, r.Version); {
		case step == wire.Shown:
			shown++
		case Live(now, k):
			return false
		}
	}
	return shown > 0
}

// Live tells whether a kiosk spoke in the last [Silent].
func Live(now time.Time, k store.Kiosk) bool {
	return !k.BeatAt.IsZero() && now.Sub(k.BeatAt) < Silent
}
