package metrics

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// whole is a source that has every part.
func whole() Source {
	return Source{
		Version: "1.2.3", Board: new(health.Board), Counters: NewCounters(),
		Spool: func(context.Context) (int, time.Time, error) { return 0, time.Time{}, nil },
		Paper: func() (float64, float64) { return 12.5, 50.5 },
		Hub:   func() (bool, bool) { return true, true },
		Clock: func() (time.Duration, bool) { return -1500 * time.Millisecond, true },
	}
}

func get(h http.Handler, path string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, w.Body.String()
}

// ours are the lines of a scrape that are the kiosk's, without comments.
func ours(t *testing.T, h http.Handler) (lines []string) {
	t.Helper()
	code, text := get(h, "/metrics")
	if code != http.StatusOK {
		t.Fatalf("%d: %s", code, text)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "guichet_") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

func TestTheNames(t *testing.T) {
	problems, err := testutil.GatherAndLint(registry(whole()))
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %+v", err, problems)
	}
}

func TestWhatIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := whole()
		s.Spool = func(context.Context) (int, time.Time, error) { return 3, time.Now().Add(-90 * time.Second), nil }
		s.Board.Report(health.PackRefused, true, "cantine 1.1.0")
		s.Counters.Visit("finished")
		s.Counters.Visit("finished")
		s.Counters.Visit("staff")
		s.Counters.Document(printer.NotPrinted)
		s.Counters.Call(true, "remote-bye")
		s.Counters.Call(true, "lost")
		s.Counters.Call(false, "no-answer")
		lines := ours(t, Handler(s))
		for _, want := range []string{
			`guichet_build_info{version="1.2.3"} 1`,
			`guichet_condition{gravity="warning",name="pack_refused",who="admin"} 1`,
			`guichet_condition{gravity="grave",name="paper_out",who="staff"} 0`,
			`guichet_spool_waiting 3`,
			`guichet_spool_oldest_seconds 90`,
			`guichet_paper_printed_meters 12.5`,
			`guichet_paper_left_meters 50.5`,
			`guichet_hub_reachable 1`,
			`guichet_clock_offset_seconds -1.5`,
			`guichet_visits_total{end="finished"} 2`,
			`guichet_visits_total{end="idle"} 0`,
			`guichet_visits_total{end="staff"} 1`,
			`guichet_documents_total{outcome="not_printed"} 1`,
			`guichet_documents_total{outcome="printed"} 0`,
			`guichet_calls_total{outcome="answered"} 1`,
			`guichet_calls_total{outcome="cut_off"} 1`,
			`guichet_calls_total{outcome="no_answer"} 1`,
		} {
			if !strings.Contains("\n"+strings.Join(lines, "\n")+"\n", "\n"+want+"\n") {
				t.Errorf("%s is missing in\n%s", want, strings.Join(lines, "\n"))
			}
		}
		_, text := get(Handler(s), "/metrics")
		for _, want := range []string{"\ngo_goroutines ", "\nprocess_open_fds "} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is missing", want)
			}
		}
		if strings.Contains(text, "cantine") {
			t.Error("it tells the name of a pack")
		}
	})
}

// What is not known is not told, least of all as 0.
func TestWhatIsNotKnown(t *testing.T) {
	s := whole()
	s.Spool = func(context.Context) (int, time.Time, error) { return 0, time.Time{}, errors.New("broken") }
	s.Paper = func() (float64, float64) { return 3, -1 }
	s.Hub = func() (bool, bool) { return false, false }
	s.Clock = func() (time.Duration, bool) { return 0, false }
	text := strings.Join(ours(t, Handler(s)), "\n")
	for _, name := range []string{"spool_waiting", "spool_oldest", "paper_left", "hub_reachable", "clock_offset"} {
		if strings.Contains(text, name) {
			t.Errorf("it tells %s", name)
		}
	}
	if !strings.Contains(text, "guichet_paper_printed_meters 3") {
		t.Error("what is printed is known")
	}
	s.Paper = func() (float64, float64) { return -1, -1 }
	if text := strings.Join(ours(t, Handler(s)), "\n"); strings.Contains(text, "guichet_paper") {
		t.Errorf("nobody counts the paper, and it tells\n%s", text)
	}
	if lines := ours(t, Handler(Source{Version: "\xff"})); len(lines) != 1 || lines[0] != `guichet_build_info{version=""} 1` {
		t.Errorf("of nothing: %q", lines)
	}
}

// The number of series is fixed, whatever is counted and whatever is wrong.
func TestTheNumberOfSeries(t *testing.T) {
	s := whole()
	h := Handler(s)
	before := len(ours(t, h))
	const others = 7 // build, 2 of the spool, 2 of paper, hub, clock
	if want := len(health.Names()) + len(visitEnds) + len(outcomes) + callSeries + others; before != want {
		t.Errorf("%d series, want %d", before, want)
	}
	for range 1000 {
		word := fmt.Sprintf("%x é\xff\n", rand.Uint64())
		s.Counters.Visit(word)
		s.Counters.Call(rand.Int()%2 == 0, word)
		s.Counters.Document(printer.Outcome(rand.Int()))
	}
	for _, n := range health.Names() {
		s.Board.Report(n, true, "detail")
	}
	lines := ours(t, h)
	if len(lines) != before {
		t.Errorf("%d series, were %d", len(lines), before)
	}
	text := strings.Join(lines, "\n")
	if !strings.Contains(text, `guichet_visits_total{end="other"} 1000`) {
		t.Errorf("what is not in the list is other:\n%s", text)
	}
}

// callSeries: answered, cut_off, cancelled, busy, no_answer, refused, closed,
// call_back, failed, other.
const callSeries = 10

func TestOutcomesOfCalls(t *testing.T) {
	for _, c := range []struct {
		answered    bool
		cause, want string
	}{
		{true, "local-bye", "answered"}, {true, "lost", "cut_off"}, {true, "", "answered"},
		{false, "local-bye", "cancelled"}, {false, "overloaded", "busy"}, {false, "closed", "closed"},
		{false, "lost", "failed"}, {false, "call-back", "call_back"}, {false, "0612345678", "other"},
	} {
		if got := callOutcome(c.answered, c.cause); got != c.want {
			t.Errorf("%v, %q: %s, want %s", c.answered, c.cause, got, c.want)
		}
	}
}

func TestHealthy(t *testing.T) {
	s := whole()
	s.Board.Report(health.SpoolBroken, true)
	if code, text := get(Handler(s), "/healthz"); code != http.StatusOK || text != "ok\n" {
		t.Errorf("%d %q", code, text)
	}
}

func TestReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := whole()
		h := Handler(s)
		wants := func(what string, code int, text string) {
			t.Helper()
			if c, got := get(h, "/readyz"); c != code || got != text {
				t.Errorf("%s: %d %q, want %d %q", what, c, got, code, text)
			}
		}
		wants("nothing wrong", 200, "ready\n")
		s.Board.Report(health.PaperOut, true)
		s.Board.Report(health.ClockWrong, true)
		time.Sleep(2 * time.Minute)
		wants("the clock, and paper", 503, "clock_wrong\n")
		s.Board.Report(health.DiskReadOnly, true)
		wants("the disk", 503, "disk_read_only\nclock_wrong\n")
		s.Board.Report(health.DiskReadOnly, false)
		s.Board.Report(health.ClockWrong, false)
		time.Sleep(2 * time.Minute)
		wants("mended", 200, "ready\n")
		s.Spool = func(ctx context.Context) (int, time.Time, error) {
			<-ctx.Done()
			return 0, time.Time{}, ctx.Err()
		}
		h = Handler(s)
		wants("a spool that does not answer", 503, "spool_broken\n")
		s.Board.Report(health.SpoolBroken, true)
		wants("and is known to be broken", 503, "spool_broken\n")
		h = Handler(Source{})
		wants("a kiosk of nothing", 200, "ready\n")
	})
}

// A mistake in a part that is asked ends neither the scrape nor the program, and
// the next scrape tells of it; what the panic says is told nowhere.
func TestAPartThatBreaks(t *testing.T) {
	s := whole()
	s.Spool = func(context.Context) (int, time.Time, error) { panic("Camille Martin") }
	h := Handler(s)
	wants := func(line string) {
		t.Helper()
		text := strings.Join(ours(t, h), "\n")
		if !strings.Contains(text, line) || strings.Contains(text, "Camille") || strings.Contains(text, "guichet_spool") {
			t.Errorf("%s is missing, or too much is told:\n%s", line, text)
		}
	}
	wants(`guichet_build_info{version="1.2.3"} 1`)
	wants(`guichet_condition{gravity="warning",name="part_broken",who="technician"} 1`)
	if code, text := get(h, "/readyz"); code != http.StatusServiceUnavailable || text != "part_broken\n" {
		t.Errorf("%d %q", code, text)
	}
	s.Board = nil
	if code, text := get(Handler(s), "/readyz"); code != http.StatusServiceUnavailable || text != "part_broken\n" {
		t.Errorf("without a board: %d %q", code, text)
	}
}

// Each way in which a visit ends is counted under its own name.
func TestTheEndsOfVisits(t *testing.T) {
	says := event.VisitEnded.Sentence()
	_, list, _ := strings.Cut(says, "how: ")
	ends := strings.FieldsFunc(list, func(r rune) bool { return !unicode.IsLetter(r) })
	ends = slices.DeleteFunc(ends, func(w string) bool { return w == "or" })
	if !slices.Equal(ends, visitEnds[:len(visitEnds)-1]) {
		t.Errorf("the log says %q, the counter knows %q", ends, visitEnds)
	}
}

func TestOtherRequests(t *testing.T) {
	h := Handler(whole())
	if code, _ := get(h, "/"); code != http.StatusNotFound {
		t.Errorf("/: %d", code)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", "/metrics", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
