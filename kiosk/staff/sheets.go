package staff

import (
	"context"
	"time"

	"guichet/kiosk/session"
)

// The pages. Each place begins the keys of its words.
const (
	pin        place = "pin"
	home       place = "home"
	conditions place = "conditions" // all that is wrong
	condition  place = "condition"  // one of it, that has no page of its own
	visit      place = "visit"      // end it?
	paper      place = "paper"
	waiting    place = "waiting"
	packs      place = "packs"
	packBack   place = "pack_back" // go back to the version before?
	calls      place = "calls"
	microphone place = "microphone"
	camera     place = "camera"
	screen     place = "screen"
	cleaning   place = "cleaning"
	computer   place = "computer"
	facts      place = "facts"
	clock      place = "clock"
	network    place = "network"
	events     place = "events"
	export     place = "export"
	power      place = "power"
	confirm    place = "confirm" // restart, restart the machine, switch off?
)

// sheet is what is known of a page beforehand.
type sheet struct {
	up    place // where Back leads; empty: nowhere
	build func(*Mode, *session.View)
	open  func(*Mode) // when one comes to it
	// look asks beside the loop for what is shown, when one comes to it and then
	// every so often; found is told when there is something.
	look  func(context.Context, *Config) (any, error)
	again time.Duration
	found func(*Mode)
}

// sheets are the pages there are.
func sheets() map[place]sheet {
	return map[place]sheet{
		pin:        {build: (*Mode).buildPin, look: lookDoor, found: (*Mode).foundDoor},
		home:       {build: (*Mode).buildHome, look: lookWaiting, again: 10 * time.Second},
		conditions: {up: home, build: (*Mode).buildConditions},
		condition:  {up: home, build: (*Mode).buildCondition},
		visit:      {up: home, build: (*Mode).buildVisit},
		paper:      {up: home, build: (*Mode).buildPaper, look: lookPaper, again: time.Second},
		waiting:    {up: home, build: (*Mode).buildWaiting, look: lookWaiting, again: 5 * time.Second},
		packs:      {up: home, build: (*Mode).buildPacks, look: lookPacks, again: 5 * time.Second},
		packBack:   {up: packs, build: (*Mode).buildPackBack, look: lookPacks},
		calls:      {up: home, build: (*Mode).buildCalls, look: lookCalls},
		microphone: {up: calls, build: (*Mode).buildMicrophone, open: (*Mode).listen},
		camera:     {up: calls, build: (*Mode).buildCamera, look: lookCamera, found: (*Mode).foundCamera},
		screen:     {up: home, build: (*Mode).buildScreen, look: lookScreen, found: (*Mode).foundScreen},
		cleaning:   {build: (*Mode).buildCleaning, open: (*Mode).clean},
		computer:   {up: home, build: (*Mode).buildComputer},
		facts:      {up: computer, build: (*Mode).buildFacts, look: lookFacts, again: 10 * time.Second},
		clock:      {up: computer, build: (*Mode).buildClock, look: lookFacts, again: 10 * time.Second},
		network:    {up: computer, build: (*Mode).buildNetwork, look: lookFacts, again: 10 * time.Second},
		events:     {up: computer, build: (*Mode).buildEvents},
		export:     {up: computer, build: (*Mode).buildExport},
		power:      {up: computer, build: (*Mode).buildPower},
		confirm:    {up: power, build: (*Mode).buildConfirm},
	}
}

// offered tells whether this kiosk has what a page is about.
func (w Works) offered(p place) bool {
	switch p {
	case paper:
		return w.Paper != nil
	case waiting:
		return w.Waiting != nil
	case packs:
		return w.Packs != nil
	case calls:
		return w.Calls != nil
	case screen:
		return w.Screen != nil
	case facts, clock, network, power:
		return w.Machine != nil
	case events:
		return w.Log != nil
	case export:
		return w.Sticks != nil
	case computer:
		return w.Machine != nil || w.Log != nil || w.Sticks != nil
	}
	return true
}
