package formtest

import "regexp"

// A number, or the placeholder of one; and the end of a word.
const (
	number  = `(?:\d|\})`
	wordEnd = `(?:$|[^\pL’'-])`
)

// tearable are the places of which a plain space lets a line end between what is
// read as one: "8 h 30", "25 €", "n° 4", "06 12", "M. Dupont", "1er mai".
var tearable = []*regexp.Regexp{
	regexp.MustCompile(number + ` (?:h|min|s|mm|cm|m|km|Ko|Mo|Go|kB|MB|GB|€|%|°C)` + wordEnd),
	regexp.MustCompile(number + ` (?:euros?|centimes?|cents?|mètres?|metres?)` + wordEnd),
	regexp.MustCompile(number + ` (?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|années?)` + wordEnd),
	regexp.MustCompile(number + ` (?:seconds?|hours?|days?|weeks?|months?|years?)` + wordEnd),
	regexp.MustCompile(number + ` (?:am|pm|noon)` + wordEnd),
	regexp.MustCompile(number + `[ \x{a0}]h [\d{]`),
	regexp.MustCompile(`\d \d`),
	regexp.MustCompile(`(?:[nN]°|(?:^|[^\pL])(?:M\.|MM\.|Mme|Mmes|Mlle|Dr)) [\p{Lu}\d{]`),
	regexp.MustCompile(number + `(?:er)? \{month\}`),
	regexp.MustCompile(number + `(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)` + wordEnd),
	regexp.MustCompile(number + ` (?:January|February|March|April|May|June|July|August|September|October|November|December)` + wordEnd),
}

// tearableSign are the high signs and guillemets of French.
var tearableSign = regexp.MustCompile(` [:;?!»]|« `)

// Torn finds where a line could end between what belongs together, in a text of a
// catalog or one that is composed; "" where it cannot. U+00A0 is right in all
// these places: the letters of the screen and of the paper have it.
func Torn(s string, french bool) string {
	all := tearable
	if french {
		all = append(all[:len(all):len(all)], tearableSign)
	}
	for _, one := range all {
		if found := one.FindString(s); found != "" {
			return found
		}
	}
	return ""
}
