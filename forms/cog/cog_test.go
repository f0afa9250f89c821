package cog

import (
	"strings"
	"testing"
)

// TestCounts holds the counts of the code of 2026, as the source gives them.
func TestCounts(t *testing.T) {
	var today, former, districts int
	for _, c := range All() {
		switch {
		case c.Former:
			former++
		case c.Parent != "":
			districts++
		default:
			today++
		}
	}
	if today != 34969 || former != 2105+471 || districts != 45 {
		t.Errorf("%d communes, %d former, %d arrondissements", today, former, districts)
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ code, name, postcodes, departement, region string }{
		{"04112", "Manosque", "04100", "Alpes-de-Haute-Provence", "Provence-Alpes-Côte d'Azur"},
		{"2A004", "Ajaccio", "20000 20090 20167", "Corse-du-Sud", "Corse"},
		{"97411", "Saint-Denis", "97400 97417 97490", "La Réunion", "La Réunion"},
		{"98818", "Nouméa", "98800", "Nouvelle-Calédonie", "Nouvelle-Calédonie"},
		{"75112", "Paris 12e Arrondissement", "75012", "Paris", "Île-de-France"},
		{"01015", "Arboys en Bugey", "01300", "Ain", "Auvergne-Rhône-Alpes"},
		{"01015d", "Arbignieu", "01300", "Ain", "Auvergne-Rhône-Alpes"},
	} {
		got, ok := Find(c.code)
		dep, region, known := Departement(got.Departement)
		if !ok || !known || got.Name != c.name || strings.Join(got.Postcodes, " ") != c.postcodes || dep != c.departement || region != c.region {
			t.Errorf("Find(%s) = %+v in %s, %s", c.code, got, dep, region)
		}
		if got.INSEE() != c.code[:5] {
			t.Errorf("INSEE of %s is %s", c.code, got.INSEE())
		}
	}
	if _, ok := Find("99100"); ok {
		t.Error("France is not a commune")
	}
}

func TestEveryCommuneIsWhole(t *testing.T) {
	for _, c := range All() {
		_, _, ok := Departement(c.Departement)
		_, parent := Find(c.Parent)
		found, _ := Find(c.Code)
		if c.Name == "" || !ok || c.Parent != "" && !parent || found.Name != c.Name {
			t.Errorf("%+v", c)
		}
	}
}

func TestSearch(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"manosq", "Manosque"},
		{"MANOSQUE", "Manosque"},
		{"Saint denis", "Saint-Denis, Saint-Denis, Saint-Denis"},
		{"st denis", "Saint-Denis, Saint-Denis, Saint-Denis"},
		{"st", "Strasbourg, Saint-Étienne, Saint-Denis"},
		{"le hav", "Le Havre"},
		{"havre", "Le Havre"},
		{"l'isle adam", "L'Isle-Adam"},
		{"l isle-ad", "L'Isle-Adam"},
		{"évreux", "Évreux"},
		{"evr", "Évry-Courcouronnes, Évreux, Évron"},
		{"chalons en ch", "Châlons-en-Champagne"},
		{"oeuf", "Œuf-en-Ternois"},
		{"paris", "Paris, Paris 15e Arrondissement"},
		{"04100", "Manosque"},
		{"9740", "Saint-Denis"},
		{"75012", "Paris, Paris 12e Arrondissement"},
		{"y", "Y, Yerres, Yutz"},
		{"arbignieu", "Arbignieu"},
		{"zzz", ""}, {"", ""}, {" - ", ""}, {"99999", ""},
	} {
		var got []string
		for _, found := range Search(c.text, 3) {
			got = append(got, found.Name)
		}
		if !strings.HasPrefix(strings.Join(got, ", "), c.want) || c.want == "" && got != nil {
			t.Errorf("Search(%q) = %v, want %s", c.text, got, c.want)
		}
	}
	if got := Search("saint", 0); len(got) != 0 {
		t.Errorf("asked for none, got %v", got)
	}
}

func TestEveryNameIsFoundByItsName(t *testing.T) {
	for i, c := range All() {
		if i%97 != 0 {
			continue // the whole is in the index; a hundredth shows that the way is right
		}
		found := false
		for _, f := range Search(c.Name, 60) {
			found = found || f.Code == c.Code
		}
		if !found {
			t.Errorf("%s (%s) is not found by its name", c.Name, c.Code)
		}
	}
}

func TestFoldLeavesOnlyPlainLetters(t *testing.T) {
	for _, c := range All() {
		if s := Fold(c.Name); s == "" || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789 ") != "" {
			t.Errorf("%q folds to %q", c.Name, s)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		newIndex(decode(unpack(packed)).communes)
	}
}

func BenchmarkSearch(b *testing.B) {
	Warm()
	for _, text := range []string{"s", "saint", "mano", "04", "04100"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				Search(text, 8)
			}
		})
	}
}
