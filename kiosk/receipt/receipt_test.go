package receipt

import (
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/packs"
	"guichet/kiosk/words"
)

func TestBuild(t *testing.T) {
	for _, lang := range words.Languages {
		golden(t, "receipt."+string(lang)+".txt", flat(Build(facts(lang))))
	}
}

func TestSlips(t *testing.T) {
	abroad := Exit{
		Title: "Demandez cet acte à Nantes", Text: "Ce service garde les actes.",
		Address: "Service central d’état civil, 44941 Nantes Cedex 09", URL: "https://www.service-public.fr",
	}
	for _, lang := range words.Languages {
		golden(t, "contacts."+string(lang)+".txt", flat(Contacts(facts(lang))))
		golden(t, "exit."+string(lang)+".txt", flat(ExitSlip(facts(lang), abroad)))
	}
}

// A copy says so before anything else, in large letters.
func TestDuplicate(t *testing.T) {
	f := facts(forms.French)
	if strings.Contains(flat(Build(f)), "DUPLICATA") {
		t.Error("the first print says DUPLICATA")
	}
	f.Copy = Duplicate
	first, ok := Build(f).Blocks[0].(printer.Text)
	if !ok || first.S != "DUPLICATA" || !first.Big || first.Align != printer.Centre {
		t.Errorf("a copy begins with %+v", first)
	}
}

// A paper that is left in the tray tells the next person nothing.
func TestNoAnswerOnPaper(t *testing.T) {
	p, err := packs.Load("acte-naissance")
	if err != nil {
		t.Fatal(err)
	}
	s := forms.Submission{
		ID: "0123456789abcdef0123456789abcdef", Reference: "482 739 156 Z", Lang: forms.French, At: evening,
		Entries: []forms.Entry{
			{Page: "demandeur_nom", Label: "Comment vous appelez-vous ?", Shown: []string{"Zuléika QUATREBARBES"}},
			{Page: "telephone", Label: "À quel numéro ?"},
		},
	}
	f := Of(p, s, Original)
	paper := flat(Build(f)) + flat(Contacts(f)) + flat(ExitSlip(f, Exit{Title: "Ailleurs"}))
	for _, private := range []string{"QUATREBARBES", s.ID} {
		if strings.Contains(paper, private) {
			t.Errorf("%q is on the paper", private)
		}
	}
	f.Answers = AnswersOf(s)
	paper = flat(Build(f))
	if !strings.Contains(paper, "Zuléika QUATREBARBES") || !strings.Contains(paper, "Ne le laissez pas ici") {
		t.Error("asked for, the answers are not there with their warning")
	}
	if strings.Contains(paper, "À quel numéro") {
		t.Error("a question without an answer is on the paper")
	}
}

// Both papers exist in law: the one we print says once that it is not the
// other, and has no word of it.
func TestIsNoAcknowledgement(t *testing.T) {
	for _, lang := range words.Languages {
		paper := strings.ToLower(flat(Build(facts(lang))))
		if n := strings.Count(paper, "accusé de réception"); n != 1 {
			t.Errorf("%s: accusé de réception stands %d times, want 1", lang, n)
		}
		for _, word := range []string{"recours", "implicite", "tribunal", "réputée", "appeal", "rejet"} {
			if strings.Contains(paper, word) {
				t.Errorf("%s: %q belongs to an accusé de réception", lang, word)
			}
		}
	}
}

// Every shipped procedure, in each of its languages, has all that the law and
// the citizen need.
func TestEveryPack(t *testing.T) {
	for _, name := range packs.Names() {
		p, err := packs.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range p.Languages {
			f := Of(p, forms.Submission{Reference: "482 739 156 Z", Lang: lang, At: evening}, Original)
			paper := flat(Build(f))
			by := words.LongDate(words.For(lang), evening.AddDate(0, 0, p.AnswerDays))
			for _, want := range []string{
				p.Catalog(lang).Text("pack.subject"), words.Reference("482739156Z"), p.Authority.Name, p.Authority.Email, by,
				words.Phone(p.Contacts[0].Phone), words.Phone(p.Contacts[1].Phone),
				"GUICHET:1:482739156Z:2026-11-21",
			} {
				if !strings.Contains(paper, want) {
					t.Errorf("%s, %s: no %q", name, lang, want)
				}
			}
			if brought := p.Catalog(lang).Text("document." + p.Documents[0]); strings.Contains(paper, brought) {
				t.Errorf("%s, %s: asks again for %q", name, lang, brought)
			}
			if len(f.Contacts) < 2 {
				t.Errorf("%s: %d contacts", name, len(f.Contacts))
			}
			wantFits(t, Build(f), 32)
		}
	}
}

// The hour is that of the place, not that of the machine or of Greenwich.
func TestZone(t *testing.T) {
	f := facts(forms.French)
	f.At = time.Date(2026, 11, 21, 21, 30, 0, 0, time.UTC).In(time.FixedZone("+04", 4*3600))
	paper := flat(Build(f))
	for _, want := range []string{"dimanche 22 novembre 2026", "1 h 30", "GUICHET:1:482739156Z:2026-11-22"} {
		if !strings.Contains(strings.ReplaceAll(paper, "\u00a0", " "), want) {
			t.Errorf("in La Réunion: no %q", want)
		}
	}
}
