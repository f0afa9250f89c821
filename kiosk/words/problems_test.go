package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
)

// composed are the problems whose key is put together while parsing.
var composed = []string{
	"number.small", "number.big", "money.small", "money.big", "money.digits", "money.cents", "money.long",
	"date.future", "date.late", "date.past", "date.early", "name.no_family", "name.no_given",
	"address.no_street", "address.no_postcode", "address.no_city", "empty",
	"yes_no.empty", "choice_one.empty", "choice_many.empty", "civility.empty", "declaration.empty", "commune.empty",
}

// TestEveryProblemHasItsSentence compares the keys in the source of forms with
// the sentences, both ways: none is missing, none is left over.
func TestEveryProblemHasItsSentence(t *testing.T) {
	want := map[string]bool{engine.ProblemStale: true}
	for _, key := range composed {
		want["problem."+key] = true
	}
	for _, key := range problemsInSource(t) {
		want["problem."+key] = true
	}
	french := For(forms.French)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if !french.Has(key) {
			t.Errorf("no sentence for %s", key)
		}
	}
	for _, key := range french.Keys() {
		if strings.HasPrefix(key, "problem.") && !want[key] {
			t.Errorf("%s is no problem of forms", key)
		}
	}
}

// problemsInSource finds the keys given to problem and counted.
func problemsInSource(t *testing.T) []string {
	t.Helper()
	var keys []string
	files, _ := filepath.Glob("../../forms/*.go")
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				keys = append(keys, keysOf(call)...)
			}
			return true
		})
	}
	if len(keys) < 30 {
		t.Fatalf("only %d problems found in the source", len(keys))
	}
	return keys
}

func keysOf(call *ast.CallExpr) []string {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || len(call.Args) < 2 {
		return nil
	}
	lit, ok := call.Args[1].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	key, _ := strconv.Unquote(lit.Value)
	switch name.Name {
	case "problem":
		return []string{key}
	case "counted":
		return []string{key, key + "_one"}
	}
	return nil
}

func TestEveryFieldHasItsName(t *testing.T) {
	for _, typ := range forms.Types() {
		for _, f := range (&forms.Page{ID: "x", Type: typ}).Fields() {
			if key := "field." + string(typ) + "." + f.Name; !For(forms.French).Has(key) {
				t.Errorf("no name for %s", key)
			}
		}
	}
}

// TestSentencesOfProblemsAreShort: at most 12 words, each ends with a mark.
func TestSentencesOfProblemsAreShort(t *testing.T) {
	for _, lang := range Languages {
		c := For(lang)
		for _, key := range c.Keys() {
			if !strings.HasPrefix(key, "problem.") {
				continue
			}
			text := c.Text(key)
			for _, sentence := range strings.FieldsFunc(strings.ReplaceAll(text, ". ", "\n"), func(r rune) bool { return r == '\n' }) {
				if n := len(strings.Fields(sentence)); n > 12 {
					t.Errorf("%s %s: %d words in %q", lang, key, n, sentence)
				}
			}
			if !strings.ContainsAny(text[len(text)-1:], ".?@!") {
				t.Errorf("%s %s does not end: %q", lang, key, text)
			}
		}
	}
}
