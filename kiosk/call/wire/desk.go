package wire

import "encoding/json"

// Labels and protocols of the data channels (RFC 8832), which the kiosk opens.
// All are reliable and ordered.
const (
	ChannelText  = "text"  // protocol "t140" (RFC 8865): characters as they are typed
	ChannelDesk  = "desk"  // protocol "guichet.desk.1": a Desk a text message
	ChannelFiles = "files" // protocol "guichet.file.1": see File
)

// DeskType is what a Desk message is.
type DeskType string

const (
	// Of a kiosk.
	DeskHello   DeskType = "hello"   // Papers, Scanner: once the channel is open
	DeskPage    DeskType = "page"    // Page: what the citizen sees, only while he shares; empty: no more
	DeskAnswer  DeskType = "answer"  // ID, Yes, Why: to Propose, Print, AskStill or AskShare
	DeskPrinted DeskType = "printed" // ID, Why: printed, unknown or not_printed
	DeskLook    DeskType = "look"    // Camera, Microphone: what of the citizen is on; of a desk: of the agent
	// Of a desk.
	DeskPoint    DeskType = "point"   // Field, Page.Number: it lights up; empty: no more
	DeskPropose  DeskType = "propose" // ID, Page.ID, Input: an answer, which the citizen accepts by touch
	DeskPrint    DeskType = "print"   // ID, Paper and Values, or File: shown before it prints
	DeskAskStill DeskType = "still"   // ID: may I have a picture of your document?
	DeskAskShare DeskType = "share"   // ID: may I see what you see?
	DeskSpeaks   DeskType = "speaks"  // Yes: I speak
	DeskInvite   DeskType = "invite"  // Link, Why "sign" or "text": a third person
)

// Desk is a message between a kiosk and a desk. Names of fields and pages are
// those of the form.
type Desk struct {
	Type    DeskType          `json:"type"`
	ID      string            `json:"id,omitempty"` // of what is asked, drawn by the desk; 32 characters at most
	Yes     bool              `json:"yes,omitempty"`
	Why     string            `json:"why,omitempty"`
	Field   string            `json:"field,omitempty"`
	Page    *Page             `json:"page,omitempty"`
	Input   map[string]string `json:"input,omitempty"`
	Paper   string            `json:"paper,omitempty"` // id of a template of the pack
	Values  map[string]string `json:"values,omitempty"`
	File    string            `json:"file,omitempty"` // ID of a File that came before
	Link    string            `json:"link,omitempty"` // https
	Papers  []Paper           `json:"papers,omitempty"`
	Scanner bool              `json:"scanner,omitempty"` // there is a document camera

	Camera     bool `json:"camera,omitempty"`
	Microphone bool `json:"microphone,omitempty"`
}

// Page is a page as the citizen sees it, in his language.
type Page struct {
	Number   uint64  `json:"number"` // session.PageID: an answer names it
	State    string  `json:"state"`
	ID       string  `json:"id,omitempty"` // of the question
	Place    string  `json:"place,omitempty"`
	Title    string  `json:"title"`
	Help     string  `json:"help,omitempty"`
	Problem  string  `json:"problem,omitempty"`
	Fields   []Field `json:"fields,omitempty"`
	Rows     []Row   `json:"rows,omitempty"` // of check your answers
	Proposed bool    `json:"proposed,omitempty"`
}

// Field is a field or a choice of a page, or what a paper wants to know. Secret ones
// carry no value, and say so where there is one.
type Field struct {
	ID       string   `json:"id"`
	Label    string   `json:"label"`
	Value    string   `json:"value,omitempty"`
	Hidden   bool     `json:"hidden,omitempty"` // it is filled in, and not shown
	Lines    bool     `json:"lines,omitempty"`  // of a paper: several, each of its own
	Day      bool     `json:"day,omitempty"`    // of a paper: "2026-11-21"
	Choices  []Choice `json:"choices,omitempty"`
	Many     bool     `json:"many,omitempty"`
	Optional bool     `json:"optional,omitempty"`
}

// Choice is one of several answers.
type Choice struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Selected bool   `json:"selected,omitempty"`
}

// Row is a question that was answered.
type Row struct {
	Label  string `json:"label"`
	Value  string `json:"value"`
	Hidden bool   `json:"hidden,omitempty"` // there is one, and it is not shown
}

// Paper is what a kiosk can print at the desk's request, and what it wants to
// know for it.
type Paper struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Fields []Field `json:"fields,omitempty"`
}

// ReadDesk reads a message of the other side of a call, whoever that is.
func ReadDesk(data []byte) (Desk, error) {
	var d Desk
	if len(data) > MaxMessage || json.Unmarshal(data, &d) != nil {
		return d, ErrMessage
	}
	return d, d.check()
}

// Write is the message as it goes out.
func (d Desk) Write() []byte {
	data, err := json.Marshal(d)
	if err != nil {
		panic("wire: " + err.Error()) // there is no value in it that JSON lacks
	}
	return data
}
