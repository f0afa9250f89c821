package pack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guichet/forms"
)

var (
	idShape   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	langShape = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)
	// versionShape is Semantic Versioning 2.0.0 without its build metadata.
	versionShape = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$`)
)

func (l *loader) checkManifest() {
	m := &l.manifest
	l.want(m.ID == "" || idShape.MatchString(m.ID), "an id is made of a-z, 0-9 and -", "write it like acte-naissance", "id")
	l.want(m.Version == "" || versionShape.MatchString(m.Version), "the version is not a semantic version", "write it like 1.0.0", "version")
	l.want(m.Icon == "" || idShape.MatchString(m.Icon), "an icon is named by a-z, 0-9 and -", "write it like file-text", "icon")
	l.positive("retention_days", m.RetentionDays)
	l.positive("minutes", m.Minutes)
	l.positive("answer_days", m.AnswerDays)
	l.want(m.LegalBasis.URL == "" || webAddress(m.LegalBasis.URL), "not a web address", "write https://…", "legal_basis", "url")
	l.checkLanguages()
	l.checkAuthority()
	l.checkDocuments()
	l.checkContacts()
}

// want reports a fault at a path of pack.yaml where a check does not hold.
func (l *loader) want(holds bool, what, mend string, path ...any) {
	if !holds {
		l.fault(l.manifestDoc.At(path...), what, mend)
	}
}

func (l *loader) positive(key string, n int) {
	l.want(n > 0 || !l.manifestDoc.Has(key), key+" must be at least 1", "write a whole number", key)
}

func webAddress(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	return ok && strings.Contains(rest, ".") && !strings.ContainsAny(s, " \t\n\"<>")
}

func (l *loader) checkLanguages() {
	langs := l.manifest.Languages
	l.want(len(langs) > 0 || !l.manifestDoc.Has("languages"), "the pack has no language", "write [fr, fr-x-falc, en]", "languages")
	for i, lang := range langs {
		l.want(langShape.MatchString(string(lang)), fmt.Sprintf("%q is not a language tag", lang), "write it like fr, fr-x-falc, en", "languages", i)
		l.want(!slices.Contains(langs[:i], lang), fmt.Sprintf("language %q stands twice", lang), "remove one", "languages", i)
	}
}

func (l *loader) checkAuthority() {
	a := l.manifest.Authority
	l.want(a.Siret == "" || forms.ValidSIRET(a.Siret), "not a SIRET: 14 digits with a key", "compare it with annuaire-entreprises.data.gouv.fr", "authority", "siret")
	l.checkReach(a.Phone, a.Email, "authority")
}

// checkReach checks a phone number and an e-mail address where they are given.
func (l *loader) checkReach(phone, email string, path ...any) {
	l.want(phone == "" || parses(forms.Phone, phone), "not a phone number", "write it between quotes, like \"04 92 00 00 00\"", append(slices.Clone(path), "phone")...)
	l.want(email == "" || parses(forms.Email, email), "not an e-mail address", "write it like mairie@exemple.fr", append(slices.Clone(path), "email")...)
}

func parses(t forms.Type, v string) bool {
	_, problem := forms.Parse(&forms.Page{ID: "x", Type: t}, forms.Input{forms.Value: v}, forms.Day{})
	return problem == nil
}

func (l *loader) checkDocuments() {
	docs := l.manifest.Documents
	for i, id := range docs {
		l.want(nameShape.MatchString(id), fmt.Sprintf("document %q is not made of a-z, 0-9 and _", id), "write it like livret_famille", "documents", i)
		l.want(!slices.Contains(docs[:i], id), fmt.Sprintf("document %q stands twice", id), "remove one", "documents", i)
	}
}

// leastHumans is how many people a citizen can turn to (criterion of the
// Observatoire de la qualité des démarches: two means of human contact).
const leastHumans = 2

func (l *loader) checkContacts() {
	humans := 0
	seen := map[string]bool{}
	for i, c := range l.manifest.Contacts {
		if c.Human {
			humans++
		}
		l.want(c.ID == "" || nameShape.MatchString(c.ID), fmt.Sprintf("contact %q is not made of a-z, 0-9 and _", c.ID), "write it like accueil", "contacts", i, "id")
		l.want(c.ID == "" || !seen[c.ID], fmt.Sprintf("contact %q stands twice", c.ID), "give each its own id", "contacts", i, "id")
		l.want(c.Phone+c.Email+strings.Join(c.Address, "") != "", "nobody can reach this contact", "add phone, email or address", "contacts", i)
		l.checkReach(c.Phone, c.Email, "contacts", i)
		seen[c.ID] = true
	}
	l.want(humans >= leastHumans || !l.manifestDoc.Has("contacts"), fmt.Sprintf("%d of the contacts are people, %d must be", humans, leastHumans), "add contacts with human: true", "contacts")
}
