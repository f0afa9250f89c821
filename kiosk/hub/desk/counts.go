package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"guichet/kiosk/hub/store"
)

// outcomeClosed is that of a call outside of the hours: it was not offered, and
// whatever becomes of it is not counted among those that were.
const outcomeClosed = "closed"

func countOf(c store.Call) store.CallCount {
	return store.CallCount{Town: c.Town, Service: c.Service, Hour: c.Asked}
}

// offered counts a new call.
func (d *Desk) offered(c store.Call) []store.CallCount {
	n := countOf(c)
	if c.Outcome == outcomeClosed {
		n.Closed = 1
	} else {
		n.Offered = 1
	}
	return []store.CallCount{n}
}

// outcome gives a call its end in the counts, in the place of the one that it
// had. What was answered stays so, and so does what was closed.
func (d *Desk) outcome(c *store.Call, outcome string) []store.CallCount {
	if c.Outcome == outcomeClosed || c.Outcome == store.OutcomeAnswered || c.Outcome == outcome {
		return nil
	}
	n := countOf(*c)
	add(&n, c.Outcome, -1)
	add(&n, outcome, 1)
	c.Outcome = outcome
	if outcome == store.OutcomeAnswered {
		at := c.Answered
		if at.IsZero() {
			at = d.Now() // by telephone
		}
		n.Wait = int(at.Sub(c.Asked) / time.Second)
		n.Longest = n.Wait
	}
	return []store.CallCount{n}
}

// unmet takes back that a call was answered: its kiosk had no picture of the agent,
// and gave up. What one agent had answered before another stays so.
func (d *Desk) unmet(c *store.Call) []store.CallCount {
	if c.Outcome != store.OutcomeAnswered || c.Answered.IsZero() || c.From != "" {
		return nil
	}
	n := countOf(*c)
	add(&n, store.OutcomeAnswered, -1)
	add(&n, store.OutcomeAbandoned, 1)
	n.Wait = -int(c.Answered.Sub(c.Asked) / time.Second)
	c.Outcome, c.Answered = store.OutcomeAbandoned, time.Time{}
	return []store.CallCount{n}
}

func add(n *store.CallCount, outcome string, by int) {
	switch outcome {
	case store.OutcomeAnswered:
		n.Answered += by
	case store.OutcomeCallBack:
		n.CallBacks += by
	case store.OutcomeContacts:
		n.Contacts += by
	case store.OutcomeAbandoned:
		n.Abandoned += by
	}
}

// Line is the share of calls to be answered: 85 of 100.
const Line = 0.85

// Counts is how calls went, as /desk/counts answers it.
type Counts struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Line  float64   `json:"line"` // the share to be answered, 0 to 1
	Rows  []Count   `json:"rows"`
	Total Count     `json:"total"`
}

// Count is an hour, or a sum. Each call that was offered ends in one of the four
// after it, or is not over. Who asked outside of the hours is Closed alone.
type Count struct {
	Town      string    `json:"town,omitempty"`
	Service   string    `json:"service,omitempty"`
	Hour      time.Time `json:"hour,omitzero"`
	Offered   int       `json:"offered"`
	Answered  int       `json:"answered"`
	CallBacks int       `json:"call_backs"`
	Contacts  int       `json:"contacts"`
	Abandoned int       `json:"abandoned"`
	Closed    int       `json:"closed"`
	Share     float64   `json:"share"`     // answered of those that are over, 0 to 1; 1 where none is
	WaitS     int       `json:"wait_s"`    // mean of the answered
	LongestS  int       `json:"longest_s"` // of the answered
	Reached   int       `json:"reached"`   // call backs
	GivenUp   int       `json:"given_up"`
	Expired   int       `json:"expired"`

	wait int
}

func rowOf(c store.CallCount) Count {
	n := Count{
		Town: c.Town, Service: c.Service, Hour: c.Hour, Offered: c.Offered, Answered: c.Answered, CallBacks: c.CallBacks,
		Contacts: c.Contacts, Abandoned: c.Abandoned, Closed: c.Closed, LongestS: c.Longest, Reached: c.Reached,
		GivenUp: c.GivenUp, Expired: c.Expired, wait: c.Wait,
	}
	n.ratio()
	return n
}

func (n *Count) ratio() {
	n.Share, n.WaitS = 1, 0
	if over := n.Answered + n.CallBacks + n.Contacts + n.Abandoned; over > 0 {
		n.Share = float64(n.Answered) / float64(over)
	}
	if n.Answered > 0 {
		n.WaitS = n.wait / n.Answered
	}
}

// plus adds a row to a sum.
func (n *Count) plus(c Count) {
	n.Offered += c.Offered
	n.Answered += c.Answered
	n.CallBacks += c.CallBacks
	n.Contacts += c.Contacts
	n.Abandoned += c.Abandoned
	n.Closed += c.Closed
	n.Reached += c.Reached
	n.GivenUp += c.GivenUp
	n.Expired += c.Expired
	n.wait += c.wait
	n.LongestS = max(n.LongestS, c.LongestS)
	n.ratio()
}

// Counts is how calls went in a town, or in all, an hour a row.
func (d *Desk) Counts(ctx context.Context, town string, from, to time.Time) (Counts, error) {
	rows, err := d.Store.CallCounts(ctx, town, from, to)
	all := Counts{From: from, To: to, Line: Line, Rows: []Count{}}
	all.Total.ratio()
	for _, row := range rows {
		n := rowOf(row)
		all.Rows = append(all.Rows, n)
		all.Total.plus(n)
	}
	return all, err
}

// Today is when the day of an office began.
func (d *Desk) Today() time.Time {
	y, m, day := d.local().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, d.Zone)
}

// ServeCounts answers GET /desk/counts?from=2026-11-01&to=2026-12-01 (the last
// day is not in it; today where they are left out) to agents, of their town.
func (d *Desk) ServeCounts(w http.ResponseWriter, r *http.Request) {
	user, err := d.agent(r.Context(), d.cookieOf(r), false)
	if err != nil {
		d.shutOut(w, err)
		return
	}
	from, to := d.day(r, "from", d.Today()), d.day(r, "to", d.Today().AddDate(0, 0, 1))
	all, err := d.Counts(r.Context(), user.Town, from, to)
	if err != nil {
		d.failed("counts_failed", err)
		http.Error(w, "unknown", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(all)
}

func (d *Desk) day(r *http.Request, name string, otherwise time.Time) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, r.URL.Query().Get(name), d.Zone)
	if err != nil {
		return otherwise
	}
	return t
}
