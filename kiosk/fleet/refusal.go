package fleet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"guichet/kiosk/fleet/wire"
)

// Refusal is an answer of the hub that is no success: wire says what each
// status means. Any other error of a request means "unknown".
type Refusal struct {
	Status int
	Type   string        // wire.Problem.Type; empty: the answer was not the hub's own
	After  time.Duration // Retry-After; 0 where it does not say
}

func (r *Refusal) Error() string { return fmt.Sprintf("fleet: hub answered %d %s", r.Status, r.Type) }

// Is tells that an answer was not the hub's own: something between stands for it.
func (r *Refusal) Is(target error) bool { return target == ErrNoHub && r.Type == "" }

// final tells that sending the same again cannot end better. A proxy's page
// never is: only the hub knows.
func (r *Refusal) final() bool {
	if r.Type == "" {
		return false
	}
	switch r.Status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge:
		return true
	}
	return false
}

// puzzled tells that the hub itself does not know what became of it.
func (r *Refusal) puzzled() bool { return r.Type == "unknown" }

// stranger tells that the hub does not know this kiosk, or no longer.
func (r *Refusal) stranger() bool {
	return r.Type != "" && (r.Status == http.StatusForbidden || r.Status == http.StatusUnauthorized && r.Type != "clock")
}

func refusalOf(res *http.Response) *Refusal {
	r := &Refusal{Status: res.StatusCode, After: retryAfter(res.Header.Get("Retry-After"))}
	var p wire.Problem
	data, _ := io.ReadAll(io.LimitReader(res.Body, wire.MaxMessage))
	if json.Unmarshal(data, &p) == nil && p.Status == res.StatusCode && word.MatchString(p.Type) {
		r.Type = p.Type
	}
	return r
}

// word is what the type of a problem looks like. It goes into the log.
var word = regexp.MustCompile(`^[a-z_]{1,32}$`)

// longestAfter bounds what a hub, or whoever stands between, can ask for.
const longestAfter = 10 * time.Minute

// retryAfter reads seconds; the other form of the field, a date, would need a
// right clock (RFC 9110, section 10.2.3).
func retryAfter(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, int(longestAfter/time.Second))) * time.Second // more would overflow
}

// refused tells whether err is an answer of this kind.
func refused(err error, is func(*Refusal) bool) bool {
	var r *Refusal
	return errors.As(err, &r) && is(r)
}
