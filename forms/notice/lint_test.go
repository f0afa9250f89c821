package notice

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
)

func wantFault(t *testing.T, err error, want ...string) {
	t.Helper()
	var faults forms.Faults
	if !errors.As(err, &faults) {
		t.Errorf("no fault, want %q", want)
		return
	}
	for _, f := range faults {
		s := f.String()
		if !slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(s, w) }) {
			return
		}
	}
	t.Errorf("no fault says %q:\n%v", want, err)
}

// deep copies a template far enough to be spoiled.
func deep(t Template) Template {
	t.Blocks = slices.Clone(t.Blocks)
	for i, b := range t.Blocks {
		t.Blocks[i].Text, t.Blocks[i].Heading = clone(b.Text), clone(b.Heading)
	}
	t.Title = clone(t.Title)
	return t
}

func clone(texts Texts) Texts {
	out := Texts{}
	for lang, text := range texts {
		out[lang] = text
	}
	return out
}

// Each shipped template, without each of its mentions in turn, is refused: by
// name, with its article and how to mend it.
func TestNoMentionCanGo(t *testing.T) {
	gone := 0
	for _, name := range Names() {
		whole := load(t, name)
		for _, m := range Mentions(whole.Kind, whole.Regime) {
			if m.Optional {
				continue
			}
			spoiled := deep(whole)
			spoiled.Blocks = slices.DeleteFunc(spoiled.Blocks, func(b Block) bool { return b.Mention == m.ID })
			wantFault(t, Lint(spoiled), name+".yaml:", `"`+m.ID+`" is missing`, m.Article, "add - mention: "+m.ID)
			gone++
		}
	}
	if gone < 45 {
		t.Errorf("only %d mentions were taken away", gone)
	}
}

// Each mention without each fact that it needs, in each language, is refused.
func TestNoFactOfAMentionCanGo(t *testing.T) {
	gone := 0
	for _, name := range Names() {
		whole := load(t, name)
		for _, m := range Mentions(whole.Kind, whole.Regime) {
			for _, need := range m.Needs {
				for _, lang := range whole.Languages {
					spoiled := deep(whole)
					for _, b := range spoiled.Blocks {
						if b.Mention == m.ID {
							b.Text[lang] = strings.ReplaceAll(b.Text[lang], "{"+need+"}", "bientôt")
							wantFault(t, Lint(spoiled), name+".yaml:", "lacks {"+need+"}", m.Article)
							gone++
						}
					}
				}
			}
		}
	}
	if gone < 210 {
		t.Errorf("only %d facts were taken away", gone)
	}
}

// Each mention without each word of the law, in each language, is refused: a
// text of the wrong regime, or none at all, is no mention.
func TestNoWordOfTheLawCanGo(t *testing.T) {
	gone := 0
	for _, name := range Names() {
		whole := load(t, name)
		for _, m := range Mentions(whole.Kind, whole.Regime) {
			for _, words := range m.Says {
				for _, lang := range whole.Languages {
					spoiled := deep(whole)
					for _, b := range spoiled.Blocks {
						if b.Mention == m.ID {
							b.Text[lang] = without(b.Text[lang], words)
							wantFault(t, Lint(spoiled), name+".yaml:", "does not say “"+words+"”", m.Article)
							gone++
						}
					}
				}
			}
		}
	}
	if gone < 39 {
		t.Errorf("only %d words were taken away", gone)
	}
}

func without(text, words string) string {
	return regexp.MustCompile("(?i)"+regexp.QuoteMeta(words)).ReplaceAllString(text, "bientôt")
}

// What the law wants, written here a second time: a rule that is lost, or that
// becomes optional, is found.
func TestTheLaw(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		regime Regime
		want   string
	}{
		{Acknowledgement, Rejection, "received silence appeal service law agent"},
		{Acknowledgement, Acceptance, "received silence certificate service law agent"},
		{Acknowledgement, None, ""},
		{MissingDocuments, Rejection, "missing deadline effect service law agent"},
		{MissingDocuments, Acceptance, "missing deadline effect service law agent"},
		{MissingDocuments, None, ""},
		{Certificate, Acceptance, "accepted person author service agent"},
		{Decision, None, "author outcome reasons appeal service agent"},
		{Transfer, Rejection, "transferred counting next service agent"},
		{Transfer, Acceptance, "transferred counting next service agent"},
		{Transfer, None, "transferred next service agent"},
	} {
		must := slices.DeleteFunc(Mentions(c.kind, c.regime), func(m Mention) bool { return m.Optional })
		if got := strings.Join(ids(must), " "); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.kind, c.regime, got, c.want)
		}
	}
}

// An accusé de réception says what silence means: there is none that does not.
func TestSilenceIsAlwaysAnAnswer(t *testing.T) {
	for _, name := range []string{"acknowledgement_rejection", "missing_documents_acceptance"} {
		spoiled := deep(load(t, name))
		spoiled.Regime = None
		wantFault(t, Lint(spoiled), `has no regime "none" (write implicit_rejection, or implicit_acceptance)`)
	}
}

func TestNoLanguageCanGo(t *testing.T) {
	whole := load(t, "decision")
	for i, b := range whole.Blocks {
		for _, lang := range whole.Languages {
			spoiled := deep(whole)
			spoiled.Blocks[i].Text[lang] = " "
			wantFault(t, Lint(spoiled), fmt.Sprintf("the text of mention %q is missing in %s", b.Mention, lang))
		}
	}
	spoiled := deep(whole)
	spoiled.Languages = []forms.Lang{forms.English}
	wantFault(t, Lint(spoiled), "French is missing", "L111-1")
	wantFault(t, Lint(spoiled), "is in fr-x-falc, which the template is not")
	spoiled = deep(whole)
	delete(spoiled.Title, forms.English)
	wantFault(t, Lint(spoiled), "the title is missing in en")
}

func TestWhatLintRefuses(t *testing.T) {
	whole := load(t, "acknowledgement_rejection")
	french := func(i int, text string) func(*Template) {
		return func(t *Template) { t.Blocks[i].Text[forms.French] += "\n" + text }
	}
	for _, c := range []struct {
		change func(*Template)
		want   string
	}{
		{func(t *Template) { t.Kind = "acknowledgment" }, `kind "acknowledgment" is not known (did you mean "acknowledgement"?)`},
		{func(t *Template) { t.Kind, t.Regime = Decision, Rejection }, `has no regime "implicit_rejection" (write none)`},
		{func(t *Template) { t.Regime = Acceptance }, `mention "appeal" has no place in acknowledgement with implicit_acceptance`},
		{func(t *Template) { t.Regime = Acceptance }, `mention "certificate" is missing: CRPA R112-5, last paragraph; L232-3`},
		{func(t *Template) { t.Regime = Acceptance }, `mention "silence" does not say “décision implicite d’acceptation”: CRPA R112-5`},
		{func(t *Template) { t.Regime = Acceptance }, `mention "appeal" has no place`},
		{func(t *Template) { t.Blocks = append(t.Blocks, t.Blocks[0]) }, `mention "received" stands twice (keep one)`},
		{func(t *Template) { t.Silence = Span{} }, "{implicit_on} needs a time-limit: CRPA L231-1, L231-4 (add silence: 2 months"},
		{func(t *Template) { t.Appeal = Span{} }, "{appeal_before} needs a time-limit: CJA R421-1"},
		{func(t *Template) { t.Blocks[0].Mention = "recieved" }, `did you mean "received"?`},
		{french(0, "Le {recieved_on}."), `{recieved_on} is not known (did you mean "received_on"?)`},
		{french(0, "Le {received_on."), "a brace is open or closed alone"},
		{french(0, "Au {court_address}."), "{court_address} stands for several lines (give it a line of its own)"},
		{func(t *Template) { t.Title[forms.French] = "Pour {person}" }, "a title or a heading holds no facts (move it into a text)"},
		{func(t *Template) { t.Blocks[1].Heading[forms.English] = "{reasons}" }, "a title or a heading holds no facts"},
		{french(0, "Veuillez attendre."), `"Veuillez" is a word of the office`},
		{french(0, "Le service susnommé attend."), `"susnommé" is a word of the office`},
		{french(0, "Elle est réputée faite."), `"réputée" is a word of the office`},
		{french(0, "Le dossier est réputé"), `"réputé" is a word of the office`},
		{french(0, strings.Repeat("un ", 13)+"."), "a sentence of 13 words"},
		{func(t *Template) { t.Blocks[0].Text[forms.EasyFrench] = "{received_on} " + strings.Repeat("un ", 10) }, "a sentence of 11 words"},
		{func(t *Template) { t.Blocks[0].Text["fr-x-flac"] = "Oui." }, "is in fr-x-flac, which the template is not"},
		{func(t *Template) {
			t.Blocks = append(t.Blocks, Block{Mention: "missing", Text: Texts{"fr": "{missing_documents}", "fr-x-falc": "{missing_documents}", "en": "{missing_documents}"}})
		}, `mention "deadline" is missing: CRPA L114-5`},
	} {
		spoiled := deep(whole)
		c.change(&spoiled)
		wantFault(t, Lint(spoiled), c.want)
	}
}

// A written file: all the faults at once, each at its place.
func TestFaultsOfAFile(t *testing.T) {
	data, err := os.ReadFile("testdata/bad.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Read("bad.yaml", data)
	want, _ := os.ReadFile("testdata/bad.txt")
	if err == nil || err.Error()+"\n" != string(want) {
		t.Errorf("got:\n%v", err)
	}
	_, err = Read("bad.yaml", []byte("kind: decision\nregim: none\nlanguages: [fr]\ntitle: {fr: 3}\n"))
	wantFault(t, err, `bad.yaml:2:1: unknown key "regim" (did you mean "regime"?)`)
	wantFault(t, err, `bad.yaml:1:1: key "blocks" is missing`)
}

// A mention that no article wants is known to be ours.
func TestMentions(t *testing.T) {
	for _, k := range Kinds() {
		for _, r := range []Regime{Rejection, Acceptance, None} {
			all := Mentions(k, r)
			if (len(all) > 0) != k.allows(r) {
				t.Errorf("%s, %s: %d mentions", k, r, len(all))
			}
			seen := map[string]bool{}
			for _, m := range all {
				if seen[m.ID] || m.Why == "" || m.Legal() && !strings.HasPrefix(m.Article, "CRPA ") && !strings.HasPrefix(m.Article, "CJA ") {
					t.Errorf("%s, %s: %+v", k, r, m)
				}
				for _, need := range m.Needs {
					if _, ok := facts[need]; !ok {
						t.Errorf("%s: no fact %q", m.ID, need)
					}
				}
				seen[m.ID] = true
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("kind: transfer\nregime: none\nlanguages: [fr]\ntitle: {fr: A}\nblocks: [{mention: agent, text: {fr: \"{agent}\"}}]"))
	f.Add([]byte("kind: decision\nregime: none\nappeal: 2 months\nblocks:\n  - text: {fr: \"{appeal_time} {\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tmpl, err := Read("fuzz.yaml", data)
		if err != nil {
			return
		}
		facts := full(tmpl.Languages[0])
		facts.At = at("2036-01-01 10:00")
		n, err := Fill(tmpl, facts)
		if err == nil && n.Title == "" {
			t.Error("a notice without title")
		}
	})
}
