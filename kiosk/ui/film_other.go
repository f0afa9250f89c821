//go:build !linux

package ui

import "fyne.io/fyne/v2"

// xGlass is of displays of X11; here there is none.
type xGlass struct{}

func openGlass(fyne.Window) (*xGlass, error) { return nil, errNoXWindow }
func (*xGlass) pane(rect, int) (pane, error) { return nil, errNoXWindow }
