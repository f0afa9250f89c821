package kiosk

import (
	"os"
	"strings"
	"testing"

	"guichet/kiosk/session"
)

// texts are all sentences on a page, in reading order; the overlay's alone
// where there is one. Spaces that do not break are plain ones.
func texts(v session.View) []string {
	var all []string
	add := func(some ...session.Text) {
		for _, t := range some {
			if !t.Empty() {
				all = append(all, plainSpaces(t.S))
			}
		}
	}
	if o := v.Overlay; o != nil {
		add(o.Title)
		eachText(o.Blocks, add)
		for _, b := range o.Buttons {
			add(b.Text)
		}
		return all
	}
	add(v.Place, v.Progress, v.Section, v.Title, v.Help, v.Notice)
	if v.Problem != nil {
		add(v.Problem.Text)
	}
	eachText(v.Blocks, add)
	add(v.Back.Text, v.DontKnow.Text, v.StartAgain.Text, v.Talk.Text, v.Next.Text)
	return all
}

func eachText(blocks []session.Block, add func(...session.Text)) {
	for _, b := range blocks {
		switch b := b.(type) {
		case session.Paragraph:
			add(b.Text)
		case session.Bullets:
			add(b.Title)
			add(b.Items...)
		case session.Code:
			add(b.Label, b.Text)
		case session.QR:
			add(b.Text)
		case session.Tiles:
			for _, t := range b.Items {
				add(t.Text, t.Detail)
			}
		}
	}
}

// buttons are what can be pressed, by its words.
func buttons(v session.View) map[string]session.Event {
	all := map[string]session.Event{}
	blocks, row := v.Blocks, []session.Button{v.Back, v.DontKnow, v.StartAgain, v.Talk, v.Next}
	if o := v.Overlay; o != nil {
		blocks, row = o.Blocks, o.Buttons
	}
	for _, b := range row {
		all[plainSpaces(b.Text.S)] = b.Do
	}
	for _, t := range tiles(blocks) {
		all[plainSpaces(t.Text.S)] = t.Do
	}
	delete(all, "")
	return all
}

func tiles(blocks []session.Block) (all []session.Tile) {
	for _, b := range blocks {
		if t, ok := b.(session.Tiles); ok {
			all = append(all, t.Items...)
		}
	}
	return all
}

// block is the first block of a kind on a page.
func block[B session.Block](t *testing.T, v session.View) B {
	t.Helper()
	for _, b := range v.Blocks {
		if b, ok := b.(B); ok {
			return b
		}
	}
	t.Fatalf("the page %s has no %T", v.State, *new(B))
	panic("not reached")
}

func plainSpaces(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
