package desk

import (
	"strings"
	"testing"

	"guichet/kiosk/hub/store"
)

func TestPresents(t *testing.T) {
	d := quiet(t, Settings{Services: []Service{
		named("a", func(s *Service) { s.Names = map[string]string{"fr": "État civil", "en": "Civil registry"} }),
		named("b", func(s *Service) { s.Names["fr"] = "Enfance, jeunesse, écoles et restauration scolaire" }),
	}})
	for _, x := range []struct{ town, service, lang, want string }{
		{"29233", "a", "fr", "Camille Roux, État civil, mairie de Quimperlé"},
		{"29233", "a", "fr-x-falc", "Camille Roux, État civil, mairie de Quimperlé"},
		{"29233", "a", "en", "Camille Roux, Civil registry, Quimperlé town hall"},
		{"29233", "a", "ar", "Camille Roux, État civil, mairie de Quimperlé"},
		{"29233", "b", "fr", "Camille Roux, mairie de Quimperlé"}, // no room for the service
		{"29233", "gone", "fr", "Camille Roux, mairie de Quimperlé"},
		{"04999", "a", "fr", "Camille Roux, État civil"}, // no commune has this code
		{"", "a", "fr", "Camille Roux, État civil"},
	} {
		u := store.User{Login: "camille", Name: "Camille Roux", Town: x.town}
		if got := d.presents(u, x.service, x.lang); got != x.want {
			t.Errorf("%s, %s, %s: %q, want %q", x.town, x.service, x.lang, got, x.want)
		}
	}
}

func TestOfTown(t *testing.T) {
	for name, want := range map[string]string{
		"Quimperlé": "de Quimperlé", "Auray": "d’Auray", "Évry": "d’Évry", "Le Mans": "du Mans", "Les Sables-d’Olonne": "des Sables-d’Olonne",
		"La Rochelle": "de La Rochelle", "L’Île-Rousse": "de L’Île-Rousse", "Haguenau": "de Haguenau", "Yvetot": "d’Yvetot", "Lens": "de Lens",
	} {
		if got := ofTown(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestTextsOfAllLanguages: each language has each text.
func TestTextsOfAllLanguages(t *testing.T) {
	for lang, words := range texts {
		if got := strings.Join(words.Keys(), " "); got != strings.Join(texts["fr"].Keys(), " ") {
			t.Errorf("%s has %s", lang, got)
		}
	}
}
