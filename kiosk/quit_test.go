package kiosk

import (
	"testing"

	"fyne.io/fyne/v2/app"
)

// TestFyneHasNothingToDoAtItsEnd fails where an update of Fyne renames the
// hook: then the program may hang when it is told to end.
func TestFyneHasNothingToDoAtItsEnd(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	l := app.NewWithID(appID).Lifecycle()
	stopped, ok := l.(interface{ OnStopped() func() })
	if !ok {
		t.Fatalf("%T does not say what it does at the end", l)
	}
	if stopped.OnStopped() == nil {
		t.Error("Fyne has no work at its end any more: noLastWork can go")
	}
	noLastWork(l)
	if stopped.OnStopped() != nil {
		t.Error("Fyne still has work for a loop that has ended")
	}
}
