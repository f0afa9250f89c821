// Package wire is what a kiosk and the hub send each other: paths, messages and
// their limits. The kiosk always calls; nobody calls a kiosk.
//
//	POST /v1/enrol         EnrolRequest → EnrolReply     once, with a code that lives ten minutes
//	GET  /v1/news          server-sent events of Notice; ?after=N&wait=S: long polling, → News
//	POST /v1/heartbeat     Heartbeat → HeartbeatReply    each minute, and when a pack changes its state
//	POST /v1/submissions   ciphertext, its envelope in a header → a signed receipt (package custody)
//	GET  /packs/…          the repository of packs: static files, open to all, signed (package trust)
//
// Every request but the last kind is signed by the kiosk's key:
// "Authorization: Bearer " and the token of [custody.Authorize]; that of a
// submission is signed by its envelope alone.
//
// Status codes: 200 (and 201 for a first enrolment); 400 the message cannot be
// read, do not send it again; 401 who are you, or your clock (the Date field
// has ours); 403 this kiosk is revoked, or that is not its right; 409 the id is
// taken by other content; 410 the code is spent or too old; 413 too large; 429
// and 503 later, with Retry-After; every other, and no answer, means unknown.
//
// No message but a submission, which is encrypted, holds anything personal.
package wire

import (
	"time"

	"guichet/kiosk/health"
)

const (
	PathEnrol       = "/v1/enrol"
	PathNews        = "/v1/news"
	PathHeartbeat   = "/v1/heartbeat"
	PathSubmissions = "/v1/submissions"
	PathPacks       = "/packs/"
)

// FieldEnvelope is the HTTP field with the envelope of a submission.
const FieldEnvelope = "Guichet-Envelope"

// Limits in bytes: more is refused unread.
const (
	MaxMessage    = 64 << 10
	MaxSubmission = 4 << 20
)

// Pace of the conversation.
const (
	Beat     = time.Minute      // between two heartbeats, give or take a tenth
	Quiet    = 25 * time.Second // an event stream says at least ":" so often
	LongPoll = 25 * time.Second // the longest wait of a long poll
	Code     = 10 * time.Minute // an enrolment code lives
)

// EnrolRequest makes a kiosk known. It is signed by the key that it brings.
type EnrolRequest struct {
	Code    string `json:"code"`    // the secret half of what the administrator reads out
	Key     []byte `json:"key"`     // Ed25519 public key, 32 bytes
	Version string `json:"version"` // of the program
	Machine string `json:"machine"` // "x86_64 Debian 12": free text, 80 characters
}

// EnrolReply is who the kiosk is from now on. Its root, hub and town are only
// believed if the other half of the code is the beginning of their hash.
type EnrolReply struct {
	Kiosk string    `json:"kiosk"` // custody.KioskID
	Town  string    `json:"town"`  // COG code
	Name  string    `json:"name"`  // "Hall d’accueil"
	Hub   []byte    `json:"hub"`   // Ed25519 public key of its receipts
	Root  []byte    `json:"root"`  // root.json of the repository
	Time  time.Time `json:"time"`
}

// Heartbeat is how a kiosk is. The hub keeps the last one.
type Heartbeat struct {
	At        time.Time   `json:"at"` // by the kiosk's clock
	Version   string      `json:"version"`
	Started   time.Time   `json:"started"`
	State     string      `json:"state"`      // attract, visit, out_of_order
	LastVisit time.Time   `json:"last_visit"` // its end; zero: none since the start
	Printer   Printer     `json:"printer"`
	Spool     Spool       `json:"spool"`
	Packs     []PackState `json:"packs"`
	Trust     Trust       `json:"trust"`
	Alerts    []Alert     `json:"alerts,omitempty"`
}

// Printer is the receipt printer, in the words of drivers/printer.
type Printer struct {
	Model string `json:"model,omitempty"` // its profile; empty: there is none
	State string `json:"state"`           // ready, or the name of the fault
	Paper string `json:"paper,omitempty"` // ok, low, out; empty: not known
}

// Spool is what waits for the town hall.
type Spool struct {
	Unknown bool      `json:"unknown,omitempty"` // it does not open: nobody can count what waits
	Waiting int       `json:"waiting"`
	Damaged int       `json:"damaged,omitempty"`
	Oldest  time.Time `json:"oldest,omitzero"`
	Last    time.Time `json:"last,omitzero"` // last receipt
}

// Trust is how fresh the signed list of packs is.
type Trust struct {
	Root    int64     `json:"root"`    // version of root.json
	Expires time.Time `json:"expires"` // the first signature that people must renew; past: no news are taken, the kiosk works on
}

// Steps of a pack on its way to the citizen, in order. Refused ends it.
const (
	Fetching  = "fetching"
	Installed = "installed" // verified, its own tests passed; waits for the home page
	Active    = "active"    // loaded from disk at the next start too
	Shown     = "shown"     // the home page offers it
	Refused   = "refused"
)

// PackState is where one revision is on one kiosk.
type PackState struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Step    string `json:"step"`
	Why     string `json:"why,omitempty"` // of a refusal: a word, see package fleet
}

// Version is that of the programs, as the hub and a pack's min_kiosk know it: kiosk,
// hub and tools are built together.
const Version = "1.0.0"

// AlertHubOlder: the hub has an older repository of packs than the kiosk has
// seen, as after a backup was put back. What was published since is to be
// published again.
const AlertHubOlder = string(health.HubOlder)

// Alert is a named condition that somebody can mend.
type Alert struct {
	Name  string    `json:"name"` // of package health: paper_low, printer_gone …; older kiosks have others
	Since time.Time `json:"since"`
	Who   string    `json:"who"` // staff, admin, technician, nobody
}

// HeartbeatReply is what the hub wants of this kiosk. It can only choose among
// revisions that the town has signed.
type HeartbeatReply struct {
	Time   time.Time `json:"time"`
	After  int64     `json:"after"` // number of the last notice
	Wanted []Wanted  `json:"wanted"`
	// Stamp is the number of the repository's timestamp: where it is another
	// than the kiosk's, there is something to look at. 0: not said.
	Stamp int64 `json:"stamp,omitempty"`
}

// Wanted is the revision of a pack that the kiosk shall offer. A pack that is
// not in the list stays as it is; Version "" takes it off the menu.
type Wanted struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// Kinds of a Notice.
const (
	NoticePacks   = "packs"   // ask what is wanted: send a heartbeat
	NoticeRevoked = "revoked" // this kiosk is no longer known; its submissions stay safe
	NoticeAsk     = "ask"     // send a heartbeat now
)

// Notice tells that there is something to ask for, never what: it may be lost,
// doubled or late without harm.
type Notice struct {
	Number int64  `json:"number"` // grows; a gap says that one was missed
	Kind   string `json:"kind"`
}

// News answers a long poll: what came after the number that was given, at most
// 100; none where the wait ended.
type News struct {
	Notices []Notice `json:"notices"`
	After   int64    `json:"after"`
}

// Problem is the body of every refusal (RFC 9457).
type Problem struct {
	Type   string `json:"type"` // a word: clock, revoked, unknown_kiosk, taken, full …
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}
