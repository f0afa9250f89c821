package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/health"
)

// leaked is the first canary in a View, as deep as it goes: texts, events,
// inputs.
func leaked(v View) string { return canaryIn(deep(v)) }

func canaryIn(s string) string {
	for _, c := range canaries {
		if strings.Contains(strings.ToLower(s), strings.ToLower(c)) {
			return c
		}
	}
	return ""
}

func deep(v View) string {
	o := ""
	if v.Overlay != nil {
		o = fmt.Sprintf("%#v", *v.Overlay)
	}
	p := ""
	if v.Problem != nil {
		p = fmt.Sprintf("%#v", *v.Problem)
	}
	return fmt.Sprintf("%#v", v) + o + p
}

// The canaries are found where they must be, so that their absence elsewhere
// means something.
func TestCanariesAreSeen(t *testing.T) {
	play(t, func(st *stage) {
		st.toCheck()
		if leaked(st.view()) == "" {
			t.Errorf("no canary on\n%s", dump(st.view()))
		}
	})
}

// Whatever a person gave is marked, so that a voice keeps it for headphones.
func TestGivenIsMarked(t *testing.T) {
	play(t, func(st *stage) {
		st.toCheck()
		for _, v := range st.views {
			for _, text := range textsOf(v) {
				if canaryIn(text.S) != "" && !text.Personal {
					t.Errorf("%s: %q is not marked personal", v.State, text.S)
				}
			}
		}
	})
}

func textsOf(v View) []Text {
	all := append([]Text{v.Title, v.Help, v.Section, v.Notice, v.Why.Answer, v.There}, textsOfCall(v.Call)...)
	blocks := v.Blocks
	if o := v.Overlay; o != nil {
		all, blocks = append(all, o.Title), append(slices.Clone(blocks), o.Blocks...)
		if o.Problem != nil {
			all = append(all, o.Problem.Text)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			all = append(all, b.Text)
		case Fields:
			for _, f := range b.Items {
				all = append(all, f.Value, f.Label)
			}
			for _, f := range b.Found {
				all = append(all, f.Text)
			}
		case Rows:
			for _, r := range b.Items {
				all = append(append(all, r.Label), r.Values...)
			}
		case Code:
			all = append(all, b.Text)
		case QR:
			all = append(all, b.Text)
		case Picture:
			all = append(all, b.Alt)
		case Tiles:
			for _, t := range b.Items {
				all = append(all, t.Text, t.Detail)
			}
		}
	}
	return all
}

func textsOfCall(c *CallView) []Text {
	if c == nil {
		return nil
	}
	all := append([]Text{c.Title, c.Light}, c.Lines...)
	if c.Talk != nil {
		all = append(all, c.Talk.Label, c.Talk.Draft)
		for _, l := range c.Talk.Lines {
			all = append(all, l.Who, l.Text)
		}
	}
	return all
}

// No end of a visit leaves a letter in the log, whatever fails on the way with
// the citizen's answers in its mouth.
func TestLogHoldsNoAnswer(t *testing.T) {
	ends := map[string]func(st *stage){
		"finished": func(st *stage) { st.toDone(); st.press("Terminer") },
		"idle":     func(st *stage) { st.toCheck(); st.wait(66 * time.Second) },
		"left":     func(st *stage) { st.toCheck(); st.pressed("Recommencer", "Tout effacer") },
		"stopped":  func(st *stage) { st.toCheck() },
		"by staff": func(st *stage) { st.toCheck(); st.send(StaffHere{true}, EndVisit{}) },
		"not saved": func(st *stage) {
			st.toCheck()
			st.wrong(health.SpoolBroken)
			st.press("Imprimer mes réponses")
			st.wait(2 * time.Second)
			st.pressed("Revenir à la page", "Recommencer", "Tout effacer")
		},
		"failed": func(st *stage) {
			st.outbox.fails = []error{errDisk, errors.New(other)}
			st.toSent()
			st.wait(time.Second)
			st.press("Essayer encore")
			st.wait(time.Second)
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			var last *stage
			play(t, func(st *stage) { last = st; end(st) })
			if word := canaryIn(last.log.String()); word != "" {
				t.Errorf("%q is in the log:\n%s", word, last.log.String())
			}
			if !strings.Contains(last.log.String(), "visit_ended why=") {
				t.Errorf("the end of the visit is not in the log:\n%s", last.log.String())
			}
		})
	}
}

// A mistake in the program ends the visit without showing or logging a word
// of it.
func TestMistakeWipes(t *testing.T) {
	broken := false
	playWith(t, func(_ *stage, c *Config) {
		c.Now = func() time.Time {
			if broken {
				broken = false
				panic("bad answer " + family)
			}
			return time.Now()
		}
	}, func(st *stage) {
		st.toCheck()
		n := len(st.views)
		broken = true
		for st.view().State != Attract { // to the end of the form, whatever comes last
			st.send(Next{st.view().Page}, Answered{st.view().Page, input(forms.Value, "yes")})
		}
		st.at(Attract, "Bonjour")
		st.checkNothingLeft(n + 1)
		if log := st.log.String(); canaryIn(log) != "" || !strings.Contains(log, "visit_broken doing=session.") {
			t.Errorf("log:\n%s", log)
		}
		st.toFirst()
	})
}

// A printer and an outbox that panic are treated as silent.
func TestDevicesPanic(t *testing.T) {
	playWith(t, func(_ *stage, c *Config) { c.Outbox = badOutbox{} }, func(st *stage) {
		st.toSent()
		st.wait(time.Second)
		st.at(Saving, "Votre demande n’est pas partie.")
		if canaryIn(st.log.String()) != "" {
			t.Error("the panic of the outbox is in the log")
		}
	})
}

// Maps that a View still holds are emptied with the visit.
func TestWipeEmptiesWhatWasTyped(t *testing.T) {
	v := &visit{cancel: func() {}, drafts: map[engine.Place]forms.Input{"a": input("family", family)}}
	draft := v.drafts["a"]
	v.sent.Entries = []forms.Entry{{Answer: forms.Answer{Fields: input("family", family)}, Shown: []string{family}}}
	entry := v.sent.Entries[0]
	v.wipe()
	if len(draft) != 0 || len(entry.Answer.Fields) != 0 || entry.Shown[0] != "" {
		t.Errorf("left: %v %v %v", draft, entry.Answer.Fields, entry.Shown)
	}
}
