package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"guichet/forms"
	"guichet/forms/lint"
	"guichet/forms/trial"
)

// reportPack writes an inspection for people: what is wrong first, then the
// measures, then the verdict in the last line.
func (p program) reportPack(in *inspection, everyPage bool) {
	for _, f := range in.faults {
		p.finding(f.String(), "", "", "")
	}
	for _, f := range in.lint.Findings {
		p.finding(fmt.Sprintf("%s: %s: %s", f.Place, f.Level, f.What), f.Sentence, f.Better, f.Mend)
	}
	for _, t := range in.tests.Tests {
		p.misses(t)
	}
	if in.pack != nil {
		p.measures(in, everyPage)
	}
	fmt.Fprintln(p.out, in.verdict())
}

// finding is a line, and below it the sentence and what to write instead.
func (p program) finding(line, sentence, better, mend string) {
	fmt.Fprintln(p.out, line)
	if sentence != "" {
		fmt.Fprintf(p.out, "    « %s »\n", typed(sentence))
	}
	if better != "" {
		fmt.Fprintf(p.out, "    better: « %s »\n", typed(better))
	} else if mend != "" {
		fmt.Fprintf(p.out, "    %s\n", mend)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// typed is a text on one line as one types it between double quotes: the space
// that does not break looks like any other, and what is copied must be right.
func typed(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \n\r\t", r) })
	return strings.ReplaceAll(strings.Join(words, " "), "\u00a0", `\_`)
}

func (p program) misses(t trial.Result) {
	for _, m := range t.Misses {
		fmt.Fprintf(p.out, "%s: test « %s »: %s\n    want: %s\n    got:  %s\n", m.At, t.Name, m.What, m.Want, m.Got)
	}
}

func (p program) measures(in *inspection, everyPage bool) {
	if len(in.faults)+len(in.lint.Findings)+in.tests.Failed() > 0 {
		fmt.Fprintln(p.out)
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LANGUAGE\tPAGE\tSENTENCES\tWORDS EACH\tLONGEST\tEASE\tLIX")
	for _, s := range shown(in.lint.Scores, everyPage) {
		fmt.Fprintf(w, "%s\t%s\t%d\t%.1f\t%d\t%s\t%.0f\n", s.Lang, cmp.Or(s.Page, "all"), s.Sentences, s.Mean, s.Longest, ease(s), s.LIX)
	}
	w.Flush()
	b := in.lint.Budget
	fmt.Fprintf(p.out, "\n%s, %d of them may be left empty; %s to bring; %s\n", count(b.Pages, "question"), b.Optional,
		count(b.Documents, "document"), count(len(in.tests.Tests), "test"))
}

func ease(s lint.Score) string {
	if s.Ease == 0 {
		return "-" // no formula for this language
	}
	return fmt.Sprintf("%.0f", s.Ease)
}

// shown keeps the whole languages, and of the pages the hardest of each: where
// an author begins.
func shown(scores []lint.Score, everyPage bool) []lint.Score {
	if everyPage {
		return scores
	}
	var all []lint.Score
	hardest := map[forms.Lang]lint.Score{}
	for _, s := range scores {
		if s.Page == "" {
			all = append(all, s)
		} else if h, ok := hardest[s.Lang]; s.Words >= 10 && (!ok || s.LIX > h.LIX) {
			hardest[s.Lang] = s
		}
	}
	for i := len(all) - 1; i >= 0; i-- {
		if h, ok := hardest[all[i].Lang]; ok {
			all = slices.Insert(all, i+1, h)
		}
	}
	return all
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// verdict is the last line.
func (in *inspection) verdict() string {
	errors, advice := len(in.faults)+in.lint.Errors(), len(in.lint.Findings)-in.lint.Errors()
	if in.refused() == 0 {
		if advice == 0 {
			return fmt.Sprintf("%s is good", in.pack)
		}
		return fmt.Sprintf("%s is good; advice: %d", in.pack, advice)
	}
	return fmt.Sprintf("refused; errors: %d, %s, advice: %d", errors, in.testWords(), advice)
}

// testWords is what the tests say. Those of a pack that cannot be loaded were
// not run: that is not "0 fail".
func (in *inspection) testWords() string {
	if in.pack == nil || in.untold {
		return "tests not run"
	}
	return fmt.Sprintf("tests that fail: %d", in.tests.Failed())
}
