package cog

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryCountryIsWhole(t *testing.T) {
	all := Countries()
	if len(all) != 250 { // the 249 of ISO 3166-1 and Kosovo
		t.Errorf("%d countries", len(all))
	}
	var without []string
	for i, c := range all {
		if len(c.Code) != 2 || c.french == "" || c.english == "" || i > 0 && all[i-1].Code >= c.Code {
			t.Errorf("%+v", c)
		}
		switch {
		case c.INSEE == "":
			without = append(without, c.Code)
		case len(c.INSEE) != 5 || !strings.HasPrefix(c.INSEE, "99"):
			t.Errorf("%s has the INSEE code %s", c.Code, c.INSEE)
		}
	}
	if got := strings.Join(without, " "); got != "BL GF GP MF MQ NC PF PM RE TF WF YT" {
		t.Errorf("without an INSEE code: %s; want what is part of France", got)
	}
}

// TestAStateHasItsOwnINSEECode: only dependencies of one country share one.
func TestAStateHasItsOwnINSEECode(t *testing.T) {
	shared := map[string]string{
		"99161": "GG IM JE", "99265": "CC CX HM", "99425": "AI BM KY MS TC VG",
		"99427": "FK GS", "99432": "PR VI", "99505": "AS GU MP UM",
	}
	got := map[string][]string{}
	for _, c := range Countries() {
		got[c.INSEE] = append(got[c.INSEE], c.Code)
	}
	delete(got, "")
	for insee, codes := range got {
		if len(codes) > 1 && strings.Join(codes, " ") != shared[insee] {
			t.Errorf("%s stands for %v", insee, codes)
		}
	}
}

func TestCountryByCode(t *testing.T) {
	for _, c := range []struct{ code, insee, french, english string }{
		{"FR", "99100", "France", "France"},
		{"BE", "99131", "Belgique", "Belgium"},
		{"DZ", "99352", "Algérie", "Algeria"},
		{"CG", "99324", "Congo-Brazzaville", "Congo - Brazzaville"},
		{"CD", "99312", "Congo-Kinshasa", "Congo - Kinshasa"},
		{"KP", "99238", "Corée du Nord", "North Korea"},
		{"KR", "99239", "Corée du Sud", "South Korea"},
		{"DM", "99438", "Dominique", "Dominica"},
		{"DO", "99408", "République dominicaine", "Dominican Republic"},
		{"NE", "99337", "Niger", "Niger"},
		{"NG", "99338", "Nigeria", "Nigeria"},
		{"SD", "99343", "Soudan", "Sudan"},
		{"SS", "99349", "Soudan du Sud", "South Sudan"},
		{"XK", "99157", "Kosovo", "Kosovo"},
		{"PS", "99261", "Palestine", "Palestine"},
		{"HK", "99230", "Hong Kong", "Hong Kong"},
		{"SZ", "99391", "Eswatini", "Eswatini"},
		{"CV", "99396", "Cap-Vert", "Cape Verde"},
		{"GP", "", "Guadeloupe", "Guadeloupe"},
	} {
		got, ok := CountryByCode(c.code)
		if !ok || got.INSEE != c.insee || got.Name("fr") != c.french || got.Name("en") != c.english {
			t.Errorf("%s: %+v", c.code, got)
		}
	}
	for _, code := range []string{"", "fr", "ZZ", "EU", "UK", "FRA", "99100"} {
		if c, ok := CountryByCode(code); ok {
			t.Errorf("CountryByCode(%q) = %+v", code, c)
		}
	}
}

func TestNameByLanguage(t *testing.T) {
	c, _ := CountryByCode("DE")
	for lang, want := range map[string]string{
		"fr": "Allemagne", "fr-x-falc": "Allemagne", "en": "Germany", "en-GB": "Germany", "ar": "Allemagne", "": "Allemagne",
	} {
		if got := c.Name(lang); got != want {
			t.Errorf("Name(%q) = %s", lang, got)
		}
	}
}

func TestFindCountries(t *testing.T) {
	for _, c := range []struct{ typed, lang, want string }{
		{"belg", "fr", "BE"},
		{"BELGIQUE", "fr", "BE"},
		{"belgium", "en", "BE"},
		{"etats", "fr", "US UM VI"},
		{"unis", "fr", "AE US UM VI"},
		{"égy", "fr", "EG"}, {"egypt", "fr", "EG"},
		{"cote d ivoire", "fr", "CI"}, {"côte d’iv", "fr", "CI"}, {"cote d'iv", "fr", "CI"},
		{"coree", "fr", "KP KR"},
		{"niger", "fr", "NE NG"},
		{"guinée", "fr", "GN GW GQ PG"},
		{"birmanie", "fr", "MM"},
		{"türkiye", "fr", "TR"},
		{"swaziland", "fr", "SZ"},
		{"république tch", "fr", "CZ"},
		{"réunion", "fr", "RE"},
		{"curac", "fr", "CW"},
		{"germ", "fr", "DE"}, {"allem", "en", "DE"},
		{"xyz", "fr", ""}, {"", "fr", ""}, {" - ", "fr", ""},
	} {
		var got []string
		for _, found := range FindCountries(c.typed, c.lang, 4) {
			got = append(got, found.Code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("FindCountries(%q, %s) = %v, want %s", c.typed, c.lang, got, c.want)
		}
	}
	if got := FindCountries("a", "fr", 3); len(got) != 3 || got[0].Code != "AF" {
		t.Errorf("three that begin with a: %v", got)
	}
	if FindCountries("a", "fr", 0) != nil || FindCountries("a", "fr", -1) != nil {
		t.Error("asked for none")
	}
}

func TestEveryCountryIsFoundByEachOfItsNames(t *testing.T) {
	for _, c := range Countries() {
		for lang, name := range map[string]string{"fr": c.french, "en": c.english} {
			found := FindCountries(name, lang, 3)
			if !slices.ContainsFunc(found, func(f Country) bool { return f.Code == c.Code }) {
				t.Errorf("%s is not found by %s", c.Code, name)
			}
		}
		for _, r := range Fold(c.french) + Fold(c.english) {
			if plainSign(r) != r {
				t.Errorf("%s: a letter that nobody can type: %c", c.Code, r)
			}
		}
	}
}

func BenchmarkFindCountries(b *testing.B) {
	Countries()
	for b.Loop() {
		FindCountries("gui", "fr", 8)
	}
}
