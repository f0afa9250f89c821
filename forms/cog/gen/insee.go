package main

// inseeOf completes the codes of french-ssn, which has the countries only, some
// under another name: the last three digits of the INSEE code, and the ISO
// codes of what it stands for. INSEE has one code for several dependencies of
// a country (99425 is all British territories of the Caribbean); what is part
// of France has none, for it has the code of a département.
//
// Source: INSEE, Code officiel géographique, "pays et territoires étrangers
// depuis 1943" of 2025, read in the copy of pass-culture-app-native
// (src/features/bonification/inseeCountries.ts).
var inseeOf = map[string]string{
	"116": "CZ", "123": "RU", "204": "IR", "236": "TW", "309": "TZ", "323": "CF", "408": "DO",
	"512": "SB", "515": "MH", "516": "FM",
	"120": "ME", "129": "VA", "148": "BY", "151": "MD", "156": "MK", "157": "XK",
	"203": "IQ", "206": "SY", "238": "KP", "239": "KR", "241": "LA",
	"312": "CD", "316": "LY", "324": "CG", "349": "SS", "389": "EH",

	"133": "GI", "158": "FO", "159": "SJ", "160": "AX", "161": "GG IM JE",
	"230": "HK", "232": "MO", "265": "CC CX HM",
	"306": "SH", "308": "IO", "363": "BV",
	"425": "AI BM KY MS TC VG", "427": "FK GS", "430": "GL", "431": "AW",
	"432": "PR VI", "443": "BQ", "444": "CW", "445": "SX",
	"503": "PN", "505": "AS GU MP UM", "519": "TK", "520": "CK", "521": "NU", "522": "NF",
	"699": "AQ",
}
