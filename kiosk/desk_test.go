package kiosk

import (
	"errors"
	"fmt"
	"testing"

	"guichet/kiosk/papers"
	"guichet/kiosk/session"
)

// TestAgentsAreToldWhatIsWrong: each fault of a paper that has words at the desk gets
// there as one.
func TestAgentsAreToldWhatIsWrong(t *testing.T) {
	for err, want := range map[error]session.PaperFault{
		papers.ErrLong: session.PaperLong, papers.ErrLocked: session.PaperLocked,
		papers.ErrWide: session.PaperWide, papers.ErrEmpty: session.PaperEmpty, papers.ErrPDF: "",
	} {
		_, got := shown(papers.Paper{}, fmt.Errorf("drawn: %w", err))
		fault := session.PaperFault("")
		if errors.As(got, &fault); got == nil || fault != want {
			t.Errorf("%v is %q, want %q", err, fault, want)
		}
	}
}
