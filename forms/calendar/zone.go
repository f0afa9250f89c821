package calendar

import "strings"

// Zone is a part of France with one calendar of school holidays. Zones A, B
// and C differ in winter and spring; Corsica and overseas have their own.
type Zone string

// The three zones of the mainland, and Corsica. An overseas zone is named as
// the source has it: "Guadeloupe", "Réunion".
const (
	ZoneA Zone = "A"
	ZoneB Zone = "B"
	ZoneC Zone = "C"
	Corse Zone = "Corse"
)

// academies are the départements of each academy, and the zone that it is in
// since January 2016 (arrêté of 16 April 2015; the départements of an academy
// are those of code de l'éducation, R222-2; both from memory, the zones as the
// ministry's calendar names them).
var academies = map[Zone]string{
	ZoneA: "25 39 70 90 " + // Besançon
		"24 33 40 47 64 " + // Bordeaux
		"03 15 43 63 " + // Clermont-Ferrand
		"21 58 71 89 " + // Dijon
		"07 26 38 73 74 " + // Grenoble
		"19 23 87 " + // Limoges
		"01 42 69 " + // Lyon
		"16 17 79 86", // Poitiers
	ZoneB: "04 05 13 84 " + // Aix-Marseille
		"02 60 80 " + // Amiens
		"59 62 " + // Lille
		"54 55 57 88 " + // Nancy-Metz
		"44 49 53 72 85 " + // Nantes
		"06 83 " + // Nice
		"14 27 50 61 76 " + // Normandie
		"18 28 36 37 41 45 " + // Orléans-Tours
		"08 10 51 52 " + // Reims
		"22 29 35 56 " + // Rennes
		"67 68", // Strasbourg
	ZoneC: "77 93 94 " + // Créteil
		"11 30 34 48 66 " + // Montpellier
		"75 " + // Paris
		"09 12 31 32 46 65 81 82 " + // Toulouse
		"78 91 92 95", // Versailles
	Corse: "2A 2B",

	"Guadeloupe": "971", "Martinique": "972", "Guyane": "973", "Réunion": "974", "Mayotte": "976",
}

var zones = zonesOf(academies)

func zonesOf(academies map[Zone]string) map[string]Zone {
	out := map[string]Zone{}
	for zone, codes := range academies {
		for code := range strings.FieldsSeq(codes) {
			out[code] = zone
		}
	}
	return out
}

// ZoneOf is the zone of a département by its INSEE code: "04", "2A", "974".
// false: no such département, or a collectivity that has none.
func ZoneOf(departement string) (Zone, bool) {
	z, ok := zones[departement]
	return z, ok
}
