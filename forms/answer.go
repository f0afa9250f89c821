package forms

// Input is what a person gave on a page before it is checked: one string a
// field, as typed. A page with a single field uses the field [Value].
type Input map[string]string

// Value is the field name of pages with one field. Other types use:
//
//	date      day, month, year            digits; day may be empty where UnknownDay
//	name      family, given
//	address   street, extra, postcode, city
//	commune   code (INSEE), postcode      the rest is filled from the gazetteer
//	choice_many  each ticked value → "yes"
//	declaration  value → "yes"
//	yes_no    value → "yes" | "no"
//	choice_linked  group, value           two values of its list
//	month_year     month, year            digits
//	country   value → ISO 3166-1 alpha-2  "FR"
//	file      value → "bring" | "later"
//	signature value → strokes             "x,y x,y;x,y": see [Strokes]
const Value = "value"

// Answer is a checked answer. Fields hold normalised strings: "+33612345678",
// "1984-02-03" (or "1984-02" where the day is not known, and for a month_year)
// in Value, cents in Value for money. A commune adds name, departement, region.
type Answer struct {
	State  AnswerState       `json:"state"`
	Fields map[string]string `json:"fields,omitempty"`
}

// AnswerState tells a given answer from one that was left out.
type AnswerState string

const (
	Given   AnswerState = "given"
	Skipped AnswerState = "skipped" // optional and left empty
	Unknown AnswerState = "unknown" // "I don't know"
)

// Field is one thing that a page asks to type or to pick.
type Field struct {
	Name      string // key in Input; its label is the text "field.<type>.<name>"
	Pad       Pad
	MaxLength int // characters
	Optional  bool
	Secret    bool // personal beyond the ordinary: spoken only in headphones
}

// Pad is what a field is typed with.
type Pad string

const (
	PadNone    Pad = ""        // picked by touch
	PadText    Pad = "text"    // AZERTY
	PadName    Pad = "name"    // AZERTY, starts with a capital
	PadEmail   Pad = "email"   // AZERTY with the e-mail layer
	PadNumber  Pad = "number"  // digits
	PadDecimal Pad = "decimal" // digits and a comma
	PadPhone   Pad = "phone"   // digits and +
	PadDigits  Pad = "digits"  // digits and the letters A and B (NIR of Corsica)
	PadIBAN    Pad = "iban"    // capitals and digits
	PadCode    Pad = "code"    // capitals and digits; one of several groups
	PadMonth   Pad = "month"   // twelve tiles with the names of the months
	PadSearch  Pad = "search"  // AZERTY, with what is found above it

	PadSignature Pad = "signature" // a field to draw in: see [Strokes]
)

// Problem is why an input is not an answer, in the citizen's terms: a key of
// the kiosk's own texts ("problem.phone.short") and what the sentence holds.
// It never repeats what was typed.
type Problem struct {
	Field string // empty: the page as a whole
	Key   string
	Args  map[string]string
}

func (p *Problem) Error() string { return "forms: " + p.Key }
