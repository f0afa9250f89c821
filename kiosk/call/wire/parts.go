package wire

import (
	"encoding/json"
	"time"
)

// Wish is whom a citizen wants, and what he agreed to say.
type Wish struct {
	Service string `json:"service"` // id; "" is the first that fits
	// Shared is a call.Shared, as JSON: the hub passes it on and reads Lang,
	// Urgent, Needs and Procedure of it.
	Shared json.RawMessage `json:"shared,omitempty"`
}

// Queue is where a call waits.
type Queue struct {
	Place  int `json:"place"`            // 1 is next
	Wait   int `json:"wait_s,omitempty"` // expected, in seconds; 0: not known
	Agents int `json:"agents"`           // on duty for it
}

// Relay is how media passes where it cannot go straight (RFC 8656), for a while:
// whoever is in a call longer than that says Resume, and is told another.
type Relay struct {
	URLs       []string `json:"urls"` // "turns:hub.example.org:443?transport=tcp" (RFC 7065)
	Username   string   `json:"username"`
	Credential string   `json:"credential"`
	Lasts      int      `json:"lasts_s,omitempty"` // seconds; 0: an hour
}

// SDP is an offer or an answer (RFC 8866, RFC 3264).
type SDP struct {
	Kind    string `json:"kind"` // "offer", "answer"
	SDP     string `json:"sdp"`
	Round   int    `json:"round"`             // grows with each offer; an answer has that of its offer
	Restart bool   `json:"restart,omitempty"` // of an offer: ICE restart (RFC 8445, section 2.4)
	// Proof is custody.Fingerprint's token: of the kiosk in an offer, of the hub
	// in an answer.
	Proof string `json:"proof,omitempty"`
}

// Candidate is one address (RFC 8840), or the end of them where Line is empty.
type Candidate struct {
	Line  string `json:"candidate"`
	Mid   string `json:"sdpMid"`
	Index int    `json:"sdpMLineIndex"`
	Round int    `json:"round"`
}

// Back is a call back. Phone is in it from the kiosk to the hub, and from the
// hub to an agent who asks for the list.
type Back struct {
	Call      string    `json:"call,omitempty"`  // of the hub to an agent: BackDone names it
	Phone     string    `json:"phone,omitempty"` // E.164
	Service   string    `json:"service"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Lang      string    `json:"lang"`
	Procedure string    `json:"procedure,omitempty"` // id of the pack
	Reference string    `json:"reference,omitempty"`
	Town      string    `json:"town,omitempty"`
	Asked     time.Time `json:"asked,omitzero"`
	Tries     int       `json:"tries,omitempty"`
	// Of the hub to an agent: the title of Procedure in French, the name of Town.
	Title    string `json:"title,omitempty"`
	TownName string `json:"town_name,omitempty"`
	// By is who dials now, by name, since At; empty: nobody.
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
}

// Service is whom one can ask for.
type Service struct {
	ID    string            `json:"id"`
	Names map[string]string `json:"names"` // by language, French always
	Hours string            `json:"hours"` // OSM opening_hours
	Langs []string          `json:"langs"`
	// Procedures are ids of packs that it knows about; empty: all.
	Procedures []string `json:"procedures,omitempty"`
	Phone      string   `json:"phone,omitempty"` // E.164, or a SIP URI: where video overflows to
	// Sign and Text are links to a relay, that of a sign-language interpreter or
	// of a transcriber; empty: none.
	Sign string `json:"sign,omitempty"`
	Text string `json:"text,omitempty"`
	// What holds now.
	Open   bool      `json:"open"`
	Opens  time.Time `json:"opens,omitzero"` // the next time, where it is closed; zero: not within a year
	Agents int       `json:"agents"`         // on duty
	Queue  Queue     `json:"queue"`          // of who would ask now
	// Windows are when one may be called back.
	Windows []Window `json:"windows,omitempty"`
}

// Window is a part of a day.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Waits is a call in the line, as a desk sees it.
type Waits struct {
	Call      string    `json:"call"`
	Town      string    `json:"town"`
	TownName  string    `json:"town_name"`
	Kiosk     string    `json:"kiosk"`
	Service   string    `json:"service"`
	Procedure string    `json:"procedure,omitempty"` // its title in French
	Lang      string    `json:"lang"`
	Urgent    bool      `json:"urgent,omitempty"`
	Needs     []string  `json:"needs,omitempty"`
	Since     time.Time `json:"since"`
	// From is who transferred it, and To whom it is for alone.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Agent is somebody on duty, to transfer a call to.
type Agent struct {
	Login    string   `json:"login"`
	Name     string   `json:"name"`
	Services []string `json:"services"`
	Busy     bool     `json:"busy"`
}
