// Package font carries the typeface that the screen and the A4 paper share:
// Atkinson Hyperlegible, drawn by the Braille Institute for people who see
// badly, under the SIL Open Font License 1.1 (see LICENSE beside this file).
//
// The files are those of the npm package @fontsource/atkinson-hyperlegible
// 5.3.0, unpacked from WOFF2 to TrueType and not changed otherwise. That
// package cuts the typeface in two: [Regular] and [Bold] hold what French and
// English need (Latin-1, œ, €, the quotation marks and the dashes);
// [RegularExt] and [BoldExt] hold the other letters of Europe, for a name such
// as "Łukasz" or "AŸ". Neither half holds the other's letters, and both lack
// the Turkish dotted capital İ and the narrow no-break space (U+202F): texts
// use the plain no-break space (U+00A0).
package font

import _ "embed"

var (
	//go:embed AtkinsonHyperlegible-Regular.ttf
	Regular []byte
	//go:embed AtkinsonHyperlegible-Bold.ttf
	Bold []byte
	//go:embed AtkinsonHyperlegible-RegularExt.ttf
	RegularExt []byte
	//go:embed AtkinsonHyperlegible-BoldExt.ttf
	BoldExt []byte
	// Licence is the text of the SIL Open Font License that goes with them.
	//
	//go:embed LICENSE
	Licence string
)
