package lint

import (
	"slices"
	"strings"
	"unicode"
)

// cuts are the words before which a sentence may end, and what is left out of
// the second one.
var cuts = map[string]bool{"et": true, "mais": true, "car": true, "donc": true, "puis": true, "ensuite": true, "alors": true, "and": true, "but": true, "because": true, "then": true, "so": true}

// subjects are words that a sentence can begin with: what comes behind "et"
// must be a sentence of its own, not the second verb or noun of the first.
var subjects = map[string]bool{
	"vous": true, "nous": true, "il": true, "elle": true, "ils": true, "elles": true, "on": true, "je": true, "j": true,
	"ce": true, "c": true, "cela": true, "cet": true, "cette": true, "ces": true,
	"you": true, "we": true, "it": true, "he": true, "she": true, "they": true, "this": true, "these": true,
}

// split writes a long sentence as two short ones; empty where no rule can.
func split(sentence string, most int) string {
	if two := splitIf(sentence, most); two != "" {
		return two
	}
	ws := words(sentence)
	best, size := "", len(ws)
	for i := 2; i < len(ws)-2; i++ {
		first, second, ok := cutAt(ws, i)
		longer := max(len(words(first)), len(words(second)))
		if ok && longer <= most && longer < size {
			best, size = first+" "+second, longer
		}
	}
	return best
}

// splitIf makes "Si A, B." "A ? B."
func splitIf(sentence string, most int) string {
	rest, ok := strings.CutPrefix(sentence, "Si ")
	if !ok {
		return ""
	}
	first, second, ok := strings.Cut(rest, ", ")
	if !ok || len(words(first)) > most || len(words(second)) > most {
		return ""
	}
	return capital(first) + "\u00a0? " + capital(second)
}

// cutAt cuts before word i: "…, mais vous venez" is "… . Vous venez".
func cutAt(ws []string, i int) (first, second string, ok bool) {
	joint := strings.ToLower(strings.Trim(ws[i], ",;"))
	rest := ws[i:]
	switch before := ws[i-1]; {
	case cuts[joint]:
		rest = ws[i+1:]
	case strings.HasSuffix(before, ";") || strings.HasSuffix(before, ","):
	default:
		return "", "", false
	}
	if len(rest) < 2 || !begins(rest[0]) {
		return "", "", false
	}
	first = strings.TrimRightFunc(strings.Join(ws[:i], " "), func(r rune) bool { return strings.ContainsRune(",; \u00a0", r) })
	return first + ".", capital(strings.Join(rest, " ")), true
}

// begins tells whether a word can begin a sentence: a subject, or an order.
func begins(word string) bool {
	head := strings.ToLower(word)
	if i := strings.IndexAny(head, "’'"); i > 0 {
		head = head[:i]
	}
	if order, _, ok := strings.Cut(head, "-"); ok {
		head = order
	}
	head = strings.TrimFunc(head, func(r rune) bool { return !unicode.IsLetter(r) })
	orders := []string{"faites", "dites"}
	return subjects[head] || strings.HasSuffix(head, "ez") && head != "chez" && head != "assez" || slices.Contains(orders, head)
}
