package notice

import (
	"slices"
	"strings"
	"testing"
)

func TestAddressOf(t *testing.T) {
	for _, c := range []struct {
		fields map[string]string
		want   []string
	}{
		{
			map[string]string{"street": "1, place de l’Hôtel-de-Ville", "postcode": "04230", "city": "Saint-Éloi"},
			[]string{"Anne-Laure Dupont", "1 PLACE DE L HOTEL DE VILLE", "04230 SAINT ELOI"},
		},
		{
			map[string]string{"street": "12/14 rue du Cœur-Volant", "extra": "Étage  3, porte B", "postcode": "44941", "city": "Nantes Cedex 09"},
			[]string{"Anne-Laure Dupont", "Étage 3, porte B", "12 RUE DU COEUR VOLANT", "44941 NANTES CEDEX 09"},
		},
		{
			map[string]string{"street": "5 bis, chemin d’Œuilly", "postcode": "51480", "city": "L’Haÿ-en-Brie"},
			[]string{"Anne-Laure Dupont", "5 BIS CHEMIN D OEUILLY", "51480 L HAY EN BRIE"},
		},
	} {
		a := AddressOf(" Anne-Laure\u00a0Dupont ", c.fields)
		if got := a.Lines(); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
		if err := a.Check(); err != nil {
			t.Errorf("%q: %v", a.Lines(), err)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	good := Address{
		Name: "Mme Zuléika Quatrebarbes", Inside: "Appartement 12", Building: "Résidence « Les Pins »",
		Street: "9 RUE NEUVE", Place: "BP 12", City: "04999 SAINT ELOI",
	}
	if err := good.Check(); err != nil || len(good.Lines()) != AddressLines {
		t.Fatalf("%v %q", err, good.Lines())
	}
	for _, c := range []struct {
		what   string
		change func(*Address)
		want   string
	}{
		{"no name", func(a *Address) { a.Name = "" }, "line 1 is missing"},
		{"no town", func(a *Address) { a.City = "" }, "line 6 is missing"},
		{"39 characters", func(a *Address) { a.Name = strings.Repeat("é", 39) }, "line 1 has 39 characters, 38 is the most"},
		{"small letters", func(a *Address) { a.Street = "9 rue Neuve" }, "line 4 must be in capitals"},
		{"an accent", func(a *Address) { a.City = "04999 SAINT ÉLOI" }, "line 6 must be in capitals"},
		{"a comma", func(a *Address) { a.Place = "BP, 12" }, "line 5 must be in capitals"},
		{"four digits", func(a *Address) { a.City = "4999 SAINT ELOI" }, "line 6 is not a postcode"},
		{"no town after the code", func(a *Address) { a.City = "04999 12" }, "line 6 is not a postcode"},
		{"a new line", func(a *Address) { a.Inside = "Porte\nB" }, "line 2 has needless spaces"},
		{"two spaces", func(a *Address) { a.Building = "Bâtiment  B" }, "line 3 has needless spaces"},
		{"a bell", func(a *Address) { a.Building = "Bâtiment\aB" }, "line 3 holds a control character"},
		{"nowhere", func(a *Address) { a.Street, a.Place = "", "" }, "line 4 or 5 is missing"},
	} {
		a := good
		c.change(&a)
		if err := a.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
	}
}

// Thirty-eight characters fit, however many bytes they are.
func TestTheWidthIsInCharacters(t *testing.T) {
	a := Address{Name: strings.Repeat("é", AddressWidth), Street: "1 RUE", City: "04999 ICI"}
	if err := a.Check(); err != nil {
		t.Error(err)
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add("12/14, rue de l’Œuvre", "Saint-Éloi\u00a0Cedex")
	f.Add("ß ﬁ İ", "\u0301")
	f.Fuzz(func(t *testing.T, street, city string) {
		once := Address{Street: street, City: city}.Normalise()
		if twice := once.Normalise(); twice != once {
			t.Errorf("%+v, then %+v", once, twice)
		}
		for _, line := range []string{once.Street, once.City} {
			for _, r := range line {
				if !plain(r) && r != ' ' {
					t.Errorf("%q is left in %q", r, line)
				}
			}
		}
	})
}
