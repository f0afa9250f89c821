package receipt

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"guichet/drivers/printer"
	"guichet/drivers/typeset"
	"guichet/forms"
	"guichet/forms/notice"
	"guichet/kiosk/words"
)

// sheet is the paper as a driver lays it out: a mark (Bold, Large, Small), then
// the line where it stands.
type sheet struct {
	columns int
	lines   []string
	widest  int // characters too many on a line
}

func (s *sheet) Line(text []rune, st typeset.Style) {
	line := strings.ReplaceAll(string(text), string(typeset.Glue), " ")
	mark, room := "  ", s.columns
	switch {
	case st.Big:
		mark, room = "L ", s.columns/2
	case st.Small:
		mark, room = "s ", s.columns*4/3
	case st.Bold:
		mark = "B "
	}
	free := room - utf8.RuneCountInString(line)
	s.widest = max(s.widest, -free)
	switch st.Align {
	case printer.Centre:
		line = strings.Repeat(" ", max(free/2, 0)) + line
	case printer.Right:
		line = strings.Repeat(" ", max(free, 0)) + line
	}
	s.lines = append(s.lines, strings.TrimRight(mark+line, " "))
}

func (s *sheet) Feed(lines int) {
	for range lines {
		s.lines = append(s.lines, "")
	}
}

func (s *sheet) Symbol(symbol typeset.Symbol) bool {
	s.lines = append(s.lines, "  [QR]")
	return true
}

func (s *sheet) Bitmap(*typeset.Bitmap) { s.lines = append(s.lines, "  [a picture]") }

func paper(t *testing.T, doc printer.Document, columns int) *sheet {
	t.Helper()
	p := printer.Profile{
		Name: "test", Columns: columns, Dots: columns * 12, DPI: 203,
		CodePages: []printer.CodePage{{Name: "cp1252", Number: 16}},
	}
	s := &sheet{columns: columns}
	if err := typeset.Compose(doc, p, s); err != nil {
		t.Fatalf("%s, %d columns: %v", doc.Name, columns, err)
	}
	return s
}

// call is a call that nobody took.
func call() Call {
	return Call{
		Who:    Contact{Name: "Accueil de la mairie", Hours: "Du lundi au vendredi, de 9 h à 12 h.", Phone: "+33492000000"},
		Ticket: "A 27",
	}
}

func callBack() Call {
	c := call()
	from := time.Date(2026, 11, 23, 9, 0, 0, 0, evening.Location())
	c.Ticket, c.Back = "", &CallBack{Who: "Le service scolaire", From: from, To: from.Add(2*time.Hour + 30*time.Minute)}
	return c
}

func noticeFacts(lang forms.Lang) notice.Facts {
	return notice.Facts{
		Words: words.For(lang), Zone: evening.Location(), Subject: "Inscription à la cantine", Reference: "482 739 156 Z",
		Person: "QUATREBARBES Zuléika",
		To: notice.AddressOf("Madame Zuléika QUATREBARBES", map[string]string{
			"street": "12, rue du Vieux-Moulin", "extra": "Étage 3, porte B", "postcode": "04999", "city": "Saint-Éloi",
		}),
		Service: notice.Service{
			Name: "Mairie de Saint-Éloi", Unit: "Service scolaire", Phone: "0492000010", Email: "ecoles@saint-eloi.fr",
			Address: []string{"1, place de l’Hôtel-de-Ville", "04999 Saint-Éloi"},
		},
		Agent: "Paule Vasseur-Duc, agente du service scolaire", Author: "Léon Cordier-Mas, adjoint au maire",
		At: evening, ReceivedAt: evening.AddDate(0, -2, -7), DecidedAt: evening.AddDate(0, 0, -3),
		NotifiedAt: evening, TransferredAt: evening.AddDate(0, 0, -1),
		Missing:  []string{"Votre livret de famille", "Une facture d’eau ou d’électricité de moins de 3 mois"},
		Decision: []string{"Nous ne pouvons pas inscrire votre enfant à la cantine."},
		Reasons:  []string{"Le règlement de la cantine, article 4, fixe le nombre de places.", "Toutes les places sont prises depuis le 1er septembre 2026."},
		Court: notice.Court{
			Name: "Tribunal administratif de Sainte-Foy", Address: []string{"2, rue des Juges", "04998 Sainte-Foy"},
		},
		Authority: notice.Service{
			Name: "Département des Monts", Unit: "Direction des collèges", Phone: "0492009000",
			Address: []string{"8, quai Haut", "04000 Hautmont"},
		},
	}
}

func notification(t *testing.T, name string, lang forms.Lang, f Facts) printer.Document {
	t.Helper()
	tmpl, err := notice.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	facts := noticeFacts(lang)
	if tmpl.Kind == notice.Acknowledgement { // silence is no answer yet
		facts.ReceivedAt = evening.AddDate(0, 0, -4)
	}
	n, err := notice.Fill(tmpl, facts)
	if err != nil {
		t.Fatal(err)
	}
	return Notification(n, f)
}

// papers are all that this package writes, by name. Those that name a person
// begin with "notice".
func papers(t *testing.T, lang forms.Lang, change func(*Facts)) map[string]printer.Document {
	t.Helper()
	f := facts(lang)
	change(&f)
	exit := Exit{
		Title: "Demandez cet acte à Nantes", Text: "Ce service garde les actes.",
		Address: "Service central d’état civil, 44941 Nantes Cedex 09", URL: "https://www.service-public.fr",
	}
	all := map[string]printer.Document{
		"receipt": Build(f), "contacts": Contacts(f), "exit": ExitSlip(f, exit), "attestation": Attestation(f),
		"call": CallSlip(f, call()), "callback": CallSlip(f, callBack()), "documents": Documents(f),
	}
	f.Contacts = nil
	for _, name := range notice.Names() {
		all["notice_"+name] = notification(t, name, lang, f)
	}
	return all
}

// The paper as the citizen holds it, on a wide roll and on a narrow one.
func TestPaper(t *testing.T) {
	for _, lang := range words.Languages {
		for name, doc := range papers(t, lang, func(*Facts) {}) {
			for _, columns := range []int{48, 32} {
				got := strings.Join(paper(t, doc, columns).lines, "\n") + "\n"
				golden(t, fmt.Sprintf("paper/%s.%s.%d.txt", name, lang, columns), got)
			}
		}
	}
}

// veryLong is more than the narrow roll has in large letters. The kiosk has no
// such word; a place may ("l’Hôtel-de-Ville,"), and so may an address on the
// web.
const veryLong = 16

// Every paper, on every roll, in letters of every size: nothing is lost, no line
// is too wide, and no word is broken unless it is very long.
func TestNothingIsCut(t *testing.T) {
	for _, lang := range words.Languages {
		for _, large := range []bool{false, true} {
			change := func(f *Facts) { f.Large, f.Copy = large, Duplicate }
			for name, doc := range papers(t, lang, change) {
				for _, columns := range []int{48, 42, 32} {
					t.Run(fmt.Sprintf("%s/%s/%d/large=%v", lang, name, columns, large), func(t *testing.T) {
						wantWhole(t, doc, columns)
					})
				}
			}
		}
	}
}

func wantWhole(t *testing.T, doc printer.Document, columns int) {
	t.Helper()
	s := paper(t, doc, columns)
	if s.widest > 0 {
		t.Errorf("a line is %d characters too wide", s.widest)
	}
	said := wordsOf(doc)
	known := map[string]bool{}
	for _, w := range said {
		known[w] = true
	}
	var printed []string
	for _, line := range s.lines {
		if strings.HasSuffix(line, "----") {
			continue // a rule
		}
		for _, w := range strings.Fields(line[min(2, len(line)):]) {
			printed = append(printed, w)
			if !known[w] && !partOfLong(w, said) {
				t.Errorf("%q is no word of the document, %d columns:\n%s", w, columns, strings.Join(s.lines, "\n"))
			}
		}
	}
	if got, want := strings.Join(printed, ""), strings.Join(said, ""); got != want {
		t.Errorf("printed:\n%s\nsaid:\n%s", got, want)
	}
}

// partOfLong tells whether a word is a piece of one that no line holds.
func partOfLong(w string, said []string) bool {
	for _, whole := range said {
		if utf8.RuneCountInString(whole) > veryLong && strings.Contains(whole, w) {
			return true
		}
	}
	return false
}

// The kiosk's own words fit the narrowest line, with what is glued to them.
func TestNoVeryLongWord(t *testing.T) {
	var all []string
	for _, lang := range words.Languages {
		c := words.For(lang)
		for _, key := range ownKeys(c) {
			all = append(all, c.Text(key))
		}
		for _, name := range notice.Names() {
			tmpl, err := notice.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, tmpl.Title[lang])
			for _, b := range tmpl.Blocks {
				all = append(all, b.Heading[lang], b.Text[lang])
			}
		}
	}
	for _, s := range all {
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }) {
			if utf8.RuneCountInString(w) > veryLong && !strings.ContainsAny(w, "{") && w != "www.telerecours.fr" {
				t.Errorf("%q has more than %d characters: %s", w, veryLong, s)
			}
		}
	}
}

// wordsOf is what a document says, in order.
func wordsOf(doc printer.Document) []string {
	var all []string
	for _, block := range doc.Blocks {
		switch b := block.(type) {
		case printer.Text:
			all = append(all, strings.Fields(b.S)...)
		case printer.Pair:
			all = append(all, strings.Fields(b.Left+" "+b.Right)...)
		case printer.Postal:
			all = append(all, strings.Fields(strings.Join(b.Lines, " "))...)
		case printer.QR:
			all = append(all, "[QR]")
		}
	}
	return all
}

// Large print says the same, and every paper has it.
func TestLargePrint(t *testing.T) {
	normal := papers(t, forms.French, func(*Facts) {})
	for name, doc := range papers(t, forms.French, func(f *Facts) { f.Large = true }) {
		if !doc.Large || normal[name].Large {
			t.Errorf("%s: large print is %v, want true; normal print %v", name, doc.Large, normal[name].Large)
		}
		if flat(doc) != flat(normal[name]) {
			t.Errorf("%s says something else in large print", name)
		}
	}
}

// A reprint of any paper says so before anything else.
func TestEveryCopyIsMarked(t *testing.T) {
	for _, lang := range words.Languages {
		for name, doc := range papers(t, lang, func(*Facts) {}) {
			if strings.Contains(flat(doc), "DUPLICATA") {
				t.Errorf("%s, %s: the first print says DUPLICATA", lang, name)
			}
		}
		for name, doc := range papers(t, lang, func(f *Facts) { f.Copy = Duplicate }) {
			if first, ok := doc.Blocks[0].(printer.Text); !ok || first.S != "DUPLICATA" || !first.Big {
				t.Errorf("%s, %s: a copy begins with %+v", lang, name, doc.Blocks[0])
			}
		}
	}
}
