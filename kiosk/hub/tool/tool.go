// Package tool is what a command line tool and the hub say to each other, and
// the tool's half of it.
//
//	GET   /v1/admin/me
//	POST  /v1/admin/uploads                    an upload of package publish
//	GET   /v1/admin/packs?town=04999           → []Pack
//	POST  /v1/admin/rollouts                   Start → Rollout
//	GET   /v1/admin/rollouts?town=04999        → []Rollout, newest first
//	GET   /v1/admin/rollouts/{id}              → Progress; as event stream: each change
//	POST  /v1/admin/rollouts/{id}/{turn}       pause, resume, next, rollback → Rollout
//	GET   /v1/admin/kiosks?town=04999          → []Kiosk
//	PATCH /v1/admin/kiosks/{id}                Edit → Kiosk
//	POST  /v1/admin/kiosks/{id}/revoke
//	POST  /v1/admin/kiosks/{id}/ask            it sends a heartbeat now
//	POST  /v1/admin/codes                      NewCode → Code
//	GET   /v1/admin/inbox?town=04999&pack=&state=waiting&after=&limit=   → []Item
//	GET   /v1/admin/inbox/{id}                 → Item
//	GET   /v1/admin/inbox/{id}/ciphertext      → the bytes
//	POST  /v1/admin/inbox/{id}/handled
//	GET   /v1/admin/history?town=04999&limit=  → []Act, newest first
//
// Each request has a token that its user made: "Authorization: Bearer " and the
// token. What he may do, his tool may. A town may be left out by who has the
// rights for all. A refusal is a [wire.Problem].
package tool

import (
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// Path is what all addresses of tools begin with.
const Path = "/v1/admin/"

// MaxAsk is how long a request can be that is no upload, in bytes.
const MaxAsk = 16 << 10

// Me is in whose name a tool works.
type Me struct {
	Login string `json:"login"`
	Role  string `json:"role"`
	Town  string `json:"town,omitempty"` // "": all towns
	Hub   string `json:"hub"`            // version of the hub
}

// Pack is a revision that a town has published.
type Pack struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Size    int64  `json:"size"`
	SHA256  string `json:"sha256"`
}

// Start asks for a roll-out.
type Start struct {
	Town    string `json:"town"`
	Pack    string `json:"pack"`
	Version string `json:"version"`
	Auto    bool   `json:"auto"` // goes to the next stage by itself
}

// Rollout is a roll-out; its words are those of package store.
type Rollout struct {
	ID       string    `json:"id"`
	Town     string    `json:"town"`
	Pack     string    `json:"pack"`
	Version  string    `json:"version"`
	Previous string    `json:"previous,omitempty"`
	Stage    string    `json:"stage"` // test, ten, all
	State    string    `json:"state"` // running, paused, stopped, done, rolled_back
	Why      string    `json:"why,omitempty"`
	Auto     bool      `json:"auto"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	StageAt  time.Time `json:"stage_at"`
}

// Progress is a roll-out kiosk by kiosk.
type Progress struct {
	Rollout Rollout `json:"rollout"`
	Ready   bool    `json:"ready"` // the stage has done what it is for
	Kiosks  []Step  `json:"kiosks"`
}

// Step is how far one kiosk is.
type Step struct {
	Kiosk string    `json:"kiosk"`
	Name  string    `json:"name"`
	Stage string    `json:"stage"` // in which it comes in
	Step  string    `json:"step"`  // of package wire, or later, asked, silent, back
	Why   string    `json:"why,omitempty"`
	Seen  time.Time `json:"seen,omitzero"`
}

// Kiosk is one kiosk of the fleet.
type Kiosk struct {
	ID       string         `json:"id"`
	Town     string         `json:"town"`
	Name     string         `json:"name"`
	Group    string         `json:"group,omitempty"`
	Key      []byte         `json:"key"` // Ed25519, public: what it signs is checked by it
	X        float64        `json:"x"`
	Y        float64        `json:"y"`
	Enrolled time.Time      `json:"enrolled"`
	Revoked  time.Time      `json:"revoked,omitzero"`
	Seen     time.Time      `json:"seen,omitzero"`
	Beat     wire.Heartbeat `json:"beat"`
}

// Edit is what of a kiosk is to change; nil stays as it is.
type Edit struct {
	Name  *string  `json:"name,omitempty"`
	Group *string  `json:"group,omitempty"`
	X     *float64 `json:"x,omitempty"` // on the plan, 0 to 1
	Y     *float64 `json:"y,omitempty"`
}

// NewCode asks for an enrolment code.
type NewCode struct {
	Town  string `json:"town"`
	Name  string `json:"name"` // of the kiosk to come
	Group string `json:"group,omitempty"`
}

// Code is an enrolment code, shown once.
type Code struct {
	Code    string    `json:"code"`
	Expires time.Time `json:"expires"`
}

// Item is a submission.
type Item struct {
	custody.Header
	Received  time.Time `json:"received"`
	Handled   time.Time `json:"handled,omitzero"`
	HandledBy string    `json:"handled_by,omitempty"`
	Envelope  string    `json:"envelope"` // as the kiosk signed it
}

// Act is something that somebody did.
type Act struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"`
	Town string    `json:"town,omitempty"`
	What string    `json:"what"`
	On   string    `json:"on,omitempty"`
	More string    `json:"more,omitempty"`
}
