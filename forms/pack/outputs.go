package pack

import (
	"fmt"
	"regexp"
	"slices"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Output is one place where a submission goes: outputs.yaml.
type Output struct {
	Kind string `yaml:"kind,required" oneof:"paper csv json webhook ds-prefill publik"`

	// Paper is what is printed, of [Papers].
	Paper string `yaml:"paper"`
	// URL is where a webhook, a Publik site or a demarche.numerique site
	// listens. No secret stands in a pack: the hub knows them by this address.
	URL string `yaml:"url"`
	// Demarche is the number of the démarche that a dossier is prefilled for.
	Demarche int `yaml:"demarche"`
	// Form is the slug of a form of Publik.
	Form string `yaml:"form"`
	// Fields say which of our pages fills which of their fields: "nom.family"
	// is a field of an answer, "nom" its value. For ds-prefill:
	// {champ_Q2hhbXAtMTIz: enfant_nom.given}; for publik: {var_prenom: …}.
	Fields map[string]string `yaml:"fields"`
}

// Papers are what an output of kind paper may print: the récépissé, the list
// of what to bring, the filled sheet.
var Papers = []string{"receipt", "documents", "sheet"}

// DefaultOutputs are those of a pack without outputs.yaml: the receipt is
// printed, and agents read the submission at their desk.
func DefaultOutputs() []Output { return []Output{{Kind: "paper", Paper: "receipt"}} }

type rawOutputs struct {
	Outputs []Output `yaml:"outputs,required"`
}

// outputKeys are the keys of each kind; the first ones are needed.
var outputKeys = map[string]struct{ needs, may []string }{
	"paper":      {[]string{"paper"}, nil},
	"csv":        {},
	"json":       {},
	"webhook":    {[]string{"url"}, nil},
	"ds-prefill": {[]string{"demarche", "fields"}, []string{"url"}},
	"publik":     {[]string{"url", "form", "fields"}, nil},
}

var theirFields = map[string]*regexp.Regexp{
	"ds-prefill": regexp.MustCompile(`^(champ_[A-Za-z0-9+/=_-]+|identite_(prenom|nom|genre))$`),
	"publik":     regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`),
}

func (l *loader) readOutputs() []Output {
	var raw rawOutputs
	doc := l.decodeOptional("outputs.yaml", &raw)
	if doc == nil {
		return DefaultOutputs()
	}
	if n := len(raw.Outputs); n > maxOutputs {
		l.fault(doc.At("outputs"), fmt.Sprintf("%d outputs, at most %d", n, maxOutputs), "remove some")
		return nil
	}
	for i, o := range raw.Outputs {
		l.checkOutput(doc, o, i)
	}
	return raw.Outputs
}

func (l *loader) checkOutput(doc *strictyaml.Doc, o Output, i int) {
	keys, ok := outputKeys[o.Kind]
	if !ok {
		return // a fault, and said so
	}
	for _, key := range []string{"paper", "url", "demarche", "form", "fields"} {
		has := doc.Has("outputs", i, key)
		if slices.Contains(keys.needs, key) && !has {
			l.fault(doc.At("outputs", i), fmt.Sprintf("an output of kind %s needs %s", o.Kind, key), "add it")
		}
		if has && !slices.Contains(keys.needs, key) && !slices.Contains(keys.may, key) {
			l.fault(doc.At("outputs", i, key), fmt.Sprintf("%s means nothing for kind %s", key, o.Kind), "remove it")
		}
	}
	l.checkTarget(doc, o, i)
	for theirs, ours := range o.Fields {
		l.checkField(doc.At("outputs", i, "fields", theirs), o.Kind, theirs, ours)
	}
}

func (l *loader) checkTarget(doc *strictyaml.Doc, o Output, i int) {
	if o.Paper != "" && !slices.Contains(Papers, o.Paper) {
		l.fault(doc.At("outputs", i, "paper"), fmt.Sprintf("unknown paper %q", o.Paper), strictyaml.MendName(o.Paper, Papers))
	}
	if o.URL != "" && !webAddress(o.URL) {
		l.fault(doc.At("outputs", i, "url"), "not a web address", "write https://…")
	}
	if doc.Has("outputs", i, "demarche") && o.Demarche < 1 {
		l.fault(doc.At("outputs", i, "demarche"), "not the number of a démarche", "write the number in its address")
	}
	if o.Form != "" && !idShape.MatchString(o.Form) {
		l.fault(doc.At("outputs", i, "form"), "not the slug of a form", "write it like inscription-cantine")
	}
}

// checkField checks a pair of their field and ours.
func (l *loader) checkField(at strictyaml.Place, kind, theirs, ours string) {
	if shape := theirFields[kind]; shape != nil && !shape.MatchString(theirs) {
		l.fault(at, fmt.Sprintf("%q is no field of %s", theirs, kind), "copy it from the schema of the form there")
	}
	known := l.answerFields()
	if l.formDoc != nil && !slices.Contains(known, ours) {
		l.fault(at, fmt.Sprintf("no page gives %q", ours), strictyaml.MendName(ours, known))
	}
}

// answerFields are "nom.family" and, for a page with one value, "telephone";
// computed values too. A page in a repeat has many answers, and none here.
func (l *loader) answerFields() []string {
	var out []string
	for i := range l.form.Pages {
		p := &l.form.Pages[i]
		for _, f := range p.Fields() {
			if f.Name == forms.Value {
				out = append(out, p.ID)
				continue
			}
			out = append(out, p.ID+"."+f.Name)
		}
		switch p.Type {
		case forms.Date, forms.MonthYear:
			out = append(out, p.ID)
		case forms.Commune:
			out = append(out, p.ID+".name", p.ID+".postcode", p.ID+".departement", p.ID+".region")
		}
	}
	for _, c := range l.form.Computed {
		out = append(out, c.ID)
	}
	return out
}
