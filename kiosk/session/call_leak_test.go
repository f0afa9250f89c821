package session

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// secrets are what was said in the call of toFull.
var secrets = []string{secretly, backTo, backE164, "639981234", "CLANDESTIN", "QUIPROQUO"}

func secretIn(s string) string {
	for _, word := range secrets {
		if strings.Contains(s, word) {
			return word
		}
	}
	return ""
}

// deepCall is a call and an overlay, as deep as they go.
func deepCall(v View) string {
	var b strings.Builder
	if c := v.Call; c != nil {
		fmt.Fprintf(&b, "%#v", *c)
		if c.Talk != nil {
			fmt.Fprintf(&b, "%#v", *c.Talk)
		}
	}
	return b.String() + strings.Join(pictures(v), "")
}

// toFull is a call in which everything was said, and things wait to be answered.
func (st *callStage) toFull() *calltest.Call {
	st.t.Helper()
	c := st.shared()
	st.send(Typed{st.view().Call.Page, input(forms.Value, "CLANDESTIN")})
	st.does(func() { c.Types("QUIPROQUO") })
	st.does(func() { c.DeskGives(wire.NewFile("f", "application/pdf", []byte(secretly))) })
	st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: "p", Paper: "notification", Values: input("nom", secretly)})
	st.wait(1500 * time.Millisecond)
	st.tells(c, proposal("1", "enfant_nom", "family", secretly))
	st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "s"})
	st.wait(time.Second)
	if v := st.view(); secretIn(deep(v)+deepCall(v)) == "" || secretIn(deepCall(v)) == "" {
		st.t.Fatal("the words of the call are nowhere: their absence would mean nothing")
	}
	return c
}

// held is all that a session keeps, by any way but the two phones and what
// stands outside.
func held(s *Session) string {
	var b strings.Builder
	seen := map[any]bool{}
	walk(&b, reflect.ValueOf(s.talk), seen)
	walk(&b, reflect.ValueOf(s.overlays), seen)
	walk(&b, reflect.ValueOf(s.events), seen)
	return b.String()
}

// walk writes every string and byte that can be reached.
func walk(b *strings.Builder, v reflect.Value, seen map[any]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] || strings.Contains(v.Type().String(), "calltest") {
			return
		}
		seen[v.Pointer()] = true
		walk(b, v.Elem(), seen)
	case reflect.Interface:
		if !v.IsNil() && !strings.Contains(v.Elem().Type().String(), "calltest") && !strings.Contains(v.Elem().Type().String(), "context") {
			walk(b, v.Elem(), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(b, v.Field(i), seen)
		}
	case reflect.Slice, reflect.Array:
		walkAll(b, v, seen)
	case reflect.Map:
		for _, k := range v.MapKeys() {
			walk(b, k, seen)
			walk(b, v.MapIndex(k), seen)
		}
	case reflect.String:
		b.WriteString(v.String() + " ")
	}
}

func walkAll(b *strings.Builder, v reflect.Value, seen map[any]bool) {
	for i := range v.Len() {
		switch e := v.Index(i); e.Kind() {
		case reflect.Uint8:
			b.WriteByte(byte(e.Uint()))
		case reflect.Int32:
			b.WriteRune(rune(e.Int()))
		default:
			walk(b, e, seen)
		}
	}
	b.WriteByte(' ')
}

// However a call or a visit ends: the line is put down, the picture is gone, and
// nothing that was said is shown, kept or logged.
func TestNothingOfACallIsLeft(t *testing.T) {
	ends := map[string]func(st *callStage, c *calltest.Call){
		"the agent hangs up":   func(_ *callStage, c *calltest.Call) { c.End(call.RemoteBye) },
		"the citizen hangs up": func(st *callStage, _ *calltest.Call) { st.pressCall("Raccrocher") },
		"the line is cut":      func(_ *callStage, c *calltest.Call) { c.End(call.Lost) },
		"he starts again":      func(st *callStage, _ *calltest.Call) { st.leaves() },
		"the handset":          func(st *callStage, _ *calltest.Call) { st.send(HookChanged{true}, HookChanged{false}) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				c := st.toFull()
				end(st, c)
				synctest.Wait()
				n := len(st.views)
				st.wait(time.Minute)
				st.nothingLeft(c, n-1)
			})
		})
	}
}

// leaves refuses what the desk asks, starts again and says yes.
func (st *callStage) leaves() {
	for st.view().Overlay != nil {
		st.send(Refuse{st.view().Overlay.Page})
	}
	st.pressed("Recommencer", "Tout effacer")
}

func (st *callStage) nothingLeft(c *calltest.Call, from int) {
	st.t.Helper()
	if !c.Over() || c.Watched() {
		st.t.Error("the line is up, or its picture is watched")
	}
	for _, v := range st.views[from:] {
		if word := secretIn(deep(v) + deepCall(v)); word != "" || v.Call != nil {
			st.t.Errorf("%q is shown after the end:\n%s", word, dump(v))
		}
	}
	if word := secretIn(held(st.s)); word != "" {
		st.t.Errorf("%q is kept", word)
	}
	if word := secretIn(st.log.String()); word != "" || strings.Contains(st.log.String(), "Camille") {
		st.t.Errorf("%q is in the log:\n%s", word, st.log.String())
	}
}

// What walk finds must be found while it is there.
func TestWhatIsKeptIsSeen(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFull()
		text := held(st.s)
		for _, word := range []string{secretly, "CLANDESTIN", "QUIPROQUO"} {
			if !strings.Contains(text, word) {
				t.Errorf("%q is not seen", word)
			}
		}
	})
}

// A mistake in the program and the end of the program hang up as well.
func TestAMistakeHangsUp(t *testing.T) {
	broken := false
	playCallWith(t, func(_ *callStage, c *Config) {
		c.Now = func() time.Time {
			if broken {
				broken = false
				panic("bad number " + backTo)
			}
			return time.Now().UTC()
		}
	}, func(st *callStage) {
		c := st.toFull()
		n := len(st.views)
		broken = true
		st.pressed("Ne pas imprimer", "Non merci", "Ne rien envoyer")
		for broken { // whatever asks for the hour
			st.send(Talk{st.view().Page})
		}
		st.at(Attract, "Bonjour")
		st.nothingLeft(c, len(st.views)-1)
		if n == len(st.views) || !strings.Contains(st.log.String(), "visit_broken") {
			t.Errorf("nothing broke:\n%s", st.log.String())
		}
	})
}

func TestTheEndOfTheProgramHangsUp(t *testing.T) {
	var last *callStage
	var c *calltest.Call
	playCall(t, func(st *callStage) { last = st; c = st.calls("En vidéo", st.video) })
	if !c.Over() || last.view().Call != nil {
		t.Error("the line is up")
	}
	last.logged("call_ended", "session_stopped")
}

// The number of a call back is nowhere once the form is gone.
func TestTheNumberIsForgotten(t *testing.T) {
	for name, end := range map[string]func(st *callStage){
		"kept": func(st *callStage) {
			st.press("Rappelez-moi")
			st.wait(3 * time.Second)
			st.press("Revenir à la page")
		},
		"given up": func(st *callStage) { st.press("Revenir à la page") },
		"idle":     func(st *callStage) { st.wait(66 * time.Second) },
		"left": func(st *callStage) {
			st.press("Rappelez-moi")
			st.press("Revenir à la page")
			st.pressed("Recommencer", "Tout effacer")
			st.wait(time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.toNumber()
				st.send(Typed{st.view().Overlay.Page, input("value", backTo)})
				typed := st.s.talk.back.input
				if secretIn(held(st.s)) == "" || secretIn(deep(st.view())) == "" {
					t.Fatal("it is not seen while it is there")
				}
				end(st)
				if word := secretIn(held(st.s) + deep(st.view()) + st.log.String()); word != "" || len(typed) != 0 {
					t.Errorf("%q is left, %d typed", word, len(typed))
				}
			})
		})
	}
}

// What was said is marked, so that a voice keeps it for headphones.
func TestWhatIsSaidInACallIsMarked(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFull()
		for _, l := range st.view().Call.Talk.Lines {
			if !l.Text.Personal {
				t.Errorf("%q is not marked personal", l.Text.S)
			}
		}
	})
}
