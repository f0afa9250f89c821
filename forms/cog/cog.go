package cog

import "strings"

// Commune is a commune, a municipal arrondissement or a former commune.
type Commune struct {
	// Code is the INSEE code: "04112", "2A004", "97411". A former commune
	// that left its code to the commune it became part of has it with a "d"
	// (déléguée): "01015" is Arboys en Bugey, "01015d" Arbignieu.
	Code        string
	Name        string
	Postcodes   []string
	Departement string // INSEE code: "04", "2A", "974"
	Region      string // INSEE code: "93"; overseas collectivities have their own

	Population int    // of today, 0 where it is not counted
	Former     bool   // no longer a commune of its own
	Parent     string // INSEE code of the commune that it is part of
}

// INSEE is the official code, without the letter that tells a former commune
// from the one that has its code.
func (c Commune) INSEE() string { return strings.TrimSuffix(c.Code, "d") }

// Find gives the commune with an INSEE code, as [Commune.Code] has it.
func Find(code string) (Commune, bool) {
	i, ok := load().find(code)
	if !ok {
		return Commune{}, false
	}
	return load().communes[i], true
}

// Departement gives the name of a département and of its region, by the INSEE
// code of the département.
func Departement(code string) (name, region string, ok bool) {
	d, ok := load().departements[code]
	return d.name, load().regions[d.region], ok
}

// Region gives the name of a region by its INSEE code.
func Region(code string) (name string, ok bool) {
	name, ok = load().regions[code]
	return name, ok
}

// All gives every commune, by code. The slice is shared: do not change it.
func All() []Commune { return load().communes }

// Warm decodes the data now rather than at the first search.
func Warm() { indexed() }
