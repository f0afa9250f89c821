package session

import (
	"strings"
	"sync"
	"testing/fstest"

	"guichet/forms/pack"
)

// samplePack has one page of each kind that the session draws in its own way.
var samplePack = sync.OnceValue(func() Procedure { return loadSample(sampleForm) })

// plainPack declares nothing itself: the kiosk's own declaration comes.
func plainPack() Procedure {
	form, _, _ := strings.Cut(sampleForm, "  - {id: engagement")
	return loadSample(form)
}

func loadSample(form string) Procedure {
	files := fstest.MapFS{
		"pack.yaml": {Data: []byte(sampleManifest)}, "form.yaml": {Data: []byte(form)},
		"i18n/fr.yaml": {Data: []byte(sampleTexts(form, "fr"))},
		"i18n/en.yaml": {Data: []byte(sampleTexts(form, "en"))},
	}
	p, err := pack.Load(files)
	if err != nil {
		panic(err) // the texts are below
	}
	return p
}

const sampleManifest = `
id: sortie
version: 1.2.3
languages: [fr, en]
minutes: 8
answer_days: 15
retention_days: 400
authority:
  name: Mairie de Saint-Éloi
  service: Service jeunesse
  siret: "21049990100010"
  address: ["1, place de la Mairie"]
  phone: "04 92 00 00 00"
legal_basis: {url: "https://www.legifrance.gouv.fr/"}
documents: [carnet]
contacts:
  - {id: accueil, human: true, phone: "04 92 00 00 00", hours: "Mo-Fr 09:00-12:00", address: ["1, place de la Mairie"]}
  - {id: jeunesse, human: true, hours: "We 14:00-17:00", phone: "04 92 00 00 10", email: jeunesse@saint-eloi.fr}
`

const sampleForm = `
sections: [enfant, sortie]
exits:
  - {id: ailleurs, url: "https://ailleurs.example/"}
pages:
  - {id: enfant_nom, section: enfant, type: name}
  - {id: enfant_naissance, section: enfant, type: date, unknown_day: true}
  - {id: civilite, section: enfant, type: civility}
  - id: commune
    section: enfant
    type: commune
    leave:
      - {if: {not: {in_departement: [commune, "04"]}}, to: ailleurs}
  - {id: classe, section: enfant, type: choice_one, choices: [petite, grande], unknown: true}
  - {id: rappel, section: sortie, type: explanation}
  - {id: jours, section: sortie, type: choice_many, choices: [mercredi, samedi], min: 1}
  - {id: remarque, section: sortie, type: text, optional: true}
  - id: personnes
    section: sortie
    type: repeat
    min: 0
    max: 2
    summary_from: personne_nom
    pages:
      - {id: personne_nom, type: name}
      - {id: personne_tel, type: phone}
  - {id: nage, section: sortie, type: yes_no}
  - {id: engagement, section: sortie, type: declaration}
`

// sampleTexts are the same sentences in both languages, with a mark.
func sampleTexts(form, lang string) string {
	texts := strings.ReplaceAll(sampleSentences, "LANG", lang)
	if !strings.Contains(form, "engagement") {
		texts, _, _ = strings.Cut(texts, "engagement:")
	}
	return texts
}

const sampleSentences = `
pack:
  title: "Inscrire mon enfant à une sortie (LANG)"
  subject: "Sortie (LANG)"
  intro: "Vous inscrivez un enfant à une sortie. (LANG)"
  next: "Le service jeunesse vous appelle. (LANG)"
  keep: "La mairie garde votre demande 400 jours. (LANG)"
  legal: "La loi le permet. (LANG)"
section: {enfant: "Votre enfant", sortie: "La sortie"}
exit:
  ailleurs:
    title: "Adressez-vous à votre mairie (LANG)"
    text: "Cette sortie est pour le département 04."
    address: "Préfecture, 13006 Marseille"
document: {carnet: "Le carnet de santé (LANG)"}
contact:
  accueil: {name: "L’accueil", hours: "De 9 h à 17 h"}
  jeunesse: {name: "Le service jeunesse", hours: "Le mercredi"}
enfant_nom:
  title: "Comment s’appelle votre enfant ? (LANG)"
  help: "Comme sur le livret de famille."
  why: "Nous préparons sa carte."
  example: "Martin"
enfant_naissance: {title: "Quand votre enfant est-il né ? (LANG)"}
civilite: {title: "Comment vous appeler ? (LANG)"}
commune: {title: "Où habitez-vous ? (LANG)"}
classe:
  title: "Quelle classe ? (LANG)"
  choice: {petite: "Petite section", grande: "Grande section"}
rappel: {title: "La sortie dure un jour (LANG)", text: "Préparez un repas froid."}
jours:
  title: "Quels jours ? (LANG)"
  choice: {mercredi: "Le mercredi", samedi: "Le samedi"}
remarque: {title: "Voulez-vous ajouter une remarque ? (LANG)"}
personnes:
  title: "Qui vient chercher votre enfant ? (LANG)"
  more: "Ajouter une autre personne ? (LANG)"
  item: "Personne {n}"
personne_nom: {title: "Nom de la personne {n} (LANG)"}
personne_tel: {title: "Téléphone de la personne {n} (LANG)"}
nage: {title: "Votre enfant sait-il nager ? (LANG)"}
engagement:
  title: "Votre accord (LANG)"
  text: "Vous répondez de votre enfant."
  agree: "Je suis d’accord"
`
