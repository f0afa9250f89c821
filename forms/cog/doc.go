// Package cog is the official geographic code (code officiel géographique,
// INSEE) without a network: every commune of France of today with its postal
// codes, overseas included; the municipal arrondissements of Paris, Lyon and
// Marseille; and the former communes (déléguées, associées), where people
// were born.
//
// [Find] and [Search] decode the embedded file on first use; [Warm] does it
// beforehand.
//
// The data comes from the npm package @etalab/decoupage-administratif under
// the Licence Ouverte 2.0: see NOTICE.md beside it, and gen for how it is made.
package cog

//go:generate go run ./gen -o communes.gz
