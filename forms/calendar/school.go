package calendar

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
	"time"

	"guichet/forms"
)

// Holiday is a stretch without school, from its first to its last day.
type Holiday struct {
	Name     string // in French, as the source has it: "Vacances de Noël"
	From, To forms.Day
}

//go:embed school.csv
var schoolCSV string

var school = sync.OnceValue(func() map[Zone][]Holiday {
	all, err := read(schoolCSV)
	if err != nil {
		panic("calendar: embedded data: " + err.Error()) // the program was built wrong
	}
	return all
})

// read decodes school.csv: zone, first day, last day, name; by zone and day.
func read(text string) (map[Zone][]Holiday, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = 4
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	all := map[Zone][]Holiday{}
	for _, row := range rows[min(1, len(rows)):] {
		from, okFrom := forms.ParseDay(row[1])
		to, okTo := forms.ParseDay(row[2])
		if !okFrom || !okTo || to.Before(from) {
			return nil, fmt.Errorf("%s: from %q to %q", row[3], row[1], row[2])
		}
		all[Zone(row[0])] = append(all[Zone(row[0])], Holiday{row[3], from, to})
	}
	return all, nil
}

// Holidays are the holidays of a zone that have a day between two days, both
// included, in order. None beyond [Until].
func Holidays(z Zone, from, to forms.Day) []Holiday {
	var out []Holiday
	for _, h := range school()[z] {
		if !h.To.Before(from) && !to.Before(h.From) {
			out = append(out, h)
		}
	}
	return out
}

// IsHoliday tells whether a day is in the school holidays of a zone.
func IsHoliday(d forms.Day, z Zone) bool { return len(Holidays(z, d, d)) > 0 }

// Until is the last day that the data of a zone reaches; the zero Day where it
// has none of the zone.
func Until(z Zone) forms.Day {
	all := school()[z]
	if len(all) == 0 {
		return forms.Day{}
	}
	return all[len(all)-1].To
}

// HasClass tells whether a day of the week and of the year is one of school:
// Monday, Tuesday, Thursday and Friday outside the holidays, and Wednesday
// where the town has school on it (code de l'éducation, D521-10 and D521-12).
// It does not know the public holidays.
func HasClass(d forms.Day, z Zone, wednesday bool) bool {
	switch time.Weekday(d.Weekday()) {
	case time.Saturday, time.Sunday:
		return false
	case time.Wednesday:
		return wednesday && !IsHoliday(d, z)
	}
	return !IsHoliday(d, z)
}

// SchoolYear is named by the year that it begins in: 2026 is 2026-2027.
type SchoolYear int

// SchoolYearOf is the school year of a day: from 1 September to 31 August. Some
// overseas zones begin in August.
func SchoolYearOf(d forms.Day) SchoolYear {
	if d.Month >= int(time.September) {
		return SchoolYear(d.Year)
	}
	return SchoolYear(d.Year - 1)
}

// String is "2026-2027".
func (y SchoolYear) String() string { return fmt.Sprintf("%d-%d", int(y), int(y)+1) }
