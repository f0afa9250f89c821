package cog

import "strings"

// Fold writes a name as it is searched: lower case, no accents, one space for
// hyphens, apostrophes and the rest, "saint" for "st".
func Fold(s string) string {
	words := strings.Fields(strings.Map(plainSign, unaccent.Replace(strings.ToLower(s))))
	for i, w := range words {
		words[i] = longWord(w)
	}
	return strings.Join(words, " ")
}

// longWord spells out the two abbreviations that people and envelopes use.
func longWord(w string) string {
	switch w {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	}
	return w
}

var unaccent = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "ā", "a", "å", "a", "ç", "c",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ē", "e", "î", "i", "ï", "i", "í", "i", "ì", "i",
	"ô", "o", "ö", "o", "ó", "o", "ò", "o", "õ", "o", "ù", "u", "û", "u", "ü", "u", "ú", "u",
	"ÿ", "y", "ñ", "n", "œ", "oe", "æ", "ae", "ß", "ss",
)

func plainSign(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return ' '
}

// withoutArticle drops the article that a name begins with, for people look
// for Le Havre under H.
func withoutArticle(folded string) string {
	for _, article := range []string{"le ", "la ", "les ", "l "} {
		if rest, ok := strings.CutPrefix(folded, article); ok {
			return rest
		}
	}
	return folded
}
