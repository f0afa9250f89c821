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
	l.want(m.ID == "" || idShape.MatchString(m.ID), "an id is made of a-z, 0-9 and -", mendID(m.ID, "-", "acte-naissance"), "id")
	l.want(m.Version == "" || versionShape.MatchString(m.Version), "the version is not a semantic version", "write it like 1.0.0", "version")
	l.want(m.Icon == "" || idShape.MatchString(m.Icon), "an icon is named by a-z, 0-9 and -", "write it like file-text", "icon")
	l.positive("retention_days", m.RetentionDays)
	l.positive("minutes", m.Minutes)
	l.positive("answer_days", m.AnswerDays)
	l.want(m.LegalBasis.URL == "" || webAddress(m.LegalBasis.URL), "not a web address", "write https://…", "legal_basis", "url")
	l.want(m.LegalBasis.DPO == "" || parses(forms.Email, m.LegalBasis.DPO), "not an e-mail address", "write it like dpo@exemple.fr", "legal_basis", "dpo")
	l.want(m.MinKiosk == "" || versionShape.MatchString(m.MinKiosk), "the version is not a semantic version", "write it like 1.0.0", "min_kiosk")
	l.checkValidity()
	l.checkLanguages()
	l.checkAuthority()
	l.checkDocuments()
	l.checkContacts()
}

func (l *loader) checkValidity() {
	v := l.manifest.Validity
	from, okFrom := forms.ParseDay(v.From)
	until, okUntil := forms.ParseDay(v.Until)
	const mend = `write it like "2026-09-01"`
	l.want(v.From == "" || okFrom && from.Day > 0, "not a day", mend, "validity", "from")
	l.want(v.Until == "" || okUntil && until.Day > 0, "not a day", mend, "validity", "until")
	l.want(!okFrom || !okUntil || !until.Before(from), "until is before from", "exchange them", "validity", "until")
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
		l.want(nameShape.MatchString(id), fmt.Sprintf("document %q is not made of a-z, 0-9 and _", id), mendID(id, "_", "livret_famille"), "documents", i)
		l.want(!slices.Contains(docs[:i], id), fmt.Sprintf("document %q stands twice", id), "remove one", "documents", i)
	}
}
