package hub

import (
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// problem is a refusal, and when to come back (0: there is no use).
type problem struct {
	wire.Problem
	after time.Duration
}

func problemOf(status int, word, title string) problem {
	return problem{Problem: wire.Problem{Type: word, Title: title, Status: status}}
}

func later(status int, word, title string, after time.Duration) problem {
	p := problemOf(status, word, title)
	p.after = after
	return p
}

// Everything that a hub refuses. The words are part of the protocol: a kiosk
// acts on the status, people and logs on the word.
var (
	noSuchAddress = problemOf(404, "no_such_address", "there is nothing at this address")
	malformed     = problemOf(400, "malformed", "the message cannot be read")
	notSigned     = problemOf(401, "signature", "the request is not signed by a kiosk of this hub")
	wrongClock    = problemOf(401, "clock", "the request is not of this minute; Date has the hub's time")
	unknownKiosk  = problemOf(401, "unknown_kiosk", "no such kiosk is enrolled here")
	revoked       = problemOf(403, "revoked", "this kiosk was taken out of the fleet")
	otherTown     = problemOf(403, "other_town", "a kiosk sends for its own town and under its own name")
	taken         = problemOf(409, "taken", "the id is taken by other content")
	codeSpent     = problemOf(410, "code", "the code was used, or its ten minutes are over")
	tooLarge      = problemOf(413, "too_large", "the message is longer than the hub takes")
	tooMany       = later(429, "too_many", "too many tries; come back later", time.Minute)
	busy          = later(503, "busy", "the hub has too much to do; come back later", 15*time.Second)
	full          = later(503, "full", "the hub has no room left", 5*time.Minute)
	unknown       = later(503, "unknown", "nobody knows what became of it; send the same again", 10*time.Second)

	noToken   = problemOf(401, "token", "no token that is known here")
	noRight   = problemOf(403, "right", "this user may not do that here")
	notThere  = problemOf(404, "not_found", "there is no such thing")
	changed   = problemOf(409, "changed", "somebody changed it meanwhile; look again")
	noRepo    = problemOf(501, "no_repository", "this hub has no keys to publish with")
	isRunning = problemOf(409, "rollout_open", "a roll-out of this pack is not over: end it or roll it back first")
	wrongStep = problemOf(409, "state", "the roll-out is not in a state for that")
	noRelease = problemOf(409, "not_published", "the town has not published this revision")
	sameAsNow = problemOf(409, "same", "this revision is already everywhere")
)

// refuse answers with a problem. Retry-After has a part of chance, so that those
// who were refused together do not come back together.
func (h *Hub) refuse(w http.ResponseWriter, _ *http.Request, p problem) {
	if p.after > 0 {
		s := int(p.after.Seconds())
		w.Header().Set("Retry-After", strconv.Itoa(s+rand.IntN(s+1)))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p.Problem)
}

// fail answers with what an error means. One that has no meaning here is logged
// and "unknown".
func (h *Hub) fail(w http.ResponseWriter, r *http.Request, what string, err error) {
	p := meaning(err)
	if p.Type == unknown.Type && r.Context().Err() == nil {
		h.log.Error(what, "error", err)
	}
	h.refuse(w, r, p)
}

// meanings is what each error is to whoever asked.
var meanings = []struct {
	err error
	is  problem
}{
	{store.ErrNotFound, notThere},
	{store.ErrTaken, taken},
	{store.ErrFull, full},
	{store.ErrChanged, changed},
	{users.ErrRight, noRight},
	{users.ErrSession, noToken},
	{custody.ErrClock, wrongClock},
	{custody.ErrSignature, notSigned},
	{custody.ErrBody, malformed},
	{custody.ErrHeader, malformed},
	{errUnknownKiosk, unknownKiosk},
	{errRevoked, revoked},
	{errOtherTown, otherTown},
	{errTooLarge, tooLarge},
	{errMalformed, malformed},
	{errBusy, busy},
	{ErrRolloutOpen, isRunning},
	{ErrState, wrongStep},
	{ErrNotPublished, noRelease},
	{ErrSame, sameAsNow},
	{ErrNoRepository, noRepo},
}

func meaning(err error) problem {
	for _, m := range meanings {
		if errors.Is(err, m.err) {
			return m.is
		}
	}
	var input *InputError
	if errors.As(err, &input) {
		p := malformed
		p.Type, p.Title, p.Detail = "input", "something cannot be", input.Error()
		return p
	}
	return unknown
}

// reply answers with JSON.
func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

var (
	errTooLarge  = errors.New("hub: message is too large")
	errMalformed = errors.New("hub: message cannot be read")
	errBusy      = errors.New("hub: too much to do")
)

// readBody reads at most so many bytes: one that says it has more is refused
// unread.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	if r.ContentLength > most {
		return nil, errTooLarge
	}
	if r.ContentLength >= 0 && r.ContentLength <= believed {
		data := make([]byte, r.ContentLength)
		if _, err := io.ReadFull(r.Body, data); err != nil {
			return nil, errMalformed
		}
		return data, nil
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errMalformed
	}
	return data, nil
}

// believed is the longest body for which there is room before it came: who says
// that he has more may never send it.
const believed = 64 << 10
