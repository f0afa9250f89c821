package forms

// Computed is a value that is worked out of answers: form.yaml "computed",
// compiled by package calc. Its label is the text "computed.<id>". Conditions
// name it as they name a page.
type Computed struct {
	ID   string // unique among pages and computed values
	Type Type   // number, money, date, yes_no or text
	// Needs are the pages and repeats that it is worked out of, directly or
	// through values before it.
	Needs []string
	// Value is the value as an [Answer] of the type holds it; false where
	// something that it needs is missing.
	Value func(Values) (string, bool)
}

// Page is a page whose answer the value could be, to format and to compare it.
func (c Computed) Page() *Page { return &Page{ID: c.ID, Type: c.Type} }

// ComputedTypes are the types that a computed value may have.
var ComputedTypes = []Type{Number, Money, Date, YesNo, ShortText}

// Values is what a computed value may look at.
type Values struct {
	Today Day
	// Answer is the answer of a page or of a computed value; of a repeat, how
	// many instances it has, once it is closed. False: none, or hidden.
	Answer func(id string) (Answer, bool)
}

// ComputedEntry is a computed value in a [Submission].
type ComputedEntry struct {
	ID    string   `json:"id"`
	Type  Type     `json:"type"`
	Label string   `json:"label"`
	Value string   `json:"value"` // as an [Answer] of the type holds it: money in cents
	Shown []string `json:"shown"`
}

// ReminderRule says when to remind a citizen of something: reminders.yaml.
// The text "reminder.<id>" says of what.
type ReminderRule struct {
	ID   string
	If   *Condition // over any page; nil: always
	When func(Values) (Day, bool)
}

// Reminder is something to do on a day: printed as a date and a symbol that a
// telephone puts into its calendar. Nothing of it is kept.
type Reminder struct {
	ID   string
	Day  Day
	Text string
}
