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
	want := []string{"acte-naissance", "cantine", "carte-identite", "listes-electorales", "recensement-citoyen"}
	if got := Names(); !slices.Equal(got, want) {
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

// TestPapersOfEachPack: a filled sheet names a person, so only the procedures
// whose purpose it is print one.
func TestPapersOfEachPack(t *testing.T) {
	want := map[string]string{
		"acte-naissance": "receipt", "cantine": "receipt", "recensement-citoyen": "receipt documents",
		"carte-identite": "sheet documents receipt", "listes-electorales": "receipt documents",
	}
	for _, p := range loadAll(t) {
		var papers []string
		for _, o := range p.Outputs {
			if o.Kind == "paper" {
				papers = append(papers, o.Paper)
			}
		}
		if got := strings.Join(papers, " "); got != want[p.ID] {
			t.Errorf("%s prints %s, want %s", p.ID, got, want[p.ID])
		}
	}
}

// TestAcknowledgementWhereTheLawWantsOne: CRPA, L112-3 and R112-4.
func TestAcknowledgementWhereTheLawWantsOne(t *testing.T) {
	for _, p := range loadAll(t) {
		_, has := p.Notifications["accuse_reception"]
		if want := p.ID == "cantine"; has != want {
			t.Errorf("%s has an accusé de réception: %v, want %v", p.ID, has, want)
		}
	}
}

func TestEachPackRemindsAndCanBeReached(t *testing.T) {
	for _, p := range loadAll(t) {
		if len(p.Form.Reminders) == 0 {
			t.Errorf("%s reminds of nothing", p.ID)
		}
		if p.LegalBasis.DPO == "" {
			t.Errorf("%s: nobody to write to about personal data", p.ID)
		}
		for _, c := range p.Contacts {
			if _, ok := c.Opening(); !ok {
				t.Errorf("%s: %s has no hours", p.ID, c.ID)
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
