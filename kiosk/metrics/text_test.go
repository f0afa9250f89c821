package metrics

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// What is written is what is served, but for what changes by itself.
func TestWrittenAsServed(t *testing.T) {
	s := Source{Version: "1.0.0", Counters: NewCounters()}
	s.Counters.Visit("finished")
	var b strings.Builder
	if err := Write(&b, s); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	Handler(s).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if got, want := guichets(b.String()), guichets(w.Body.String()); got != want || !strings.Contains(got, `guichet_visits_total{end="finished"} 1`) {
		t.Errorf("written\n%s\nserved\n%s", got, want)
	}
}

// guichets are the lines of the kiosk.
func guichets(text string) string {
	var all []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "guichet_") {
			all = append(all, line)
		}
	}
	return strings.Join(all, "")
}
