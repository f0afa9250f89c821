package forms

import "strconv"

// Lang is a BCP 47 language tag. A pack lists the ones that it is written in.
type Lang string

const (
	French     Lang = "fr"
	EasyFrench Lang = "fr-x-falc" // français facile à lire et à comprendre
	English    Lang = "en"
)

// Form is what a pack asks: pages in order, sections that group them, exits
// that lead somewhere else. It holds no sentence: texts are found by key in a
// [Catalog], and the key follows from the id (see [Page.Key]).
type Form struct {
	Sections []Section
	Pages    []Page
	Exits    []Exit
	Lists    map[string]List // choice lists read from lists/*.csv, by file name

	Same      []Same         // the first that is about a concept and holds
	Computed  []Computed     // in order: one may need those before it
	Reminders []ReminderRule // of reminders.yaml
}

// Section is a group of pages with a title: "enfant" → text "section.enfant".
type Section struct{ ID string }

// Exit is a page that ends a journey without a submission and tells where to
// go: texts "exit.<id>.title", "exit.<id>.text" and, where there is one,
// "exit.<id>.address". Its way out is printing the address or a person.
type Exit struct {
	ID  string
	URL string // shown as a QR symbol and printed; optional
}

// Page is one screen: it asks one question, explains something, or repeats a
// group of pages.
type Page struct {
	ID      string // unique in the form; a-z, 0-9 and _
	Section string
	Type    Type

	// Optional: an empty answer goes on. Never shown as an asterisk: the
	// screen says that the question may be left empty.
	Optional bool
	// Unknown: "I don't know" is an answer and goes on. Elsewhere it offers a
	// person and stays on the page.
	Unknown bool
	// VisibleIf hides the page where it is false; a hidden page has no answer.
	VisibleIf *Condition
	// Leave lists exits, checked in order once the page is answered.
	Leave []Leave

	Choices []string // values of choice_one and choice_many, in order
	List    string   // or the name of a choice list (lists/<name>.csv)
	Linked  []Group  // choice_linked: the groups of its list; Choices holds every value

	Min, Max    *int64 // number: units; money: cents; choice_many: ticks; repeat: instances
	MinDate     string // date, month_year: "YYYY-MM-DD", or "today", "today+15d", "today-18y"; see Bound
	MaxDate     string
	UnknownDay  bool   // date: the day may be left out
	MaxLength   int    // text, text_long: characters; 0 is the type's own limit
	Concept     string // what is asked, across packs: "child.birth_date"; see [Concepts]
	Pages       []Page // repeat: the pages of one instance
	SummaryFrom string // repeat: id of the inner page that names an instance
}

// Leave sends a citizen to an exit.
type Leave struct {
	If *Condition
	To string
}

// Type is a type of page.
type Type string

const (
	YesNo       Type = "yes_no"
	ChoiceOne   Type = "choice_one"
	ChoiceMany  Type = "choice_many"
	ShortText   Type = "text"
	LongText    Type = "text_long"
	Number      Type = "number"
	Money       Type = "money"
	Date        Type = "date"
	Name        Type = "name"
	Civility    Type = "civility"
	Address     Type = "address"
	Commune     Type = "commune"
	Phone       Type = "phone"
	Email       Type = "email"
	IBAN        Type = "iban"
	NIR         Type = "nir"
	SIRET       Type = "siret"
	Declaration Type = "declaration"
	Repeat      Type = "repeat"
	Explanation Type = "explanation"

	ChoiceLinked Type = "choice_linked" // a group, then a choice of that group
	MonthYear    Type = "month_year"    // a month of a year: "septembre 2026"
	Country      Type = "country"
	File         Type = "file"      // a document to bring
	Signature    Type = "signature" // by finger
)

// Key is the translation key of one text of a page: "ecole.title".
//
// Every page has "title". It may have "help" (one sentence). A page that asks
// may have "why" (opened by "Pourquoi cette question ?"), "pitfall.1" and on
// (frequent errors, see [Page.Pitfalls]), and where something is typed
// "example". A choice has "choice.<value>"; a declaration has "text" (what is
// declared) and "agree" (the tick); an explanation has "text"; a file has
// "document" (what to bring, as the paper lists it); a repeat has "more"
// ("Ajouter une autre personne ?") and "item" ("Personne {n}").
func (p *Page) Key(name string) string { return p.ID + "." + name }

// MaxPitfalls is how many frequent errors a page may tell of.
const MaxPitfalls = 5

// Pitfalls are the frequent errors of a page, in the language of the catalog:
// texts "pitfall.1", "pitfall.2" and so on.
func (p *Page) Pitfalls(c Catalog) []string {
	var out []string
	for n := 1; n <= MaxPitfalls; n++ {
		if key := p.PitfallKey(n); c.Has(key) {
			out = append(out, c.Text(key))
		}
	}
	return out
}

// PitfallKey is the translation key of a frequent error, from 1.
func (p *Page) PitfallKey(n int) string { return p.Key("pitfall." + strconv.Itoa(n)) }

// Choice is one answer of a list.
type Choice struct {
	Value  string
	Group  string // in a list with the column "group": the value of its group, empty for a group
	Labels map[Lang]string
}

// List is a choice list: a CSV file with the columns "value" and one column a
// language. A list for choice_linked has a column "group" too: the rows where
// it is empty are the groups, the others belong to the group that it names.
type List struct {
	Name    string
	Linked  bool // has a column "group"
	Choices []Choice
}
