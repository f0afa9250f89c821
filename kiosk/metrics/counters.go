package metrics

import (
	"maps"
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"guichet/drivers/printer"
)

// other is what a value becomes that is not in a label's list.
const other = "other"

// visitEnds are the "why" of event visit_ended.
var visitEnds = []string{"finished", "left", "idle", "back", "staff", "broken", "stopped", other}

// outcomes are the words for what is known of a document that was sent.
var outcomes = map[printer.Outcome]string{
	printer.Printed: "printed", printer.NotPrinted: "not_printed", printer.Unknown: "unknown",
}

// callOutcomes are for the causes of package call that nobody answered to.
var callOutcomes = map[string]string{
	"cancelled": "cancelled", "local-bye": "cancelled",
	"busy": "busy", "overloaded": "busy",
	"no-answer": "no_answer",
	"rejected":  "refused", "not-found": "refused",
	"closed":    "closed",
	"call-back": "call_back",
	"no-media":  "failed", "lost": "failed", "error": "failed",
}

// The outcomes of calls that somebody answered.
const (
	answered = "answered"
	cutOff   = "cut_off" // answered, and then the line was lost
)

// Counters are what is counted since the program began. The methods may be called
// from any goroutine.
type Counters struct {
	visits, documents, calls *prometheus.CounterVec
}

// NewCounters begins at 0.
func NewCounters() *Counters {
	return &Counters{
		visits:    counter("visits_total", "Visits that ended, by how.", "end", visitEnds),
		documents: counter("documents_total", "Documents sent to the receipt printer, by what is known of them.", "outcome", slices.Collect(maps.Values(outcomes))),
		calls:     counter("calls_total", "Calls that ended, by how.", "outcome", callLabels()),
	}
}

func callLabels() []string {
	return append(slices.Collect(maps.Values(callOutcomes)), answered, cutOff, other)
}

// counter has all its series from the start, at 0.
func counter(name, help, label string, values []string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, []string{label})
	for _, value := range values {
		v.WithLabelValues(value)
	}
	return v
}

// Visit counts a visit that ended, by the word of event visit_ended.
func (c *Counters) Visit(end string) {
	if !slices.Contains(visitEnds, end) {
		end = other
	}
	c.visits.WithLabelValues(end).Inc()
}

// Document counts what was sent to the receipt printer.
func (c *Counters) Document(o printer.Outcome) {
	label, ok := outcomes[o]
	if !ok {
		label = outcomes[printer.Unknown]
	}
	c.documents.WithLabelValues(label).Inc()
}

// Call counts a call that ended: whether somebody was there, and the cause in the
// words of package call.
func (c *Counters) Call(wasAnswered bool, cause string) {
	c.calls.WithLabelValues(callOutcome(wasAnswered, cause)).Inc()
}

func callOutcome(wasAnswered bool, cause string) string {
	switch label, ok := callOutcomes[cause]; {
	case wasAnswered && cause == "lost":
		return cutOff
	case wasAnswered:
		return answered
	case ok:
		return label
	}
	return other
}
