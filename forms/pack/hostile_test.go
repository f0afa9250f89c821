package pack_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"guichet/forms/pack"
)

// hostilePacks are those of strangers and of bad luck, each with what a fault
// of it says. How long each takes is measured by BenchmarkHostile.
func hostilePacks(t testing.TB) map[string]struct {
	files fstest.MapFS
	want  string
} {
	with := func(name, data string) fstest.MapFS {
		fsys := base(t)
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
		return fsys
	}
	form := string(base(t)["form.yaml"].Data)
	many := func(n int, line string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, line+"\n", i)
		}
		return b.String()
	}
	link := base(t)
	link["lists/lien.csv"] = &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink}
	crowd := base(t)
	for i := range 1100 {
		crowd[fmt.Sprintf("lists/l%d.csv", i)] = &fstest.MapFile{Data: []byte("value,fr,en\n")}
	}
	heavy := base(t)
	for i := range 12 {
		heavy[fmt.Sprintf("lists/l%d.csv", i)] = &fstest.MapFile{Data: make([]byte, pack.MaxTextFile)}
	}
	longLists := with("form.yaml", form+many(400, "  - {id: p%d, section: tout, type: choice_one, list: ecoles}"))
	longLists["lists/ecoles.csv"] = &fstest.MapFile{Data: []byte("value,fr,en\n" + many(4000, "v%[1]d,V%[1]d,V%[1]d"))}
	return map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"10,000 questions":        {with("form.yaml", form+many(10_000, "  - {id: p%d, section: tout, type: yes_no}")), "form.yaml: 10005 pages, exits and values, at most 500 pages"},
		"10,000 broken questions": {with("form.yaml", form+many(10_000, "  - {id: p%d, tpye: yes_no}")), "form.yaml: 10005 pages, exits and values, at most 500 pages"},
		"600 questions":           {with("form.yaml", form+many(600, "  - {id: p%d, section: tout, type: yes_no}")), "form.yaml:5:3: 604 pages, at most 500"},
		"hidden questions":        {with("form.yaml", form+many(2_000, "  - {id : p%d, section: tout, type: yes_no}")), "form.yaml:5:3: 2004 pages, at most 500"},
		"a cycle":                 {with("form.yaml", form+"  - {id: a, type: yes_no, visible_if: {eq: [b, true]}}\n  - {id: b, type: yes_no, visible_if: {eq: [a, true]}}\n"), `"b" comes later`},
		"a cycle of values":       {with("form.yaml", form+"computed:\n  - {id: a, type: number, expr: b}\n  - {id: b, type: number, expr: a}\n"), `unknown page "b"`},
		"a value of itself":       {with("form.yaml", form+"computed:\n  - {id: a, type: number, expr: a + 1}\n"), `unknown page "a"`},
		"an apostrophe in an id":  {with("form.yaml", form+"  - {id: l'école, type: yes_no}\n"), `page id "l'école" is not made of a-z, 0-9 and _`},
		"a way out in a list":     {with("form.yaml", form+"  - {id: a, type: choice_one, list: ../../etc/passwd}\n"), `there is no list "../../etc/passwd"`},
		"a way out in a language": {with("pack.yaml", strings.Replace(string(base(t)["pack.yaml"].Data), "[fr, en]", "[fr, en, ../../x]", 1)), `"../../x" is not a language tag`},
		"a link":                  {link, "lists/lien.csv: not an ordinary file"},
		"a stray file":            {with("forms.yaml", "x"), `forms.yaml: a pack has no such file (did you mean "form.yaml"?)`},
		"a huge file":             {with("i18n/fr.yaml", strings.Repeat("# x\n", pack.MaxTextFile/4+1)), "i18n/fr.yaml: more than 1 MB"},
		"too much together":       {heavy, ".: the files have more than 8 MB together"},
		"too many files":          {crowd, ".: more than 1000 files"},
		"aliases":                 {with("form.yaml", "a: &a [x, x]\nb: &b [*a, *a]\npages: *b\n"), "anchors and aliases are not read"},
		"depth":                   {with("form.yaml", "pages: "+strings.Repeat("[", 100_000)), "form.yaml:1:1: not YAML"},
		"a deep condition":        {with("form.yaml", form+"  - {id: a, section: tout, type: yes_no, visible_if: "+strings.Repeat("{not: ", 3000)+"{eq: [ici, true]}"+strings.Repeat("}", 3001)+"\n"), "the condition has 3002 parts, at most 200"},
		"choices without end":     {with("form.yaml", form+"  - {id: a, section: tout, type: choice_one, choices: ["+strings.Repeat("x, ", 100_000)+"y]}\n"), "100001 choices, at most 100"},
		"a list without end":      {with("lists/ecoles.csv", "value,fr,en\n"+many(30_000, "v%[1]d,V%[1]d,V%[1]d")), "lists/ecoles.csv:1:1: more than 5000 choices"},
		"long lists everywhere":   {longLists, "the lists of all pages have"},
		"a long text":             {with("i18n/fr.yaml", strings.Replace(string(base(t)["i18n/fr.yaml"].Data), "Demande,", strings.Repeat("é", 2001)+",", 1)), `text "pack.subject" has 2001 characters, at most 2000`},
		"texts of another pack":   {with("i18n/fr.yaml", string(base(t)["i18n/fr.yaml"].Data)+many(9_000, "autre_page_numero_%d: {title: T}")), "more faults (mend these first)"},
		"texts without end":       {with("i18n/fr.yaml", string(base(t)["i18n/fr.yaml"].Data)+many(30_000, "a%d: {b: T}")), "30020 texts"},
		"sections without end":    {with("form.yaml", "sections: ["+strings.Repeat("x, ", 100_000)+"y]\n"+form), "100001 sections"},
		"nobody is ever there":    {with("pack.yaml", strings.Replace(string(base(t)["pack.yaml"].Data), "Tu 09:00-12:00; PH off", "Tu off; PH off", 1)), "pack.yaml:16:71: nobody is ever there"},
		"rules without end":       {with("form.yaml", form+"same:\n"+many(5_000, "  - {concept: subject, as: child} # %d")), "5000 rules of same, at most 10"},
		"reminders without end":   {with("reminders.yaml", "reminders:\n"+many(5_000, "  - {id: r%d, when: today()}")), "5000 reminders, at most 20"},
		"values without end":      {with("form.yaml", form+"computed:\n"+many(900, "  - {id: v%d, type: number, expr: 1}")), "900 computed values, at most 50"},
		"contacts without end":    {with("pack.yaml", string(base(t)["pack.yaml"].Data)+many(9_000, "  - {id: c%d, human: true}")), "9002 contacts, at most 20"},
		"a long expression":       {with("form.yaml", form+"computed:\n  - {id: v, type: number, expr: \""+strings.Repeat("(", 200_000)+"\"}\n"), "200000 characters, at most 300"},
		"an escape in a text":     {with("i18n/fr.yaml", strings.Replace(string(base(t)["i18n/fr.yaml"].Data), "Demande,", "\"De\\x1bmande\",", 1)), `text "pack.subject" holds a sign that nobody sees`},
		"letters turned round":    {with("i18n/fr.yaml", strings.Replace(string(base(t)["i18n/fr.yaml"].Data), "Demande,", "De\u202emande,", 1)), `text "pack.subject" holds a sign that nobody sees`},
		"an escape in a label":    {with("lists/ecoles.csv", "value,fr,en\nferry,Fe\x1brry,Ferry\n"), `lists/ecoles.csv:2:1: the label of "ferry" in fr holds a sign that nobody sees`},
		"an escape in a name":     {with("pack.yaml", strings.Replace(string(base(t)["pack.yaml"].Data), "name: Mairie", "name: \"Mai\\x1brie\"", 1)), "pack.yaml:8:9: holds a sign that nobody sees"},
		"a long address":          {with("pack.yaml", strings.Replace(string(base(t)["pack.yaml"].Data), "address: [", "address: ["+strings.Repeat("x, ", 9_000), 1)), "9002 lines of address, at most 8"},
		"hard to reach":           {with("form.yaml", hardToReach()), ""},
	}
}

// hardToReach has 450 pages that each depend on eight numbers.
func hardToReach() string {
	var b strings.Builder
	b.WriteString("pages:\n")
	for i := range 8 {
		fmt.Fprintf(&b, "  - {id: n%d, type: number, optional: true}\n", i)
	}
	for i := range 450 {
		fmt.Fprintf(&b, "  - {id: p%d, type: yes_no, visible_if: {and: [", i)
		for k := range 8 {
			fmt.Fprintf(&b, "{eq: [n%d, %d]}, ", k, i)
		}
		fmt.Fprintf(&b, "{lt: [n0, 0]}]}}\n")
	}
	return b.String()
}

func TestHostilePacksAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for name, c := range hostilePacks(t) {
		t.Run(name, func(t *testing.T) {
			_, err := pack.Load(c.files)
			if err == nil {
				t.Fatal("it loads")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got\n%.2000s\nwant %s", err, c.want)
			}
		})
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, c := range hostilePacks(b) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := pack.Load(c.files); err == nil {
					b.Fatal("it loads")
				}
			}
		})
	}
}
