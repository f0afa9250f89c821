package lint

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed plainer.txt
var plainerText string

// pair is an expression of the office, as tokens, and what to write instead.
type pair struct {
	tokens []string
	better string // put in its place
	glued  bool   // the expression ends with an elision: "à l’issue d’"
	hint   string // or what to do
	ask    bool   // an order follows
	first  bool   // only where a sentence begins
}

// plainer is the list by the first token, longest expressions first.
var plainer = sync.OnceValue(func() map[string][]pair {
	all := map[string][]pair{}
	for line := range strings.Lines(plainerText) {
		for _, p := range readPair(strings.TrimSpace(line)) {
			all[p.tokens[0]] = append(all[p.tokens[0]], p)
		}
	}
	for _, pairs := range all {
		slices.SortStableFunc(pairs, func(a, b pair) int { return len(b.tokens) - len(a.tokens) })
	}
	return all
})

// readPair reads a line of the list: a mistake in it is one of ours.
func readPair(line string) []pair {
	if line == "" || line[0] == '#' {
		return nil
	}
	kind, rest, _ := strings.Cut(line, " ")
	expression, better, _ := strings.Cut(rest, " > ")
	switch kind {
	case "verb":
		return conjugated(expression, better)
	case "hint":
		return withArticles(expression, pair{hint: better})
	case "ask":
		return []pair{{tokens: tokenised(rest), ask: true}}
	}
	expression, better, ok := strings.Cut(line, " > ")
	if !ok {
		panic(fmt.Sprintf("lint: plainer.txt: %q", line))
	}
	expression, first := strings.CutPrefix(expression, "^")
	return withArticles(expression, pair{better: better, first: first})
}

func tokenised(s string) []string {
	var all []string
	for _, t := range tokens(s) {
		all = append(all, t.lower)
	}
	return all
}

// contractions are what de and à become before le and les, and before a vowel.
var contractions = map[string][][2]string{
	"de": {{"de", ""}, {"du", "le"}, {"des", "les"}, {"d", ""}},
	"à":  {{"à", ""}, {"au", "le"}, {"aux", "les"}},
}

// withArticles is the expression with each form of the de or à that ends it.
// "à l'issue du conseil" is "après le conseil"; where the better words end with
// de too, it keeps its form: "à partir du 3 mai".
func withArticles(expression string, p pair) []pair {
	ts := tokenised(expression)
	last := ts[len(ts)-1]
	forms, ok := contractions[last]
	if !ok || len(ts) == 1 {
		p.tokens, p.glued = ts, strings.HasSuffix(expression, "'")
		return []pair{p}
	}
	stem, keeps := strings.CutSuffix(p.better, " "+last)
	var all []pair
	for _, form := range forms {
		one := p
		one.tokens, one.glued = append(slices.Clone(ts[:len(ts)-1]), form[0]), form[0] == "d"
		switch {
		case p.better == "":
		case keeps && one.glued:
			one.better = stem + " d’"
		case keeps:
			one.better = stem + " " + form[0]
		default:
			one.better = strings.TrimSpace(p.better + " " + form[1])
		}
		all = append(all, one)
	}
	return all
}

// endings are the forms of a verb in -er that stand in texts of a kiosk.
var endings = []string{"er", "e", "ez", "ent", "é", "ée", "és", "ées"}

// conjugated is every form of a verb; "attester de" keeps what follows.
func conjugated(verb, better string) []pair {
	infinitive, after, _ := strings.Cut(verb, " ")
	stem, _ := strings.CutSuffix(infinitive, "er")
	by, _ := strings.CutSuffix(better, "er")
	var all []pair
	for _, ending := range endings {
		root := by
		if strings.HasSuffix(by, "y") && (ending == "e" || ending == "ent") {
			root = strings.TrimSuffix(by, "y") + "i" // payer: paie
		}
		all = append(all, withArticles(strings.TrimSpace(stem+ending+" "+after), pair{better: root + ending})...)
	}
	return all
}
