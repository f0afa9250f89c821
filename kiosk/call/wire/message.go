package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	PathKiosk   = "/v1/calls"
	PathDesk    = "/desk/calls"
	Subprotocol = "guichet.call.1"
	// MaxMessage is in bytes: the SDP of a video call has 3,000 to 8,000.
	MaxMessage = 64 << 10
	// Ring is how long a kiosk that was taken may stay without an offer, and an
	// agent without a picture.
	Ring = 20 * time.Second
	// Away is how long a call outlives a connection of either side to the hub.
	Away = 2 * time.Minute
)

// Type is what a Message is; the comment says who sends it and what it carries.
type Type string

const (
	// Of a kiosk.
	Ask      Type = "ask"       // Call, Wish: I would like to speak to somebody
	CallBack Type = "call_back" // Call (may be empty), Back: call me back instead
	Offices  Type = "services"  // kiosk: tell me; hub: Services, Now
	// Call, Wish.Service, Why ("answered", "contacts", "call_back", "abandoned"),
	// Queue.Wait: how an offered call ended that the hub did not see through, because
	// it went by telephone, or the hub was away.
	Outcome Type = "outcome"
	// Of the hub.
	Queued Type = "queued" // Queue
	// To the kiosk: Agent, Relay; to the desk: Wish, Kiosk, Relay, Text (notes).
	// It comes again after Resume, and changes nothing then but Relay.
	Taken  Type = "taken"
	Kept   Type = "kept"   // to the kiosk: the call back is written down; Back
	Refuse Type = "refuse" // Why
	// Of a kiosk or a desk; the hub passes them on.
	Offer   Type = "sdp"       // SDP
	Trickle Type = "candidate" // Candidate
	Renew   Type = "renew"     // desk: my page was loaded anew, begin from nothing
	Resume  Type = "resume"    // Call: my connection was cut, or Relay ends soon
	Bye     Type = "bye"       // Why
	Hold    Type = "hold"      // On
	// Of a desk.
	Duty     Type = "duty"      // On: I take calls; hub: Agents
	Waiting  Type = "waiting"   // hub: Line, every time it changed
	Take     Type = "take"      // Call
	Transfer Type = "transfer"  // Call, To
	Note     Type = "note"      // Call, Text: for the next agent; never kept after the call
	Backs    Type = "backs"     // desk: tell me; hub: Backs
	BackDone Type = "back_done" // Call, Why: "reached", "unreached", "given_up"; "calling", On: I dial, or not any more
)

// Why the hub refuses, beside the causes of package call. With "closed" and
// "overloaded" (too many wait, or too long) Services has the service, with what
// the citizen can do instead; the call is over, but CallBack and
// Outcome may still name it.
const (
	WhyClosed     = "closed"
	WhyOverloaded = "overloaded"
	WhyBusy       = "busy"      // to a desk: one call at a time
	WhyTaken      = "taken"     // to a desk: another agent was first
	WhyNotFound   = "not-found" // no such service, agent or call for this one
	WhyRejected   = "rejected"  // what was said is not his to say
	// Of Outcome, and of Bye from a kiosk.
	WhyContacts = "contacts" // the citizen leaves with other ways on paper
	WhyAnswered = "answered" // somebody answered by telephone instead
	// Of Bye.
	WhyTransferred = "transferred" // to the desk that had the call
	WhyElsewhere   = "elsewhere"   // to a desk: the call goes on in another window of its agent
)

// Message is one message; what its Type does not carry is left out.
type Message struct {
	Type Type   `json:"type"`
	Call string `json:"call,omitempty"` // 128 bits, hexadecimal, drawn by the kiosk

	Wish      *Wish      `json:"wish,omitempty"`
	Queue     *Queue     `json:"queue,omitempty"`
	Agent     string     `json:"agent,omitempty"` // how he presents himself
	Kiosk     string     `json:"kiosk,omitempty"` // its name: "Hall d’accueil"
	Relay     *Relay     `json:"relay,omitempty"`
	SDP       *SDP       `json:"sdp,omitempty"`
	Candidate *Candidate `json:"candidate,omitempty"`
	Back      *Back      `json:"back,omitempty"`
	On        bool       `json:"on,omitempty"`
	To        string     `json:"to,omitempty"` // of Transfer: "service:ID" or "agent:LOGIN"
	Text      string     `json:"text,omitempty"`
	Why       string     `json:"why,omitempty"` // a Cause of package call, or a word of Refuse
	Services  []Service  `json:"services,omitempty"`
	Line      []Waits    `json:"line,omitempty"`
	Agents    []Agent    `json:"agents,omitempty"`
	Backs     []Back     `json:"backs,omitempty"`
	Now       time.Time  `json:"now,omitzero"` // of the hub
}

// ErrMessage: it cannot be read.
var ErrMessage = errors.New("wire: not a message about a call")

// Read reads a message and checks what every one must have. An unknown type is
// an error: both ends are of one version of the protocol.
func Read(data []byte) (Message, error) {
	var m Message
	if len(data) > MaxMessage {
		return m, fmt.Errorf("%w: %d bytes", ErrMessage, len(data))
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%w: not JSON of that form", ErrMessage) // its text may be personal
	}
	return m, m.check()
}

// Write is the message as it goes out.
func (m Message) Write() []byte {
	data, err := json.Marshal(m)
	if err != nil {
		panic("wire: " + err.Error()) // a time beyond year 9999
	}
	return data
}
