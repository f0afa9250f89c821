package store

import (
	"context"
	"time"
)

// States of a Call.
const (
	CallWaits   = "waiting"
	CallTaken   = "taken"
	CallRefused = "refused" // no agent will take it; what the citizen does instead is awaited
	CallEnded   = "ended"
)

// Outcomes of a Call that was offered: each has one in the end.
const (
	OutcomeAnswered  = "answered"
	OutcomeCallBack  = "call_back"
	OutcomeContacts  = "contacts" // he left with other ways on paper
	OutcomeAbandoned = "abandoned"
)

// Call is a call to an agent, in the line or under way. Nothing in it is of the
// citizen but Sealed, which the hub encrypts.
type Call struct {
	ID      string // 128 bits, hexadecimal
	Kiosk   string
	Town    string
	Service string
	State   string // CallWaits …
	Agent   string // login of who took it
	For     string // login of whom alone it waits for
	From    string // login of who transferred it
	Back    bool   // it lost its agent: it comes first
	Asked   time.Time
	Since   time.Time // it is in this State
	// Answered is when the desk of Agent answered the kiosk; zero: not yet.
	Answered time.Time
	Ended    time.Time

	KioskHub  string    // process whose connection the kiosk has
	KioskAway time.Time // zero: it is connected
	AgentHub  string
	AgentAway time.Time

	Why     string // it ended
	Outcome string // OutcomeAnswered …
	Sealed  []byte
	Rev     int64 // grows with each change; set by the store
}

// CallAgent is a window of an agent. He is on duty where one of them is.
type CallAgent struct {
	ID    string // of the connection
	Login string
	Name  string
	Role  string
	Town  string
	Hub   string
	On    bool
	Lost  time.Time // the connection was cut; zero: it is there
	Rev   int64
}

// CallBack is a citizen who wants to be called back. His number is in Sealed,
// which is empty once Done is not.
type CallBack struct {
	ID      string // of the call, or drawn by the hub
	Kiosk   string
	Town    string
	Service string
	From    time.Time
	To      time.Time
	Asked   time.Time
	Tries   int
	Done    string // "reached", "given_up", "expired"; "" waits
	DoneAt  time.Time
	Sealed  []byte
	Rev     int64
}

// Sides of a call, for its mail.
const (
	SideKiosk = "kiosk"
	SideDesk  = "desk"
)

// CallMail is what one side said while the other was not at the same hub.
type CallMail struct {
	Number int64
	Call   string
	Side   string // whom it is for
	Data   []byte // encrypted by the hub
}

// CallCount is what happened in an hour. What is not asked in opening hours is
// Closed, and not Offered.
type CallCount struct {
	Town, Service                                     string
	Hour                                              time.Time
	Offered, Answered, CallBacks, Contacts, Abandoned int
	Closed                                            int
	Wait                                              int // seconds, of all that were answered
	Longest                                           int // seconds, of one that was answered
	Reached, GivenUp, Expired                         int // call backs
}

// Calls are the line of waiting calls and all that hangs on it, shared by all
// hubs.
type Calls interface {
	// AddCall puts a call in; ErrTaken where its id is there. Counts are added
	// in the same transaction, here and below.
	AddCall(ctx context.Context, c Call, counts ...CallCount) (Call, error)
	Call(ctx context.Context, id string) (Call, error)
	// ChangeCall writes all but ID, Kiosk and Town. ErrChanged where Rev is
	// another; ErrTaken where is.Agent takes it and has another. Mail of a call
	// goes with its agent, and with its end.
	ChangeCall(ctx context.Context, is Call, counts ...CallCount) (Call, error)
	// CallsSince are those that changed after a Rev, in the order of it, at most
	// 500, the ended ones too.
	CallsSince(ctx context.Context, rev int64) ([]Call, error)

	PutCallAgent(ctx context.Context, a CallAgent) (CallAgent, error)
	CallAgentsSince(ctx context.Context, rev int64) ([]CallAgent, error)

	// AddCallBack keeps one; ErrChanged where its window has as many as room
	// already, of a town or of all ("") together; ErrTaken, with the one that is
	// there, where the id is.
	AddCallBack(ctx context.Context, b CallBack, town string, room int, counts ...CallCount) (CallBack, error)
	// ChangeCallBack writes Tries, Done, DoneAt and Sealed; ErrChanged.
	ChangeCallBack(ctx context.Context, is CallBack, counts ...CallCount) (CallBack, error)
	CallBacksSince(ctx context.Context, rev int64) ([]CallBack, error)

	// PostCallMail is ErrNotFound where the call is over, ErrFull where
	// MostCallMail wait already.
	PostCallMail(ctx context.Context, m CallMail, at time.Time) error
	// CallMailSince is what came after a number, without Data.
	CallMailSince(ctx context.Context, number int64) ([]CallMail, error)
	// TakeCallMail takes out what waits for one side, oldest first.
	TakeCallMail(ctx context.Context, call, side string) ([][]byte, error)

	// BeatCallHub says that a process lives; a zero time that it does not.
	BeatCallHub(ctx context.Context, hub string, at time.Time) error
	CallHubs(ctx context.Context) (map[string]time.Time, error)

	// CallCounts are the hours from a time to another, of a town or of all.
	CallCounts(ctx context.Context, town string, from, to time.Time) ([]CallCount, error)
	// SweepCalls forgets what is over: calls and mail before calls, counts
	// before counts.
	SweepCalls(ctx context.Context, calls, counts time.Time) error
	// ListenCalls calls f when something may have changed, until ctx ends.
	ListenCalls(ctx context.Context, f func()) error
}
