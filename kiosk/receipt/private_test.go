package receipt

import (
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/notice"
	"guichet/forms/packs"
	"guichet/kiosk/words"
)

// Whatever a citizen told the kiosk, no paper but a notification says it.
func TestOnlyANotificationNamesAPerson(t *testing.T) {
	p, err := packs.Load("cantine")
	if err != nil {
		t.Fatal(err)
	}
	s := forms.Submission{
		ID: "0123456789abcdef0123456789abcdef", Reference: "482 739 156 Z", Lang: forms.French, At: evening,
		Entries: []forms.Entry{{Label: "Votre nom ?", Shown: []string{"Zuléika QUATREBARBES"}}, {Label: "Téléphone ?", Shown: []string{"06 99 01 02 03"}}},
	}
	f := Of(p, s, Original)
	f.Documents = DocumentsOf(p, forms.French)
	for _, doc := range []printer.Document{
		Build(f), Contacts(f), ExitSlip(f, Exit{Title: "Ailleurs"}), Attestation(f), Documents(f), CallSlip(f, call()), CallSlip(f, callBack()),
	} {
		for _, private := range []string{"QUATREBARBES", "Zuléika", "06 99", s.ID} {
			if strings.Contains(flat(doc), private) {
				t.Errorf("%s says %q", doc.Name, private)
			}
		}
	}
	for name, doc := range papers(t, forms.French, func(*Facts) {}) {
		named := strings.Contains(flat(doc)+addressOn(doc), "QUATREBARBES")
		if named != strings.HasPrefix(name, "notice") {
			t.Errorf("%s: names a person: %v", name, named)
		}
		if named && !strings.Contains(flat(doc), "Ne le laissez pas ici.") {
			t.Errorf("%s names a person and does not warn", name)
		}
	}
}

func addressOn(doc printer.Document) string {
	for _, b := range doc.Blocks {
		if postal, ok := b.(printer.Postal); ok {
			return strings.Join(postal.Lines, "\n")
		}
	}
	return ""
}

// The name of a document is for the log.
func TestNamesOfDocuments(t *testing.T) {
	for name, doc := range papers(t, forms.French, func(*Facts) {}) {
		if doc.Name == "" || strings.ContainsFunc(doc.Name, func(r rune) bool { return r < 'a' || r > 'z' }) {
			t.Errorf("%s is named %q", name, doc.Name)
		}
	}
}

// Without an address, the name stands alone.
func TestNotificationWithoutAddress(t *testing.T) {
	tmpl, err := notice.Load("decision")
	if err != nil {
		t.Fatal(err)
	}
	facts := noticeFacts(forms.French)
	facts.To = notice.Address{}
	n, err := notice.Fill(tmpl, facts)
	if err != nil {
		t.Fatal(err)
	}
	doc := Notification(n, Facts{})
	if addressOn(doc) != "" || !strings.Contains(flat(doc), "Pour QUATREBARBES Zuléika") {
		t.Errorf("%s", flat(doc))
	}
}

// What the kiosk prints by itself has no word of what only the authority says.
func TestOnlyANotificationSpeaksOfAppeals(t *testing.T) {
	for _, lang := range words.Languages {
		for name, doc := range papers(t, lang, func(*Facts) {}) {
			said := strings.ToLower(flat(doc))
			for _, word := range []string{"recours", "implicite", "tribunal"} {
				if strings.Contains(said, word) && !strings.HasPrefix(name, "notice") {
					t.Errorf("%s, %s says %q", lang, name, word)
				}
			}
		}
		if said := flat(notification(t, "acknowledgement_rejection", lang, Facts{})); !strings.Contains(said, "recours gracieux") {
			t.Errorf("%s: no way to appeal:\n%s", lang, said)
		}
	}
}

// A procedure’s own list, with a box that no line divides.
func TestDocumentsOfEveryPack(t *testing.T) {
	for _, name := range packs.Names() {
		p, err := packs.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range p.Languages {
			f := OfPack(p, lang)
			f.Documents = DocumentsOf(p, lang)
			doc := Documents(f)
			if got := strings.Count(flat(doc), "[\u00a0]\u00a0"); got != len(p.Manifest.Documents) || got == 0 {
				t.Errorf("%s, %s: %d boxes, want %d", name, lang, got, len(p.Manifest.Documents))
			}
			wantWhole(t, doc, 32)
		}
	}
	none := flat(Documents(Facts{Lang: forms.French}))
	if strings.Contains(none, "[") || !strings.Contains(none, "Vous n’avez rien à apporter.") {
		t.Errorf("%s", none)
	}
}
