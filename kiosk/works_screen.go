package kiosk

import (
	"context"
	"encoding/json"
	"sync"

	"guichet/forms/pack/durable"
	"guichet/kiosk/staff"
)

// screenWorks is the glass and the loudspeaker. What the front desk chose
// outlives a restart.
type screenWorks struct {
	helper helper
	sound  *loud         // nil: nobody can be called, there is no sound
	disk   durable.Layer // nil: nothing can be remembered
	clean  func() error  // see [staff.Screen]

	mu    sync.Mutex
	chose choices
}

// choices are what the file holds; 0 is not chosen.
type choices struct {
	Volume     int `json:"volume,omitempty"`
	Brightness int `json:"brightness,omitempty"`
}

const (
	choicesFile = "screen.json"
	maxChoices  = 1 << 10
)

// restore sets what was chosen. What cannot be read is as if nothing was.
func (w *screenWorks) restore(ctx context.Context) {
	if w.disk == nil {
		return
	}
	data, err := w.disk.Read(choicesFile, maxChoices)
	var c choices
	if err != nil || json.Unmarshal(data, &c) != nil {
		return
	}
	w.mu.Lock()
	w.chose = c
	w.mu.Unlock()
	if c.Volume > 0 && w.sound != nil {
		w.sound.percent.Store(int64(min(c.Volume, loudest)))
	}
	if c.Brightness > 0 {
		w.helper.SetBrightness(ctx, c.Brightness) // without a helper, or a light, there is nothing to set
	}
}

// loudest is twice as loud as the sound itself.
const loudest = 200

func (w *screenWorks) Brightness(ctx context.Context) (int, bool) {
	percent, err := w.helper.Brightness(ctx)
	return percent, err == nil
}

func (w *screenWorks) SetBrightness(ctx context.Context, percent int) error {
	if err := w.helper.SetBrightness(ctx, percent); err != nil {
		return known(err)
	}
	return w.remember(func(c *choices) { c.Brightness = percent })
}

func (w *screenWorks) Volume() (int, bool) {
	if w.sound == nil {
		return 0, false
	}
	return int(w.sound.percent.Load()), true
}

// SetVolume holds from the next call on.
func (w *screenWorks) SetVolume(percent int) error {
	if w.sound == nil {
		return staff.ErrNoHelper
	}
	percent = min(max(percent, 0), loudest)
	w.sound.percent.Store(int64(percent))
	return w.remember(func(c *choices) { c.Volume = percent })
}

func (w *screenWorks) Clean() error { return w.clean() }

func (w *screenWorks) remember(change func(*choices)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.chose)
	data, err := json.Marshal(w.chose)
	if err != nil || w.disk == nil {
		return err
	}
	return durable.Replace(w.disk, choicesFile, data)
}
