package session

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

	"guichet/kiosk/words"
)

// built are keys whose end comes from a value: the beginning must exist.
var built = []string{
	"session.notice.", "session.fault.", "session.outlet.", "session.call.cause.", "session.call.mute.",
	"session.call.unmute.", "session.call.wait_", "session.call.queue_", "session.call.retry_",
}

// Every key that the code names has a sentence, and every sentence is used.
func TestEveryTextIsThereAndUsed(t *testing.T) {
	used := map[string]bool{}
	for _, key := range keysInCode(t) {
		used[key] = true
	}
	for _, kind := range []OverlayKind{
		StillThere, ConfirmEnd, Contacts, OutOfOrder, CannotSave,
		CallHow, CallWhen, CallNumber, CallKept, CallPropose, CallPaper, CallStill, CallSee, CallInvite,
	} {
		used["session."+string(kind)+".title"] = true
	}
	for _, lang := range words.Languages {
		c := words.For(lang)
		for key := range used {
			if !strings.HasSuffix(key, ".") && !c.Has(key) {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for _, key := range c.Keys() {
			if strings.HasPrefix(key, "session.") && !used[key] && !isBuilt(key) {
				t.Errorf("%s has %s, which nothing shows", lang, key)
			}
		}
	}
}

func isBuilt(key string) bool {
	for _, b := range built {
		if strings.HasPrefix(key, b) {
			return true
		}
	}
	return false
}

func keysInCode(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			keys = append(keys, keysIn(t, file)...)
		}
	}
	return keys
}

func keysIn(t *testing.T, file string) (keys []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, _ := strconv.Unquote(lit.Value); strings.HasPrefix(s, "session.") {
				keys = append(keys, s)
			}
		}
		return true
	})
	return keys
}

// Short sentences, no-break spaces, typographic apostrophes, no shouting.
func TestHowItSpeaks(t *testing.T) {
	for _, lang := range words.Languages {
		c := words.For(lang)
		for _, key := range c.Keys() {
			if strings.HasPrefix(key, "session.") {
				checkSentence(t, string(lang)+" "+key, c.Text(key))
			}
		}
	}
}

var (
	endOfSentence = regexp.MustCompile(`[.?!]\s`)
	looseSign     = regexp.MustCompile(` [?!:;]`)
)

func checkSentence(t *testing.T, where, text string) {
	t.Helper()
	for _, s := range endOfSentence.Split(text, -1) {
		if n := len(strings.Fields(strings.NewReplacer("\u00a0", " ", "’", " ").Replace(s))); n > 13 {
			t.Errorf("%s: %d words in %q", where, n, s)
		}
	}
	switch {
	case looseSign.MatchString(text):
		t.Errorf("%s: a space that breaks before a sign in %q", where, text)
	case strings.Contains(text, "'"):
		t.Errorf("%s: a typewriter's apostrophe in %q", where, text)
	case strings.ContainsAny(text, "!") && !strings.Contains(where, "goodbye") && !strings.Contains(where, "ended"):
		t.Errorf("%s: shouts: %q", where, text)
	}
	for _, word := range []string{"Valider", "Suivant", "OK", "veuillez", "Veuillez", "invalide"} {
		if strings.Contains(text, word) {
			t.Errorf("%s: says %q", where, word)
		}
	}
}

// The look wants these words, to the letter.
func TestWordsOfTheLook(t *testing.T) {
	fr := words.For("fr")
	for key, want := range map[string]string{
		"back": "Retour", "talk": "Parler à quelqu’un", "continue": "Continuer", "start_again": "Recommencer",
		"dont_know": "Je ne sais pas", "send": "Envoyer ma demande",
	} {
		if got := fr.Text("session.button." + key); got != want {
			t.Errorf("%s says %q, want %q", key, got, want)
		}
	}
	if got := fr.Text("session.progress", "n", "3", "of", "11"); got != "Question 3 sur 11" {
		t.Errorf("progress says %q", got)
	}
}

func TestGolden(t *testing.T) {
	play(t, func(st *stage) {
		st.toDone()
		st.press("Terminer")
		st.golden("testdata/visit.txt")
	})
}

// golden compares all that was shown with a file.
func (st *stage) golden(file string) {
	t := st.t
	t.Helper()
	var b strings.Builder
	last := ""
	for _, v := range st.views {
		if text := dump(v); text != last {
			b.WriteString(text + "\n")
			last = text
		}
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the visit reads differently from %s; UPDATE=1 go test writes it again. Now:\n%s", file, b.String())
	}
}

func TestAPostcodeStaysWithItsTown(t *testing.T) {
	if got := postal([]string{"1, place de l’Hôtel-de-Ville", "04230 Saint-Éloi"}); got != "1, place de l’Hôtel-de-Ville, 04230\u00a0Saint-Éloi" {
		t.Errorf("%q", got)
	}
	if got := postal([]string{"Place Haute", "Bureau 12345 bis"}); got != "Place Haute, Bureau 12345 bis" {
		t.Errorf("%q", got)
	}
}
