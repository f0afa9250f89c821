package receipt

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/packs"
)

func given(fields ...string) forms.Answer {
	a := forms.Answer{State: forms.Given, Fields: map[string]string{}}
	for i := 0; i < len(fields); i += 2 {
		a.Fields[fields[i]] = fields[i+1]
	}
	return a
}

// electoral is a visit in English of somebody who does not exist.
func electoral(more ...forms.Entry) forms.Submission {
	return forms.Submission{
		ID: "0123456789abcdef0123456789abcdef", Reference: "482 739 156 Z", Lang: forms.English, At: evening,
		Entries: append([]forms.Entry{
			{Page: "lien", Type: forms.ChoiceOne, Label: "What is your tie?", Answer: given(forms.Value, "domicile"), Shown: []string{"I live here"}},
			{Page: "nom", Type: forms.Name, Label: "Your name?", Answer: given("given", "Zuléika", "family", "Quatrebarbès"), Shown: []string{"Zuléika Quatrebarbès"}},
			{Page: "nom_usage", Type: forms.ShortText, Label: "Another name?", Answer: forms.Answer{State: forms.Skipped}, Shown: []string{"Left empty"}},
			{Page: "naissance", Type: forms.Date, Label: "Date?", Answer: given(forms.Value, "1984-02-03"), Shown: []string{"3 February 1984"}},
			{Page: "email", Type: forms.Email, Label: "E-mail?", Answer: given(forms.Value, "z.quatre@exemple.fr"), Shown: []string{"z.quatre@exemple.fr"}},
			{Page: "piece_identite", Type: forms.File, Label: "Card?", Answer: given(forms.Value, "later"), Shown: []string{"Later"}},
			{Page: "engagement", Type: forms.Declaration, Label: "Agreed?", Answer: given(forms.Value, "yes"), Shown: []string{"Yes"}},
		}, more...),
	}
}

func sheetOf(t *testing.T, name string, s forms.Submission) printer.Document {
	t.Helper()
	p, err := packs.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return Sheet(Of(p, s, Original), p, s)
}

// TestSheetIsInFrenchCapitals: whoever fills it in, an agent in France reads it.
func TestSheetIsInFrenchCapitals(t *testing.T) {
	doc := sheetOf(t, "listes-electorales", electoral())
	got := strings.ReplaceAll(flat(doc), "\u00a0", " ")
	for _, want := range []string{
		"Feuille à apporter au guichet", "Ce papier porte vos réponses.", "482 739 156 Z",
		"[QR] GUICHET:1:482739156Z:2026-11-21",
		".B.. Votre situation\n---- \n.... Quel lien avez-vous", ".B.I J’Y HABITE",
		".B.. Votre identité\n", ".B.. Nom de famille | QUATREBARBÈS\n.B.. Prénoms | ZULÉIKA", ".B.I 3 FÉVRIER 1984",
		".B.I z.quatre@exemple.fr",
		"[ ] Votre carte d’identité ou votre passeport",
		"Signez ici, devant l’agent.", "Elle ne la remplace pas.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the sheet lacks %q", want)
		}
	}
	for _, not := range []string{"I live here", "Left empty", "autre nom", "d’accord", "Vos documents\n---"} {
		if strings.Contains(got, not) {
			t.Errorf("the sheet says %q", not)
		}
	}
	if doc.Lang != "fr" || doc.Name != "sheet" {
		t.Errorf("the document is %q in %q", doc.Name, doc.Lang)
	}
	if t.Failed() {
		t.Log(got)
	}
}

func TestSheetBearsTheSignatureThatWasDrawn(t *testing.T) {
	doc := sheetOf(t, "listes-electorales", electoral(forms.Entry{
		Page: "signature", Type: forms.Signature, Answer: given(forms.Value, "0,200 1000,200;500,0"), Shown: []string{"Signed"},
	}))
	var img image.Image
	for _, b := range doc.Blocks {
		if p, ok := b.(printer.Picture); ok {
			img = p.Image
		}
	}
	if img == nil || strings.Contains(flat(doc), "Signez ici") {
		t.Fatalf("no signature is drawn:\n%s", flat(doc))
	}
	size := img.Bounds().Size()
	for at, want := range map[image.Point]color.Gray{
		{0, size.Y / 2}: {}, {size.X / 3, size.Y/2 - 1}: {}, {size.X - 1, size.Y / 2}: {}, // the line
		{size.X / 2, 1}:          {}, // the dot
		{size.X / 2, size.Y / 4}: {0xff}, {5, 5}: {0xff}, {size.X - 1, size.Y - 1}: {0xff},
	} {
		if got := img.At(at.X, at.Y); got != want {
			t.Errorf("at %v of %v: %v, want %v", at, size, got, want)
		}
	}
}

// TestSheetNumbersWhatIsRepeated and keeps it in the section of the repeat.
func TestSheetNumbersWhatIsRepeated(t *testing.T) {
	got := flat(sheetOf(t, "cantine", forms.Submission{Reference: "482 739 156 Z", At: evening, Entries: []forms.Entry{
		{Page: "enfant_nom", Type: forms.Name, Answer: given("given", "Léo", "family", "Costa")},
		{Page: "urgence_nom", Type: forms.Name, Instance: []int{1}, Answer: given("given", "Rosa", "family", "Costa")},
		{Page: "age_calcule", Type: forms.Number, Label: "Âge", Shown: []string{"sept"}}, // no page of the form
	}}))
	if !strings.Contains(got, "Les personnes à connaître\n---- \n.... Qui devons-nous appeler en cas d’urgence") ||
		!strings.Contains(got, "Nom de famille | COSTA\n.B.. Prénoms | ROSA") || !strings.Contains(got, ".... Âge\n.B.I SEPT") {
		t.Error(got)
	}
}

// TestPagesWithoutSection: no key stands in place of a heading.
func TestPagesWithoutSection(t *testing.T) {
	p := *formtest.Pack(t)
	form := *p.Form
	form.Pages = slices.Clone(form.Pages)
	for i := range form.Pages {
		form.Pages[i].Section = []string{form.Sections[0].ID, ""}[i%2]
	}
	p.Form = &form
	s := formtest.Submission(t, Trial{}.Words(forms.French))
	if got := flat(Sheet(Of(&p, s, Original), &p, s)); strings.Contains(got, "section.") {
		t.Error(got)
	}
}

func TestToBringIsWhatTheAnswersCallFor(t *testing.T) {
	p, err := packs.Load("listes-electorales")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(ToBring(p, electoral(), forms.English), "; ")
	if got != "Your identity card or passport" {
		t.Errorf("to bring: %s", got)
	}
}

// TestToBringListsADocumentOnce: as the screen does, whoever of a repeat it is
// for, and not where the page was left empty.
func TestToBringListsADocumentOnce(t *testing.T) {
	p, err := packs.Load("listes-electorales")
	if err != nil {
		t.Fatal(err)
	}
	of := func(state forms.AnswerState, instance ...int) forms.Entry {
		return forms.Entry{Page: "piece_identite", Type: forms.File, Instance: instance, Answer: forms.Answer{State: state}}
	}
	for name, c := range map[string]struct {
		entries []forms.Entry
		want    string
	}{
		"two of a repeat": {[]forms.Entry{of(forms.Given, 0), of(forms.Given, 1)}, "Your identity card or passport"},
		"left empty":      {[]forms.Entry{of(forms.Skipped)}, ""},
		"left empty once": {[]forms.Entry{of(forms.Skipped, 0), of(forms.Given, 1)}, "Your identity card or passport"},
	} {
		if got := strings.Join(ToBring(p, forms.Submission{Entries: c.entries}, forms.English), "; "); got != c.want {
			t.Errorf("%s: to bring: %q", name, got)
		}
	}
}

// TestToBringKnowsThePagesOfARepeat: a document of the procedure that is asked for
// each person is not listed where nobody was asked.
func TestToBringKnowsThePagesOfARepeat(t *testing.T) {
	p := *formtest.Pack(t)
	form := *p.Form
	form.Pages = []forms.Page{{ID: "gens", Type: forms.Repeat, Pages: []forms.Page{{ID: "photo", Type: forms.File}}}}
	p.Form, p.Documents = &form, []string{"photo"}
	if got := ToBring(&p, forms.Submission{}, forms.French); len(got) > 0 {
		t.Errorf("to bring: %q", got)
	}
}

// Where nothing could be handed in there is no reference, and no code of one.
func TestASheetWithoutAReference(t *testing.T) {
	so := electoral()
	so.Reference = ""
	got := flat(sheetOf(t, "listes-electorales", so))
	if !strings.Contains(got, "QUATREBARBÈS") || strings.Contains(got, "[QR]") || strings.Contains(got, "Référence") {
		t.Errorf("%s", got)
	}
}
