// Package document reads and writes a printer.Document as YAML, for people who
// write one by hand: "kioskctl printer print" puts it on paper.
//
// A document has a name, and blocks from top to bottom:
//
//	name: receipt                  # for the log; never personal
//	title: Pièces à apporter       # what it is; may be left out
//	lang: fr                       # its language, as in BCP 47; may be left out
//	large: false                   # large print; may be left out
//	blocks:
//	  - text: "MAIRIE DE SAINT-ÉLOI"
//	    align: centre              # left (when left out), centre or right
//	    bold: true
//	    big: true                  # double width and double height
//	  - rule                       # a line across the paper
//	  - text: "Pièces à apporter :"
//	    indent: 2                  # columns, 0 to 255
//	  - pair: ["Déposé le", "21/11/2026"]
//	    bold: true
//	  - gap: 1                     # white lines, 0 to 255
//	  - qr: "https://demarches.saint-eloi.fr"
//	  - code: {kind: datamatrix, data: "DC04FR000001"}
//	  - postal: ["Mme Anaïs LEFÈVRE", "12 rue du Puits", "04230 SAINT-ELOI"]
//	  - picture: {file: logo.png, dither: ordered}
//
// The grammar, where = is "must be there" and ? is "may be left out":
//
//	document  name = words, title ? words, lang ? words,
//	          large ? yes or no, blocks = list of block
//	block     the word rule, or a map with one of the keys below
//	text      = words; align ? left | centre | right, bold ? yes or no,
//	          big ? yes or no, indent ? 0–255
//	pair      = [words, words]; bold ? yes or no
//	gap       = 0–255
//	qr        = words, at least one character
//	code      = {kind = code128 | pdf417 | datamatrix, data = words}
//	          code128 takes 1 to 48 printable ASCII characters
//	postal    = 1 to 6 lines of 1 to 38 characters (NF Z10-011)
//	picture   = {file or data, dither ? floyd-steinberg | ordered}
//	          file is a PNG or JPEG beside the document or below it, data is
//	          one in base64; at most 10 million pixels; grey on white
//
// Words are a text on one line or several, in quotes where YAML would read a
// number or a date's colon; "\n" in them starts a new line of the paper. Yes or
// no is true or false. Whole numbers are decimal.
//
// [Parse] is strict: an unknown or repeated key, a wrong type, a missing or an
// empty value, an anchor, an alias, a tag and a second document are refused.
// All [Fault]s are told at once, each with its line and column.
package document
