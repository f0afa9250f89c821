package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guichet/forms"
)

// yours are words that say tu. There is no better sentence: its verb says tu too.
var yours = []string{"ton", "ta", "tes", "toi", "tu", "t"}

func (l *linter) tu(t text, s string, ts []token) {
	for i, one := range ts {
		if !slices.Contains(yours, one.lower) || !saysTu(s, ts, i) {
			continue
		}
		level := Error
		if one.lower == "ton" || one.lower == "ta" {
			level = Advice // “le ton” is a noun
		}
		l.say(t, level, "vous", s, fmt.Sprintf("“%s” says tu", s[one.from:one.to]), "", "write vous, votre or vos, with their verb")
		return
	}
}

// saysTu leaves a t alone that is neither t’ nor -t-: "Tarif T 2".
func saysTu(s string, ts []token, i int) bool {
	return ts[i].lower != "t" || elisionEnd(s, ts[i].to) > ts[i].to
}

// futures are forms that the rule for verbs in -er does not make.
var futures = map[string]string{
	"sera": "est", "seront": "sont", "serez": "êtes", "aura": "a", "auront": "ont", "aurez": "avez",
	"pourra": "peut", "pourront": "peuvent", "pourrez": "pouvez", "devra": "doit", "devront": "doivent", "devrez": "devez",
	"fera": "fait", "feront": "font", "ferez": "faites", "viendrez": "venez", "viendra": "vient", "irez": "allez", "ira": "va",
	"recevrez": "recevez", "recevra": "reçoit", "recevront": "reçoivent", "enverra": "envoie", "enverrez": "envoyez",
	"saurez": "savez", "voudrez": "voulez", "verrez": "voyez", "prendra": "prend", "prendrez": "prenez",
	"répondra": "répond", "répondrez": "répondez", "rendra": "rend", "écrira": "écrit", "lira": "lit", "dira": "dit",
	"remettra": "remet", "remettrez": "remettez", "paierez": "payez", "appellera": "appelle", "appellerez": "appelez",
}

func (l *linter) future(t text, s string, ts []token) {
	for _, one := range ts {
		if now, ok := present(one.lower); ok {
			l.say(t, Advice, "future", s, fmt.Sprintf("“%s” is in the future", s[one.from:one.to]), replace(s, one.from, one.to, now), "")
		}
	}
}

// present is the present tense of a verb in the future. Of those in -er it is
// made by rule: "donnerez", "donnera", "donneront". No present ends in -erez:
// "préférez" has an accent.
func present(verb string) (string, bool) {
	if now, ok := futures[verb]; ok {
		return now, true
	}
	for _, e := range futureEndings {
		stem, ok := strings.CutSuffix(verb, e.future)
		if ok && len(stem) > 2 && !slices.ContainsFunc(oddStems, func(odd string) bool { return strings.Contains(stem, odd) }) {
			return stem + e.present, true
		}
	}
	return "", false
}

var futureEndings = []struct{ future, present string }{{"erez", "ez"}, {"era", "e"}, {"eront", "ent"}}

// oddStems change their letters in the present: appellera, paiera, verra.
var oddStems = []string{"ell", "ett", "è", "ai", "err"}

// moving are the verbs whose past has être without being a passive, and
// participles that are but adjectives.
var moving = []string{
	"né", "née", "nés", "nées", "venu", "venue", "venus", "allé", "allée", "allés", "arrivé", "arrivée", "parti", "partie",
	"entré", "entrée", "sorti", "sortie", "resté", "restée", "devenu", "devenue", "mort", "décédé", "décédée", "passé", "passée",
	"marié", "mariée", "mariés", "séparé", "séparée", "séparés", "divorcé", "divorcée", "pacsé", "pacsée", "âgé", "âgée",
	"fermé", "fermée", "périmé", "périmée", "périmés", "périmées", "ouvert", "ouverte", "situé", "située", "obligé", "obligée", "autorisé", "autorisée", "concerné", "concernée",
	"pressé", "handicapé", "handicapée", "isolé", "isolée", "blessé", "terminé", "terminée", "privé", "privée", "réfugié", "réfugiée", "intéressé", "intéressée",
}

// participle is é and its forms, and the commonest that end otherwise.
var participle = regexp.MustCompile(`(é|ée|és|ées|^(pris|mis|remis|transmis|inscrit|reçu|rendu|fait|établi|fourni|rempli|choisi|défini|conduit)(e|s|es)?)$`)

// passive looks for être with a participle: "est étudiée", "a été prise".
func (l *linter) passive(t text, s string, ts []token) {
	for i := 0; i+1 < len(ts); i++ {
		be, next := ts[i].lower, ts[i+1].lower
		if be != "été" && !slices.Contains([]string{"est", "sont", "sera", "seront", "soit", "êtes", "était", "étaient"}, be) {
			continue
		}
		if be != "été" && (i == 0 || slices.Contains([]string{"c", "qui", "n"}, ts[i-1].lower) && be != "sont") {
			continue
		}
		if participle.MatchString(next) && len(next) > 3 && !slices.Contains(moving, next) && !slices.Contains([]string{"très", "jamais", "depuis", "puis", "assez"}, next) {
			l.say(t, Advice, "passive", s, fmt.Sprintf("“%s %s” does not say who does it", s[ts[i].from:ts[i].to], s[ts[i+1].from:ts[i+1].to]), "",
				"begin with who does it: “La mairie étudie votre demande.”")
			return
		}
	}
}

// denials are what makes a negation of ne; seconds are negations in disguise.
var (
	denials = []string{"pas", "jamais", "rien", "aucun", "aucune", "plus"}
	seconds = []string{"sans", "impossible", "inutile", "interdit", "interdite", "refuser", "incomplet", "incomplète", "invalide", "sauf"}
)

// doubleNo finds a second negation behind the first: "ne … pas … sans".
func (l *linter) doubleNo(t text, s string, ts []token) {
	denied := false
	for i, one := range ts {
		switch {
		case denied && (slices.Contains(seconds, one.lower) || isNe(s, one) && i+2 < len(ts)):
			l.say(t, Advice, "double-no", s, "two negations in one sentence", "", "say what is so, or what to do")
			return
		case slices.Contains(denials, one.lower) && slices.ContainsFunc(ts[:i], func(b token) bool { return isNe(s, b) }):
			denied = true
		}
	}
}

func isNe(s string, t token) bool {
	return t.lower == "ne" || t.lower == "n" && elisionEnd(s, t.to) > t.to
}

// numbers that people write in letters; one is an article too.
var numbers = map[string]string{
	"deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9", "dix": "10",
	"onze": "11", "douze": "12", "treize": "13", "quatorze": "14", "quinze": "15", "seize": "16", "vingt": "20", "trente": "30",
	"quarante": "40", "cinquante": "50", "soixante": "60", "cent": "100", "mille": "1 000",
}

// digits is a rule of easy French. It leaves "les deux" and "à deux" alone:
// they count nothing.
func (l *linter) digits(t text, s string, ts []token) {
	if t.lang != forms.EasyFrench {
		return
	}
	for i, one := range ts {
		n, ok := numbers[one.lower]
		if !ok || i+1 == len(ts) || numbers[ts[i+1].lower] != "" {
			continue
		}
		if i > 0 && slices.Contains([]string{"les", "des", "à", "ces", "vos", "leurs", "nos", "pour"}, ts[i-1].lower) {
			continue
		}
		l.say(t, Advice, "digits", s, fmt.Sprintf("“%s” in letters", s[one.from:one.to]), replace(s, one.from, one.to, n), "")
		return
	}
}
