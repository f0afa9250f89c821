package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"guichet/forms"
	"guichet/kiosk/session"
)

// asksCode is a page with a code of six groups.
func asksCode(size session.Size) session.View {
	var groups []session.Field
	for i := range 6 {
		groups = append(groups, field(fmt.Sprintf("g%d", i+1), forms.PadCode, fmt.Sprintf("Groupe %d", i+1), "", 4))
	}
	v := asking("Cette borne n’est pas encore reliée à la mairie.", "Tapez ici le code qu’elle vous donne.", groups...)
	v.Blocks = append([]session.Block{session.Paragraph{Text: say("La borne va s’adresser à\u00a0: https://bornes.saint-eloi.example:8443")}}, v.Blocks...)
	v.Size, v.Talk, v.DontKnow, v.Back = size, session.Button{}, session.Button{}, session.Button{}
	return v
}

// groups are what was typed into the code, one after the other.
func (r *rig) groups() string {
	var all []string
	for i := range 6 {
		all = append(all, r.local.values[fmt.Sprintf("g%d", i+1)])
	}
	return strings.Join(all, "-")
}

// Each group leads to the next one; an empty one leads back; and one that is touched
// is corrected alone.
func TestACodeIsTypedAndCorrected(t *testing.T) {
	r := newRig(t, glasses[0])
	r.Show(asksCode(session.Normal))
	r.keys(t, "8zk3p0qxf")
	if got := r.groups(); got != "8ZK3-P0QX-F---" || r.local.field != "g3" {
		t.Errorf("typed %q, the caret is in %s", got, r.local.field)
	}
	r.tap(t, "key:erase", "key:erase", "key:erase")
	if got := r.groups(); got != "8ZK3-P0Q----" || r.local.field != "g2" {
		t.Errorf("erased to %q, the caret is in %s", got, r.local.field)
	}
	r.tap(t, "field:g1", "key:erase", "key:7")
	if got := r.groups(); got != "8ZK7-P0Q----" || r.local.field != "g2" {
		t.Errorf("corrected to %q, the caret is in %s", got, r.local.field)
	}
	if slices.ContainsFunc(r.Controls(), func(c Control) bool { return c.ID == "key:u" }) {
		t.Error("there is a key for a letter that no code has")
	}
}

// A scanner types as a keyboard does: dashes, small letters, Enter.
func TestACodeIsScanned(t *testing.T) {
	r := newRig(t, glasses[1])
	r.Show(asksCode(session.Normal))
	for _, c := range "8zk3-p0qx-f83b-k5c7-yt5j-94c5" {
		r.stage.TypedRune(c)
	}
	if got := strings.ToUpper(r.groups()); got != "8ZK3-P0QX-F83B-K5C7-YT5J-94C5" {
		t.Errorf("scanned %q", got)
	}
	said := ""
	for _, it := range r.scene.items {
		said += it.text + " "
	}
	if !strings.Contains(said, "F83B") {
		t.Errorf("the glass shows %s", said)
	}
	r.sent = nil
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	sent := r.events()
	if len(sent) != 1 {
		t.Fatalf("sent %v", sent)
	}
	if e, ok := sent[0].(session.Answered); !ok || e.Input["g6"] != "94c5" {
		t.Errorf("sent %v", sent)
	}
}

// On every glass and in each size there is a way to type it.
func TestACodeFitsEveryGlass(t *testing.T) {
	for _, g := range staffGlasses {
		for _, size := range sizes {
			v := asksCode(size)
			sc := compose(&v, newLocal(&v), newMetrics(g.w, g.h, g.panel, size))
			if len(sc.cut) > 0 {
				t.Errorf("%s, size %d: %v", g.name, size, sc.cut)
			}
		}
	}
}
