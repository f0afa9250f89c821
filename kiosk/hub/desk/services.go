package desk

import (
	"slices"
	"time"

	"guichet/forms"
	"guichet/forms/calendar"
	"guichet/forms/hours"
	"guichet/forms/notice"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// serves tells whether a service is there for a town.
func (s *Service) serves(town string) bool {
	return len(s.Towns) == 0 || slices.Contains(s.Towns, town)
}

// staffedBy tells whether somebody answers calls of a town for this service:
// one who may read what its citizens sent, and is among those named; who is named
// answers for all towns of the service.
func (s *Service) staffedBy(u store.User, town string) bool {
	if !s.serves(town) {
		return false
	}
	if len(s.Agents) > 0 {
		return slices.Contains(s.Agents, u.Login) && users.Can(u, users.ReadInbox, u.Town)
	}
	return users.Can(u, users.ReadInbox, town)
}

// zoneOf is the zone of school holidays that a town is in; "" is none.
func zoneOf(town string) calendar.Zone {
	if len(town) < 3 {
		return ""
	}
	departement := town[:2]
	if departement == "97" || departement == "98" {
		departement = town[:3]
	}
	zone, _ := calendar.ZoneOf(departement)
	return zone
}

// calendarOf is the holidays of a town.
func calendarOf(town string) hours.Calendar {
	c := hours.Calendar{Public: notice.Holiday}
	if zone := zoneOf(town); zone != "" {
		c.School = func(d forms.Day) bool { return calendar.IsHoliday(d, zone) }
	}
	return c
}

// opens is when a closed service opens next.
func (s *Service) opens(now time.Time, cal hours.Calendar) (open bool, next time.Time) {
	if s.hours.Open(now, cal) {
		return true, time.Time{}
	}
	next, _ = s.hours.Next(now, cal)
	return false, next
}

// fits tells how well a service fits a wish: below zero not at all.
func (s *Service) fits(shared call.Shared) int {
	score := 0
	if len(s.Procedures) > 0 && shared.Procedure != "" {
		if !slices.Contains(s.Procedures, shared.Procedure) {
			return -1
		}
		score += 8 // it knows that procedure, and not just all
	}
	if slices.Contains(s.Languages, string(shared.Lang)) {
		score += 4
	}
	if slices.Contains(shared.Needs, call.NeedSign) && s.Sign != "" {
		score += 2
	}
	if slices.Contains(shared.Needs, call.NeedText) && s.Text != "" {
		score++
	}
	return score
}

// mostWindows are offered at a time.
const mostWindows = 16

// windows are when a service can call back: parts of its open hours that have
// room left.
func (s *Service) windows(now time.Time, cal hours.Calendar, b CallBack, booked func(from time.Time) int) (all []wire.Window) {
	t := now.Add(b.Notice).Truncate(5 * time.Minute).Add(5 * time.Minute)
	end := now.AddDate(0, 0, b.Days)
	for len(all) < mostWindows && t.Before(end) {
		if !s.hours.Open(t, cal) {
			next, ok := s.hours.Next(t, cal)
			if !ok {
				break
			}
			t = next
			continue
		}
		closes, ok := s.hours.Closes(t, cal)
		if !ok {
			closes = end
		}
		t = onGrid(t, b.Window)
		for ; !t.Add(b.Window).After(closes) && len(all) < mostWindows && t.Before(end); t = t.Add(b.Window) {
			if booked(t) < b.Each {
				all = append(all, wire.Window{From: t.UTC(), To: t.Add(b.Window).UTC()})
			}
		}
		t = maxTime(t, closes)
	}
	return all
}

// onGrid moves a time on to the next whole part of the day, so that windows stay
// the same whenever one asks: else each would have its own, and room for more.
func onGrid(t time.Time, window time.Duration) time.Time {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	if left := t.Sub(midnight) % window; left > 0 {
		return t.Add(window - left)
	}
	return t
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// ServicesOf are those of the towns of somebody, as they are now: that he can
// send a call on to.
func (d *Desk) ServicesOf(u store.User) (all []wire.Service) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lineOf()
	for i := range d.Settings.Services {
		s := &d.Settings.Services[i]
		town := u.Town
		if town == "" && len(s.Towns) > 0 {
			town = s.Towns[0]
		}
		if s.serves(town) || s.staffedSomewhere(u) {
			all = append(all, d.told(s, town, l))
		}
	}
	return all
}

// staffedSomewhere tells whether somebody answers for a service in some town.
func (s *Service) staffedSomewhere(u store.User) bool {
	towns := s.Towns
	if len(towns) == 0 {
		towns = []string{u.Town}
	}
	return slices.ContainsFunc(towns, func(town string) bool { return s.staffedBy(u, town) })
}
