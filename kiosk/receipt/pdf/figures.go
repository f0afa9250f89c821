package pdf

import (
	"maps"
	"slices"

	"guichet/drivers/printer"
)

// Figures of the guide are all as wide and as high, so that they stand in rows.
const figureWidth, figureHeight = 56.0, 38.0

// paperKinds are the printers that differ in how the paper goes in, by its path. The
// figures that begin with a kind are of it.
var paperKinds = map[string]string{
	printer.Clamshell: "clamshell", printer.Front: "slot", printer.Presenting: "slot", printer.Sheets: "sheets",
}

// figures are drawn by name.
var figures = map[string]func(*figure){
	"clamshell-1": coverOpens, "clamshell-2": rollTurns, "clamshell-3": coverCloses,
	"slot-1": rollHangs, "slot-2": endIntoSlot, "slot-3": slotPulls,
	"sheets-1": trayOpens, "sheets-2": sheetsLie, "sheets-3": trayCloses,
	"corner": holdCorner, "code": typeCode, "tiles": touchTile,
	"restart": touchRestart, "unplug": pullPlug, "plug": pushPlug,
}

// Figures are the names of the drawings that a guide may show, sorted.
func Figures() []string { return slices.Sorted(maps.Keys(figures)) }

// newFigure draws one; nil for a name that is none.
func newFigure(name string) *figure {
	draw, ok := figures[name]
	if !ok {
		return nil
	}
	f := &figure{width: figureWidth, height: figureHeight}
	draw(f)
	return f
}
