package lint

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/pack"
	"guichet/forms/strictyaml"
)

// found is what one text of a page gets told.
func foundIn(lang forms.Lang, key, s string) []Finding {
	t := text{strictyaml.Place{File: "i18n/fr.yaml", Line: 3, Column: 7}, lang, key, s}
	l := &linter{texts: []text{t}}
	l.plain(t)
	return l.findings
}

func rules(findings []Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Rule)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// TestRules: each text breaks the rule named, and the better sentence, where
// one is given, is what the author reads.
func TestRules(t *testing.T) {
	const easy, fr, en = forms.EasyFrench, forms.French, forms.English
	for _, c := range []struct {
		lang            forms.Lang
		key, s          string
		rule, level     string
		better, mention string
	}{
		{fr, "a.help", "Vous venez à la mairie avec votre carte et vous demandez un reçu à l’accueil.", "long-sentence", "error",
			"Vous venez à la mairie avec votre carte. Vous demandez un reçu à l’accueil.", "15 words"},
		{fr, "a.help", "Si votre enfant mange seulement un jour par semaine, appelez le service scolaire de la mairie.", "long-sentence", "error",
			"Votre enfant mange seulement un jour par semaine\u00a0? Appelez le service scolaire de la mairie.", "16 words"},
		{fr, "a.help", "La mairie garde les papiers et les cartes de tous les habitants du village.", "long-sentence", "error", "", "14 words"},
		{easy, "a.help", "La mairie lit la demande, mais vous gardez votre reçu chez vous.", "long-sentence", "error",
			"La mairie lit la demande. Vous gardez votre reçu chez vous.", "12 words"},
		{en, "a.help", "You bring your card to the town hall in the morning and you ask for a receipt there.", "long-sentence", "error",
			"You bring your card to the town hall in the morning. You ask for a receipt there.", "18 words"},
		{fr, "a.help", "La ville paie 50\u00a0% du prix.", "sign", "error", "La ville paie 50 pour cent du prix.", "%"},
		{fr, "a.help", "Le père et/ou la mère.", "sign", "error", "Le père ou la mère.", "/"},
		{fr, "a.help", "Un ou deux * au choix.", "sign", "error", "", "*"},
		{fr, "a.help", `Votre nom\_?`, "sign", "error", "", `the sign \`},
		{fr, "a.address", `1\_rue`, "sign", "error", "", `the sign \`},
		{en, "a.help", "Mum & dad come.", "sign", "error", "Mum and dad come.", "&"},
		{fr, "a.help", "C'est ici ?", "typography", "advice", "C’est ici\u00a0?", "typewriter"},
		{fr, "a.help", "C’est ici?", "typography", "advice", "C’est ici\u00a0?", ""},
		{fr, "a.help", `Touchez "Oui".`, "typography", "advice", "Touchez «\u00a0Oui\u00a0».", ""},
		{fr, "a.agree", "Valider", "button", "error", "", "“Valider”"},
		{en, "a.choice.b", "OK", "button", "error", "", "OK"},
		{fr, "a.help", "Donne-nous ton nom.", "vous", "advice", "", "“ton”"},
		{fr, "a.help", "Tu viens demain.", "vous", "error", "", "“Tu” says tu"},
		{fr, "a.help", "Apporte tes papiers.", "vous", "error", "", ""},
		{fr, "a.help", "Le maire t’écrit.", "vous", "error", "", ""},
		{fr, "a.help", "Lorsque vous venez, apportez tout.", "plainer", "advice", "Quand vous venez, apportez tout.", "“quand”"},
		{fr, "a.help", "Venez à l’issue du conseil.", "plainer", "advice", "Venez après le conseil.", ""},
		{fr, "a.help", "Venez à l’issue d’une semaine.", "plainer", "advice", "Venez après une semaine.", ""},
		{fr, "a.help", "À compter du 3 mai.", "plainer", "advice", "À partir du 3 mai.", ""},
		{fr, "a.help", "À compter d’aujourd’hui.", "plainer", "advice", "À partir d’aujourd’hui.", ""},
		{fr, "a.help", "Il attestera, il atteste de son âge.", "plainer", "advice", "Il attestera, il prouve son âge.", ""},
		{fr, "a.help", "Vous réglez vite.", "plainer", "advice", "Vous payez vite.", ""},
		{fr, "a.help", "La mairie acquitte la facture.", "plainer", "advice", "La mairie paie la facture.", ""},
		{fr, "a.help", "Veuillez présenter ce papier.", "plainer", "advice", "Présentez ce papier.", "stiff"},
		{fr, "a.help", "Veuillez venir.", "plainer", "advice", "", "stiff"},
		{fr, "a.help", "L’usager vient.", "plainer", "advice", "", "office"},
		{fr, "a.help", "Vous recevrez un reçu.", "future", "advice", "Vous recevez un reçu.", "“recevrez”"},
		{fr, "a.help", "Vous donnerez un nom.", "future", "advice", "Vous donnez un nom.", ""},
		{fr, "a.help", "La mairie étudiera tout.", "future", "advice", "La mairie étudie tout.", ""},
		{fr, "a.help", "La demande est étudiée.", "passive", "advice", "", "“est étudiée”"},
		{fr, "a.help", "La demande a été prise.", "passive", "advice", "", "“été prise”"},
		{fr, "a.help", "Ne venez pas sans papiers.", "double-no", "advice", "", "two negations"},
		{fr, "a.help", "Ce n’est pas impossible.", "double-no", "advice", "", ""},
		{easy, "a.help", "Vous avez deux mois.", "digits", "advice", "Vous avez 2 mois.", "“deux”"},
		{fr, "a.help", "Apportez votre PAI.", "acronym", "advice", "", "“PAI”"},
		{fr, "a.title", strings.Repeat("mots ", 14) + "!", "fits", "error", "", "71 letters"},
		{fr, "a.choice.x", strings.Repeat("m", 34), "fits", "error", "", "34 letters"},
	} {
		t.Run(c.s, func(t *testing.T) {
			i := slices.IndexFunc(foundIn(c.lang, c.key, c.s), func(f Finding) bool { return f.Rule == c.rule })
			if i < 0 {
				t.Fatalf("not found; found %q", rules(foundIn(c.lang, c.key, c.s)))
			}
			f := foundIn(c.lang, c.key, c.s)[i]
			if f.Better != c.better || string(f.Level) != c.level || !strings.Contains(f.What, c.mention) || f.Mend == "" || f.Place.Line != 3 {
				t.Errorf("got %+v", f)
			}
		})
	}
}

// TestPlainTextsAreLeftAlone: what looks like a mistake and is none.
func TestPlainTextsAreLeftAlone(t *testing.T) {
	for _, s := range []string{
		"Nous avons bien reçu votre demande.", "La mairie vous répond avant le 12\u00a0décembre.",
		"Où êtes-vous né\u00a0?", "La mairie est ouverte le matin.", "Vous êtes français.", "Vous préférez le matin.",
		"Apportez le projet d’accueil individualisé (PAI).", "PAI veut dire projet d’accueil individualisé.",
		"Vous venez tous les deux.", "Un justificatif de domicile.", "Adressez-vous à l’accueil.", "Il y a 10 chiffres en tout.",
		"Vous ne savez pas\u00a0?", "Le roi Louis XIV.", "Vous pouvez saisir la Commission.", "La caméra est là.",
		"Vous venez trois semaines de suite au moins.", "Ne venez pas seul.", "Le conseil est chez vous.",
		"Voir https://www.legifrance.gouv.fr/codes/",
	} {
		if got := foundIn(forms.French, "a.help", s); len(got) > 0 {
			t.Errorf("%s: %+v", s, got)
		}
	}
	for key, s := range map[string]string{"exit.a.address": "1, rue A/B 04999 & CEDEX", "a.example": "12 BIS", "a.choice.b": "Valider plus tard"} {
		if got := foundIn(forms.French, key, s); rules(got) != "" && rules(got) != "acronym" {
			t.Errorf("%s: %+v", s, got)
		}
	}
}

// TestTheListOfWords: every expression is found in a sentence, and what is
// written instead is not itself on the list.
func TestTheListOfWords(t *testing.T) {
	lines := 0
	for line := range strings.Lines(plainerText) {
		for _, p := range readPair(strings.TrimSpace(line)) {
			lines++
			s := "Voici " + strings.Join(p.tokens, " ") + " demain."
			if p.first {
				s = strings.Join(p.tokens, " ") + " demain."
			}
			if p.glued {
				s = strings.Replace(s, p.tokens[len(p.tokens)-1]+" ", p.tokens[len(p.tokens)-1]+"’", 1)
			}
			hits := plainerIn(s, tokens(s))
			if len(hits) != 1 || !slices.Equal(hits[0].tokens, p.tokens) {
				t.Errorf("%q is not found in %q: %+v", p.tokens, s, hits)
				continue
			}
			if better := hits[0].rewrite(s, tokens(s)); better != "" && len(plainerIn(better, tokens(better))) > 0 {
				t.Errorf("%q becomes %q", s, better)
			}
		}
	}
	pairs := 0
	for line := range strings.Lines(plainerText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			pairs++
		}
	}
	if pairs < 80 || lines < pairs {
		t.Errorf("%d expressions in %d forms", pairs, lines)
	}
}

// A sentence that is split says nothing new and is short enough.
func TestSplitSentencesAreShort(t *testing.T) {
	for _, s := range []string{
		"Vous venez à la mairie avec votre carte et vous demandez un reçu à l’accueil.",
		"Apportez votre carte à la mairie, puis demandez un reçu à la personne de l’accueil.",
		"La mairie étudie la demande, car elle vous doit une réponse avant la fin du mois.",
	} {
		two := split(s, 12)
		if len(sentences(two)) < 2 || slices.ContainsFunc(sentences(two), func(one string) bool { return len(words(one)) > 12 }) {
			t.Errorf("%q becomes %q", s, two)
		}
	}
	if got := split("La mairie garde les papiers et les cartes et les lettres de tous ses habitants.", 12); got != "" {
		t.Errorf("a list is cut: %q", got)
	}
}

// TestScores: a text whose measures are counted by hand. "La mairie lit votre
// demande." 5 words, 1+2+1+1+2 syllables, 1 word of more than 6 letters
// (demande). "Elle répond." 2 words, 1+2 syllables.
func TestScores(t *testing.T) {
	var c counter
	c.count(text{s: "La mairie lit votre demande. Elle répond."})
	s := c.score(forms.French, "")
	ease := 207 - 1.015*3.5 - 73.6*10/7
	if s.Sentences != 2 || s.Words != 7 || s.Longest != 5 || math.Abs(s.LIX-(3.5+100.0/7)) > 1e-9 || math.Abs(s.Ease-ease) > 1e-9 {
		t.Errorf("%+v, want ease %.2f", s, ease)
	}
	english := c.score(forms.English, "")
	if math.Abs(english.Ease-max(0, 206.835-1.015*3.5-84.6*10/7)) > 1e-9 || c.score("ar", "").Ease != 0 {
		t.Errorf("%+v", english)
	}
}

func TestSyllables(t *testing.T) {
	for word, want := range map[string]int{"le": 1, "mairie": 2, "école": 2, "demandes": 2, "8 h": 1, "naissance": 2, "IBAN": 2, "prénom": 2} {
		if got := syllables(word); got != want {
			t.Errorf("%s: %d", word, got)
		}
	}
}

// folder is the sample pack, as a test may change it.
func folder(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(formtest.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(formtest.Files(), name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

func check(t testing.TB, fsys fstest.MapFS) Report {
	t.Helper()
	p, err := pack.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Check(p, fsys)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheSampleMayBeShown(t *testing.T) {
	r := check(t, folder(t))
	if err := r.Err(); err != nil || r.Errors() != 0 {
		t.Error(err)
	}
	if r.Budget.Pages < 15 || r.Budget.Optional == 0 || r.Budget.Documents == 0 {
		t.Errorf("%+v", r.Budget)
	}
	if !slices.ContainsFunc(r.Scores, func(s Score) bool { return s.Lang == forms.EasyFrench && s.Page == "" && s.Ease > 80 }) {
		t.Errorf("%+v", r.Scores[0])
	}
	if !slices.ContainsFunc(r.Scores, func(s Score) bool { return s.Page == "pack" && s.Words > 0 }) {
		t.Error("no score of a page")
	}
}

// edit replaces words in a file, and fails where they are not.
func edit(t *testing.T, fsys fstest.MapFS, file, from, to string) {
	t.Helper()
	data := string(fsys[file].Data)
	if !strings.Contains(data, from) {
		t.Fatalf("%s has no %q", file, from)
	}
	fsys[file].Data = []byte(strings.Replace(data, from, to, 1))
}

func TestTheLaw(t *testing.T) {
	for name, c := range map[string]struct {
		file, from, to string
		rule           string
		level          Level
		what           string
	}{
		"another time":     {"i18n/fr.yaml", "400 jours", "2 mois", "law", Error, "the text says 2 mois, retention_days says 400 days"},
		"a longer time":    {"i18n/fr.yaml", "400 jours", "4 ans", "law", Error, "the text says 4 ans"},
		"no time":          {"i18n/en.yaml", "400 days", "a while", "law", Error, "how long"},
		"a late answer":    {"pack.yaml", "answer_days: 15", "answer_days: 90", "law", Advice, "90 days"},
		"kept for ever":    {"pack.yaml", "retention_days: 400", "retention_days: 9999", "law", Advice, "are kept 9999"},
		"a placeholder":    {"i18n/en.yaml", "{n}", "one", "translated", Error, "nothing to fill here, {n} in fr"},
		"nobody to tell":   {"pack.yaml", "answer_days: 15", "answer_days: 15", "law", Advice, "complain"},
		"open on holidays": {"pack.yaml", "; PH off", "", "law", Advice, "public holidays"},
		"a social number":  {"pack.yaml", "answer_days: 15", "answer_days: 15", "law", Advice, "social security number"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := folder(t)
			edit(t, fsys, c.file, c.from, c.to)
			r := check(t, fsys)
			i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Rule == c.rule && strings.Contains(f.What, c.what) })
			if i < 0 || r.Findings[i].Level != c.level || r.Findings[i].Place.Line == 0 {
				t.Errorf("got %+v", r.Findings)
			}
		})
	}
}

// TestTranslations: a copied language is none, one text that is alike may be
// chance, and French is never missing.
func TestTranslations(t *testing.T) {
	const fr, en, easy = forms.French, forms.English, forms.EasyFrench
	one, two := "La mairie vous répond.", "Apportez votre carte."
	for name, c := range map[string]struct {
		languages []forms.Lang
		texts     map[forms.Lang][]string
		want      []string
	}{
		"translated": {[]forms.Lang{fr, en}, map[forms.Lang][]string{fr: {one, two}, en: {"The town hall answers you.", "Bring your card."}}, nil},
		"copied":     {[]forms.Lang{fr, en}, map[forms.Lang][]string{fr: {one, two}, en: {one, two}}, []string{"error i18n/en.yaml: 2 of 2 texts in en are the French ones"}},
		"one text":   {[]forms.Lang{fr, en}, map[forms.Lang][]string{fr: {one, two}, en: {one, "Bring your card."}}, []string{"advice i18n/en.yaml: the text is the French one"}},
		"two words":  {[]forms.Lang{fr, en}, map[forms.Lang][]string{fr: {"Le menu"}, en: {"Le menu"}}, nil},
		"easy words": {[]forms.Lang{fr, easy}, map[forms.Lang][]string{fr: {one, two}, easy: {one, two}}, nil},
		"no French":  {[]forms.Lang{en}, map[forms.Lang][]string{en: {one}}, []string{"error pack.yaml: the pack is not in French, the language of a town hall's papers (CRPA L111-1)"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := &linter{pack: &pack.Pack{Manifest: pack.Manifest{Languages: c.languages}}, manifest: places(fstest.MapFS{}, "pack.yaml")}
			for _, lang := range c.languages {
				for i, s := range c.texts[lang] {
					at := strictyaml.Place{File: "i18n/" + string(lang) + ".yaml", Line: i + 1, Column: 1}
					l.texts = append(l.texts, text{at, lang, fmt.Sprintf("page%d.help", i), s})
				}
			}
			l.translations()
			var got []string
			for _, f := range l.findings {
				got = append(got, fmt.Sprintf("%s %s: %s", f.Level, f.Place.File, f.What))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestTheSampleCopiedIsRefused goes through the whole check.
func TestTheSampleCopiedIsRefused(t *testing.T) {
	fsys := folder(t)
	fsys["i18n/en.yaml"] = fsys["i18n/fr.yaml"]
	if err := check(t, fsys).Err(); err == nil || !strings.HasPrefix(err.Error(), "i18n/en.yaml:2:10: ") || !strings.Contains(err.Error(), "texts in en are the French ones") {
		t.Errorf("got %v", err)
	}
}

func TestBudget(t *testing.T) {
	for name, c := range map[string]struct {
		pages, optional, documents int
		want                       []string
	}{
		"little": {10, 3, 2, nil},
		"much":   {GoodPages + 1, 0, GoodDocuments + 1, []string{"advice 31 questions", "advice 6 documents"}},
		"short":  {4, 3, 0, nil},
		"empty":  {10, 4, 0, []string{"advice 4 of 10 questions may be left empty"}},
		"a lot":  {MaxPages + 1, 0, MaxDocuments + 1, []string{"error 61 questions", "error 11 documents"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &pack.Pack{Form: &forms.Form{}}
			for i := range c.pages {
				p.Form.Pages = append(p.Form.Pages, forms.Page{Type: forms.YesNo, Optional: i < c.optional})
			}
			p.Documents = make([]string, c.documents)
			l := &linter{pack: p, manifest: places(fstest.MapFS{}, "pack.yaml"), form: places(fstest.MapFS{}, "form.yaml")}
			l.budget()
			var got []string
			for _, f := range l.findings {
				got = append(got, string(f.Level)+" "+f.What)
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %q", got)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("got %q, want %q", got[i], want)
				}
			}
		})
	}
}

func TestHardTextsAreRefused(t *testing.T) {
	l := &linter{pack: &pack.Pack{}}
	l.pack.Languages = []forms.Lang{forms.EasyFrench}
	hard := "L’administration municipale communique immédiatement les réglementations applicables. "
	l.texts = []text{{lang: forms.EasyFrench, key: "a.help", s: strings.Repeat(hard, 10)}}
	l.scores()
	if got := rules(l.findings); got != "score" || len(l.findings) != 2 || l.findings[0].Level != Error {
		t.Errorf("%+v", l.findings)
	}
}

func TestOneNameForOneThing(t *testing.T) {
	l := &linter{pack: &pack.Pack{}}
	l.pack.Languages = []forms.Lang{forms.French}
	for i, s := range []string{"Donnez votre e-mail.", "Nous lisons les e-mails.", "Lisez vos mails."} {
		l.texts = append(l.texts, text{strictyaml.Place{Line: i + 1}, forms.French, "a.help", s})
	}
	l.sameWords()
	if len(l.findings) != 1 || l.findings[0].Place.Line != 3 || l.findings[0].What != "“mail” here, “e-mail” elsewhere" {
		t.Errorf("%+v", l.findings)
	}
}

func TestEveryFindingHasARule(t *testing.T) {
	for _, f := range check(t, folder(t)).Findings {
		if Rules[f.Rule] == "" || f.Mend+f.Better == "" || f.String() == "" {
			t.Errorf("%+v", f)
		}
	}
}

// BenchmarkCheck: pack check is to take under 100 ms for a pack of 40
// questions; this is loading and linting it.
func BenchmarkCheck(b *testing.B) {
	fsys := forty(b)
	questions := 0
	for b.Loop() {
		questions = check(b, fsys).Budget.Pages
	}
	b.ReportMetric(float64(questions), "questions")
}

// forty is the sample pack with questions of real length up to 40.
func forty(b *testing.B) fstest.MapFS {
	fsys := folder(b)
	var pages, texts strings.Builder
	for i := range 40 - 20 {
		id := "plus" + string(rune('a'+i))
		pages.WriteString("  - {id: " + id + ", section: personne, type: text, optional: true}\n")
		texts.WriteString(id + `: {title: "Quel est le nom de cette personne ?", help: "Écrivez le nom comme sur la carte. La mairie le compare avec sa liste.", why: "La mairie vous écrit."}` + "\n")
	}
	form := string(fsys["form.yaml"].Data)
	at := strings.Index(form, "\npages:\n") + len("\npages:\n")
	fsys["form.yaml"].Data = []byte(form[:at] + pages.String() + form[at:])
	for _, lang := range []string{"fr", "fr-x-falc", "en"} {
		f := fsys["i18n/"+lang+".yaml"]
		f.Data = append(f.Data, "\n"+texts.String()...)
	}
	return fsys
}

func TestASocialNumberInsideARepeat(t *testing.T) {
	l := &linter{form: places(fstest.MapFS{}, "form.yaml")}
	l.numbersOfPeople([]forms.Page{{ID: "gens", Type: forms.Repeat, Pages: []forms.Page{{ID: "numero", Type: forms.NIR}}}})
	if rules(l.findings) != "law" {
		t.Errorf("%+v", l.findings)
	}
}
