package session

import (
	"guichet/forms"
)

// PageID names one page as it was shown. It grows with every new page; the
// same page with another selection, language or text size keeps its number.
type PageID uint64

// State is where the visit is.
type State string

const (
	Attract     State = "attract"
	Menu        State = "menu"
	Before      State = "before" // before you start: time, documents, who answers for it
	Question    State = "question"
	Check       State = "check"
	Declaration State = "declaration"
	Leaving     State = "leaving" // an exit of the form
	Saving      State = "saving"
	Printing    State = "printing"
	Done        State = "done"
	Ended       State = "ended" // wiped; the home page follows at once
	// Staff is a page of the front desk: kiosk/staff builds it, and no session is
	// ever in it.
	Staff State = "staff"
)

// Text is a sentence in the language of the view.
type Text struct {
	Key      string // where it comes from: "session.still_there.title", "cantine/ecole.title"
	S        string // the sentence
	Personal bool   // it holds something that the citizen gave
}

// Empty says that there is nothing to show.
func (t Text) Empty() bool { return t.S == "" }

// View is one page of the visit. Every field is a value: a View may be kept,
// compared and sent. The reading order is Place, Progress, Problem, Title,
// Help, Why, Pitfalls, Blocks, then the buttons from Back to Next.
type View struct {
	Page    PageID
	State   State
	Lang    forms.Lang
	Langs   []LangChoice
	Size    Size
	Theme   Theme
	Overlay *Overlay // stands above the page; nil most of the time

	Place    Text // the bar, left: "Mairie de Saint-Éloi"
	Progress Text // the bar, middle: "Question 3 sur 11"
	Section  Text
	Title    Text
	Help     Text
	Why      Why
	Pitfalls Pitfalls
	Problem  *Problem

	Blocks []Block

	// The five buttons, always at the same place. An empty Text is a button
	// that is not there; its place stays empty.
	StartAgain Button
	Back       Button
	DontKnow   Button
	Talk       Button
	Next       Button // the filled one
	// There says who is there now, beside Talk; empty where that is not known.
	// The home page has it.
	There Text
	// Other stands in the place of DontKnow, on the last page: another
	// procedure in the same visit.
	Other Button

	// Offers are the revisions that the citizen is offered on this page: on the
	// home page and in the menu. It is for the log and the hub, not for the
	// glass.
	Offers []Revision

	// Call is the call under way; nil where there is none.
	Call *CallView

	// Notice is one line about the kiosk itself: "Il n’y a plus de papier.
	// Nous gardons votre demande."
	Notice Text
}

// Revision is a pack and its version: "cantine 1.1.0".
type Revision struct{ Pack, Version string }

// Button is a word and what pressing it sends.
type Button struct {
	Text Text
	Do   Event
}

// LangChoice is a language under its own name.
type LangChoice struct {
	Lang forms.Lang
	Name string // "Français", "Français facile", "English"
}

// Why is "Pourquoi cette question ?", closed or open.
type Why struct {
	Ask    Button
	Open   bool
	Answer Text
}

// Pitfalls are the frequent errors of a question, closed or open.
type Pitfalls struct {
	Ask   Button
	Open  bool
	Items []Text
}

// Problem is what to do about an input, shown at the top and next to the
// field, in the same words.
type Problem struct {
	Field string // empty: the page as a whole
	Text  Text
}

// Size is one of four text sizes. The zero value is the default.
type Size int

const (
	Normal Size = iota // capitals of 4.8 mm
	Large              // times 1.3
	Huge               // times 1.7
	Small              // times 0.8
)

// Theme is one of three sets of colours. The zero value is light.
type Theme int

const (
	Light Theme = iota
	Dark
	Contrast
)

// Block is a part of a page: Paragraph, Bullets, Tiles, Fields, Rows, Code,
// QR, Bar, Level, Document, Drawing or Signature.
type Block interface{ block() }

// Paragraph is a sentence or two. Strong stands out (a name, a date).
type Paragraph struct {
	Text   Text
	Strong bool
}

// Bullets is a list: documents to bring, contacts with their hours.
type Bullets struct {
	Title Text // may be empty
	Items []Text
}

// Tiles are large answers to pick from. Up to six are tiles; more are a list
// with letters to jump to. Pressing one sends its Do; the next View has it
// Selected.
type Tiles struct {
	Items []Tile
	Many  bool // several may be selected: drawn as boxes, not as rounds
}

// Tile is an icon and words.
type Tile struct {
	ID       string // of a choice of a form, what CallView.Point names; else empty
	Text     Text
	Detail   Text   // a second, quiet line; may be empty
	Icon     string // name of an icon, "" for none
	Selected bool
	Do       Event
}

// Fields are what a page asks to type.
type Fields struct {
	Items []Field
	Found []Tile // under a search field: what matches
}

// Field is one box with its label.
type Field struct {
	forms.Field
	Label   Text
	Example Text // "Par exemple : 06 12 34 56 78"
	Value   Text // what was typed so far
	Masked  bool // its letters are dots: the number of the front desk
}

// Rows is check your answers: a line a question, each with its change button.
type Rows struct{ Items []Row }

// Row is one question and what was answered.
type Row struct {
	Section Text // set on the first row of a section
	Label   Text
	Values  []Text
	Change  Button
	Secret  bool // personal beyond the ordinary, as forms.Field.Secret
}

// Code is the reference in large type, in groups.
type Code struct {
	Label Text
	Text  Text
}

// QR is a symbol with the sentence that says what it is for.
type QR struct {
	Data string
	Text Text
}

// Bar is a progress bar: Done of Of.
type Bar struct{ Done, Of int }

// Document is a paper to bring, with its picture.
type Document struct {
	Text Text
	Icon string
}

// Drawing shows how to do something: "paper/clamshell" is how
// the roll goes into a printer whose cover opens. Text says the same
// in words, beside it.
type Drawing struct {
	Name string
	Text Text
}

// Level is a bar that moves: how loud a microphone hears, how full a disk is.
type Level struct {
	Label    Text
	Done, Of int
}

// Signature is a box to sign in with a finger. What is drawn goes out as
// [Typed], as [forms.Strokes] reads it.
type Signature struct {
	Label Text // "Votre signature"
	Here  Text // "Signez sur la ligne, avec le doigt."
	Erase Text // "Effacer"
	Value Text // what was drawn so far
}

func (Drawing) block()   {}
func (Level) block()     {}
func (Document) block()  {}
func (Signature) block() {}
func (Paragraph) block() {}
func (Bullets) block()   {}
func (Tiles) block()     {}
func (Fields) block()    {}
func (Rows) block()      {}
func (Code) block()      {}
func (QR) block()        {}
func (Bar) block()       {}

// Overlay stands above the page and takes every touch until it is answered, but
// those of a call.
// Page numbers go on counting: an overlay has its own.
type Overlay struct {
	Kind    OverlayKind
	Page    PageID
	Title   Text
	Problem *Problem // about what is typed on it
	Blocks  []Block
	Buttons []Button // the first one is the filled one
}

// OverlayKind names an overlay.
type OverlayKind string

const (
	StillThere OverlayKind = "still_there"
	ConfirmEnd OverlayKind = "confirm_end"
	Contacts   OverlayKind = "contacts" // who to reach, how, when
	OutOfOrder OverlayKind = "out_of_order"
	CannotSave OverlayKind = "cannot_save" // in the middle of a visit
)
