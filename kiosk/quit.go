package kiosk

import "fyne.io/fyne/v2"

// noLastWork takes away what Fyne does when its loop ends: it saves
// preferences, and we have none. It hands that work to the loop which has just
// ended (fyne 2.8.1, glfw/loop.go: runGL), so that, by chance, the program
// waits for ever or panics.
func noLastWork(l fyne.Lifecycle) {
	if hooked, ok := l.(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		hooked.SetOnStoppedHookExecuted(nil)
	}
}

// quit ends Fyne's loop. On SIGTERM Fyne ends it by itself, perhaps at this
// very moment: then the queue that fyne.Do writes to is closed, which panics
// here, and there is nothing left to do.
//
// The windows are gone by then as well; the driver's Quit knows that, the
// application's does not.
func quit(app fyne.App) {
	defer func() { _ = recover() }()
	fyne.Do(app.Driver().Quit)
}
