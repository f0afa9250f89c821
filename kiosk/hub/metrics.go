package hub

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
)

// Metrics answers in the text format of Prometheus
// (https://prometheus.io/docs/instrumenting/exposition_formats/). It tells no
// more of single kiosks than the ten that need somebody most: what 35,000 kiosks
// say each is in the database and on the fleet page. Serve it on a loopback
// address: it is for this machine's own watcher.
func (h *Hub) Metrics() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
		defer cancel()
		m := &metrics{}
		h.ownMetrics(m)
		if err := h.fleetMetrics(ctx, m); err != nil {
			h.log.Error("metrics_failed", "error", err)
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.WriteTo(w)
	})
}

// metrics is a page of them in the making.
type metrics struct{ bytes.Buffer }

// head writes what a metric is; kind is "counter" or "gauge".
func (m *metrics) head(name, kind, help string) {
	fmt.Fprintf(m, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

// line writes one value; labels are pairs.
func (m *metrics) line(name string, v float64, labels ...string) {
	m.WriteString(name)
	for i := 0; i < len(labels); i += 2 {
		sep := map[bool]string{true: "{", false: ","}[i == 0]
		fmt.Fprintf(m, `%s%s="%s"`, sep, labels[i], escape.Replace(labels[i+1]))
	}
	if len(labels) > 0 {
		m.WriteString("}")
	}
	fmt.Fprintf(m, " %v\n", v)
}

var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// one writes a metric that has no labels.
func (m *metrics) one(name, kind, help string, v float64) {
	m.head(name, kind, help)
	m.line(name, v)
}

// sums writes a gauge for each value of one label.
func (m *metrics) sums(name, help, label string, values map[string]float64) {
	m.head(name, "gauge", help)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		m.line(name, values[key], label, key)
	}
}

// ownMetrics is what this process counted.
func (h *Hub) ownMetrics(m *metrics) {
	m.head("guichet_hub_info", "gauge", "This hub; always 1.")
	m.line("guichet_hub_info", 1, "version", h.Version)
	m.one("guichet_hub_start_seconds", "gauge", "When this hub started, in Unix time.", float64(h.started.Unix()))
	m.one("guichet_hub_streams", "gauge", "Kiosks that listen for news here.", float64(h.streams.count()))
	m.one("guichet_hub_beats_total", "counter", "Heartbeats taken.", float64(h.counts.beats.Load()))
	m.one("guichet_hub_notices_total", "counter", "Notices heard and passed on.", float64(h.counts.notices.Load()))
	m.one("guichet_hub_expired_total", "counter", "Submissions deleted because their time was over.", float64(h.counts.expired.Load()))
	m.one("guichet_hub_panics_total", "counter", "Panics contained: each is a defect.", float64(h.counts.panics.Load()))
	m.head("guichet_hub_submissions_total", "counter", "Submissions, by what became of them.")
	for o, word := range outcomeWords {
		m.line("guichet_hub_submissions_total", float64(h.counts.submissions[o].Load()), "outcome", word)
	}
	m.head("guichet_hub_deliveries_total", "counter", "Tries to tell a connector.")
	m.line("guichet_hub_deliveries_total", float64(h.counts.delivered.Load()), "outcome", "taken")
	m.line("guichet_hub_deliveries_total", float64(h.counts.undelivered.Load()), "outcome", "failed")
	h.answerMetrics(m)
	h.callMetrics(m)
	for _, f := range h.more() {
		m.one(f.Name, f.Kind, f.Help, f.Value)
	}
}

// Figure is a metric that something beside the hub has to tell: a relay.
type Figure struct {
	Name, Kind, Help string // Kind is "counter" or "gauge"
	Value            float64
}

func (h *Hub) more() []Figure {
	if h.Figures == nil {
		return nil
	}
	return h.Figures()
}

func (h *Hub) callMetrics(m *metrics) {
	if h.desk == nil {
		return
	}
	f := h.desk.Figures()
	waiting := map[string]float64{}
	for service, n := range f.Waiting {
		waiting[service] = float64(n)
	}
	m.sums("guichet_calls_waiting", "Calls in the line, by service.", "service", waiting)
	for _, g := range []Figure{
		{"guichet_calls_under_way", "gauge", "Calls that an agent has.", float64(f.UnderWay)},
		{"guichet_calls_oldest_seconds", "gauge", "How long who waits longest has waited.", f.Oldest.Seconds()},
		{"guichet_agents_on_duty", "gauge", "Agents who take calls.", float64(f.Agents)},
		{"guichet_call_backs_waiting", "gauge", "Citizens who are to be called back.", float64(f.CallBacks)},
		{"guichet_call_kiosks", "gauge", "Kiosks that are connected here for calls.", float64(f.Kiosks)},
		{"guichet_call_desks", "gauge", "Windows of agents that are connected here.", float64(f.Desks)},
		{"guichet_call_resumed_total", "counter", "Calls whose kiosk came back.", float64(f.Resumed)},
		{"guichet_call_unproven_total", "counter", "Offers refused because no kiosk vouched for their certificate.", float64(f.Unproven)},
		{"guichet_call_errors_total", "counter", "What the database did not do for calls.", float64(f.Errors)},
	} {
		m.one(g.Name, g.Kind, g.Help, g.Value)
	}
}

// callCountMetrics are the calls of today, by service and end.
func (h *Hub) callCountMetrics(ctx context.Context, m *metrics) error {
	if h.desk == nil {
		return nil
	}
	all, err := h.desk.Counts(ctx, "", h.desk.Today(), h.now())
	if err != nil {
		return err
	}
	sums := map[[2]string]float64{}
	for _, row := range all.Rows {
		for end, n := range map[string]int{
			"offered": row.Offered, "answered": row.Answered, "call_back": row.CallBacks,
			"contacts": row.Contacts, "abandoned": row.Abandoned, "closed": row.Closed, "call_back_expired": row.Expired,
		} {
			sums[[2]string{row.Service, end}] += float64(n)
		}
	}
	m.head("guichet_calls_today", "gauge", "Calls since midnight, by service and end.")
	keys := slices.SortedFunc(maps.Keys(sums), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, key := range keys {
		m.line("guichet_calls_today", sums[key], "service", key[0], "end", key[1])
	}
	return nil
}

func (h *Hub) answerMetrics(m *metrics) {
	h.counts.mu.Lock()
	answers := maps.Clone(h.counts.answers)
	h.counts.mu.Unlock()
	m.head("guichet_hub_answers_total", "counter", "HTTP answers.")
	keys := slices.SortedFunc(maps.Keys(answers), func(a, b answer) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.class, b.class))
	})
	for _, a := range keys {
		m.line("guichet_hub_answers_total", float64(answers[a]), "route", a.route, "class", fmt.Sprintf("%dxx", a.class))
	}
}

// fleetMetrics is what the database says, the same on every hub.
func (h *Hub) fleetMetrics(ctx context.Context, m *metrics) error {
	sums, err := h.sums.of(ctx, h)
	if err != nil {
		return err
	}
	rollouts, err := h.Store.Rollouts(ctx, "")
	if err != nil {
		return err
	}
	waiting, err := h.Store.Deliveries(ctx)
	if err != nil {
		return err
	}
	sums.write(m)
	states := map[string]float64{store.Running: 0, store.Paused: 0, store.Stopped: 0}
	for _, r := range rollout.Newest(rollouts) {
		states[r.State]++
	}
	m.sums("guichet_rollouts", "The newest roll-out of each pack and town, by state.", "state", states)
	m.one("guichet_outbox_waiting", "gauge", "Deliveries to connectors that wait.", float64(waiting))
	if ends, err := h.freshUntil(ctx); err == nil {
		m.one("guichet_timestamp_expires_seconds", "gauge", "When the signed list of packs expires, in Unix time.", float64(ends.Unix()))
	}
	return h.callCountMetrics(ctx, m)
}

// fleetSums is the fleet in sums.
type fleetSums struct {
	now                                                            time.Time
	states, towns, versions, models, papers, alerts, spool, oldest map[string]float64
	sick                                                           []sick
}

// sick is a kiosk that needs somebody.
type sick struct {
	kiosk, town, why string
	since            time.Time
}

func newFleetSums(now time.Time, kiosks []store.Kiosk) *fleetSums {
	s := &fleetSums{now: now}
	for _, m := range []*map[string]float64{&s.states, &s.towns, &s.versions, &s.models, &s.papers, &s.alerts, &s.spool, &s.oldest} {
		*m = map[string]float64{}
	}
	for _, k := range kiosks {
		s.add(k)
	}
	slices.SortFunc(s.sick, func(a, b sick) int { return cmp.Or(a.since.Compare(b.since), cmp.Compare(a.kiosk, b.kiosk)) })
	return s
}

func (s *fleetSums) add(k store.Kiosk) {
	if !k.RevokedAt.IsZero() {
		s.states["revoked"]++
		return
	}
	s.towns[k.Town]++
	s.versions[k.Beat.Version]++
	s.models[k.Beat.Printer.Model]++
	s.papers[cmp.Or(k.Beat.Printer.Paper, "unknown")]++
	s.spool[k.Town] += float64(k.Beat.Spool.Waiting)
	if o := k.Beat.Spool.Oldest; !o.IsZero() {
		s.oldest[k.Town] = max(s.oldest[k.Town], s.now.Sub(o).Seconds())
	}
	for _, a := range k.Beat.Alerts {
		s.alerts[a.Name]++
		s.sick = append(s.sick, sick{k.ID, k.Town, a.Name, a.Since})
	}
	if rollout.Live(s.now, k) {
		s.states["live"]++
		return
	}
	s.states["silent"]++
	s.sick = append(s.sick, sick{k.ID, k.Town, "silent", k.BeatAt})
}

// sumBook remembers the sums of a fleet that is slow to read: some watchers ask
// every five seconds.
type sumBook struct {
	mu    sync.Mutex
	sums  *fleetSums
	until time.Time
}

// of gives the sums; they may be as old as twenty times what reading them took,
// and a minute at most.
func (b *sumBook) of(ctx context.Context, h *Hub) (*fleetSums, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	began := time.Now()
	if began.Before(b.until) {
		return b.sums, nil
	}
	kiosks, err := h.Store.Kiosks(ctx, "")
	if err != nil {
		return nil, err
	}
	b.sums = newFleetSums(h.now(), kiosks)
	if took := time.Since(began); took > 200*time.Millisecond {
		b.until = time.Now().Add(min(20*took, time.Minute))
	}
	return b.sums, nil
}

// sickest is how many kiosks are named one by one.
const sickest = 10

func (s *fleetSums) write(m *metrics) {
	m.sums("guichet_kiosks", "Kiosks, by state.", "state", s.states)
	m.sums("guichet_town_kiosks", "Kiosks, by town.", "town", s.towns)
	m.sums("guichet_kiosk_versions", "Kiosks, by version of their program.", "version", s.versions)
	m.sums("guichet_kiosk_printers", "Kiosks, by model of their printer.", "model", s.models)
	m.sums("guichet_kiosk_paper", "Kiosks, by paper left.", "paper", s.papers)
	m.sums("guichet_kiosk_alerts", "Alerts, by name.", "alert", s.alerts)
	m.sums("guichet_spool_waiting", "Submissions that kiosks still hold, by town.", "town", s.spool)
	m.sums("guichet_spool_oldest_seconds", "Age of the oldest submission that a kiosk of the town still holds.", "town", s.oldest)
	m.head("guichet_kiosk_sick_seconds", "gauge", "How long the ten sickest kiosks have been so.")
	for _, k := range s.sick[:min(sickest, len(s.sick))] {
		age := max(s.now.Sub(k.since).Seconds(), 0) // by the kiosk's clock, it may be still to come
		if k.since.IsZero() {
			age = 0 // never seen
		}
		m.line("guichet_kiosk_sick_seconds", age, "kiosk", k.kiosk, "town", k.town, "why", k.why)
	}
}

var _ io.WriterTo = (*metrics)(nil)
