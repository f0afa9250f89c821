package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"guichet/kiosk/hub/tool"
)

// stages and states in words.
var (
	stageWords    = map[string]string{"test": "test group", "ten": "10 %", "all": "all kiosks"}
	rolloutStates = map[string]string{
		"running": "under way", "paused": "paused", "stopped": "stopped by itself", "done": "done", "rolled_back": "rolled back",
	}
)

// rolloutWords is a roll-out in one line.
func rolloutWords(r tool.Rollout) string {
	line := fmt.Sprintf("%s %s: %s, %s", r.Pack, r.Version, stageWords[r.Stage], rolloutStates[r.State])
	switch {
	case r.State == "rolled_back" && r.Previous != "":
		line += " to " + r.Previous
	case r.Why != "":
		line += " (" + r.Why + ")"
	}
	return line
}

// bars are the steps to the home page, in order.
var bars = []string{"asked", "fetching", "installed", "active", "shown"}

// stepWords is where a revision is on a kiosk, with a bar.
func stepWords(s tool.Step) string {
	done := 0
	for i, step := range bars {
		if step == s.Step {
			done = i
		}
	}
	most := len(bars) - 1
	line := fmt.Sprintf("[%s%s] %s", strings.Repeat("#", 2*done), strings.Repeat("-", 2*(most-done)), s.Step)
	if s.Why != "" {
		line += ": " + s.Why
	}
	return line
}

// showProgress writes a roll-out whole.
func (p program) showProgress(is tool.Progress) (lines int) {
	fmt.Fprintln(p.out, rolloutWords(is.Rollout))
	width := 0
	for _, k := range is.Kiosks {
		width = max(width, utf8.RuneCountInString(k.Name))
	}
	for _, k := range is.Kiosks {
		fmt.Fprintf(p.out, "  %s%s  %s\n", k.Name, strings.Repeat(" ", width-utf8.RuneCountInString(k.Name)), stepWords(k))
	}
	return 1 + len(is.Kiosks)
}

// watcher shows a roll-out as it goes: drawn anew on a terminal, and a line for
// each change elsewhere.
type watcher struct {
	p     program
	draw  bool
	lines int               // drawn the last time
	seen  map[string]string // what was said of each kiosk, and "" of the roll-out

	mu     sync.Mutex
	last   tool.Progress
	moved  time.Time // when something changed
	waited bool      // what it waits for was said since
}

// most is how many kiosks are drawn one by one on a terminal.
const mostDrawn = 40

func (p program) watchRollout(ctx context.Context, c *tool.Client, id string) error {
	f, ok := p.out.(*os.File)
	w := &watcher{p: p, draw: ok && term.IsTerminal(int(f.Fd())), seen: map[string]string{}}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go w.sayWaits(ctx)
	for tries := 0; ; tries++ {
		err := c.Watch(ctx, id, w.show)
		var refused *tool.Refusal
		switch {
		case err == nil:
			return w.verdict()
		case ctx.Err() != nil || errors.As(err, &refused) || tries >= 20:
			return hubMend(err)
		}
		select { // the hub restarts: the roll-out is where it was
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
}

// show takes one change, and says whether more can come that matters.
func (w *watcher) show(is tool.Progress) (more bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last, w.moved, w.waited = is, time.Now(), false
	if w.draw && len(is.Kiosks) <= mostDrawn {
		if w.lines > 0 {
			fmt.Fprintf(w.p.out, "\x1b[%dA\x1b[J", w.lines) // up, and clear to the end
		}
		w.lines = w.p.showProgress(is)
	} else {
		w.changes(is)
	}
	return !w.ended()
}

// patience is after how long without a change somebody asks himself whether it
// still works.
const patience = 15 * time.Second

// sayWaits says once what nothing is heard of, and what can be done.
func (w *watcher) sayWaits(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			w.sayWait()
		}
	}
}

func (w *watcher) sayWait() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waited || w.moved.IsZero() || time.Since(w.moved) < patience {
		return
	}
	w.waited = true
	fmt.Fprintln(w.p.out, waitWords(w.last))
	w.lines++
}

// waitWords is for whom a roll-out waits.
func waitWords(is tool.Progress) string {
	var names []string
	for _, k := range is.Kiosks {
		if k.Step != "shown" && k.Step != "later" {
			names = append(names, k.Name+" ("+k.Step+")")
		}
	}
	const hand = "Ctrl-C leaves it to the hub"
	switch {
	case len(is.Kiosks) == 0:
		return "waiting: no kiosk is known yet; " + hand
	case len(names) == 0:
		return "waiting for the hub to begin the next stage; " + hand
	case len(names) > 5:
		names = append(names[:5], fmt.Sprintf("%d more", len(names)-5))
	}
	return "waiting for " + strings.Join(names, ", ") + "; a kiosk that is off gets it when it is back; " + hand
}

func (w *watcher) changes(is tool.Progress) {
	w.say("", rolloutWords(is.Rollout), "")
	for _, k := range is.Kiosks {
		w.say(k.Kiosk, stepWords(k), "  "+k.Name+"  ")
	}
}

func (w *watcher) say(key, words, before string) {
	if w.seen[key] != words {
		w.seen[key] = words
		fmt.Fprintln(w.p.out, before+words)
	}
}

// ended: nothing more comes by itself. A roll-out that is done is watched until
// the last kiosk that is not silent shows it.
func (w *watcher) ended() bool {
	r := w.last.Rollout
	switch {
	case r.State == "running":
		return !r.Auto && w.last.Ready && r.Stage != "all" // the last ends by itself
	case r.State != "done":
		return true
	}
	for _, k := range w.last.Kiosks {
		if k.Step != "shown" && k.Step != "silent" && k.Step != "refused" {
			return false
		}
	}
	return true
}

// verdict is the end in one line, and the exit status.
func (w *watcher) verdict() error {
	shown := 0
	for _, k := range w.last.Kiosks {
		if k.Step == "shown" {
			shown++
		}
	}
	r := w.last.Rollout
	switch r.State {
	case "done":
		fmt.Fprintf(w.p.out, "%d of %d kiosks show %s %s\n", shown, len(w.last.Kiosks), r.Pack, r.Version)
		return nil
	case "running":
		fmt.Fprintf(w.p.out, "this stage is over; go on with: kioskctl pack next %s\n", r.Pack)
		return nil
	case "stopped":
		return fmt.Errorf("the roll-out stopped by itself: %s (mend it and \"pack resume %s\", or \"pack rollback %s\")", r.Why, r.Pack, r.Pack)
	}
	return fmt.Errorf("the roll-out is %s", rolloutStates[r.State])
}
