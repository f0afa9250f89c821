package icon

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

var colours = Colours{Ink: "#010101", Page: "#020202", Shade: "#030303", Accent: "#040404", OnAccent: "#050505", Paper: "#060606", Pencil: "#070707"}

// TestDrawingsAreWellFormed: two or three steps, each readable as XML, in the
// colours that were given and no other.
func TestDrawingsAreWellFormed(t *testing.T) {
	for _, name := range Drawings() {
		if n := Steps(name); n < 2 || n > 3 || n != len(Says(name)) {
			t.Errorf("%s has %d steps and says %v", name, n, Says(name))
		}
		for n := range Steps(name) {
			data, ok := Step(name, n+1, colours)
			if !ok {
				t.Fatalf("%s: no step %d", name, n+1)
			}
			for d := xml.NewDecoder(strings.NewReader(string(data))); ; {
				tok, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s %d: %v", name, n+1, err)
				}
				if e, ok := tok.(xml.StartElement); ok {
					ours(t, name, e)
				}
			}
		}
	}
}

func ours(t *testing.T, name string, e xml.StartElement) {
	t.Helper()
	for _, a := range e.Attr {
		if (a.Name.Local == "fill" || a.Name.Local == "stroke") && a.Value != "none" && (a.Value < "#010101" || a.Value > "#070707") {
			t.Errorf("%s: %s %q is no colour of the theme", name, a.Name.Local, a.Value)
		}
	}
}

// What is to be done is an arrow or a sign in the colour of the number.
func TestEveryStepShowsWhatToDo(t *testing.T) {
	for _, name := range Drawings() {
		for n := range Steps(name) {
			data, _ := Step(name, n+1, colours)
			if strings.Count(string(data), colours.Accent) < 2 {
				t.Errorf("%s %d has nothing but its number", name, n+1)
			}
		}
	}
}

func TestThereIsNoOtherStep(t *testing.T) {
	for _, n := range []int{-1, 0, 4} {
		if _, ok := Step("power", n, colours); ok {
			t.Errorf("power has a step %d", n)
		}
	}
	if _, ok := Step("paper/unheard-of", 1, colours); ok || Steps("paper/unheard-of") != 0 {
		t.Error("there is a drawing that nobody drew")
	}
}
