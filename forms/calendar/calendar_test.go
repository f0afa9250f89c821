package calendar

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/cog"
)

func day(t *testing.T, s string) forms.Day {
	t.Helper()
	d, ok := forms.ParseDay(s)
	if !ok {
		t.Fatalf("%s is not a day", s)
	}
	return d
}

func TestZoneOf(t *testing.T) {
	for departement, want := range map[string]Zone{
		"04": ZoneB, "69": ZoneA, "75": ZoneC, "31": ZoneC, "33": ZoneA, "2A": Corse, "2B": Corse,
		"971": "Guadeloupe", "974": "Réunion", "975": "", "99": "", "": "", "4": "",
	} {
		if got, ok := ZoneOf(departement); got != want || ok != (want != "") {
			t.Errorf("ZoneOf(%q) = %q, %v", departement, got, ok)
		}
	}
}

// TestEveryDepartementHasOneZone: 96 on the mainland and Corsica, 5 overseas.
func TestEveryDepartementHasOneZone(t *testing.T) {
	listed := 0
	for _, codes := range academies {
		listed += len(strings.Fields(codes))
	}
	if listed != 101 || len(zones) != 101 {
		t.Errorf("%d départements listed, %d known", listed, len(zones))
	}
	for _, c := range cog.All() {
		if _, ok := ZoneOf(c.Departement); !ok && c.Departement < "975" {
			t.Fatalf("%s has no zone", c.Departement)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, c := range []struct {
		zone     Zone
		from, to string
		want     string
	}{
		{ZoneA, "2027-02-01", "2027-03-31", "2027-02-13 to 2027-02-28"},
		{ZoneB, "2027-02-01", "2027-03-31", "2027-02-20 to 2027-03-07"},
		{ZoneC, "2027-02-01", "2027-03-31", "2027-02-06 to 2027-02-21"},
		{ZoneB, "2026-10-17", "2026-10-17", "2026-10-17 to 2026-11-01"},
		{ZoneB, "2026-11-01", "2026-11-01", "2026-10-17 to 2026-11-01"},
		{ZoneB, "2026-11-02", "2026-12-18", ""},
		{ZoneB, "2026-12-31", "2027-02-20", "2026-12-19 to 2027-01-03, 2027-02-20 to 2027-03-07"},
		{ZoneB, "2031-01-01", "2031-12-31", ""},
		{"Lune", "2026-01-01", "2027-12-31", ""}, {"", "2026-01-01", "2027-12-31", ""},
	} {
		var got []string
		for _, h := range Holidays(c.zone, day(t, c.from), day(t, c.to)) {
			got = append(got, h.From.String()+" to "+h.To.String())
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("zone %s, %s to %s: %v, want %s", c.zone, c.from, c.to, got, c.want)
		}
	}
}

// TestTheDataIsWhole: each school year of each zone has its six stretches, in
// order and apart, and the data says how far it goes.
func TestTheDataIsWhole(t *testing.T) {
	for _, z := range []Zone{ZoneA, ZoneB, ZoneC} {
		all := school()[z]
		if len(all)%6 != 0 || len(all) < 12 {
			t.Errorf("zone %s has %d holidays", z, len(all))
		}
		for i, h := range all {
			if i > 0 && !all[i-1].To.Before(h.From) {
				t.Errorf("zone %s: %s begins within %s", z, h.From, all[i-1].Name)
			}
			if h.Name == "" || strings.Contains(h.Name, "'") {
				t.Errorf("zone %s: the name %q", z, h.Name)
			}
		}
		if Until(z).Before(day(t, "2027-08-31")) {
			t.Errorf("zone %s ends on %s", z, Until(z))
		}
	}
	if Until("Lune") != (forms.Day{}) {
		t.Errorf("a zone that is not known is known until %s", Until("Lune"))
	}
}

func TestReadRefusesWhatIsNoCalendar(t *testing.T) {
	for _, text := range []string{
		"zone,from,to,name\nA,2026-13-01,2026-12-31,x\n",
		"zone,from,to,name\nA,2026-12-31,2026-12-01,x\n",
		"zone,from,to,name\nA,2026-12-31\n",
		"zone,from,to,name\nA,\"2026",
	} {
		if _, err := read(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
	if all, err := read(""); err != nil || len(all) != 0 {
		t.Errorf("an empty file: %v, %v", all, err)
	}
}

func TestHasClass(t *testing.T) {
	for _, c := range []struct {
		day       string
		wednesday bool
		want      bool
	}{
		{"2027-01-04", false, true},  // Monday after Noël
		{"2027-01-03", false, false}, // Sunday
		{"2027-01-06", false, false}, // Wednesday
		{"2027-01-06", true, true},
		{"2026-12-23", true, false}, // Wednesday of Noël
		{"2027-01-09", true, false}, // Saturday
		{"2027-07-05", false, false},
		{"2027-02-15", false, true}, // holidays of zones A and C only
	} {
		if got := HasClass(day(t, c.day), ZoneB, c.wednesday); got != c.want {
			t.Errorf("HasClass(%s, B, %v) = %v", c.day, c.wednesday, got)
		}
	}
}

func TestSchoolYear(t *testing.T) {
	for d, want := range map[string]string{
		"2026-11-21": "2026-2027", "2026-09-01": "2026-2027", "2026-08-31": "2025-2026", "2027-01-01": "2026-2027",
	} {
		if got := SchoolYearOf(day(t, d)).String(); got != want {
			t.Errorf("%s is in %s, want %s", d, got, want)
		}
	}
}

// TestRegisterBefore: the days that were official for the polls of these years.
func TestRegisterBefore(t *testing.T) {
	for poll, want := range map[string]string{
		"2026-03-15": "2026-02-06", // municipales
		"2024-06-09": "2024-05-03", // européennes, at the town hall
		"2022-04-10": "2022-03-04", // présidentielle, at the town hall
		"2022-06-12": "2022-05-06", // législatives
		"2022-04-09": "2022-03-04", // the same on a Saturday, overseas
		"2026-03-13": "2026-01-30", // a Friday is not before itself
		"2028-03-05": "2028-01-28", // over a month and a leap day
	} {
		if got := RegisterBefore(day(t, poll)); got.String() != want || got.Weekday() != 5 {
			t.Errorf("for %s: %s, want %s", poll, got, want)
		}
	}
}

func TestNextPoll(t *testing.T) {
	if p, ok := NextPoll(day(t, "2026-03-15")); !ok || p.ID != "municipales-2026" || p.Second != day(t, "2026-03-22") {
		t.Errorf("on the day of the poll: %+v", p)
	}
	if p, ok := NextPoll(day(t, "2026-03-16")); ok {
		t.Errorf("after the poll: %+v; if a day is decreed, give the next one here", p)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("zone,from,to,name\nA,2026-12-19,2027-01-03,Vacances de Noël\n")
	f.Add("zone,from,to,name\nA,2026-12-19\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := read(text)
		for z, holidays := range all {
			for _, h := range holidays {
				if err != nil || !h.From.Valid() || !h.To.Valid() || h.To.Before(h.From) {
					t.Errorf("zone %q: %+v, %v", z, h, err)
				}
			}
		}
	})
}
