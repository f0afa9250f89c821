// Package cog is the official geographic code (code officiel géographique,
// INSEE) without a network: every commune of France of today with its postal
// codes, overseas included; the municipal arrondissements of Paris, Lyon and
// Marseille; and the former communes (déléguées, associées), where people
// were born.
//
// It also has the countries of the world with their ISO and INSEE codes, in
// French and in English: [CountryByCode], [FindCountries].
//
// [Find] and [Search] decode the embedded file on first use; [Warm] does it
// beforehand.
//
// The communes come from the npm package @etalab/decoupage-administratif under
// the Licence Ouverte 2.0; the names of countries from CLDR (Unicode License
// v3) and i18n-iso-countries (MIT), their INSEE codes from french-ssn (MIT) and
// INSEE: see NOTICE.md beside it, and gen for how the files are made.
package cog

//go:generate go run ./gen -only communes -o communes.gz
//go:generate go run ./gen -only countries -o countries.gz
