package preview

import (
	"fmt"
	"strings"

	"guichet/forms"
	"guichet/kiosk/receipt"
	"guichet/kiosk/words"
)

// facts are what a mayor signs for: who answers, what the law says, what is
// kept, who can be reached.
func (b *builder) facts() []fact {
	p := b.pack
	out := []fact{
		{"Qui répond", lines(p.Authority.Name, p.Authority.Service, strings.Join(p.Authority.Address, ", "), words.Phone(p.Authority.Phone), p.Authority.Email)},
		{"Ce que dit la loi", lines(b.texts.Text("pack.legal"), p.LegalBasis.URL)},
		{"Temps pour répondre aux questions", lines("environ " + count(p.Minutes, "minute"))},
		{"Réponse de la mairie", lines("au plus tard " + count(p.AnswerDays, "jour") + " après la demande")},
		{"Ce qui est gardé", lines(count(p.RetentionDays, "jour"), b.texts.Text("pack.keep"))},
		{"Documents à apporter", b.documents()},
	}
	for i, c := range receipt.OfPack(p, forms.French).Contacts {
		out = append(out, fact{fmt.Sprintf("Contact %d", i+1), lines(c.Name, c.Hours, phone(c.Phone), c.Email, strings.Join(c.Address, ", "))})
	}
	out = append(out, b.season()...)
	var langs []string // all of them, drawn here or not
	for _, l := range p.Languages {
		langs = append(langs, langName(l))
	}
	return append(out, fact{"Langues", langs}, fact{"Où va la demande", b.outputs()})
}

// langName is a language under its own name.
func langName(l forms.Lang) string { return words.For(l).Text("session.language") }

// season is when the procedure is offered, where that has an end.
func (b *builder) season() []fact {
	french := words.For(forms.French)
	var says []string
	if d, ok := forms.ParseDay(b.pack.Validity.From); ok {
		says = append(says, "à partir du "+forms.FormatDay(d, french))
	}
	if d, ok := forms.ParseDay(b.pack.Validity.Until); ok {
		says = append(says, "jusqu’au "+forms.FormatDay(d, french))
	}
	if len(says) == 0 {
		return nil
	}
	return []fact{{"La borne la propose", says}}
}

// outputNames say where a submission goes.
var outputNames = map[string]string{
	"csv": "un tableau pour les agents", "json": "un fichier pour un autre logiciel", "webhook": "un autre logiciel",
	"ds-prefill": "un dossier sur demarche.numerique.gouv.fr", "publik": "un formulaire Publik",
}

func (b *builder) outputs() []string {
	out := []string{"le bureau des agents, chiffrée"}
	for _, o := range b.pack.Outputs {
		if name, ok := outputNames[o.Kind]; ok {
			out = append(out, strings.TrimSpace(name+" "+o.URL))
		}
	}
	return out
}

func (b *builder) documents() []string {
	var out []string
	for _, id := range b.pack.Documents {
		out = append(out, b.texts.Text("document."+id))
	}
	if len(out) == 0 {
		return []string{"aucun"}
	}
	return out
}

func phone(number string) string {
	if number == "" {
		return ""
	}
	return words.Phone(number)
}

// lines leaves out what is empty.
func lines(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// kinds name the types of pages.
var kinds = map[forms.Type]string{
	forms.YesNo:        "Oui ou non",
	forms.ChoiceOne:    "Une réponse à choisir",
	forms.ChoiceMany:   "Plusieurs réponses à choisir",
	forms.ShortText:    "Un texte court",
	forms.LongText:     "Un texte",
	forms.Number:       "Un nombre",
	forms.Money:        "Une somme",
	forms.Date:         "Une date",
	forms.Name:         "Un nom et des prénoms",
	forms.Civility:     "Madame ou monsieur",
	forms.Address:      "Une adresse",
	forms.Commune:      "Une commune de France",
	forms.Phone:        "Un numéro de téléphone",
	forms.Email:        "Une adresse e-mail",
	forms.IBAN:         "Un numéro de compte",
	forms.NIR:          "Un numéro de sécurité sociale",
	forms.SIRET:        "Un numéro d’entreprise",
	forms.Declaration:  "Un engagement",
	forms.Repeat:       "Plusieurs fois les mêmes questions",
	forms.ChoiceLinked: "Une réponse à choisir, en deux temps",
	forms.MonthYear:    "Un mois et une année",
	forms.Country:      "Un pays",
	forms.File:         "Un document à apporter",
	forms.Signature:    "Une signature avec le doigt",
	forms.Explanation:  "Une explication",
}

// notes are what the picture does not show.
func (b *builder) notes(p *forms.Page) []string {
	var out []string
	if p.Optional {
		out = append(out, "On peut laisser cette question sans réponse.")
	}
	if p.Unknown {
		out = append(out, "«\u00a0Je ne sais pas\u00a0» est une réponse.")
	}
	if p.Type == forms.Repeat {
		out = append(out, repeatNote(p))
	}
	if key := p.Key("why"); b.texts.Has(key) {
		out = append(out, "«\u00a0Pourquoi cette question\u00a0?\u00a0» "+b.texts.Text(key, "n", "1"))
	}
	for i, s := range p.Pitfalls(b.texts) {
		out = append(out, fmt.Sprintf("Erreur fréquente %d\u00a0: %s", i+1, s))
	}
	return out
}

func repeatNote(p *forms.Page) string {
	most := int64(forms.MaxInstances)
	if p.Max != nil {
		most = *p.Max
	}
	return fmt.Sprintf("Ces questions se posent jusqu’à %d fois.", most)
}
