package session

import "guichet/kiosk/call"

// CallView is a call beside the page: the visit goes on next to it. Its reading
// order is Light, Title, Lines, Talk, Keys, then the buttons. It stands above
// everything: its buttons work while an overlay is up, too.
type CallView struct {
	// Page is what the buttons and what is typed here name; it stays the same
	// for the whole call.
	Page  PageID
	State call.State
	Way   call.Way

	// Light is what of the citizen goes out: "Votre caméra et votre micro sont
	// allumés." Camera and Microphone light the signs beside it.
	Light              Text
	Camera, Microphone bool

	Title Text   // "Camille, mairie de Saint-Éloi"; before: "Nous cherchons quelqu’un."
	Lines []Text // place and time in the queue, a weak line, held, shared or not
	// Picture is that the other person's picture has its place; the pictures
	// themselves go to the screen by another way and never through a View. Self
	// is the same of the small one.
	Picture, Self bool
	Speaks        bool // the other person speaks: a sign for who does not hear it
	Rings         bool // it rings: a sign that is seen
	Shared        bool // the other person sees the page: a sign that is seen
	Volume        int  // percent, 0 to 200

	// Talk is the live text, oldest first; nil where this call has none.
	Talk *Talking
	// Keys are those of a telephone, for a voice that says "press 1"; nil where
	// this call has none.
	Keys *Keys
	// Point is the field or the choice of the page that the agent shows: the
	// Name of a Field or the ID of a Tile; forms.Value on a page of tiles is its
	// question. Empty: none.
	Point string
	// Buttons are those of the call, the one that hangs up last.
	Buttons []Switch
}

// Switch is a button that may be on.
type Switch struct {
	Button
	Icon string
	On   bool
}

// Talking is the live text of a call. The letters go out one by one: after each
// key the screen sends [Typed] with Page of the CallView and the whole line
// under forms.Value, and [Answered] with the same page for the end of a line.
type Talking struct {
	Label Text // "Écrivez ici. La personne lit chaque lettre."
	Lines []TalkLine
	Draft Text   // the line that is being typed, to fill the field with; it is in Lines, too
	Open  bool   // the keyboard writes here and not on the page
	Ask   Button // opens it, or closes it
}

// TalkLine is a line of one of the two; the last of each may still grow.
type TalkLine struct {
	Mine bool
	Who  Text // "Vous", "Camille"
	Text Text
}

// Keys are the twelve of a telephone, from 1 to #, row by row.
type Keys struct {
	Open bool
	Ask  Button // opens them, or closes them
	Keys []Button
}

// Picture is a still picture on a page or an overlay: a paper before it prints,
// what the document camera sees. ID names it to who has its pixels.
type Picture struct {
	ID  string
	Alt Text
	// Image is PNG or JPEG; personal, it is wiped with the visit. Empty: it is
	// on its way, its place stays empty.
	Image []byte
}

func (Picture) block() {}

// Overlays of calls. Each is built of blocks and buttons like the others; what
// is new in them is said here.
const (
	// CallHow is "Parler à quelqu’un": Tiles of the ways, then Tiles with Many
	// of what is said beforehand.
	CallHow OverlayKind = "call_how"
	// CallNext is the same after a call that did not come about, or was cut: its
	// Title says what happened.
	CallNext OverlayKind = "call_next"
	// CallWhen asks when to call back: Tiles.
	CallWhen OverlayKind = "call_when"
	// CallNumber asks for the number: Fields (Typed and Answered name the page
	// of the overlay), Problem.
	CallNumber OverlayKind = "call_number"
	// CallKept says that somebody calls back, when, and where the slip is.
	CallKept OverlayKind = "call_kept"
	// What a desk asks for. The title begins with the agent's name.
	CallPropose OverlayKind = "call_propose" // Rows: what would be filled in
	CallPaper   OverlayKind = "call_paper"   // Pictures: the paper as it would print
	CallStill   OverlayKind = "call_still"   // a Picture: what the document camera sees
	CallSee     OverlayKind = "call_see"     // may I see what you see?
	CallInvite  OverlayKind = "call_invite"  // QR: the link of a third person
)
