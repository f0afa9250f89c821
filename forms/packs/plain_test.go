package packs

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/pack"
)

// wordsInASentence is the longest sentence of a language. Ten is for people
// who read slowly; twelve follows the guides of plain French.
var wordsInASentence = map[forms.Lang]int{forms.French: 12, forms.EasyFrench: 10, forms.English: 15}

const (
	titleLetters  = 70 // two lines of a screen, less what breaking at words costs
	choiceLetters = 33 // one line of a tile
	nbsp          = "\u00a0"
)

// text is one text of a pack in one language; the labels of lists are texts of
// the pages that use them.
type text struct {
	lang       forms.Lang
	key, value string
}

func texts(p *pack.Pack) []text {
	var all []text
	for _, lang := range p.Manifest.Languages {
		c := p.Catalog(lang)
		for _, key := range c.Keys() {
			all = append(all, text{lang, key, c.Text(key)})
		}
	}
	return all
}

// eachText calls check for every text of every pack; check gives what is wrong.
func eachText(t *testing.T, check func(text) string) {
	t.Helper()
	for _, p := range loadAll(t) {
		for _, x := range texts(p) {
			if wrong := check(x); wrong != "" {
				t.Errorf("%s %s %s: %s: %q", p.Manifest.ID, x.lang, x.key, wrong, x.value)
			}
		}
	}
}

func TestSentencesAreShort(t *testing.T) {
	eachText(t, func(x text) string {
		if strings.HasSuffix(x.key, ".address") {
			return "" // as the post wants it
		}
		return tooLong(x.value, wordsInASentence[x.lang])
	})
}

func TestTitlesAndChoicesFitTheirPlace(t *testing.T) {
	eachText(t, func(x text) string {
		n := utf8.RuneCountInString(x.value)
		switch {
		case strings.HasSuffix(x.key, ".title") && n > titleLetters:
			return "the title is too long"
		case strings.Contains(x.key, ".choice.") && n > choiceLetters:
			return "the choice is too long"
		}
		return ""
	})
}

func TestFrenchTypography(t *testing.T) {
	eachText(t, func(x text) string {
		if strings.ContainsAny(x.value, `'"`) {
			return "a typewriter’s apostrophe or quotation mark"
		}
		if x.lang == forms.English {
			return ""
		}
		return badSpace(x.value)
	})
}

// No line ends inside "8 h 30" or "25 €".
func TestNothingThatIsReadAsOneIsTorn(t *testing.T) {
	eachText(t, func(x text) string {
		if torn := formtest.Torn(x.value, x.lang != forms.English); torn != "" {
			return "may be torn at " + torn
		}
		return ""
	})
}

func TestNoSignThatNobodyReadsAloud(t *testing.T) {
	eachText(t, func(x text) string {
		if i := strings.IndexAny(x.value, "%&§<>→←↑↓►▶*°/"); i >= 0 {
			return "holds " + x.value[i:]
		}
		return ""
	})
}

// unwelcome are words that make a citizen small or lost, each with what it is.
var unwelcome = map[string]string{
	"ok": "a button must say what it does", "valider": "a button must say what it does",
	"validez": "a button must say what it does", "suivant": "a button must say what it does",
	"cliquez": "nobody clicks here", "veuillez": "stiff", "usager": "stiff", "formulaire": "stiff",
	"susnommé": "stiff", "tu": "says tu", "toi": "says tu", "ton": "says tu", "tes": "says tu",
	"été": "passive", "sera": "future", "seront": "future",
}

func TestWordsOfTheOfficeStayAtTheOffice(t *testing.T) {
	eachText(t, func(x text) string {
		if x.lang == forms.English {
			return ""
		}
		return unwelcomeWord(x.value)
	})
}

func unwelcomeWord(s string) string {
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	for _, w := range strings.FieldsFunc(strings.ToLower(s), notLetter) {
		if why, ok := unwelcome[w]; ok {
			return w + ": " + why
		}
	}
	return ""
}

// spelledOut are the acronyms that a pack may use, each with what must stand
// beside it on the same page. CP to CM2 are the names of classes.
var spelledOut = map[string]string{
	"IBAN": "compte", "PAI": "projet d’accueil individualisé", "CAF": "caisse d’allocations familiales",
	"CP": "cours préparatoire|année", "CE": "cours élémentaire|année", "CM": "cours moyen|année",
}

func TestAcronymsAreSpelledOut(t *testing.T) {
	acronym := regexp.MustCompile(`\p{Lu}{2,}`)
	eachText(t, func(x text) string {
		if x.lang == forms.English {
			return ""
		}
		for _, a := range acronym.FindAllString(x.value, -1) {
			meaning, ok := spelledOut[a]
			if !ok || !regexp.MustCompile("(?i)"+meaning).MatchString(x.value) {
				return a + " is not spelled out"
			}
		}
		return ""
	})
}

// TestEasyFrenchIsEasier: fewer words a sentence than the French that it
// stands beside, and no key that only repeats a long one.
func TestEasyFrenchIsEasier(t *testing.T) {
	for _, p := range loadAll(t) {
		french, easy := meanSentence(p, forms.French), meanSentence(p, forms.EasyFrench)
		if easy > 6 || easy >= french {
			t.Errorf("%s: %.1f words a sentence in easy French, %.1f in French", p.Manifest.ID, easy, french)
		}
	}
}

func meanSentence(p *pack.Pack, lang forms.Lang) float64 {
	words, n := 0, 0
	c := p.Catalog(lang)
	for _, key := range c.Keys() {
		for _, s := range sentences(c.Text(key)) {
			words, n = words+wordCount(s), n+1
		}
	}
	return float64(words) / float64(n)
}

func tooLong(s string, most int) string {
	for _, sentence := range sentences(s) {
		if wordCount(sentence) > most {
			return "a long sentence: " + sentence
		}
	}
	return ""
}

var sentenceEnd = regexp.MustCompile(`[.!?…]+(\s+|$)`)

func sentences(s string) []string {
	var out []string
	for _, sentence := range sentenceEnd.Split(s, -1) {
		if strings.TrimSpace(sentence) != "" {
			out = append(out, sentence)
		}
	}
	return out
}

// wordCount splits at plain spaces: "8 h 30", held together, is read as one.
func wordCount(s string) int {
	n := 0
	for _, w := range strings.Split(s, " ") {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// badSpace finds a double sign that is not held to its word.
func badSpace(s string) string {
	before := ""
	for _, r := range s {
		sign := string(r)
		switch {
		case strings.ContainsAny(sign, "?!:;»") && before != nbsp:
			return "no non-breaking space before " + sign
		case before == "«" && sign != nbsp:
			return "no non-breaking space after «"
		case sign == "\u202f":
			return "a narrow space: the packs use U+00A0"
		}
		before = sign
	}
	return ""
}

// TestThePlainTestsFindWhatIsWrong keeps the checks above honest.
func TestThePlainTestsFindWhatIsWrong(t *testing.T) {
	const thirteen = "un deux trois quatre cinq six sept huit neuf dix onze douze treize."
	if tooLong("Court. "+thirteen, 12) == "" || tooLong(thirteen, 13) != "" {
		t.Error("a sentence of thirteen words is not found, or found where thirteen are allowed")
	}
	for _, s := range []string{"Touchez OK.", "Votre demande a été prise.", "As-tu fini"} {
		if unwelcomeWord(s) == "" {
			t.Errorf("unwelcomeWord(%q) finds nothing", s)
		}
	}
	for _, s := range []string{"Où ?", "Où?", "Exemple : un", "«Oui" + nbsp + "»", "Où\u202f?"} {
		if badSpace(s) == "" {
			t.Errorf("badSpace(%q) finds nothing", s)
		}
	}
	if got := badSpace("«" + nbsp + "Où" + nbsp + "?" + nbsp + "»"); got != "" {
		t.Errorf("badSpace finds %s where all is right", got)
	}
}
