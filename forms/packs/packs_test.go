package packs

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/pack"
)

func TestNames(t *testing.T) {
	if got, want := Names(), []string{"acte-naissance", "cantine"}; !slices.Equal(got, want) {
		t.Errorf("Names() = %v, want %v", got, want)
	}
}

func TestLoadUnknownPack(t *testing.T) {
	if _, err := Load("passeport"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load(passeport): %v, want fs.ErrNotExist", err)
	}
}

func TestAllLoadWithoutAFault(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatalf("All:\n%v", err)
	}
	for i, name := range Names() {
		if all[i].Manifest.ID != name {
			t.Errorf("the folder %s holds the pack %s", name, all[i].Manifest.ID)
		}
	}
}

func TestManifestsAnnounceAllThatACitizenNeeds(t *testing.T) {
	for _, p := range loadAll(t) {
		m := p.Manifest
		t.Run(m.ID, func(t *testing.T) {
			if want := []forms.Lang{forms.French, forms.EasyFrench, forms.English}; !slices.Equal(m.Languages, want) {
				t.Errorf("languages %v, want %v", m.Languages, want)
			}
			if m.Minutes < 1 || m.Minutes > 15 {
				t.Errorf("%d minutes: a visit at a kiosk is 1 to 15", m.Minutes)
			}
			if n := humans(m); n < 2 {
				t.Errorf("%d human contacts, want at least 2", n)
			}
			if !strings.HasPrefix(m.LegalBasis.URL, "https://www.legifrance.gouv.fr/") {
				t.Errorf("legal basis %q is not on Légifrance", m.LegalBasis.URL)
			}
		})
	}
}

// TestPhonesAreOfTheFictionalTown: a real service must never be called because
// somebody tried the demonstration.
func TestPhonesAreOfTheFictionalTown(t *testing.T) {
	for _, p := range loadAll(t) {
		phones := []string{p.Manifest.Authority.Phone}
		for _, c := range p.Manifest.Contacts {
			phones = append(phones, c.Phone)
		}
		for _, phone := range phones {
			if !strings.HasPrefix(phone, "04 65 71 00 ") {
				t.Errorf("%s: %s is outside 04 65 71 00 xx", p.Manifest.ID, phone)
			}
		}
	}
}

func humans(m pack.Manifest) int {
	n := 0
	for _, c := range m.Contacts {
		if c.Human && c.Phone != "" {
			n++
		}
	}
	return n
}

func loadAll(t *testing.T) []*pack.Pack {
	t.Helper()
	all, err := All()
	if err != nil {
		t.Fatalf("All:\n%v", err)
	}
	return all
}

func load(t *testing.T, name string) *pack.Pack {
	t.Helper()
	p, err := Load(name)
	if err != nil {
		t.Fatalf("Load(%s):\n%v", name, err)
	}
	return p
}
