package call

import (
	"context"
	"errors"
	"time"

	"guichet/forms"
)

// Way is how one speaks.
type Way string

const (
	Video Way = "video" // picture, sound and text
	Voice Way = "voice" // sound alone
)

// Phone is one way of reaching a person. It may be used from many goroutines.
type Phone interface {
	Way() Way
	// Ready is nil where a call could be made now, else why not: ErrNoHub,
	// ErrNoLine, ErrNoCamera, ErrNoMicrophone, or another, for the log.
	Ready() error
	// Dial begins a call and returns at once; everything that happens is an
	// Event of the Call. An error is of the caller alone: ErrBusy (a phone makes
	// one call at a time), or a target that cannot be read. ctx ends the call.
	Dial(ctx context.Context, to Target) (Call, error)
	Close() error
}

var (
	ErrBusy         = errors.New("call: this phone is in a call")
	ErrNoHub        = errors.New("call: the hub is not reached")
	ErrNoLine       = errors.New("call: there is no line")
	ErrNoCamera     = errors.New("call: there is no camera")
	ErrNoMicrophone = errors.New("call: there is no microphone")
	ErrTarget       = errors.New("call: nobody can be called by that address")
)

// Target is whom to call.
type Target struct {
	// Address is a SIP URI (RFC 3261, section 19.1), a telephone number in E.164
	// ("+33123456789"), or for video the id of a service of the hub.
	Address string
	Shared  Shared
}

// Shared is what the citizen agreed to say before a word is spoken. Nothing of
// it is personal but the reference.
type Shared struct {
	Procedure string     `json:"procedure,omitempty"` // id of the pack, "cantine"
	Version   string     `json:"version,omitempty"`   // of the pack
	Title     string     `json:"title,omitempty"`     // as the citizen reads it
	Page      string     `json:"page,omitempty"`      // id of the question
	Question  string     `json:"question,omitempty"`  // as he reads it; empty where an answer of his is in it
	Reference string     `json:"reference,omitempty"` // of what was sent
	Lang      forms.Lang `json:"lang"`
	Urgent    bool       `json:"urgent,omitempty"`
	Needs     []Need     `json:"needs,omitempty"`
}

// Need is how a citizen can be understood.
type Need string

const (
	NeedText Need = "text" // writes and reads
	NeedSign Need = "sign" // a sign-language interpreter as the third person
)

// Call is one call. Its methods may be called at any time, also after its end,
// where they do nothing.
type Call interface {
	// Events ends with Terminated, then it is closed. Whoever dialled reads
	// it; the newest event replaces one that nobody has read, but the last one
	// and Confirmed are never lost.
	Events() <-chan Event
	Hangup()
	// Mute stops what goes out; silence and a still picture are sent.
	Mute(s Sense, on bool)
	// Hold stops both ways (RFC 3264, section 8.4); Event.Held tells the other
	// side's.
	Hold(on bool)
	// Volume of the loudspeaker or of the handset in percent, 0 to 200: for
	// people who hear badly 100 is not the end.
	Volume(percent int)
	// DTMF sends keys, 0-9 * # A-D, as RFC 4733 events where the way has them.
	DTMF(keys string) error
}

// Sense is what of a person goes out.
type Sense string

const (
	Microphone Sense = "microphone"
	Camera     Sense = "camera"
)

// Event is one thing that happened to a call. Each is whole: what it leaves out
// is not so any more.
type Event struct {
	State State
	// Code is the SIP response that brought it, or what it would be: 180, 182,
	// 200, 486 …; 0 where there is none.
	Code  int
	Cause Cause  // of Terminated
	Queue Queue  // while waiting
	Agent string // how the person presents himself: "Camille, mairie de Saint-Éloi"
	Held  bool   // by the other side
	// Retry is how long the other side asks to wait (Retry-After); 0: it does
	// not say.
	Retry   time.Duration
	Quality Quality
	Speaks  bool // the other side speaks: for people who do not hear it
	At      time.Time
}

// Queue is where one waits; the zero value is no queue.
type Queue struct {
	Place int           // 1 is next
	Wait  time.Duration // expected; 0: not known
}

// State is where a call is (RFC 4235, section 3.7.1).
type State string

const (
	Trying     State = "trying"     // asked, no answer yet
	Proceeding State = "proceeding" // 100, or waiting for an agent: 182
	Early      State = "early"      // it rings: 180, 183
	Confirmed  State = "confirmed"  // somebody is there
	Terminated State = "terminated"
)

// Cause is why a call ended (RFC 4235, section 4.1.2, but Replaced, which is not
// an end here), finer where the citizen is told another sentence.
type Cause string

const (
	LocalBye   Cause = "local-bye"
	RemoteBye  Cause = "remote-bye"
	Cancelled  Cause = "cancelled"  // by us, before an answer
	Busy       Cause = "busy"       // 486, 600
	NoAnswer   Cause = "no-answer"  // 408, 480, 487, or nobody in time
	Rejected   Cause = "rejected"   // 603 and other refusals
	Closed     Cause = "closed"     // nobody is on duty
	NotFound   Cause = "not-found"  // 404, 604
	Overloaded Cause = "overloaded" // 503, perhaps with Retry
	NoMedia    Cause = "no-media"   // 488: no sound in common
	Lost       Cause = "lost"       // the line went and did not come back
	Failed     Cause = "error"      // anything else
	Overflow   Cause = "call-back"  // the citizen chose to be called back
)

// Quality is how well the line carries the call.
type Quality string

const (
	Good      Quality = "good"
	Weak      Quality = "weak"   // a smaller picture
	Stills    Quality = "stills" // a picture now and then
	SoundOnly Quality = "sound_only"
	Gone      Quality = "gone" // nothing comes; it is being mended
)
