package roll

import (
	"bytes"
	"encoding/json"
	"slices"

	"guichet/drivers/printer"
	"guichet/forms/pack/durable"
)

// file is where a meter remembers; what is longer than maxFile is not ours.
const (
	file    = "paper.json"
	maxFile = 4 << 10
)

const (
	kept     = 5    // rolls that are learnt from
	shortest = 5000 // a whole roll, in millimetres: one that ends before is none
	least    = 100  // from near end to out, likewise
	absurd   = 1e9  // a thousand kilometres
)

// count is what the file holds; lengths are in millimetres.
type count struct {
	Known   bool      `json:"known"`            // counted since the roll was new
	Printed float64   `json:"printed"`          // since then, or since the count began
	Near    *float64  `json:"near,omitempty"`   // of it, when near end was first told
	End     *float64  `json:"end,omitempty"`    // of it, when the paper was out
	Out     bool      `json:"out,omitempty"`    // it is
	Opened  bool      `json:"opened,omitempty"` // the cover was open since near end
	Maybe   bool      `json:"maybe,omitempty"`  // probably there is a new roll
	Ends    []float64 `json:"ends,omitempty"`   // from near end to out, of the last rolls
	Rolls   []float64 `json:"rolls,omitempty"`  // from new to out
}

// read takes a file that is damaged for none: the roll is not known.
func read(disk durable.Layer) (c count) {
	data, err := disk.Read(file, maxFile)
	if err != nil {
		return count{}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil || dec.More() || !c.sound() {
		return count{}
	}
	return c
}

// sound says whether the numbers can be those of a roll.
func (c *count) sound() bool {
	all := slices.Concat([]float64{c.Printed}, c.Ends, c.Rolls)
	for _, at := range []*float64{c.Near, c.End} {
		if at != nil {
			all = append(all, *at, c.Printed-*at)
		}
	}
	wrong := func(mm float64) bool { return mm < 0 || mm > absurd }
	return !slices.ContainsFunc(all, wrong) && len(c.Ends) <= kept && len(c.Rolls) <= kept
}

func (c *count) bytes() []byte {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err) // a number that is none, which no method lets in
	}
	return data
}

// another forgets the roll; what was printed since it ended is on the next.
func (c *count) another() {
	since := 0.0
	if c.End != nil {
		since = c.Printed - *c.End
	}
	*c = count{Printed: since, Ends: c.Ends, Rolls: c.Rolls}
}

// renew begins a new roll, and learns from the one before.
func (c *count) renew() {
	c.learn()
	c.another()
	c.Known = true
}

// learn takes the lengths of a roll that came to its end. One that was out
// without having been near its end, where near end has been told before, was
// only taken out.
func (c *count) learn() {
	if c.End == nil || c.Near == nil && len(c.Ends) > 0 {
		return
	}
	if c.Near != nil && *c.End-*c.Near >= least {
		c.Ends = last(append(c.Ends, *c.End-*c.Near))
	}
	if c.Known && *c.End >= shortest {
		c.Rolls = last(append(c.Rolls, *c.End))
	}
}

// same is the word of a person: the roll is the one from before.
func (c *count) same() { c.End, c.Opened, c.Maybe = nil, false, false }

// saw follows the sensors. With the cover open those of the paper say nothing:
// the lever hangs in the air, and some printers repeat what was before.
func (c *count) saw(s printer.Status) {
	switch {
	case s.CoverOpen:
		c.Opened = c.Near != nil
	case s.Paper == printer.PaperOut:
		c.end()
	case s.Paper == printer.PaperNearEnd:
		c.nearEnd()
	case s.Paper == printer.PaperOK:
		c.plenty()
	}
}

// end is paper that is out. A roll of which nobody said whether it was new has
// told no length.
func (c *count) end() {
	if c.Out {
		return
	}
	at := c.Printed
	c.Known = c.Known && !c.Maybe
	c.End, c.Out, c.Maybe = &at, true, false
}

// nearEnd is the sensor's word. The first one counts; one that comes after an
// end, or far behind the first, is of another roll, of which nothing else is
// known.
func (c *count) nearEnd() {
	if c.End != nil || c.Near != nil && c.Maybe && c.Printed-*c.Near >= shortest {
		c.another()
	}
	if c.Near == nil {
		at := c.Printed
		c.Near = &at
	}
	c.Opened, c.Maybe = false, false
}

// plenty is paper, and more than near its end. After an end it is a new roll
// where the sensor has shown that it works; else a person says, unless he has
// just done so. A cover that was opened at near end may hide a change too;
// without that it is the lever that trembles.
func (c *count) plenty() {
	switch {
	case c.Out && c.Near != nil:
		c.renew()
	case c.Out && c.Known && c.Printed < shortest:
		c.Out, c.End = false, nil
	case c.Out:
		c.Out, c.Maybe = false, true
	case c.Near != nil && c.Opened:
		c.Maybe = true
	}
}

// last keeps the newest.
func last(all []float64) []float64 { return all[max(0, len(all)-kept):] }

// median is the middle one, or the mean of two; there is one at least.
func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
