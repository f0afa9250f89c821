package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// answer answers the question on the screen.
func (w *walker) answer(ctx context.Context, m ui.Moment) error {
	id := pageName(m.View)
	if !asks(m.View) {
		return w.press(ctx, m, "next")
	}
	in, err := w.visit.Next(id, w.Bench.Now())
	switch {
	case err != nil:
		return err
	case in["unknown"] != "":
		return w.press(ctx, m, "dontknow")
	case in["more"] != "":
		return w.send(ctx, m, session.More{Page: m.View.Page, Yes: in["more"] == "yes"})
	}
	if err := w.give(ctx, m.View, in); err != nil {
		return err
	}
	if err := w.picture(ctx, id+"-answered"); err != nil {
		return err
	}
	return w.press(ctx, w.Stage.Now(), "next")
}

// give picks the tiles and types the letters.
func (w *walker) give(ctx context.Context, v session.View, in forms.Input) error {
	for _, b := range v.Blocks {
		var err error
		switch b := b.(type) {
		case session.Tiles:
			err = w.pickTiles(ctx, in)
		case session.Fields:
			err = w.fill(ctx, b, in)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pickTiles presses each tile that brings the input nearer to in.
func (w *walker) pickTiles(ctx context.Context, in forms.Input) error {
	for name, value := range in {
		m := w.Stage.Now()
		i := slices.IndexFunc(m.Controls, func(c ui.Control) bool {
			t, ok := c.Do.(session.Typed)
			return ok && t.Input[name] == value
		})
		if i < 0 {
			if err := w.turnPart(ctx, m); err != nil {
				return fmt.Errorf("there is no tile for %s=%s: %w", name, value, err)
			}
			return w.pickTiles(ctx, in)
		}
		if err := w.touch(ctx, m, m.Controls[i]); err != nil {
			return err
		}
	}
	return nil
}

// turnPart goes to the next part of a long list.
func (w *walker) turnPart(ctx context.Context, m ui.Moment) error {
	c, err := named(m, "part:more")
	if err != nil {
		return err
	}
	return w.touch(ctx, m, c)
}

// fill types into each field that in knows.
func (w *walker) fill(ctx context.Context, fields session.Fields, in forms.Input) error {
	for _, f := range fields.Items {
		text := in[f.Name]
		if text == "" || f.Pad == forms.PadNone {
			continue
		}
		if err := w.caret(ctx, f.Name); err != nil {
			return err
		}
		if err := w.typeText(ctx, f, text); err != nil {
			return err
		}
	}
	if in["pick"] == "" {
		return nil
	}
	if err := w.picture(ctx, pageName(w.Stage.Now().View)+"-found"); err != nil {
		return err
	}
	return w.pickFound(ctx, in["pick"])
}

// caret presses a field, where the caret is not in it yet.
func (w *walker) caret(ctx context.Context, field string) error {
	m := w.Stage.Now()
	if m.Field == field {
		return nil
	}
	c, err := named(m, "field:"+field)
	if err != nil {
		return err
	}
	return w.touch(ctx, m, c)
}

func (w *walker) pickFound(ctx context.Context, label string) error {
	var m ui.Moment
	var c ui.Control
	err := w.waitFor(ctx, func(n ui.Moment) bool {
		i := slices.IndexFunc(n.Controls, func(c ui.Control) bool { return strings.HasPrefix(c.Label, label) })
		if i >= 0 {
			m, c = n, n.Controls[i]
		}
		return i >= 0
	})
	if err != nil {
		return err
	}
	return w.touch(ctx, m, c)
}

// typeText presses the keys, one after the other.
func (w *walker) typeText(ctx context.Context, f session.Field, text string) error {
	if f.Pad == forms.PadMonth {
		return w.pressKey(ctx, "key:"+text)
	}
	for _, r := range text {
		if err := w.typeRune(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// typeRune looks for a letter as it stands, then behind shift, then on the
// other layers of the keyboard.
func (w *walker) typeRune(ctx context.Context, r rune) error {
	id := "key:" + strings.ToLower(string(r))
	for _, turn := range []string{"", "key:shift", "key:shift", "key:layer1", "key:shift", "key:layer2", "key:layer0"} {
		m := w.Stage.Now()
		if turn != "" {
			c, err := named(m, turn)
			if err != nil {
				continue
			}
			if err := w.touch(ctx, m, c); err != nil {
				return err
			}
			m = w.Stage.Now()
		}
		if c, err := named(m, id); err == nil && c.Types == string(r) {
			return w.touch(ctx, m, c)
		}
	}
	return fmt.Errorf("no key types %q", r)
}

func (w *walker) pressKey(ctx context.Context, id string) error {
	m := w.Stage.Now()
	c, err := named(m, id)
	if err != nil {
		return err
	}
	return w.touch(ctx, m, c)
}

// pageName is the id of the form's page: "cantine/ecole.title" → "ecole".
func pageName(v session.View) string {
	key := v.Title.Key
	key = key[strings.LastIndex(key, "/")+1:]
	id, _, _ := strings.Cut(key, ".")
	return id
}

// asks says whether the page wants an answer: an explanation does not.
func asks(v session.View) bool {
	return slices.ContainsFunc(v.Blocks, func(b session.Block) bool {
		switch b.(type) {
		case session.Tiles, session.Fields:
			return true
		}
		return false
	})
}
