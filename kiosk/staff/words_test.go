package staff_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/strictyaml"
	"guichet/kiosk/event"
	"guichet/kiosk/words"
)

// title is the key of a page's title: its place and "title" are put together.
var title = regexp.MustCompile(`^staff\.[a-z_]+\.title$`)

// Every key that the code names has a sentence, and every sentence is used.
func TestEveryTextIsThereAndUsed(t *testing.T) {
	used, begun := map[string]bool{}, []string{"staff.test_page."} // the paper is kiosk's
	for _, key := range keysInCode(t) {
		if strings.HasSuffix(key, ".") {
			begun = append(begun, key)
		}
		used[key], used[key+"_one"] = true, true
	}
	for _, lang := range words.StaffLanguages {
		c := words.ForStaff(lang)
		for _, key := range keysInCode(t) {
			if !strings.HasSuffix(key, ".") && !c.Has(key) {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for key := range written(t, lang) {
			if !used[key] && !title.MatchString(key) && !beginsWith(key, begun) {
				t.Errorf("%s has %s, which nothing shows", lang, key)
			}
		}
	}
}

// written are the sentences of the pages, as they stand in their file.
func written(t *testing.T, lang forms.Lang) map[string]string {
	t.Helper()
	file := filepath.Join("../words/staff", string(lang), "staff.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	texts, faults := strictyaml.Texts(file, data)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for key, text := range texts {
		out[key] = text.Text
	}
	return out
}

func beginsWith(key string, begun []string) bool {
	for _, b := range begun {
		if strings.HasPrefix(key, b) {
			return true
		}
	}
	return false
}

// keysInCode are the strings of the package that begin as a key of its words.
func keysInCode(t *testing.T) (keys []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, _ := strconv.Unquote(lit.Value); strings.HasPrefix(s, "staff.") && s != "staff.json" && s != "staff." {
					keys = append(keys, s)
				}
			}
			return true
		})
	}
	return keys
}

// Every event that the front desk reads of is one that the kiosk logs.
func TestEventsAreThoseOfTheLog(t *testing.T) {
	for _, key := range words.ForStaff("fr").Keys() {
		name, ok := strings.CutPrefix(key, "staff.event.")
		if ok && event.Name(name).Sentence() == "" {
			t.Errorf("no event %s", name)
		}
	}
}

var (
	endOfSentence = regexp.MustCompile(`[.?!…]\s`)
	looseSign     = regexp.MustCompile(` [?!:;%]`)
	looseNumber   = regexp.MustCompile(`(\{n\}|\b\d+) [a-zé]`) // French: a number and its noun stay on one line
	jargon        = []string{"spool", "pack", "hub", "log ", "logs", "upload", "USB drive", "serveur distant", "Valider", "OK", "veuillez", "Veuillez", "invalide", "'"}
)

// Short sentences and no word that only a technician knows, on the pages and about
// what is wrong.
func TestHowItSpeaks(t *testing.T) {
	for _, lang := range words.StaffLanguages {
		c := words.ForStaff(lang)
		for _, key := range c.Keys() {
			text := c.Text(key)
			for _, s := range endOfSentence.Split(text, -1) {
				if n := len(strings.Fields(s)); n > 12 {
					t.Errorf("%s %s: %d words in %q", lang, key, n, s)
				}
			}
			if looseSign.MatchString(text) {
				t.Errorf("%s %s: a space that breaks before a sign in %q", lang, key, text)
			}
			if lang == forms.French && looseNumber.MatchString(text) {
				t.Errorf("%s %s: a number stands without its noun in %q", lang, key, text)
			}
			for _, word := range jargon {
				if strings.Contains(text, word) {
					t.Errorf("%s %s: says %q", lang, key, word)
				}
			}
		}
	}
}
