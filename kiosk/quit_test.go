package kiosk

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestFyneHasNothingToDoAtItsEnd fails where an update of Fyne renames the
// hook: then the program may hang when it is told to end.
func TestFyneHasNothingToDoAtItsEnd(t *testing.T) {
	l := test.NewTempApp(t).Lifecycle()
	hooked, ok := l.(interface {
		SetOnStoppedHookExecuted(func())
		OnStopped() func()
	})
	if !ok {
		t.Fatalf("%T has other hooks than noLastWork knows", l)
	}
	hooked.SetOnStoppedHookExecuted(func() {})
	if noLastWork(l); hooked.OnStopped() != nil {
		t.Error("Fyne still has work for a loop that has ended")
	}
}
