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
	name := id + "-answered"
	if in["proposed"] != "" {
		name = id + "-proposed"
	} else if err := w.give(ctx, m.View, in); err != nil {
		return err
	}
	if err := w.shoot(ctx, id, name); err != nil {
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
		case session.Signature:
			err = w.sign(ctx, in[forms.Value])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pickTiles presses each tile that brings the input nearer to in.
func (w *walker) pickTiles(ctx context.Context, in forms.Input) error {
	if group := in["group"]; group != "" { // its choices stand on a page of their own
		m, c, err := w.seek(ctx, typing("group", group))
		if err != nil {
			return err
		}
		if err := w.follow(ctx, m, c); err != nil {
			return err
		}
	}
	for name, value := range in {
		if name == "group" {
			continue
		}
		m, c, err := w.seek(ctx, typing(name, value))
		if err != nil {
			return fmt.Errorf("%s=%s: %w", name, value, err)
		}
		if err := w.touch(ctx, m, c); err != nil {
			return err
		}
	}
	return nil
}

// typing tells a control that gives this answer.
func typing(name, value string) func(ui.Control) bool {
	return func(c ui.Control) bool {
		t, ok := c.Do.(session.Typed)
		return ok && t.Input[name] == value
	}
}

// seek goes through the parts of a page until a control is found.
func (w *walker) seek(ctx context.Context, is func(ui.Control) bool) (ui.Moment, ui.Control, error) {
	for {
		m := w.Stage.Now()
		if i := slices.IndexFunc(m.Controls, is); i >= 0 {
			return m, m.Controls[i], nil
		}
		if err := w.turnPart(ctx, m); err != nil {
			return m, ui.Control{}, fmt.Errorf("it is on no part of the page: %w", err)
		}
	}
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
	id := pageName(w.Stage.Now().View)
	if err := w.shoot(ctx, id, id+"-found"); err != nil {
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
		case session.Tiles, session.Fields, session.Signature:
			return true
		}
		return false
	})
}
