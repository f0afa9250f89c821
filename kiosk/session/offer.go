package session

import (
	"slices"
	"strconv"
	"strings"
)

// offered are the packs that a citizen may choose today: not those whose days
// are over or to come, and not those that a newer kiosk must show.
func (s *Session) offered() []Procedure {
	today := s.today()
	return slices.DeleteFunc(slices.Clone(s.packs), func(p Procedure) bool {
		return !p.Validity.On(today) || older(s.cfg.Version, p.MinKiosk)
	})
}

// offers are their revisions.
func (s *Session) offers() []Revision {
	return mapped(s.offered(), func(p Procedure) Revision { return Revision{p.Manifest.ID, p.Manifest.Version} })
}

// older tells whether a kiosk's version comes before the one that is wanted,
// number by number. Nothing known, or nothing wanted, is not older.
func older(version, wanted string) bool {
	if version == "" || wanted == "" {
		return false
	}
	return slices.Compare(numbers(version), numbers(wanted)) < 0
}

// numbers are those of "1.4.0", whatever follows them ("1.4.0-rc1").
func numbers(version string) []int {
	core, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	return mapped(strings.Split(core, "."), func(s string) int { n, _ := strconv.Atoi(s); return n })
}
