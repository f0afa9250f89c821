package main

import (
	"crypto/sha256"
	"fmt"

	"guichet/forms/lint"
	"guichet/forms/strictyaml"
)

// The JSON of "pack check": editors and scripts read it, so its names stay.
type (
	jsonCheck struct {
		Pack     string        `json:"pack,omitempty"` // "cantine 1.0.0"
		Good     bool          `json:"good"`
		Bytes    int           `json:"bytes,omitempty"` // of the archive
		SHA256   string        `json:"sha256,omitempty"`
		Budget   *jsonBudget   `json:"budget,omitempty"`
		Findings []jsonFinding `json:"findings"`
		Scores   []jsonScore   `json:"scores"`
		Tests    []jsonTest    `json:"tests"`
	}
	jsonBudget struct {
		Questions int `json:"questions"`
		Optional  int `json:"optional"`
		Documents int `json:"documents"`
	}
	jsonPlace struct {
		File   string `json:"file"`
		Line   int    `json:"line,omitempty"`
		Column int    `json:"column,omitempty"`
	}
	jsonFinding struct {
		jsonPlace
		Level    string `json:"level"` // error, advice
		Rule     string `json:"rule"`  // fault: the pack does not load
		What     string `json:"what"`
		Sentence string `json:"sentence,omitempty"`
		Better   string `json:"better,omitempty"`
		Mend     string `json:"mend,omitempty"`
	}
	jsonScore struct {
		Language  string  `json:"language"`
		Page      string  `json:"page,omitempty"` // none: the whole language
		Sentences int     `json:"sentences"`
		Words     int     `json:"words"`
		Longest   int     `json:"longest"`
		Mean      float64 `json:"mean"`
		Ease      float64 `json:"ease"`
		LIX       float64 `json:"lix"`
	}
	jsonTest struct {
		Name   string     `json:"name"`
		Passed bool       `json:"passed"`
		Misses []jsonMiss `json:"misses,omitempty"`
	}
	jsonMiss struct {
		jsonPlace
		What string `json:"what"`
		Want string `json:"want"`
		Got  string `json:"got"`
	}
)

func placed(p strictyaml.Place) jsonPlace { return jsonPlace{p.File, p.Line, p.Column} }

// plain is the inspection as JSON.
func (in *inspection) plain() jsonCheck {
	out := jsonCheck{Good: in.refused() == 0, Findings: []jsonFinding{}, Scores: []jsonScore{}, Tests: []jsonTest{}}
	if in.pack != nil {
		b := in.lint.Budget
		out.Pack, out.Bytes, out.Budget = in.pack.String(), len(in.data), &jsonBudget{b.Pages, b.Optional, b.Documents}
		out.SHA256 = fmt.Sprintf("%x", sha256.Sum256(in.data))
	}
	for _, f := range in.faults {
		out.Findings = append(out.Findings, jsonFinding{jsonPlace{f.File, f.Line, f.Column}, string(lint.Error), "fault", f.What, "", "", f.Mend})
	}
	for _, f := range in.lint.Findings {
		out.Findings = append(out.Findings, jsonFinding{placed(f.Place), string(f.Level), f.Rule, f.What, f.Sentence, f.Better, f.Mend})
	}
	for _, s := range in.lint.Scores {
		out.Scores = append(out.Scores, jsonScore{string(s.Lang), s.Page, s.Sentences, s.Words, s.Longest, s.Mean, s.Ease, s.LIX})
	}
	for _, t := range in.tests.Tests {
		one := jsonTest{Name: t.Name, Passed: len(t.Misses) == 0}
		for _, m := range t.Misses {
			one.Misses = append(one.Misses, jsonMiss{placed(m.At), m.What, m.Want, m.Got})
		}
		out.Tests = append(out.Tests, one)
	}
	return out
}
