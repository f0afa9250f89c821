package page

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/forms/cog"
	"guichet/kiosk/hub/users"
)

// perPage is how many kiosks a page of the list has.
const perPage = 50

// filter is which kiosks the list shows, and in what order.
type filter struct {
	Town, Group, State, Text string
	Sort                     string // a key of orders
	Down                     bool
	Page                     int // from 1
}

// orders are the columns that a list can be sorted by.
var orders = map[string]func(a, b *row) int{
	"nom":       func(a, b *row) int { return cmp.Compare(a.folded, b.folded) },
	"ville":     func(a, b *row) int { return cmp.Or(cmp.Compare(a.TownName, b.TownName), cmp.Compare(a.Name, b.Name)) },
	"etat":      func(a, b *row) int { return cmp.Compare(slices.Index(states, a.State), slices.Index(states, b.State)) },
	"papier":    func(a, b *row) int { return cmp.Compare(paperRank(a), paperRank(b)) },
	"attente":   func(a, b *row) int { return cmp.Compare(uncounted(b), uncounted(a)) },
	"visite":    func(a, b *row) int { return b.Beat.LastVisit.Compare(a.Beat.LastVisit) },
	"programme": func(a, b *row) int { return cmp.Compare(a.Beat.Version, b.Beat.Version) },
}

// uncounted puts a spool that nobody can count beyond every number.
func uncounted(r *row) int {
	if r.Beat.Spool.Unknown {
		return math.MaxInt
	}
	return r.Beat.Spool.Waiting
}

// paperRank puts the rolls that end first.
func paperRank(r *row) int {
	return slices.Index([]string{"out", "low", "", "ok"}, r.Beat.Printer.Paper)
}

func readFilter(f form) filter {
	q := filter{
		Town: f.line("ville"), Group: f.line("groupe"), State: f.line("etat"), Text: f.line("cherche"),
		Sort: f.line("tri"), Down: f.line("sens") == "bas", Page: f.number("page", 1, 1_000_000, 1),
	}
	if orders[q.Sort] == nil {
		q.Sort = "etat"
	}
	if !slices.Contains(states, q.State) {
		q.State = ""
	}
	return q
}

// Query is the filter as part of an address, with some fields changed; an empty
// value takes a field out.
func (q filter) Query(change ...string) string {
	v := url.Values{}
	for name, value := range map[string]string{"ville": q.Town, "groupe": q.Group, "etat": q.State, "cherche": q.Text, "tri": q.Sort} {
		v.Set(name, value)
	}
	if q.Down {
		v.Set("sens", "bas")
	}
	v.Set("page", strconv.Itoa(q.Page))
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	for name := range v {
		if v.Get(name) == "" {
			v.Del(name)
		}
	}
	return "?" + v.Encode()
}

// SortBy is the address that sorts by a column, the other way where it is
// sorted by it already.
func (q filter) SortBy(column string) string {
	way := ""
	if q.Sort == column && !q.Down {
		way = "bas"
	}
	return q.Query("tri", column, "sens", way, "page", "")
}

// Way is the order of a column as aria-sort has it.
func (q filter) Way(column string) string {
	switch {
	case q.Sort != column:
		return "none"
	case q.Down:
		return "descending"
	}
	return "ascending"
}

// columns is what the list can be sorted by, in the order of its columns.
var columns = []string{"nom", "etat", "papier", "visite", "attente", "programme"}

// Columns are the columns that sort, as the template has them.
func (filter) Columns() []string { return columns }

// Narrow tells whether some kiosks are left out.
func (q filter) Narrow() bool { return q.Town != "" || q.Group != "" || q.State != "" || q.Text != "" }

// apply gives the kiosks that a filter lets through, in order.
func (q filter) apply(f *fleet) []*row {
	text, town := cog.Fold(q.Text), cog.Fold(q.Town)
	var found []*row
	for _, r := range f.rows {
		if (q.Group == "" || r.Group == q.Group) && (q.State == "" || r.State == q.State) &&
			(q.State != "" || q.Text != "" || r.State != stateTakenOut) &&
			(q.Text == "" || containsAll(r.folded, text)) &&
			(q.Town == "" || r.Town == q.Town || strings.Contains(cog.Fold(r.TownName), town)) {
			found = append(found, r)
		}
	}
	by := orders[q.Sort]
	slices.SortStableFunc(found, func(a, b *row) int {
		if q.Down {
			return by(b, a)
		}
		return by(a, b)
	})
	return found
}

// containsAll tells whether a text has every word.
func containsAll(text, words string) bool {
	for _, word := range strings.Fields(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// listView is what the list's template gets.
type listView struct {
	filter
	Rows       []*row
	Found      int
	Of         int
	Pages      int
	Groups     []string
	States     []string
	ByState    map[string]int
	Everywhere bool
	MayEdit    bool
	Alarm      int // kiosks that somebody should look after
	Now        time.Time
}

func (v *visit) listView() (listView, error) {
	q := readFilter(v.form)
	f, err := v.fleet.of(v.r.Context(), v.user().Town)
	if err != nil {
		return listView{}, err
	}
	found := q.apply(f)
	l := listView{
		Found: len(found), Of: len(f.rows) - f.byState[stateTakenOut], Pages: (len(found) + perPage - 1) / perPage,
		Groups: f.groups, States: states, ByState: f.byState, Now: v.Now(),
		Everywhere: v.everywhere(), MayEdit: v.mayAnywhere(users.EditKiosks),
		Alarm: f.byState[stateOut] + f.byState[stateSilent] + f.byState[stateWatch],
	}
	q.Page = max(1, min(q.Page, l.Pages))
	first := (q.Page - 1) * perPage
	l.Rows, l.filter = found[first:min(first+perPage, len(found))], q
	return l, nil
}

func (v *visit) list() error {
	l, err := v.listView()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "list", view{Title: v.views.text("list.title"), Here: "bornes", Data: l})
}

func (v *visit) listLive() error {
	return v.stream(func() (string, error) {
		l, err := v.listView()
		if err != nil {
			return "", err
		}
		return v.views.fragment("list", "kiosks", l)
	})
}

func (v *visit) home() error {
	if v.s.User.Login == "" {
		return v.to("/connexion")
	}
	return v.to("/bornes")
}
