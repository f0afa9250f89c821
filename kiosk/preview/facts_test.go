package preview

import (
	"strings"
	"testing"
	"time"

	"guichet/forms/formtest"
)

// TestOneDayIsNoPlural: a mayor signs for one minute and for one day, or for two.
func TestOneDayIsNoPlural(t *testing.T) {
	p := formtest.Pack(t)
	for n, wants := range map[int][]string{
		1: {"environ 1 minute", "au plus tard 1 jour après la demande", "1 jour"},
		2: {"environ 2 minutes", "au plus tard 2 jours après la demande", "2 jours"},
	} {
		p.Minutes, p.AnswerDays, p.RetentionDays = n, n, n
		var got []string
		for _, f := range newBuilder(&studio{Options: Options{Now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}}, p, nil).facts() {
			for _, says := range f.Lines {
				got = append(got, strings.ReplaceAll(says, "\u00a0", " "))
			}
		}
		all := "\n" + strings.Join(got, "\n") + "\n"
		for _, want := range wants {
			if !strings.Contains(all, "\n"+want+"\n") {
				t.Errorf("%d: no line %q in%s", n, want, all)
			}
		}
	}
}
