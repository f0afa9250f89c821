package kiosk

import (
	"testing"

	"guichet/drivers/profiles"
)

// Where nothing can be remembered nobody counts the paper, and nobody is told how
// much was printed.
func TestPaperThatNobodyCounts(t *testing.T) {
	p, err := profiles.Get("epson-tm-t20ii")
	if err != nil {
		t.Fatal(err)
	}
	s := (&paperWorks{profile: p}).State()
	if s.Printed >= 0 || s.Left >= 0 || s.Full != 0 {
		t.Errorf("it tells %+v", s)
	}
}
